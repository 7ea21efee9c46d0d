using System.Collections.Concurrent;
using System.Text;

namespace ImageGen.Bot.Tests.Fuzzing;

/// <summary>A request that was answered as none should be.</summary>
internal sealed record Finding(string Fault, int Number, FuzzRequest Request);

/// <summary>Sends requests over many connections at once, and judges the answers.</summary>
internal sealed class FuzzRun(Mutator mutator, FuzzKeys keys, Uri address)
{
    private const int Pipelined = 4;
    private const int MostFindings = 200;

    /// <summary>The longest the bot may take: longer than it, or Kestrel, has patience for anything.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<(string Endpoint, int Status), long> _counts = new();
    private readonly ConcurrentQueue<Finding> _findings = new();
    private int _next;

    public IReadOnlyList<Finding> Findings => [.. _findings];

    public IReadOnlyDictionary<(string Endpoint, int Status), long> Counts => _counts;

    /// <summary>How many were sent so far.</summary>
    public int Sent => Volatile.Read(ref _next);

    /// <summary>Sends the requests of these numbers.</summary>
    /// <param name="isProven">Whether each proves whom it is from.</param>
    /// <param name="first">The first.</param>
    /// <param name="count">How many.</param>
    /// <param name="connections">Over so many connections.</param>
    public async Task SendAsync(bool isProven, int first, int count, int connections)
    {
        _next = first;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var connection = new FuzzConnection(address);
            while (_findings.Count < MostFindings && Interlocked.Add(ref _next, Pipelined) - Pipelined is var at && at < first + count)
                await SendAsync(connection, [.. Enumerable.Range(at, Math.Min(Pipelined, first + count - at)).Select(number => (number, mutator.Make(number, isProven)))]);
        })));
    }

    /// <summary>Sends one request.</summary>
    public async Task SendAsync(FuzzRequest request)
    {
        using var connection = new FuzzConnection(address);
        await SendAsync(connection, [(0, request)]);
    }

    private async Task SendAsync(FuzzConnection connection, IReadOnlyList<(int Number, FuzzRequest Request)> batch)
    {
        var plain = batch.Where(one => one.Request.IsPlain).ToList();
        var answered = plain.Count > 1 ? await JudgeAsync(connection, plain) : 0;
        foreach (var one in plain.Skip(answered).Concat(batch.Where(one => !one.Request.IsPlain)))
            await JudgeAsync(connection, [one]);
    }

    /// <returns>How many were answered.</returns>
    private async Task<int> JudgeAsync(FuzzConnection connection, List<(int Number, FuzzRequest Request)> requests)
    {
        var (number, first) = requests[0];
        var written = requests.Select(one => (Bytes: one.Request.Write(keys), one.Request.Method)).ToList();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var answers = first.IsFramed ? await connection.SendAsync(written, patience.Token) : await connection.SendAloneAsync(written[0].Bytes, endsThere: true, patience.Token);
            answers.RemoveAll(answer => answer.Status == 0);
            if (answers.Count == 0 && requests.Count == 1 && first is { IsFramed: true, IsPlain: true })
                Note(number, first, "was not answered");
            for (var at = 0; at < answers.Count; at++)
            {
                var one = requests[Math.Min(at, requests.Count - 1)];
                Judge(one.Number, one.Request, written[Math.Min(at, written.Count - 1)].Bytes, answers[at].Status);
            }

            return answers.Count;
        }
        catch (OperationCanceledException)
        {
            connection.Dispose();
            Note(number, first, $"was not answered within {Patience.TotalSeconds:0} s");
        }
        catch (InvalidDataException fault)
        {
            connection.Dispose();
            Note(number, first, $"was answered with what is no HTTP: {fault.Message}");
        }

        return requests.Count;
    }

    private void Judge(int number, FuzzRequest request, byte[] written, int status)
    {
        _counts.AddOrUpdate((request.Endpoint, status), 1, static (_, count) => count + 1);
        // 505 is HTTP's own word for a version that does not exist, and the first line may have been garbled into one.
        if (status >= 500 && !(status == 505 && request.Framing == Framing.HeadGarbled))
            Note(number, request, $"was answered {status}");
        // Of a garbled first line the server may still have understood the address as it was.
        var isOpen = IsForEverybody(TargetOf(written)) || (request.Framing == Framing.HeadGarbled && IsForEverybody(request.Target));
        if (request.Proof != Proof.Right && status < 400 && !isOpen)
            Note(number, request, $"got past with {status}");
    }

    private void Note(int number, FuzzRequest request, string fault)
    {
        if (_findings.Count < MostFindings)
            _findings.Enqueue(new Finding(fault, number, request));
    }

    private static string TargetOf(byte[] written)
    {
        var line = Encoding.Latin1.GetString(written.AsSpan(0, Math.Max(0, written.AsSpan().IndexOf("\r\n"u8))));
        return line.Split(' ') is [_, var target, ..] ? target : line;
    }

    /// <summary>Whether an address is one that needs no proof, however it is written.</summary>
    private static bool IsForEverybody(string target)
    {
        // With or without the host; a server sees no fragment, so that # is a character like any other.
        var local = target.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? target[7..].Split('/', 2) is [_, var rest] ? rest : "" : target;
        var path = Uri.UnescapeDataString(local.Split('?')[0]);
        var parts = new Stack<string>();
        foreach (var part in path.Split('/').Where(part => part is not ("" or ".")))
        {
            if (part != "..")
                parts.Push(part.ToLowerInvariant());
            else
                parts.TryPop(out _);
        }

        return string.Join('/', parts.Reverse()) is var plain
            && (plain is "" or "index.html" or "favicon.svg" or "slack/install" || plain.StartsWith("playground/", StringComparison.Ordinal) || plain.StartsWith("healthz/", StringComparison.Ordinal)
                || plain.StartsWith("openapi/", StringComparison.Ordinal) || plain.StartsWith("images/", StringComparison.Ordinal)
                || (plain.StartsWith("operator", StringComparison.Ordinal) && !plain.StartsWith("operator/api", StringComparison.Ordinal) && plain != "operator/usage.svg"));
    }
}
