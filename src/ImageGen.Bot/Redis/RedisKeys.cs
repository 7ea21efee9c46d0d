using System.Globalization;
using ImageGen.Core.Chat;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Redis;

/// <summary>
/// Every key and channel, in one place: scripts are given these names as <see cref="LuaNames"/> and put the prefix,
/// which is their <c>KEYS[1]</c>, in front.
/// </summary>
internal static class RedisKeys
{
    /// <summary>Channel: the name of a lane in which something waits.</summary>
    public const string Work = "work";

    /// <summary>Channel: the ids of jobs that changed, one after the other.</summary>
    public const string Changes = "changes";

    private const string OfAll = "all";

    private static readonly (string Name, string Value)[] Names =
    [
        ("JOB", "job:"),               // + id: hash, see Lua/shared/job.lua
        ("FOLLOWERS", "followers:"),   // + id of the leader: sorted set of ids, by id
        ("PICTURE", "picture:"),       // + prompt key + : + tenant: string, see Lua/shared/pictures.lua
        ("DELIVERY", "delivery:"),     // + delivery + : + tenant: string "expires id"
        ("COUNTER", "counter:"),       // + name: hash, see Lua/shared/claims.lua
        ("HISTORY", "history:"),       // + one of Histories: list of one month's ids, newest first
        ("LANE", "lane:"),             // + name + one of the following
        ("READY", ":ready"),           // sorted set: rank of each job that can be leased
        ("DELAYED", ":delayed"),       // sorted set: when each job's backoff passes
        ("LEASED", ":leased"),         // sorted set: when each lease ends
        ("TENANTS", ":tenants"),       // sorted set: virtual finish time of each tenant; '' is the lane's virtual time
        ("STARTS", ":starts"),         // sorted set: when each lease of the last minute began
        ("PAUSED", ":paused"),         // string: when the pause ends
        ("WANTED", ":wanted"),         // string: there while workers were turned away from a full lane
        ("LANES", "lanes"),            // sorted set: when a worker last looked after each lane
        ("WORK", Work),
        ("CHANGES", Changes),
        ("CHECKED", "checked"),        // string: the last check
        ("USAGE", "usage:"),           // + tenant + : + date: hash, see Lua/shared/claims.lua
        ("GUILD", "guild:"),           // + tenant: hash of r, revision, and d, document
        ("GUILDS", "guilds"),          // set: tenants that have a document
        ("AUDIT", "audit:"),           // + tenant: list of entries, newest first
        ("OCCASION", "occasion:"),     // + name + : + tenant: string, when it may come again
        ("FAILURES", "failures"),      // list of ids, those that failed last first
        ("SECRET", "secret:"),         // + key: string "expires value", see Lua/shared/secrets.lua
    ];

    /// <summary>The names as a line of Lua.</summary>
    public static string LuaNames { get; } =
        $"local {string.Join(", ", Names.Select(name => name.Name))} = {string.Join(", ", Names.Select(name => $"'{name.Value}'"))}";

    /// <summary>A delivery and whose it is: unescaped, one tenant's delivery could be written like another's.</summary>
    public static string Delivery(TenantId tenant, string delivery) => $"{Uri.EscapeDataString(delivery)}:{tenant}";

    /// <summary>The histories a job is entered in, each of the month the job was admitted in.</summary>
    public static string[] Histories(JobOrder order)
    {
        var month = Month(order.CreatedAt);
        return [OfAll + month, OfTenant(order.Tenant) + month, OfUser(order.Tenant, order.User) + month, OfConversation(order.Tenant, order.Conversation) + month];
    }

    /// <summary>The months of the history a query reads, newest first, back to when jobs are forgotten.</summary>
    public static IEnumerable<string> History(HistoryQuery query, DateTimeOffset now, TimeSpan retention) => Months(
        query switch
        {
            { Conversation: { } conversation } => OfConversation(query.Tenant, conversation),
            { User: { } user } => OfUser(query.Tenant, user),
            _ => OfTenant(query.Tenant),
        },
        now,
        retention);

    /// <summary>The months of everybody's history, likewise.</summary>
    public static IEnumerable<string> History(DateTimeOffset now, TimeSpan retention) => Months(OfAll, now, retention);

    private static IEnumerable<string> Months(string history, DateTimeOffset now, TimeSpan retention)
    {
        var oldest = Month(now - retention);
        for (var month = now; ; month = month.AddMonths(-1))
        {
            yield return history + Month(month);
            if (string.CompareOrdinal(Month(month), oldest) <= 0)
                yield break;
        }
    }

    /// <summary>The months of a tenant's history up to an instant, oldest first, back to when jobs are forgotten.</summary>
    public static IEnumerable<string> Months(TenantId tenant, DateTimeOffset until, DateTimeOffset now, TimeSpan retention)
    {
        var months = History(new HistoryQuery(tenant), now, retention).Reverse().ToList();
        var last = OfTenant(tenant) + Month(until);
        return months.TakeWhile(month => string.CompareOrdinal(month, last) <= 0);
    }

    /// <summary>How long a month's history is kept from its first entry, so that its last one is not lost before its job.</summary>
    public static TimeSpan HistoryTtl(TimeSpan retention) => retention + TimeSpan.FromDays(31);

    private static string Month(DateTimeOffset at) => at.UtcDateTime.ToString("':'yyyyMM", CultureInfo.InvariantCulture);

    private static string OfTenant(TenantId tenant) => $"tenant:{tenant}";

    private static string OfUser(TenantId tenant, string user) => $"user:{Uri.EscapeDataString(user)}:{tenant}";

    private static string OfConversation(TenantId tenant, ConversationRef conversation) => $"conversation:{conversation}:{tenant}";
}
