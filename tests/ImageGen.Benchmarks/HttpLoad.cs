using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace ImageGen.Benchmarks;

/// <summary>How long requests took.</summary>
/// <param name="Sorted">Each one, in ascending order.</param>
/// <param name="Elapsed">All of them together.</param>
internal sealed record Latencies(TimeSpan[] Sorted, TimeSpan Elapsed)
{
    public double PerSecond => Sorted.Length / Elapsed.TotalSeconds;

    /// <summary>Milliseconds within which this share of the requests was answered.</summary>
    public double Percentile(double share) => Sorted[Math.Min(Sorted.Length - 1, (int)(share * Sorted.Length))].TotalMilliseconds;
}

/// <summary>Sends requests made beforehand and has every answer judged.</summary>
/// <param name="address">Where to.</param>
/// <param name="isExpected">Whether an answer is the one that must come; any other ends the measurement with an <see cref="InvalidDataException"/>.</param>
internal sealed partial class HttpLoad(Uri address, Func<ReadOnlySpan<byte>, bool> isExpected)
{
    /// <summary>Closed loop: each connection sends its next request when the one before is answered, until the time is up or none is left.</summary>
    public async Task<Latencies> ClosedAsync(byte[][] requests, int connections, TimeSpan time)
    {
        var open = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => HttpConnection.OpenAsync(address)));
        var next = -1;
        var began = Stopwatch.GetTimestamp();
        var taken = await Task.WhenAll(open.Select(connection => Task.Run(async () =>
        {
            using var own = connection;
            var latencies = new List<TimeSpan>(requests.Length / connections);
            while (Stopwatch.GetElapsedTime(began) < time && Interlocked.Increment(ref next) is var at && at < requests.Length)
            {
                var sent = Stopwatch.GetTimestamp();
                await ExchangeAsync(own, requests[at]);
                latencies.Add(Stopwatch.GetElapsedTime(sent));
            }

            return latencies;
        })));
        var elapsed = Stopwatch.GetElapsedTime(began);
        return new Latencies([.. taken.SelectMany(latencies => latencies).Order()], elapsed);
    }

    /// <summary>
    /// Open loop: requests come at their scheduled times whether those before are answered or not, and each one's latency
    /// counts from that time, so a server that stalls is charged for everybody who came meanwhile.
    /// </summary>
    public async Task<Latencies> OpenAsync(byte[][] requests, int perSecond)
    {
        var idle = new ConcurrentStack<HttpConnection>(await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => HttpConnection.OpenAsync(address))));
        var all = new ConcurrentBag<HttpConnection>(idle);
        try
        {
            var began = Stopwatch.GetTimestamp();
            // On a thread of its own, whose sleep is finer than a timer's.
            var latencies = await await Task.Factory.StartNew(
                () => Task.WhenAll(requests.Select((request, at) => ArriveAsync(request, TimeSpan.FromSeconds((double)at / perSecond)))), TaskCreationOptions.LongRunning);
            return new Latencies([.. latencies.Order()], Stopwatch.GetElapsedTime(began));

            Task<TimeSpan> ArriveAsync(byte[] request, TimeSpan due)
            {
                if (due - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } wait)
                    _ = Sleep(new TimeSpec(wait.Ticks / TimeSpan.TicksPerSecond, wait.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick), 0);
                return AnsweredAsync(request, due);
            }

            async Task<TimeSpan> AnsweredAsync(byte[] request, TimeSpan due)
            {
                if (!idle.TryPop(out var connection))
                    all.Add(connection = await HttpConnection.OpenAsync(address));
                await ExchangeAsync(connection, request);
                var latency = Stopwatch.GetElapsedTime(began) - due;
                idle.Push(connection);
                return latency;
            }
        }
        finally
        {
            foreach (var connection in all)
                connection.Dispose();
        }
    }

    private async ValueTask ExchangeAsync(HttpConnection connection, byte[] request)
    {
        var answer = await connection.ExchangeAsync(request);
        if (!isExpected(answer.Span))
            throw new InvalidDataException($"This is no acknowledgement: {Encoding.UTF8.GetString(answer.Span)}");
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int Sleep(in TimeSpec time, nint left);

    private readonly record struct TimeSpec(long Seconds, long Nanoseconds);
}
