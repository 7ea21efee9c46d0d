using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace ImageGen.Core.Jobs;

/// <summary>What a job's life is seen by: its spans, measurements and the scope of its log lines.</summary>
internal static class JobTelemetry
{
    private static readonly Counter<long> Admissions = Telemetry.Meter.CreateCounter<long>(
        "imagegen.admissions", "{request}", "Requests by what became of them.");

    private static readonly Histogram<double> QueueDuration = Telemetry.Meter.CreateHistogram(
        "imagegen.queue.duration", "s", "How long jobs waited in their lane before they were first leased.", advice: Telemetry.Seconds);

    private static readonly Histogram<double> StepDuration = Telemetry.Meter.CreateHistogram(
        "imagegen.step.duration", "s", "How long the steps of a worker took.", advice: Telemetry.Seconds);

    private static readonly Histogram<double> JobDuration = Telemetry.Meter.CreateHistogram(
        "imagegen.job.duration", "s", "From admission to the outcome.", advice: Telemetry.Seconds);

    private static readonly Counter<long> Outcomes = Telemetry.Meter.CreateCounter<long>(
        "imagegen.job.outcomes", "{job}", "Jobs that workers ended.");

    private static readonly Counter<long> Faults = Telemetry.Meter.CreateCounter<long>(
        "imagegen.job.faults", "{attempt}", "Attempts that ended in a fault, those that are tried again included.");

    private static readonly Counter<double> Cost = Telemetry.Meter.CreateCounter<double>(
        "imagegen.cost", "USD", "What the ended jobs cost, uncertain attempts included.");

    private static readonly Histogram<double> ReplyDuration = Telemetry.Meter.CreateHistogram(
        "imagegen.reply.duration", "s", "From the outcome until its author could see it.", advice: Telemetry.Seconds);

    private static readonly Counter<long> Replies = Telemetry.Meter.CreateCounter<long>(
        "imagegen.replies", "{reply}", "Attempts at replies by what became of them.");

    /// <summary>A request was judged.</summary>
    public static void Admitted(string face, Admission? admission)
    {
        var text = admission switch
        {
            Admission.Queued => "queued",
            Admission.Following => "following",
            Admission.Cached => "cached",
            Admission.Repeated => "repeated",
            Admission.OverLimit => "over_limit",
            _ => "invalid",
        };
        Admissions.Add(1, new("imagegen.face", face), new("imagegen.admission", text));
        if (Activity.Current is not { } span || span.Source.Name != Telemetry.Name)
            return;
        span.SetTag("imagegen.admission", text);
        if (admission is not Admission.Admitted { Job: var job })
            return;
        span.SetTag("imagegen.job.id", job.Id.Value);
        foreach (var drawn in Telemetry.Drawn(job))
            span.AddLink(drawn);
    }

    /// <summary>
    /// Work on a leased job begins: a span that goes on with the job's trace, the first time after another that tells how
    /// long it waited, and the job's id on every log line.
    /// </summary>
    /// <param name="verb"><c>process</c> or <c>reply</c>.</param>
    /// <param name="leased">The job.</param>
    /// <param name="clock">Tells how long it waited.</param>
    /// <param name="logger">Whose scopes the log lines have.</param>
    public static Work Begin(string verb, LeasedJob leased, TimeProvider clock, ILogger logger)
    {
        var job = leased.Job;
        if (leased.Lease.Token == 1 && !job.State.IsFinal())
            Waited(job, clock.GetUtcNow());
        var span = Telemetry.Continue(job, $"{verb} {job.Lane.Replace("reply:", "", StringComparison.Ordinal)}", ActivityKind.Consumer);
        span?.SetTag("imagegen.lane", job.Lane).SetTag("imagegen.attempt", job.Attempts);
        return new Work(span, logger.BeginScope(new KeyValuePair<string, object?>[] { new("imagegen.job.id", job.Id.Value) }));
    }

    /// <summary>A step of the work begins.</summary>
    public static StepUnderWay Step(string name, string lane) => new(name, lane, Telemetry.Within(name), Stopwatch.GetTimestamp());

    /// <summary>An attempt ended in a fault.</summary>
    public static void Faulted(string lane, ErrorCode code)
    {
        Faults.Add(1, new("imagegen.lane", lane), new("error.type", code.Text()));
        Activity.Current?.SetTag("error.type", code.Text()).SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>A worker ended the job.</summary>
    public static void Settled(ImageJob job, JobOutcome outcome, DateTimeOffset now)
    {
        var tags = new TagList { { "imagegen.lane", job.Lane }, { "imagegen.outcome", outcome.Error?.Code.Text() ?? "ok" } };
        Outcomes.Add(1, tags);
        JobDuration.Record(Seconds(now - job.Order.CreatedAt), tags);
        Cost.Add((double)outcome.Cost.Dollars, new KeyValuePair<string, object?>("imagegen.lane", job.Lane));
    }

    /// <summary>A reply was tried.</summary>
    /// <param name="job">The job it is about.</param>
    /// <param name="result"><c>delivered</c>, <c>later</c> or <c>given_up</c>.</param>
    /// <param name="now">When.</param>
    public static void Replied(ImageJob job, string result, DateTimeOffset now)
    {
        var face = new KeyValuePair<string, object?>("imagegen.face", job.Order.Conversation.Platform);
        Replies.Add(1, face, new("imagegen.reply", result));
        if (result == "delivered" && job.FinishedAt is { } finished)
            ReplyDuration.Record(Seconds(now - finished), face);
        Activity.Current?.SetTag("imagegen.reply", result);
    }

    private static void Waited(ImageJob job, DateTimeOffset now)
    {
        QueueDuration.Record(Seconds(now - job.Order.CreatedAt), new KeyValuePair<string, object?>("imagegen.lane", job.Lane));
        Telemetry.Continue(job, "queue", since: job.Order.CreatedAt)?.SetTag("imagegen.lane", job.Lane).Stop();
    }

    /// <summary>Clocks of two machines may differ; no wait is shorter than none.</summary>
    private static double Seconds(TimeSpan time) => Math.Max(0, time.TotalSeconds);

    /// <summary>A job in a worker's hands.</summary>
    internal readonly struct Work(Activity? span, IDisposable? scope) : IDisposable
    {
        public void Dispose()
        {
            scope?.Dispose();
            span?.Dispose();
        }
    }

    /// <summary>A step under way.</summary>
    internal readonly struct StepUnderWay(string name, string lane, Activity? span, long began) : IDisposable
    {
        public void Dispose()
        {
            span?.Dispose();
            StepDuration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, new("imagegen.step", name), new("imagegen.lane", lane));
        }
    }
}
