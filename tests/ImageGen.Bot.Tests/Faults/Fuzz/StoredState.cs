using System.Globalization;
using Microsoft.Data.Sqlite;
using StackExchange.Redis;

namespace ImageGen.Bot.Tests.Fuzzing;

/// <summary>
/// All that a bot's store holds, so that two moments can be compared; but what changes by itself, such as heartbeats, states
/// of installations that end, and how far a reply has got.
/// </summary>
internal static class StoredState
{
    private static readonly string[] Queries =
    [
        "SELECT 'jobs', seq, id, state, cancel_requested, request FROM jobs", "SELECT 'counters', * FROM counters", "SELECT 'cache', * FROM cache", "SELECT 'deliveries', * FROM deliveries", "SELECT 'guilds', * FROM guilds",
        "SELECT 'audit', * FROM audit", "SELECT 'occasions', * FROM occasions", "SELECT 'usage', * FROM usage", "SELECT 'secrets', * FROM secrets WHERE key NOT LIKE 'process%' AND key NOT LIKE 'slack/used-state%'",
    ];

    private static readonly string[] Passing = ["lane:", "lanes", "checked", "secret:process", "secret:slack/used-state"];

    /// <summary>Of a job: what was ordered, what came of it, and whether it was cancelled.</summary>
    private static readonly RedisValue[] JobFields = ["o", "s", "x"];

    /// <summary>Every row of the database.</summary>
    public static async Task<HashSet<string>> OfSqliteAsync(string file)
    {
        var state = new HashSet<string>();
        await using var database = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        await database.OpenAsync();
        foreach (var query in Queries)
        {
            await using var command = database.CreateCommand();
            command.CommandText = query;
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
                state.Add(string.Join('|', Enumerable.Range(0, rows.FieldCount).Select(column => Convert.ToString(rows.GetValue(column), CultureInfo.InvariantCulture))));
        }

        return state;
    }

    /// <summary>Every key of the database with its value.</summary>
    public static async Task<HashSet<string>> OfRedisAsync(string connectionString)
    {
        using var redis = await ConnectionMultiplexer.ConnectAsync(connectionString);
        var database = redis.GetDatabase();
        var state = new HashSet<string>();
        foreach (var key in redis.GetServer(redis.GetEndPoints()[0]).Keys(pageSize: 1000))
        {
            var name = $"{key}".Split("}:", 2)[^1];
            if (name.StartsWith("job:", StringComparison.Ordinal))
                state.Add($"{name} {string.Join('|', await database.HashGetAsync(key, JobFields))}");
            else if (!Array.Exists(Passing, passing => name.StartsWith(passing, StringComparison.Ordinal)))
                state.Add($"{name} {Convert.ToHexString(await database.KeyDumpAsync(key) ?? [])}");
        }

        return state;
    }

    /// <summary>What is in one and not in the other, cut short.</summary>
    public static IReadOnlyList<string> Differences(HashSet<string> before, HashSet<string> after) =>
        [.. before.Except(after).Select(gone => $"gone: {Short(gone)}"), .. after.Except(before).Select(came => $"new: {Short(came)}")];

    private static string Short(string entry) => entry.Length <= 200 ? entry : entry[..200] + "…";
}
