using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace ImageGen.Bot.Tests.Fakes;

/// <summary>
/// A way to a server that can be slow, refused, broken off, or lead to another server, as a managed service's address does
/// after a failover.
/// </summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentDictionary<Socket, byte> _open = new();
    private readonly Lock _gate = new();
    private Socket? _listener;
    private Task _accepting = Task.CompletedTask;

    private TcpRelay(int target)
    {
        Target = target;
        Accept();
    }

    /// <summary>Where clients connect; nobody else takes it while connections are refused.</summary>
    public int Port { get; } = BotProcess.FreePort();

    /// <summary>The server's port; connections that are open stay where they lead.</summary>
    public int Target { get; set; }

    /// <summary>How much later than sent everything arrives at the server.</summary>
    public TimeSpan Delay { get; set; }

    public static TcpRelay To(int target) => new(target);

    /// <summary>Connections are refused, and those that are open break.</summary>
    public void Refuse()
    {
        lock (_gate)
        {
            _listener?.Dispose();
            _listener = null;
        }

        Break();
    }

    /// <summary>Connections are taken again.</summary>
    public void Accept()
    {
        lock (_gate)
        {
            if (_listener is not null)
                return;
            _listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
            _listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            _listener.Bind(new IPEndPoint(IPAddress.Loopback, Port));
            _listener.Listen();
            _accepting = AcceptAsync(_listener);
        }
    }

    /// <summary>Breaks what is open.</summary>
    public void Break()
    {
        foreach (var socket in _open.Keys)
            socket.Close(timeout: 0);
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        Refuse();
        await _accepting;
        _ended.Dispose();
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
                _ = RelayAsync(await listener.AcceptAsync(_ended.Token));
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException or OperationCanceledException)
        {
        }
    }

    private async Task RelayAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        _open[client] = _open[server] = 0;
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, Target, _ended.Token);
            await await Task.WhenAny(PassAsync(client, server, () => Delay), PassAsync(server, client, static () => TimeSpan.Zero));
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException or OperationCanceledException)
        {
        }
        finally
        {
            _open.TryRemove(client, out _);
            _open.TryRemove(server, out _);
            client.Close(timeout: 0);
        }
    }

    /// <summary>A line, not a queue: what is sent together arrives together, so much later.</summary>
    private async Task PassAsync(Socket from, Socket to, Func<TimeSpan> delay)
    {
        var line = Channel.CreateUnbounded<(byte[] Bytes, Task Due)>();
        var sending = SendAsync();
        var buffer = new byte[64 * 1024];
        while (await from.ReceiveAsync(buffer, _ended.Token) is var length and > 0)
            line.Writer.TryWrite((buffer[..length], delay() is { Ticks: > 0 } wait ? Task.Delay(wait, _ended.Token) : Task.CompletedTask));
        line.Writer.Complete();
        await sending;

        async Task SendAsync()
        {
            await foreach (var (bytes, due) in line.Reader.ReadAllAsync(_ended.Token))
            {
                await due;
                await to.SendAsync(bytes, _ended.Token);
            }
        }
    }
}
