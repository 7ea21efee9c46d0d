namespace ImageGen.Bot.Tests.Faults;

/// <summary>Where jobs are kept, and when what was written there is on the disk.</summary>
internal enum SoakLedger
{
    /// <summary>Redis, which syncs its log before it answers.</summary>
    RedisAlways,

    /// <summary>Redis, which syncs its log every second.</summary>
    RedisEverySecond,

    /// <summary>One process on a SQLite file.</summary>
    Sqlite,
}

/// <summary>A run of many jobs in which processes are killed.</summary>
/// <param name="Ledger">Where jobs are kept.</param>
/// <param name="Jobs">How many commands are sent.</param>
/// <param name="Kills">How often something is killed meanwhile.</param>
/// <param name="Seed">Repeats the commands, the victims and the pauses; not the machine's own timing.</param>
internal sealed record SoakOptions(SoakLedger Ledger, int Jobs, int Kills, int Seed)
{
    /// <summary>How long a lease lasts without a heartbeat.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many guilds there are, and as many callers of the HTTP API.</summary>
    public int Guilds => Math.Max(2, Jobs / 100);

    /// <summary>What each may draw a day: more than most order, and less than the first guild and the first caller do, who order twice as much.</summary>
    public int ImagesPerDay => Jobs * 13 / (10 * ((2 * Guilds) + 2));

    public string Name => Ledger switch
    {
        SoakLedger.RedisAlways => "Redis, appendfsync always",
        SoakLedger.RedisEverySecond => "Redis, appendfsync everysec",
        SoakLedger.Sqlite => "SQLite, one process",
    };
}
