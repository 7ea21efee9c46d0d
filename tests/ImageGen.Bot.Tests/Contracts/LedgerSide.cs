using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Jobs;
using Xunit;

namespace ImageGen.Bot.Tests.Contracts;

/// <summary>A ledger under a <see cref="LedgerScript"/>, and what the script has seen of it.</summary>
/// <param name="ledger">The ledger, or its model.</param>
/// <param name="clock">The time both sides share.</param>
/// <param name="leads">Whether this side moves the time; the other follows.</param>
internal sealed class LedgerSide(IJobLedger ledger, ManualClock clock, bool leads)
{
    public IJobLedger Ledger => ledger;

    public Orders Orders { get; } = new(clock);

    public List<ImageJob> Jobs { get; } = [];

    public List<Lease> Leases { get; } = [];

    public async Task<string> Admit(AdmissionRequest request)
    {
        var admission = await ledger.Admit(request);
        if (admission is Admission.OverLimit over)
            return $"over {over.Claim} at {over.Counter}";
        var job = ((Admission.Admitted)admission).Job;
        if (admission is not Admission.Repeated)
            Jobs.Add(job);
        return $"{admission.GetType().Name} {LedgerText.Of(job)}";
    }

    public async Task<string> Lease(LaneLimits lane, int max)
    {
        var batch = await ledger.Lease(max, lane);
        Leases.AddRange(batch.Jobs.Select(job => job.Lease));
        return string.Join(" | ", batch.Jobs.Select(job => LedgerText.Of(job.Job)));
    }

    public async Task<string> Pause(LaneLimits lane, double seconds)
    {
        await ledger.Pause(clock.GetUtcNow().AddSeconds(seconds), lane.Name);
        return "paused";
    }

    public Task<string> Wait(TimeSpan time)
    {
        if (leads)
            clock.Advance(time);
        return Task.FromResult("waited");
    }

    public async Task<IReadOnlyList<ImageJob>> AllJobs()
    {
        var all = new List<ImageJob>();
        foreach (var tenant in LedgerScript.Tenants)
            all.AddRange(await ledger.HistoryAsync(new HistoryQuery(Orders.Tenant(tenant), Limit: 200), TestContext.Current.CancellationToken));
        return all;
    }

    public Task<IReadOnlyList<CounterState>> Counters() =>
        ledger.CountersAsync([.. LedgerScript.Limits.Select(limit => limit.Counter)], TestContext.Current.CancellationToken);

    public async Task<IReadOnlyList<LaneState>> LaneStates()
    {
        var states = new List<LaneState>();
        foreach (var lane in LedgerScript.Lanes)
            states.Add(await ledger.LaneState(lane.Name));
        return states;
    }
}

/// <summary>A job in one line, without what adapters word as they like.</summary>
internal static class LedgerText
{
    public static string Of(ImageJob job) =>
        $"#{job.Id.Value.TrimStart('0')[^4..]} {job.Order.Tenant} {job.State} in {job.Lane}{(job is { Cached: true, State: JobState.Completed } ? " cached" : "")}"
        + $" attempts {job.Attempts} rescues {job.Rescues}{(job is { CancelRequested: true, State: JobState.Processing } ? " cancel requested" : "")}"
        + $" started {job.StartedAt:mm:ss.fff} finished {job.FinishedAt:mm:ss.fff} cost {job.Cost} message {job.Message}"
        + $" progress {LedgerJson.Write(job.Progress)}"
        + $" outcome {job.Outcome?.State} {job.Outcome?.Error?.Code} {job.Outcome?.Assets.Count} {job.Outcome?.Cost}";
}
