using System.Net;
using System.Net.Sockets;

namespace ImageGen.Bot.Storage;

/// <summary>Tells addresses that anybody can load from those that only this machine or network can.</summary>
internal static class PublicAddress
{
    private static readonly string[] LocalSuffixes = [".local", ".localhost", ".internal", ".lan", ".home.arpa"];

    public static bool Is(Uri url)
    {
        if (url.IsLoopback)
            return false;
        if (IPAddress.TryParse(url.DnsSafeHost, out var address))
            return !IsPrivate(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
        return url.Host.Contains('.') && !LocalSuffixes.Any(suffix => url.Host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));
    }

    // RFC 1918, RFC 3927, RFC 6598 and RFC 4193.
    private static bool IsPrivate(IPAddress address)
    {
        var b = address.GetAddressBytes();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal || IPAddress.IsLoopback(address)
            : b[0] is 0 or 10 or 127 || (b[0], b[1]) is (169, 254) or (192, 168) or (172, >= 16 and <= 31) or (100, >= 64 and <= 127);
    }
}
