using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ImageGen.Bot.Tests.Fakes;

namespace ImageGen.Bot.Tests.Faults;

/// <summary>
/// A way to redis-server on which answers are lost: a command arrives and takes effect, and the connection breaks before
/// whoever sent it hears of it.
/// </summary>
internal sealed class LossyRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, BotProcess.FreePort());
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentQueue<DateTimeOffset> _losses = new();
    private readonly int _target;
    private readonly Task _accepting;
    private int _owed;

    public LossyRelay(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients connect.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>When answers were lost.</summary>
    public IReadOnlyList<DateTimeOffset> Losses => [.. _losses];

    /// <summary>Loses the answer to the next command.</summary>
    public void Lose() => Interlocked.Increment(ref _owed);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
            _ = RelayAsync(await _listener.AcceptTcpClientAsync(_ended.Token));
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        using var own = client;
        client.NoDelay = true;
        var isLost = false;
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target, _ended.Token);
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException)
        {
            return;
        }

        var (near, far) = (client.GetStream(), server.GetStream());
        Task[] passing =
        [
            PassAsync(near, far, command => isLost |= command.IndexOf("EVALSHA"u8) >= 0 && TakeOwed(), static () => false),
            PassAsync(far, near, static _ => { }, () => Volatile.Read(ref isLost)),
        ];
        await Task.WhenAny(passing);
        if (isLost)
            _losses.Enqueue(TimeProvider.System.GetUtcNow());
        near.Close();
        far.Close();
        await Task.WhenAll(passing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task PassAsync(NetworkStream from, NetworkStream to, Action<ReadOnlySpan<byte>> look, Func<bool> isLost)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, _ended.Token) is var length and > 0 && !isLost())
        {
            look(buffer.AsSpan(0, length));
            await to.WriteAsync(buffer.AsMemory(0, length), _ended.Token);
        }
    }

    private bool TakeOwed()
    {
        if (Interlocked.Decrement(ref _owed) >= 0)
            return true;
        Interlocked.Increment(ref _owed);
        return false;
    }
}
