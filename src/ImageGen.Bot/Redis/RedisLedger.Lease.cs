using ImageGen.Core.Jobs;
using StackExchange.Redis;

namespace ImageGen.Bot.Redis;

internal sealed partial class RedisLedger
{
    /// <summary>
    /// Most jobs a call leases, whatever it asks for: Redis serves nobody else meanwhile, and Lua hands a command no more
    /// than some thousand arguments. A script that failed over it would have taken the jobs from their lane already.
    /// </summary>
    private const int MostLeases = 1000;

    /// <inheritdoc/>
    public async Task<LeaseBatch> LeaseAsync(IReadOnlyList<LaneLimits> lanes, int max, TimeSpan duration, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(lanes);
        var now = Now();
        var arguments = new RedisValue[3 + (3 * lanes.Count)];
        (arguments[0], arguments[1], arguments[2]) = (now, now + Milliseconds(duration), Math.Min(max, MostLeases));
        for (var (lane, at) = (0, 3); lane < lanes.Count; lane++, at += 3)
            (arguments[at], arguments[at + 1], arguments[at + 2]) = (lanes[lane].Name, lanes[lane].MaxConcurrent ?? -1, lanes[lane].RequestsPerMinute ?? -1);

        var answer = (RedisResult[]?)await RunAsync(RedisScripts.Lease, cancellation, arguments);
        var jobs = new LeasedJob[answer!.Length - 1];
        for (var index = 0; index < jobs.Length; index++)
            jobs[index] = Leased((RedisResult[])answer[index + 1]!);
        return new LeaseBatch(jobs, (long)answer[0] is >= 0 and var next ? RedisJob.Time(next) : null);
    }

    /// <inheritdoc/>
    public Task<LeaseStatus> ExtendAsync(Lease lease, TimeSpan duration, CancellationToken cancellation)
    {
        var now = Now();
        return StatusAsync(RunAsync(RedisScripts.Extend, cancellation, now, lease.Job.Value, lease.Token, now + Milliseconds(duration)));
    }

    /// <inheritdoc/>
    public Task<LeaseStatus> CheckpointAsync(Lease lease, JobProgress progress, CancellationToken cancellation) =>
        StatusAsync(RunAsync(RedisScripts.Checkpoint, cancellation, Now(), lease.Job.Value, lease.Token, LedgerJson.Write(progress)));

    /// <inheritdoc/>
    public Task<LeaseStatus> ChargeUncertainAsync(Lease lease, JobProgress progress, CancellationToken cancellation) =>
        StatusAsync(RunAsync(RedisScripts.Charge, cancellation, Now(), _grace, lease.Job.Value, lease.Token, LedgerJson.Write(progress)));

    /// <inheritdoc/>
    public async Task<int> RescueAsync(IReadOnlyList<string> lanes, int maxRescues, CancellationToken cancellation)
    {
        var back = _clock.PutBack();
        var rescued = (int)await EndAsync(RedisScripts.Rescue, cancellation, [maxRescues, _interrupted, Milliseconds(back), .. lanes.Select(lane => (RedisValue)lane)]);
        _clock.Heeded(back);
        return rescued;
    }

    /// <inheritdoc/>
    public Task PauseLaneAsync(string lane, DateTimeOffset until, CancellationToken cancellation) =>
        RunAsync(RedisScripts.Pause, cancellation, Now(), lane, until.ToUnixTimeMilliseconds());

    private static LeasedJob Leased(RedisResult[] fields)
    {
        var job = RedisJob.Read(fields, from: 1);
        return new LeasedJob(job, new Lease(job.Id, (long)fields[0]));
    }

    /// <summary>The scripts answer with the enum's numbers.</summary>
    private static async Task<LeaseStatus> StatusAsync(Task<RedisResult> answer) => (LeaseStatus)(int)await answer;
}
