using System.Globalization;
using ImageGen.Core;
using ImageGen.Core.Guilds;

namespace ImageGen.Bot.Sqlite;

/// <summary>What was used a day. Every change is part of the transition of the job it belongs to.</summary>
internal static class SqliteUsage
{
    /// <summary>Days that are kept.</summary>
    public const int Days = 400;

    /// <summary>Counts what was used, for the provider and for the user.</summary>
    public static void Tally(SqliteTransition transition, string tenant, string? day, string user, string provider, UsageSums sums)
    {
        if (day is null || sums == default)
            return;
        Add(transition.Db, tenant, day, "provider", provider, sums);
        Add(transition.Db, tenant, day, "user", user, sums);
    }

    /// <summary>Counts a job that was answered with the pictures of another.</summary>
    /// <param name="transition">The transition.</param>
    /// <param name="tenant">Whose.</param>
    /// <param name="day">On which day; null where nobody asks.</param>
    /// <param name="user">Whose share.</param>
    /// <param name="outcome">How the other ended, as it is stored: not parsed here, where the one writer is at work.</param>
    public static void TallyCached(SqliteTransition transition, string tenant, string? day, string user, string outcome)
    {
        const string sql = "SELECT coalesce(json_extract(?1, '$.provider'), ''), coalesce(json_extract(?1, '$.cost.micros'), 0)";
        if (day is null)
            return;
        string provider;
        long saved;
        using (var rows = transition.Db.Query(sql, outcome))
        {
            rows.Read();
            (provider, saved) = (rows.Text(0), rows.Integer(1));
        }

        Tally(transition, tenant, day, user, provider, new UsageSums { Cached = 1, Saved = new Usd(saved) });
    }

    public static IReadOnlyList<UsageDay> Read(SqliteSession db, string tenant, DateOnly first, DateOnly last)
    {
        const string sql =
            """
            SELECT day, kind, name, images, cost, refused, cached, saved FROM usage
            WHERE tenant = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day, kind, name
            """;
        var found = new List<(string Day, string Kind, UsageOf Of)>();
        using (var rows = db.Query(sql, tenant, Text(first), Text(last)))
        {
            while (rows.Read())
                found.Add((rows.Text(0), rows.Text(1), new UsageOf(rows.Text(2), new UsageSums(rows.Integer(3), new Usd(rows.Integer(4)), rows.Integer(5), rows.Integer(6), new Usd(rows.Integer(7))))));
        }

        return
        [
            .. from row in found
               group row by row.Day into day
               select new UsageDay(
                   DateOnly.ParseExact(day.Key, "yyyy-MM-dd", CultureInfo.InvariantCulture),
                   [.. day.Where(row => row.Kind == "provider").Select(row => row.Of)],
                   [.. day.Where(row => row.Kind == "user").Select(row => row.Of)]),
        ];
    }

    /// <summary>Has a user's sums count on for nobody.</summary>
    public static bool Forget(SqliteTransition transition, string tenant, string user)
    {
        const string move =
            """
            INSERT INTO usage SELECT tenant, day, kind, '', images, cost, refused, cached, saved FROM usage WHERE tenant = ?1 AND kind = 'user' AND name = ?2
            ON CONFLICT DO UPDATE SET images = images + excluded.images, cost = cost + excluded.cost, refused = refused + excluded.refused,
                cached = cached + excluded.cached, saved = saved + excluded.saved
            """;
        const string delete = "DELETE FROM usage WHERE tenant = ?1 AND kind = 'user' AND name = ?2";
        transition.Db.Execute(move, tenant, user);
        transition.Db.Execute(delete, tenant, user);
        return true;
    }

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Add(SqliteSession db, string tenant, string day, string kind, string name, UsageSums sums)
    {
        const string sql =
            """
            INSERT INTO usage (tenant, day, kind, name, images, cost, refused, cached, saved) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            ON CONFLICT (tenant, day, kind, name) DO UPDATE SET
                images = images + excluded.images, cost = cost + excluded.cost, refused = refused + excluded.refused,
                cached = cached + excluded.cached, saved = saved + excluded.saved
            """;
        db.Execute(sql, tenant, day, kind, name, sums.Images, sums.Cost.Micros, sums.Refused, sums.Cached, sums.Saved.Micros);
    }
}
