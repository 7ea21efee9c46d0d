namespace ImageGen.Core.Jobs;

/// <summary>Which jobs an operator looks at.</summary>
public enum OperatorList
{
    /// <summary>All, those admitted last first.</summary>
    Newest,

    /// <summary>Failed ones, those that failed last first. The ledger remembers the last 200 or more.</summary>
    Failed,

    /// <summary>Those that wait in the lanes: in the order in which they will be leased, then those in backoff, the next due first.</summary>
    Waiting,

    /// <summary>Those that are being drawn from the lanes, in no order. Replies are none of them.</summary>
    Running,
}

/// <summary>Jobs of all tenants to list.</summary>
/// <param name="List">Which.</param>
/// <param name="Lanes">Whose, for those that wait or run; the limit holds for each.</param>
/// <param name="Limit">At most this many, 1 to 200.</param>
public sealed record OperatorQuery(OperatorList List, IReadOnlyList<string> Lanes, int Limit = 50);

/// <summary>What became of a request to move a job.</summary>
public enum MoveResult
{
    /// <summary>There is no such job.</summary>
    NotFound,

    /// <summary>It waits in the other lane.</summary>
    Moved,

    /// <summary>It does not wait for a worker: it runs, has ended, or waits for the picture of another job.</summary>
    NotWaiting,

    /// <summary>Its provider has been paid, or may have been, or is still drawing: elsewhere it would be paid for again.</summary>
    Begun,

    /// <summary>Its budget does not stand what it can cost there.</summary>
    OverBudget,
}

/// <summary>
/// What the operator of the whole installation sees and does across tenants; nobody else is given it. The ledgers
/// implement it beside <see cref="IJobLedger"/>, and every method is one atomic step.
/// </summary>
/// <remarks>All methods throw <see cref="LedgerUnavailableException"/> where the store cannot be reached.</remarks>
public interface IOperatorLedger
{
    /// <summary>Finds a job, whoever's it is.</summary>
    Task<ImageJob?> FindAsync(JobId id, CancellationToken cancellation);

    /// <summary>Lists jobs of all tenants.</summary>
    Task<IReadOnlyList<ImageJob>> ListAsync(OperatorQuery query, CancellationToken cancellation);

    /// <summary>
    /// Moves a waiting job to another provider's lane, at a rank of its own there, with its attempts counted anew, and
    /// exchanges what it holds of its budget for what it can cost there.
    /// </summary>
    /// <param name="id">The job.</param>
    /// <param name="lane">The other lane.</param>
    /// <param name="maxCost">The most it can cost there.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>Unless <see cref="MoveResult.Moved"/>, nothing happened.</returns>
    Task<MoveResult> MoveAsync(JobId id, string lane, Usd maxCost, CancellationToken cancellation);
}

/// <summary>What decides whether a job can be moved.</summary>
public static class Moving
{
    /// <summary>Whether a provider was paid for this, may have been, or is still drawing it.</summary>
    public static bool HasBegun(this JobProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return progress.CallOpen || progress.ProviderTask is not null || progress.Assets.Count > 0
            || progress.Cost > Usd.Zero || progress.UncertainAttempts > 0;
    }
}
