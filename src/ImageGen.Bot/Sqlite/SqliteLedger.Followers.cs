using ImageGen.Core;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Sqlite;

internal sealed partial class SqliteLedger
{
    /// <summary>Ends a follower as its leader ended. It costs nothing; what it holds is given back.</summary>
    private static void EndFollower(SqliteTransition transition, SqliteJob follower, Ending ending, string? leader)
    {
        SqliteCounters.Settle(transition, follower.Claims, images: 0, cost: 0);
        Finish(transition, follower, ending, leader);
        if (ending.State == JobState.Completed)
            SqliteUsage.TallyCached(transition, follower.Tenant, follower.Day, follower.User, ending.Outcome);
    }

    /// <summary>The leader was cancelled: the first follower whose claims fit takes its place, and the others follow that one.</summary>
    /// <returns>The successor; null where there is none.</returns>
    private SqliteJob? Succeed(SqliteTransition transition, SqliteJob leader)
    {
        foreach (var follower in SqliteJob.Followers(transition.Db, leader.Id))
        {
            // It goes on where the leader was, which may be dearer than where it asked to be drawn.
            var bound = leader.Claims.Select(static stored => stored.Claim).FirstOrDefault(static claim => claim.Kind == ClaimKind.Cost)?.Amount;
            StoredClaim[] claims = [.. follower.Claims.Select(stored => stored.Claim.Kind == ClaimKind.Cost ? stored with { Claim = stored.Claim with { Amount = bound ?? stored.Claim.Amount } } : stored)];
            var missing = claims.Where(static stored => !stored.Held).Select(static stored => stored.Claim);
            if (SqliteCounters.Reserve(transition, missing, _options.CounterGrace) is { } overrun)
            {
                EndFollower(transition, follower, Ending.Unpaid(LimitMessages.OverLimit(overrun)), leader: null);
                continue;
            }

            Promote(transition, follower, claims, leader);
            return follower;
        }

        return null;
    }

    private static void Promote(SqliteTransition transition, SqliteJob follower, IEnumerable<StoredClaim> reserved, SqliteJob leader)
    {
        // What the leader drew its follower goes on with, but the leader paid for it, and its open call is its own.
        var achieved = leader.Progress(transition.Db);
        var progress = achieved with { CallOpen = false, Cost = Usd.Zero, Spent = Usd.Zero, UncertainAttempts = 0, Inherited = achieved.Assets.Count };

        // Rank and step both come from the leader: its share of the lane is what the follower uses up.
        const string promote =
            """
            UPDATE jobs SET
                status = 'ready', leading = 1, leader = NULL, claims = ?2, progress = ?3, lane = ?4, rank = ?5, step = ?6
            WHERE seq = ?1
            """;
        StoredClaim[] claims = [.. reserved.Select(static stored => stored with { Held = true })];
        transition.Db.Execute(promote, follower.Seq, StoredClaims.Write(claims), LedgerJson.Write(progress), leader.Lane, leader.Rank, leader.Step);

        const string follow = "UPDATE jobs SET leader = ?2 WHERE leader = ?1 AND status = 'following'";
        transition.Db.Execute(follow, leader.Id, follower.Id);
        SqliteLanes.Count(transition, leader.Lane, ready: 1);
        transition.Changed(follower.Id);
    }
}
