using System.Net;
using System.Net.Sockets;
using ImageGen.Bot.Hosting;

namespace ImageGen.Bot.Providers;

/// <summary>How providers are called.</summary>
internal static class ProviderHttp
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// For orders. Each has a connection of its own: on one that was used before, the handler may send a broken request
    /// again by itself, and an order sent twice is paid twice.
    /// </summary>
    public static HttpClient ForOrders() => Client(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });

    /// <summary>For asking after what was ordered.</summary>
    public static HttpClient ForQuestions() => Client(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) });

    /// <summary>For addresses that others give us: the address that is checked is the one that is connected to.</summary>
    /// <param name="hosts">Where we may go.</param>
    /// <param name="resolve">Finds the addresses of a name; null for the system's way.</param>
    public static HttpClient ForDownloads(AllowedHosts hosts, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null) => Client(new SocketsHttpHandler
    {
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // Through a proxy it would be the proxy that resolves names.
        UseProxy = false,
        ConnectCallback = (context, cancellation) => ConnectAsync(hosts, context.DnsEndPoint, resolve ?? Dns.GetHostAddressesAsync, cancellation),
    });

    private static HttpClient Client(SocketsHttpHandler handler)
    {
        handler.ConnectTimeout = ConnectTimeout;
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        // Addresses of results are signed, and so secrets; .NET's own traces would name them.
        handler.ActivityHeadersPropagator = null;
        // Each call has a limit of its own.
        return new HttpClient(new CallTracing { InnerHandler = handler }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private static async ValueTask<Stream> ConnectAsync(
        AllowedHosts hosts, DnsEndPoint host, Func<string, CancellationToken, Task<IPAddress[]>> resolve, CancellationToken cancellation)
    {
        var addresses = Array.FindAll(await resolve(host.Host, cancellation), address => hosts.Allows(host.Host, address));
        if (addresses.Length == 0)
            throw new ForbiddenAddressException(host.Host);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, host.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A host's name leads only to addresses where we do not go.</summary>
internal sealed class ForbiddenAddressException(string host)
    : HttpRequestException(HttpRequestError.ConnectionError, $"{host} leads to no address that is allowed.");
