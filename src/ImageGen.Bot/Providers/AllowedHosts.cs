using System.Net;
using System.Net.Sockets;

namespace ImageGen.Bot.Providers;

/// <summary>
/// The hosts that a provider's answers, or a caller's words, may send us to. A name on the list must lead to a public
/// address, so that no answer, and no trick of DNS, makes the bot call into its own network; what the operator wrote down as a local address,
/// and the endpoint itself, may be local.
/// </summary>
/// <param name="patterns"><c>host</c>, <c>host:port</c> or <c>*.domain</c>.</param>
/// <param name="endpoint">Where the provider's API is; null where there is none.</param>
internal sealed class AllowedHosts(IReadOnlyCollection<string> patterns, Uri? endpoint = null)
{
    /// <summary>Whether a pattern can be one.</summary>
    public static bool IsPattern(string pattern) => Uri.CheckHostName(HostOf(pattern).Replace("*.", "", StringComparison.Ordinal)) != UriHostNameType.Unknown;

    /// <summary>Whether we may go there. Only by HTTPS, unless the host is local.</summary>
    public bool Allows(Uri url) =>
        url.IsAbsoluteUri && url.UserInfo.Length == 0
        && (IsEndpoint(url) || ((url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && MayBeLocal(url.Host))) && patterns.Any(pattern => Fits(pattern, url))));

    /// <summary>Whether a host may lead to this address.</summary>
    public bool Allows(string host, IPAddress address) => !IsLinkLocal(address) && (!IsPrivate(address) || MayBeLocal(host));

    private bool IsEndpoint(Uri url) => endpoint is not null && url.Scheme == endpoint.Scheme && url.Authority.Equals(endpoint.Authority, StringComparison.OrdinalIgnoreCase);

    private bool MayBeLocal(string host) =>
        host.Equals(endpoint?.Host, StringComparison.OrdinalIgnoreCase)
        || ((IPAddress.TryParse(host, out _) || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) && patterns.Any(pattern => HostOf(pattern).Equals(host, StringComparison.OrdinalIgnoreCase)));

    private static bool Fits(string pattern, Uri url)
    {
        if (pattern.StartsWith("*.", StringComparison.Ordinal))
            return url.IsDefaultPort && url.Host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase);
        return pattern.Equals(url.IsDefaultPort ? url.Host : url.Authority, StringComparison.OrdinalIgnoreCase);
    }

    private static string HostOf(string pattern) => pattern.LastIndexOf(':') is > 0 and var colon && !pattern.EndsWith(']') ? pattern[..colon] : pattern;

    // RFC 3927, RFC 4291.
    private static bool IsLinkLocal(IPAddress address)
    {
        var plain = Plain(address);
        return plain.IsIPv6LinkLocal || (plain.AddressFamily == AddressFamily.InterNetwork && plain.GetAddressBytes() is [169, 254, ..]);
    }

    // RFC 1918, RFC 6598, RFC 4193, and what is no single host's address at all (RFC 6890, RFC 4291).
    private static bool IsPrivate(IPAddress address)
    {
        var plain = Plain(address);
        return plain.AddressFamily == AddressFamily.InterNetworkV6
            ? IPAddress.IsLoopback(plain) || plain.IsIPv6UniqueLocal || plain.IsIPv6SiteLocal || plain.IsIPv6Multicast || plain.Equals(IPAddress.IPv6Any)
            : plain.GetAddressBytes() is [0 or 10 or 127 or >= 224, ..] or [192, 168, ..] or [172, >= 16 and <= 31, ..] or [100, >= 64 and <= 127, ..] or [198, 18 or 19, ..] or [192, 0, 0, ..];
    }

    /// <summary>The IPv4 address within one of IPv6: mapped and compatible (RFC 4291), translated (RFC 6052), tunnelled (RFC 3056).</summary>
    private static IPAddress Plain(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        return bytes switch
        {
            [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, ..] or [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ..] or [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0, ..] => new IPAddress(bytes.AsSpan(12)),
            [0x20, 0x02, ..] => new IPAddress(bytes.AsSpan(2, 4)),
            _ => address,
        };
    }
}
