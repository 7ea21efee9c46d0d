using ImageGen.Core;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using Xunit;

namespace ImageGen.Bot.Tests.Contracts;

/// <summary>The ledger's methods as a test says them: the usual lane, the usual lease, the test's cancellation.</summary>
internal static class LedgerSteps
{
    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(30);
    public static readonly JobOutcome Cancellation = JobOutcome.Failure(ErrorCode.Cancelled, "Cancelled.");
    public static readonly JobOutcome Refusal = JobOutcome.Failure(ErrorCode.Refused, "Refused by the provider.");

    private static readonly LaneLimits Paint = new(Orders.Lane);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static Task<Admission> Admit(this IJobLedger ledger, AdmissionRequest request) => ledger.AdmitAsync(request, Stop);

    /// <summary>Admits what must be admitted.</summary>
    public static async Task<ImageJob> Take(this IJobLedger ledger, AdmissionRequest request) =>
        Assert.IsType<Admission.Admitted>(await ledger.Admit(request), exactMatch: false).Job;

    /// <summary>Admits what must be admitted, and leases the job, which must be the next.</summary>
    public static async Task<LeasedJob> TakeAndLease(this IJobLedger ledger, AdmissionRequest request)
    {
        var job = await ledger.Take(request);
        var leased = await ledger.LeaseOne(request.Lane);
        Assert.Equal(job.Id, leased.Job.Id);
        return leased;
    }

    public static Task<LeaseBatch> Lease(this IJobLedger ledger, int max = 1, LaneLimits? lane = null) =>
        ledger.LeaseAsync([lane ?? Paint], max, LeaseTime, Stop);

    public static async Task<LeasedJob> LeaseOne(this IJobLedger ledger, string lane = Orders.Lane) =>
        Assert.Single((await ledger.Lease(1, new LaneLimits(lane))).Jobs);

    public static Task<LeaseStatus> Extend(this IJobLedger ledger, Lease lease, TimeSpan? duration = null) =>
        ledger.ExtendAsync(lease, duration ?? LeaseTime, Stop);

    public static Task<LeaseStatus> Checkpoint(this IJobLedger ledger, Lease lease, JobProgress progress) =>
        ledger.CheckpointAsync(lease, progress, Stop);

    public static Task<LeaseStatus> Charge(this IJobLedger ledger, Lease lease, JobProgress? progress = null) =>
        ledger.ChargeUncertainAsync(lease, progress ?? JobProgress.None, Stop);

    public static Task<bool> Settle(this IJobLedger ledger, Lease lease, JobOutcome outcome, int images = 0, long cost = 0, bool cached = true) =>
        ledger.SettleAsync(lease, new Settlement(outcome, images, new Usd(cost), cached), Stop);

    public static Task<bool> Complete(this IJobLedger ledger, Lease lease, int images = 1, long cost = 0, bool cached = true) =>
        ledger.Settle(lease, Completion(cost), images, cost, cached);

    public static Task<bool> Release(this IJobLedger ledger, Lease lease, TimeSpan delay = default, bool counts = true) =>
        ledger.ReleaseAsync(lease, new Release(delay, counts), Stop);

    public static Task<LeaseStatus> Reroute(this IJobLedger ledger, Lease lease, string lane, JobProgress? progress = null, long spent = 0, long maxCost = 0) =>
        ledger.RerouteAsync(lease, new Reroute(lane, progress ?? JobProgress.None, new Usd(spent), new Usd(maxCost)), Stop);

    public static async Task<string> Orphans(this IJobLedger ledger, double seconds) =>
        string.Join(' ', (await ledger.OrphansAsync(TimeSpan.FromSeconds(seconds), Stop)).Order(StringComparer.Ordinal));

    public static Task<bool> FinishReply(this IJobLedger ledger, Lease lease, string? message = null) =>
        ledger.FinishReplyAsync(lease, message, Stop);

    public static Task<bool> Note(this IJobLedger ledger, ImageJob job, string message, string? tenant = null) =>
        ledger.NoteMessageAsync(tenant is null ? job.Order.Tenant : Orders.Tenant(tenant), job.Id, message, Stop);

    public static Task<CancelResult> Cancel(this IJobLedger ledger, ImageJob job, string? tenant = null) =>
        ledger.CancelAsync(tenant is null ? job.Order.Tenant : Orders.Tenant(tenant), job.Id, Stop);

    public static Task<ImageJob?> Delete(this IJobLedger ledger, ImageJob job, string? tenant = null) =>
        ledger.DeleteAsync(tenant is null ? job.Order.Tenant : Orders.Tenant(tenant), job.Id, Stop);

    public static Task<int> Rescue(this IJobLedger ledger, int maxRescues = 3, string lane = Orders.Lane) =>
        ledger.RescueAsync([lane], maxRescues, Stop);

    public static Task Pause(this IJobLedger ledger, DateTimeOffset until, string lane = Orders.Lane) =>
        ledger.PauseLaneAsync(lane, until, Stop);

    /// <summary>Looks up what must be there.</summary>
    public static async Task<ImageJob> Find(this IJobLedger ledger, ImageJob job) =>
        Assert.IsType<ImageJob>(await ledger.FindAsync(job.Order.Tenant, job.Id, Stop));

    public static async Task<CounterState> Counter(this IJobLedger ledger, string counter) =>
        Assert.Single(await ledger.CountersAsync([counter], Stop));

    public static Task<LaneState> LaneState(this IJobLedger ledger, string lane = Orders.Lane) => ledger.LaneAsync(lane, Stop);

    public static async Task<JobId[]> History(this IJobLedger ledger, HistoryQuery query) =>
        [.. (await ledger.HistoryAsync(query, Stop)).Select(job => job.Id)];

    public static JobOutcome Completion(long cost = 0) => new()
    {
        State = JobState.Completed,
        RefinedPrompt = "a cool cat, as the guidelines have it",
        Guidelines = ["realistic"],
        Assets = [new ImageAsset("pictures/1.png", "image/png", 64, 64, 1234, new string('0', 64))],
        Provider = Orders.Lane,
        Seed = 7,
        Cost = new Usd(cost),
    };
}
