using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Sqlite;

/// <summary>What one transition works with: the open transaction, the time, and the hints to give once it is committed.</summary>
internal sealed class SqliteTransition(SqliteSession db, DateTimeOffset now)
{
    private readonly List<(HintKind Kind, string About)> _hints = [];

    private enum HintKind
    {
        Ready,
        Changed,
    }

    /// <summary>The connection, within a transaction.</summary>
    public SqliteSession Db { get; } = db;

    /// <summary>The time of the transition, in Unix milliseconds.</summary>
    public long Now { get; } = now.ToUnixTimeMilliseconds();

    /// <summary>A job of this lane can be leased.</summary>
    public void Ready(string lane) => _hints.Add((HintKind.Ready, lane));

    /// <summary>This job is not what it was.</summary>
    public void Changed(string job) => _hints.Add((HintKind.Changed, job));

    /// <summary>Gives the hints, after the commit.</summary>
    public void Publish(SqliteSignals signals)
    {
        foreach (var (kind, about) in _hints)
        {
            switch (kind)
            {
                case HintKind.Ready:
                    signals.Ready(about);
                    break;
                case HintKind.Changed:
                    signals.Changed(JobId.Parse(about));
                    break;
            }
        }
    }
}
