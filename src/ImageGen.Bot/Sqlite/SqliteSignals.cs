using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Sqlite;

/// <summary>
/// Hints within this process. Another process on the same file (the command line beside a server) is not heard; whoever
/// waits looks again after a while anyhow.
/// </summary>
internal sealed class SqliteSignals(TimeProvider clock) : IJobSignals
{
    private readonly SignalHub _lanes = new(clock);
    private readonly SignalHub _jobs = new(clock);

    /// <inheritdoc/>
    public IJobWatch WatchLanes(IReadOnlyList<string> lanes) => _lanes.Watch(lanes);

    /// <inheritdoc/>
    public IJobWatch Watch(JobId id) => _jobs.Watch([id.Value]);

    /// <summary>The lane has something to lease.</summary>
    public void Ready(string lane) => _lanes.Hint(lane);

    /// <summary>The job has changed.</summary>
    public void Changed(JobId id) => _jobs.Hint(id.Value);
}
