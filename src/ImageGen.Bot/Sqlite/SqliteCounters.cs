using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Sqlite;

/// <summary>What is reserved and spent. Every change is part of the transition of the job it belongs to.</summary>
internal static class SqliteCounters
{
    /// <summary>Reads a counter; one never claimed is zero.</summary>
    public static CounterState Read(SqliteSession db, string counter)
    {
        const string sql = "SELECT reserved, spent FROM counters WHERE key = ?1";
        using var rows = db.Query(sql, counter);
        return rows.Read() ? new CounterState(rows.Integer(0), rows.Integer(1)) : default;
    }

    /// <summary>Reserves all of these claims or none.</summary>
    /// <returns>The first that does not fit; null where all do.</returns>
    public static QuotaClaim? Reserve(SqliteTransition transition, IEnumerable<QuotaClaim> claims, TimeSpan grace)
    {
        var reserved = new List<QuotaClaim>();
        foreach (var claim in claims)
        {
            if (!TryReserve(transition, claim, grace))
            {
                reserved.ForEach(earlier => Change(transition, earlier, spent: 0));
                return claim;
            }

            reserved.Add(claim);
        }

        return null;
    }

    /// <summary>Settles claims for good: what was used of them is spent, what is held of them given back.</summary>
    public static void Settle(SqliteTransition transition, IReadOnlyList<StoredClaim> claims, int images, long cost)
    {
        foreach (var (claim, held) in claims)
        {
            var spent = claim.Kind switch
            {
                ClaimKind.Images => Math.Min(claim.Amount, images),
                ClaimKind.Cost => cost,
                ClaimKind.Open => 0,
            };
            if (held || spent > 0)
                Change(transition, claim, spent, held);
        }
    }

    /// <summary>Spends the whole of a claim on the cost and reserves it anew.</summary>
    /// <returns>The claim as it is held now: not at all where it no longer fits.</returns>
    public static StoredClaim Charge(SqliteTransition transition, StoredClaim stored, TimeSpan grace)
    {
        Change(transition, stored.Claim, stored.Claim.Amount, stored.Held);
        return stored with { Held = TryReserve(transition, stored.Claim, grace) };
    }

    /// <summary>Spends some of the cost, and has its claims hold another amount from then on.</summary>
    /// <returns>The claims as they are now; null where they do not fit: then nothing changed.</returns>
    public static IReadOnlyList<StoredClaim>? Exchange(SqliteTransition transition, IReadOnlyList<StoredClaim> claims, long spent, long amount, TimeSpan grace)
    {
        var costs = claims.Where(static stored => stored.Claim.Kind == ClaimKind.Cost).ToList();
        if (costs.Exists(stored => Read(transition.Db, stored.Claim.Counter).Used - (stored.Held ? stored.Claim.Amount : 0) + spent + amount > stored.Claim.Limit))
            return null;
        foreach (var (claim, held) in costs)
        {
            Change(transition, claim, spent, held);
            TryReserve(transition, claim with { Amount = amount }, grace);
        }

        return [.. claims.Select(stored => stored.Claim.Kind == ClaimKind.Cost ? new StoredClaim(stored.Claim with { Amount = amount }, Held: true) : stored)];
    }

    private static bool TryReserve(SqliteTransition transition, QuotaClaim claim, TimeSpan grace)
    {
        const string sql =
            """
            INSERT INTO counters (key, reserved, spent, expires)
            SELECT ?1, ?2, 0, ?4 WHERE ?2 <= ?3 OR EXISTS (SELECT 1 FROM counters WHERE key = ?1)
            ON CONFLICT (key) DO UPDATE SET reserved = reserved + excluded.reserved, expires = excluded.expires
            WHERE reserved + spent + excluded.reserved <= ?3
            """;
        var expires = (claim.ResetsAt + grace)?.ToUnixTimeMilliseconds();
        return transition.Db.Execute(sql, claim.Counter, claim.Amount, claim.Limit, expires) > 0;
    }

    private static void Change(SqliteTransition transition, QuotaClaim claim, long spent, bool held = true)
    {
        const string change = "UPDATE counters SET reserved = reserved - ?2, spent = spent + ?3 WHERE key = ?1 RETURNING reserved + spent";
        var used = transition.Db.Integer(change, claim.Counter, held ? claim.Amount : 0, spent);

        // Nothing else would ever remove a counter that has no period, and there is one for everybody who asks.
        const string forget = "DELETE FROM counters WHERE key = ?1 AND expires IS NULL";
        if (used == 0 && claim.ResetsAt is null)
            transition.Db.Execute(forget, claim.Counter);
    }
}
