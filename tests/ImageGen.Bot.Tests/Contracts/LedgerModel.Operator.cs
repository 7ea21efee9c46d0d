using ImageGen.Core;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Contracts;

internal sealed partial class LedgerModel : IOperatorLedger
{
    /// <summary>Those that failed, in that order.</summary>
    private IEnumerable<Entry> Failures => _jobs.Where(entry => entry.Job.State == JobState.Failed).OrderBy(entry => entry.Job.FinishedAt);

    public Task<ImageJob?> FindAsync(JobId id, CancellationToken cancellation) =>
        Atomically(() => _jobs.Find(entry => entry.Job.Id == id) is { } entry ? View(entry) : null);

    public Task<IReadOnlyList<ImageJob>> ListAsync(OperatorQuery query, CancellationToken cancellation) => Atomically<IReadOnlyList<ImageJob>>(() =>
    {
        var jobs = query.List switch
        {
            OperatorList.Newest => _jobs.AsEnumerable().Reverse().Take(query.Limit),
            OperatorList.Failed => Failures.Reverse().Take(query.Limit),
            OperatorList.Waiting => query.Lanes.SelectMany(lane => Waiting(lane).Where(entry => !entry.Job.State.IsFinal())
                .OrderBy(entry => entry.Delayed).ThenBy(entry => entry.Delayed ? entry.ReadyAt : default).Take(query.Limit)),
            OperatorList.Running => query.Lanes.SelectMany(lane => _jobs.Where(entry => entry.Job.Lane == lane && entry.Job.State == JobState.Processing).Take(query.Limit)),
        };
        return [.. jobs.Select(View)];
    });

    public Task<MoveResult> MoveAsync(JobId id, string lane, Usd maxCost, CancellationToken cancellation) => Atomically(() =>
    {
        if (_jobs.Find(entry => entry.Job.Id == id) is not { } entry)
            return MoveResult.NotFound;
        if (entry.Job.State != JobState.Pending || entry.Leader is not null)
            return MoveResult.NotWaiting;
        if (entry.Job.Progress.HasBegun())
            return MoveResult.Begun;
        var costs = entry.Claims.FindAll(claim => claim.Kind == ClaimKind.Cost);
        if (costs.Exists(claim => _counters[claim.Counter].Used - claim.Amount + maxCost.Micros > claim.Limit))
            return MoveResult.OverBudget;
        foreach (var claim in costs)
        {
            GiveBack(entry, held => held == claim);
            Count(claim.Counter, maxCost.Micros);
            entry.Held.Add(claim with { Amount = maxCost.Micros });
        }

        entry.Claims = WithCost(entry.Claims, maxCost.Micros);
        LaneOf(entry.Job.Lane).Finish[entry.Job.Order.Tenant] -= entry.Step;
        entry.Job = entry.Job with { Attempts = 0 };
        Enqueue(entry, lane);
        return MoveResult.Moved;
    });
}
