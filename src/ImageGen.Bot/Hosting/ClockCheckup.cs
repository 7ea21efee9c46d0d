using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using ImageGen.Core;

namespace ImageGen.Bot.Hosting;

/// <summary>
/// Whether this machine's clock is right: by the dates in the answers that the other checkups got. Leases, signatures and
/// the periods of quotas go by it.
/// </summary>
internal sealed class ClockCheckup : ICheckup, IDisposable
{
    /// <summary>An answer's date has whole seconds, and it takes its time to get here.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(3);

    /// <summary>A third of the usual lease, after which its heartbeat comes.</summary>
    private static readonly TimeSpan Harmful = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, TimeSpan> _ahead = new();
    private readonly ActivityListener _listener;

    public ClockCheckup(TimeProvider clock)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == Telemetry.Name,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                if (span.GetTagItem(CallTracing.Date) is string[] and [var text] && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var date))
                    _ahead[$"{span.GetTagItem("server.address")}"] = date - clock.GetUtcNow() + (span.Duration / 2);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public string Part => "clock";

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (var (host, ahead) in _ahead.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            yield return Judge(host, ahead);
    }

    /// <summary>How far another clock is from ours.</summary>
    /// <param name="whose">Whose clock.</param>
    /// <param name="ahead">How far it is ahead of ours.</param>
    public static Finding Judge(string whose, TimeSpan ahead)
    {
        const string remedy = "Let NTP set the clocks, for example: timedatectl set-ntp true";
        var what = $"This machine's clock is {ahead.Duration().TotalSeconds:0} s {(ahead > TimeSpan.Zero ? "behind" : "ahead of")} that of {whose}.";
        return ahead.Duration() <= Tolerance ? Finding.Ok($"This machine's clock agrees with that of {whose}.")
            : ahead.Duration() <= Harmful ? Finding.Warning(what, remedy)
            : Finding.Fault(what, remedy);
    }

    public void Dispose() => _listener.Dispose();
}
