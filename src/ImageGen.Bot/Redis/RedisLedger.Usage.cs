using System.Globalization;
using ImageGen.Core;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;
using StackExchange.Redis;

namespace ImageGen.Bot.Redis;

internal sealed partial class RedisLedger
{
    /// <summary>Dates whose usage is kept: Lua/shared/claims.lua has the same number.</summary>
    private const int UsageDays = 400;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ImageJob>> FinishedBeforeAsync(TenantId tenant, DateTimeOffset before, int limit, CancellationToken cancellation)
    {
        var months = RedisKeys.Months(tenant, before, _clock.GetUtcNow(), _options.Retention).Select(list => (RedisValue)list);
        var jobs = (RedisResult[]?)await RunAsync(
            RedisScripts.FinishedBefore, cancellation, [Now(), JobId.FirstAt(before).Value, Math.Clamp(limit, 1, 200), .. months]);
        return [.. jobs!.Select(fields => RedisJob.Read((RedisResult[])fields!)).Where(job => IsOf(job, tenant))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<UsageDay>> UsageByDayAsync(TenantId tenant, DateOnly first, DateOnly last, CancellationToken cancellation)
    {
        List<DateOnly> dates = [.. Enumerable.Range(0, Math.Clamp(last.DayNumber - first.DayNumber + 1, 0, 367)).Select(first.AddDays)];
        var days = (RedisResult[]?)await RunAsync(RedisScripts.Usage, cancellation, [Now(), tenant.ToString(), .. dates.Select(Date)]);
        return [.. dates.Zip(days!, (date, fields) => Day(date, (string[]?)fields ?? [])).Where(day => day.Providers.Count > 0)];
    }

    /// <inheritdoc/>
    public Task ForgetUsageAsync(TenantId tenant, string user, CancellationToken cancellation)
    {
        // A day more either way: guilds' dates are not UTC's.
        var today = DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime);
        var dates = Enumerable.Range(-UsageDays - 1, UsageDays + 3).Select(days => Date(today.AddDays(days)));
        return RunAsync(RedisScripts.ForgetUsage, cancellation, [Now(), tenant.ToString(), Uri.EscapeDataString(user), .. dates]);
    }

    private static RedisValue Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static UsageDay Day(DateOnly date, string[] fields)
    {
        var sums = fields.Chunk(2).Select(pair => (Field: pair[0].Split(':'), Sum: long.Parse(pair[1], CultureInfo.InvariantCulture))).ToList();
        return new UsageDay(date, Of("p"), Of("u"));

        IReadOnlyList<UsageOf> Of(string kind) =>
        [
            .. from entry in sums
               where entry.Field[0] == kind
               group entry by Uri.UnescapeDataString(entry.Field[1]) into one
               orderby one.Key
               select new UsageOf(one.Key, one.Aggregate(default(UsageSums), (sum, entry) => sum + Sums(entry.Field[2], entry.Sum))),
        ];
    }

    private static UsageSums Sums(string what, long sum) => what switch
    {
        "i" => new UsageSums { Images = sum },
        "c" => new UsageSums { Cost = new Usd(sum) },
        "r" => new UsageSums { Refused = sum },
        "h" => new UsageSums { Cached = sum },
        _ => new UsageSums { Saved = new Usd(sum) },
    };
}
