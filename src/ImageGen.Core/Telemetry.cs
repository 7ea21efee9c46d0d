using System.Diagnostics;
using System.Diagnostics.Metrics;
using ImageGen.Core.Jobs;

namespace ImageGen.Core;

/// <summary>
/// Where spans and measurements come from. Nothing is recorded, and next to nothing spent, unless somebody listens. A
/// span holds ids, names and codes; never a prompt, an address or a secret.
/// </summary>
public static class Telemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "ImageGen.Bot";

    /// <summary>Spans.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>Measurements. No tag of theirs names a guild, a user or a job.</summary>
    public static Meter Meter { get; } = new(Name);

    /// <summary>Bounds of histograms over seconds, from an acknowledgement's milliseconds to a long queue.</summary>
    public static InstrumentAdvice<double> Seconds { get; } = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 3600],
    };

    /// <summary>The present span in W3C's <c>traceparent</c> form, for a job to carry; null where nobody records it.</summary>
    public static string? Parent => Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } span ? span.Id : null;

    /// <summary>A span within the present one; null where there is none, as it would begin a trace of its own.</summary>
    public static Activity? Within(string name, ActivityKind kind = ActivityKind.Internal) =>
        Activity.Current is null ? null : Source.StartActivity(name, kind);

    /// <summary>
    /// Goes on with a job's trace in whatever process this is, linked to the one that drew its pictures where that was
    /// another job's.
    /// </summary>
    /// <param name="job">The job.</param>
    /// <param name="name">What is done with it.</param>
    /// <param name="kind">The span's kind.</param>
    /// <param name="since">When that began; left out for now.</param>
    /// <returns>Null where the job's command was not sampled.</returns>
    public static Activity? Continue(ImageJob job, string name, ActivityKind kind = ActivityKind.Internal, DateTimeOffset since = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (!Source.HasListeners() || !ActivityContext.TryParse(job.Order.TraceParent, null, isRemote: true, out var parent))
            return null;
        return Source.StartActivity(name, kind, parent, [new("imagegen.job.id", job.Id.Value)], Drawn(job), since);
    }

    /// <summary>The work another job's pictures were drawn in; nothing for a job that has its own.</summary>
    internal static IEnumerable<ActivityLink> Drawn(ImageJob job) =>
        job.Cached && ActivityContext.TryParse(job.Outcome?.TraceParent, null, isRemote: true, out var work) ? [new ActivityLink(work)] : [];
}
