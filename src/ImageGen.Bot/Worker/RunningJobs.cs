using System.Collections.Concurrent;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Worker;

/// <summary>The jobs and replies this process works on now, for whoever wants to know.</summary>
internal sealed class RunningJobs
{
    private readonly ConcurrentDictionary<Lease, byte> _leases = new();

    /// <summary>The jobs, oldest first.</summary>
    public IReadOnlyList<JobId> Now => [.. _leases.Keys.Select(lease => lease.Job).OrderBy(id => id.Value, StringComparer.Ordinal)];

    /// <summary>Does as <paramref name="run"/>, and is known to while it does.</summary>
    public Func<LeasedJob, CancellationToken, Task> Noting(Func<LeasedJob, CancellationToken, Task> run) => async (leased, abort) =>
    {
        _leases.TryAdd(leased.Lease, 0);
        try
        {
            await run(leased, abort);
        }
        finally
        {
            _leases.TryRemove(leased.Lease, out _);
        }
    };
}
