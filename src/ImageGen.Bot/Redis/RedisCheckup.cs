using System.Runtime.CompilerServices;
using ImageGen.Bot.Hosting;
using ImageGen.Core.Jobs;
using StackExchange.Redis;

namespace ImageGen.Bot.Redis;

/// <summary>Whether Redis keeps what it is told, is new enough, and goes by the same time. Whether it can be written is the ledger's checkup.</summary>
internal sealed class RedisCheckup(RedisConnection redis, TimeProvider clock) : ICheckup
{
    private static readonly Version Least = new(6, 2);

    public string Part => "Redis";

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var finding in await ExamineAsync())
            yield return finding;
    }

    /// <summary>What the server says of itself, judged.</summary>
    /// <param name="info">The answer to INFO.</param>
    internal static IEnumerable<Finding> Judge(string info)
    {
        var facts = info.Split('\n').Select(line => line.Trim().Split(':', 2)).Where(pair => pair.Length == 2).ToLookup(pair => pair[0], pair => pair[1]);
        string? Fact(string name) => facts[name].FirstOrDefault();

        yield return Version.TryParse(Fact("redis_version"), out var version) && version < Least
            ? Finding.Fault($"It is version {version}; the scripts need {Least} or later.", "Upgrade Redis.")
            : Finding.Ok($"It is version {Fact("redis_version") ?? "unknown"}.");
        if (Fact("role") == "slave")
            yield return Finding.Fault("It is a replica, which takes no writes.", "Set State:Redis:ConnectionString to the primary.");
        yield return Fact("aof_enabled") == "1"
            ? Finding.Ok("AOF is on.")
            : Finding.Fault("AOF is off: a restart of Redis would lose jobs.", "Set appendonly yes in redis.conf, and at once: redis-cli CONFIG SET appendonly yes");
        if (Fact("aof_last_write_status") is { } written and not "ok")
            yield return Finding.Fault($"Its last write to the AOF ended with '{written}'.", "See whether the disk of Redis is full.");
        yield return Memory(Number("maxmemory"), Number("used_memory"), Fact("maxmemory_policy") ?? "unknown");

        long Number(string name) => long.TryParse(Fact(name), out var number) ? number : 0;
    }

    private static Finding Memory(long most, long used, string policy) => most switch
    {
        0 => Finding.Ok("Its memory has no limit, so it throws nothing away."),
        _ when policy != "noeviction" => Finding.Fault($"Its maxmemory-policy is {policy}: full, it would throw jobs away.", "Set maxmemory-policy noeviction in redis.conf, and at once: redis-cli CONFIG SET maxmemory-policy noeviction"),
        _ when used > most / 10 * 9 => Finding.Fault($"{100.0 * used / most:0} % of its maxmemory is used; full, it takes no jobs.", "Raise maxmemory, or shorten Cache:TtlDays."),
        _ => Finding.Ok($"{100.0 * used / most:0} % of its maxmemory is used, and it throws nothing away."),
    };

    /// <summary>Where it cannot be asked, the ledger's checkup says why.</summary>
    private async Task<IReadOnlyList<Finding>> ExamineAsync()
    {
        try
        {
            var (info, sent) = ((string?)await redis.AskAsync("INFO"), clock.GetUtcNow());
            var time = (RedisValue[])(await redis.AskAsync("TIME"))!;
            var (received, there) = (clock.GetUtcNow(), DateTimeOffset.UnixEpoch.AddSeconds((long)time[0]).AddMicroseconds((long)time[1]));
            return [Finding.Ok($"It answers within {(received - sent).TotalMilliseconds:0.#} ms."), .. Judge(info ?? ""), ClockCheckup.Judge("Redis", there - sent - ((received - sent) / 2))];
        }
        catch (LedgerUnavailableException)
        {
            return [];
        }
    }
}
