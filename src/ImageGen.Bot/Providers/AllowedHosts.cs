using System.Net;
using System.Net.Sockets;

namespace ImageGen.Bot.Providers;

/// <summary>
/// The hosts that a provider's answers may send us to. A name on the list must lead to a public address, so that no
/// answer, and no trick of DNS, makes the bot call into its own network; what the operator wrote down as a local address,
/// and the endpoint itself, may be local.
/// </summary>
/// <param name="patterns"><c>host</c>, <c>host:port</c> or <c>*.domain</c>.</param>
/// <param name="endpoint">Where the provider's API is.</param>
internal sealed class AllowedHosts(IReadOnlyCollection<string> patterns, Uri endpoint)
{
    /// <summary>Whether we may go there. Only by HTTPS, unless the host is local.</summary>
    public bool Allows(Uri url) =>
        url.IsAbsoluteUri && url.UserInfo.Length == 0
        && (IsEndpoint(url) || ((url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && MayBeLocal(url.Host))) && patterns.Any(pattern => Fits(pattern, url))));

    /// <summary>Whether a host may lead to this address.</summary>
    public bool Allows(string host, IPAddress address) => !IsLinkLocal(address) && (!IsPrivate(address) || MayBeLocal(host));

    private bool IsEndpoint(Uri url) => url.Scheme == endpoint.Scheme && url.Authority.Equals(endpoint.Authority, StringComparison.OrdinalIgnoreCase);

    private bool MayBeLocal(string host) =>
        host.Equals(endpoint.Host, StringComparison.OrdinalIgnoreCase)
        || ((IPAddress.TryParse(host, out _) || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) && patterns.Any(pattern => HostOf(pattern).Equals(host, StringComparison.OrdinalIgnoreCase)));

    private static bool Fits(string pattern, Uri url)
    {
        if (pattern.StartsWith("*.", StringComparison.Ordinal))
            return url.IsDefaultPort && url.Host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase);
        return pattern.Equals(url.IsDefaultPort ? url.Host : url.Authority, StringComparison.OrdinalIgnoreCase);
    }

    private static string HostOf(string pattern) => pattern.LastIndexOf(':') is > 0 and var colon && !pattern.EndsWith(']') ? pattern[..colon] : pattern;

    private static bool IsLinkLocal(IPAddress address)
    {
        var plain = Plain(address);
        return plain.IsIPv6LinkLocal || (plain.AddressFamily == AddressFamily.InterNetwork && plain.GetAddressBytes() is [169, 254, ..]);
    }

    // RFC 1918, RFC 6598, RFC 4193, and what is no single host's address at all (RFC 5735, RFC 4291).
    private static bool IsPrivate(IPAddress address)
    {
        var plain = Plain(address);
        return plain.AddressFamily == AddressFamily.InterNetworkV6
            ? IPAddress.IsLoopback(plain) || plain.IsIPv6UniqueLocal || plain.IsIPv6SiteLocal || plain.IsIPv6Multicast || plain.Equals(IPAddress.IPv6Any)
            : plain.GetAddressBytes() is [0 or 10 or 127 or >= 224, ..] or [192, 168, ..] or [172, >= 16 and <= 31, ..] or [100, >= 64 and <= 127, ..] or [198, 18 or 19, ..];
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
