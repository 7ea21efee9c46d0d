using System.Diagnostics.CodeAnalysis;
using ImageGen.Core;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Contracts;

internal sealed partial class LedgerModel
{
    private static readonly JobOutcome Cancelled = JobOutcome.Failure(ErrorCode.Cancelled, "Cancelled.");

    private enum Place
    {
        Nowhere,
        Waiting,
        Leased,
    }

    private static bool IsOpen(QuotaClaim claim) => claim.Kind == ClaimKind.Open;

    private static LeaseStatus Status(Entry entry) => entry.Job.CancelRequested ? LeaseStatus.CancelRequested : LeaseStatus.Held;

    private Lane LaneOf(string name) => _lanes.TryGetValue(name, out var lane) ? lane : _lanes[name] = new Lane { Served = Now };

    private Entry? Get(TenantId tenant, JobId id) => _jobs.Find(entry => entry.Job.Id == id && entry.Job.Order.Tenant == tenant);

    private Entry? Leased(Lease lease) => Holder(lease) is { Job.State: JobState.Processing } entry ? entry : null;

    private Entry? LeasedReply(Lease lease) => Holder(lease) is { } entry && entry.Job.State.IsFinal() ? entry : null;

    private Entry? Holder(Lease lease) =>
        _jobs.Find(entry => entry.Job.Id == lease.Job && entry.Token == lease.Token && entry.Place == Place.Leased);

    private List<Entry> Waiting(string lane) =>
        [.. _jobs.Where(entry => entry.Place == Place.Waiting && entry.Job.Lane == lane).OrderBy(entry => entry.Rank).ThenBy(entry => entry.Job.Id.Value, StringComparer.Ordinal)];

    private ImageJob View(Entry entry) => entry.Job with
    {
        Position = entry.Place == Place.Waiting && !entry.Job.State.IsFinal() ? Waiting(entry.Job.Lane).IndexOf(entry) + 1 : null,
    };

    private void Enqueue(Entry entry, string name)
    {
        var (lane, tenant) = (LaneOf(name), entry.Job.Order.Tenant);
        entry.Rank = Math.Max(lane.VirtualTime, lane.Finish.GetValueOrDefault(tenant)) + entry.Step;
        lane.Finish[tenant] = entry.Rank;
        entry.Job = entry.Job with { Lane = name };
        PutBack(entry, Now);
    }

    private void PutBack(Entry entry, DateTimeOffset readyAt)
    {
        entry.Place = Place.Waiting;
        entry.ReadyAt = readyAt;
        entry.Delayed = readyAt > Now;
        entry.Job = entry.Job with { State = entry.Job.State.IsFinal() ? entry.Job.State : JobState.Pending };
        Hint(entry);
        signals.Hint(entry.Job.Lane);
    }

    private bool HasRoom(LaneLimits limits) =>
        LaneOf(limits.Name).PausedUntil <= Now
        && (limits.MaxConcurrent is not { } most || _jobs.Count(entry => entry.Place == Place.Leased && entry.Job.Lane == limits.Name) < most)
        && (limits.RequestsPerMinute is not { } rate || StartsInMinute(limits).Count < rate);

    private List<DateTimeOffset> StartsInMinute(LaneLimits limits) => LaneOf(limits.Name).Starts.FindAll(start => start > Now - Minute);

    private DateTimeOffset? NextAt(LaneLimits limits)
    {
        if (LaneOf(limits.Name).PausedUntil is var paused && paused > Now)
            return paused;
        if (StartsInMinute(limits) is var starts && starts.Count >= limits.RequestsPerMinute)
            return starts[0] + Minute;
        return Waiting(limits.Name).Where(entry => entry.ReadyAt > Now).Min(entry => (DateTimeOffset?)entry.ReadyAt);
    }

    /// <summary>Ends a job and sees to those who follow it.</summary>
    /// <returns>The follower that takes its place.</returns>
    private Entry? Settle(Entry entry, JobOutcome outcome, int images, long cost, bool isCached = true)
    {
        var (lane, rank, slot) = (entry.Job.Lane, entry.Rank, (entry.Job.Order.Tenant, entry.Job.Order.Key));
        End(entry, outcome, images, cost);
        if (_inFlight.GetValueOrDefault(slot) == entry)
            _inFlight.Remove(slot);
        if (outcome.State == JobState.Completed && isCached)
            _cache[slot] = (entry, outcome, Now + options.CacheTtl);

        var followers = _jobs.FindAll(follower => follower.Leader == entry);
        if (outcome.State == JobState.Cancelled)
            return Promote(followers, entry, lane, rank);
        followers.ForEach(follower => End(follower, outcome, cached: true));
        return null;
    }

    /// <summary>Ends a job that no worker settles: what its checkpoints say was drawn and paid is spent, an open call too.</summary>
    private Entry? SettleAsCheckpointed(Entry entry, JobOutcome outcome)
    {
        var (progress, claimed) = (entry.Job.Progress, entry.Claims.Where(claim => claim.Kind == ClaimKind.Cost).Max(claim => (long?)claim.Amount) ?? 0);
        return Settle(entry, outcome, progress.Assets.Count - progress.Inherited, progress.CallOpen ? Math.Max(progress.Cost.Micros, claimed) : progress.Cost.Micros);
    }

    /// <summary>The one way to an outcome: what was reserved is spent or given back, and the reply enqueued.</summary>
    private void End(Entry entry, JobOutcome outcome, int images = 0, long cost = 0, bool cached = false)
    {
        GiveBack(entry, _ => true);
        if (!cached)
        {
            var drawn = entry.Claims.Where(claim => claim.Kind == ClaimKind.Images).Select(claim => Math.Min(images, claim.Amount)).FirstOrDefault();
            var refused = entry.Leader is null && outcome.Error is { Code: ErrorCode.Refused } ? 1 : 0;
            Use(entry, entry.Job.Lane, new UsageSums { Images = drawn, Cost = new Usd(cost), Refused = refused });
        }
        else if (outcome.State == JobState.Completed)
        {
            UseCached(entry, outcome);
        }

        foreach (var claim in entry.Claims)
            Count(claim.Counter, spent: claim.Kind switch
            {
                ClaimKind.Images => Math.Min(images, claim.Amount),
                ClaimKind.Cost => cost,
                ClaimKind.Open => 0,
            });
        entry.Leader = null;
        entry.Place = Place.Nowhere;
        entry.Job = entry.Job with { State = outcome.State, Outcome = outcome, Cached = cached, CancelRequested = false, FinishedAt = Now };
        Hint(entry);
        if (entry.Request.ReplyLane is not { } reply)
            return;
        entry.Job = entry.Job with { Attempts = 0, Rescues = 0 };
        Enqueue(entry, reply);
    }

    private Entry? Promote(List<Entry> followers, Entry leader, string lane, long rank)
    {
        Entry? promoted = null;
        foreach (var follower in followers.OrderBy(follower => follower.Job.Id.Value, StringComparer.Ordinal))
        {
            if (promoted is not null)
            {
                follower.Leader = promoted;
            }
            else if (WithCost(follower.Claims, leader.Claims.Find(claim => claim.Kind == ClaimKind.Cost)?.Amount) is var claims
                && TryReserve([.. claims.Where(claim => !IsOpen(claim))], out var tooMuch))
            {
                follower.Claims = claims;
                promoted = _inFlight[(follower.Job.Order.Tenant, follower.Job.Order.Key)] = follower;
                follower.Held = [.. claims];
                follower.Leader = null;
                (follower.Rank, follower.Step) = (rank, leader.Step);
                follower.Job = follower.Job with { Lane = lane, Progress = leader.Job.Progress with { CallOpen = false, Cost = Usd.Zero, Spent = Usd.Zero, UncertainAttempts = 0, Inherited = leader.Job.Progress.Assets.Count } };
                PutBack(follower, Now);
            }
            else
            {
                var code = tooMuch.Kind == ClaimKind.Cost ? ErrorCode.BudgetExceeded : ErrorCode.QuotaExceeded;
                End(follower, JobOutcome.Failure(code, tooMuch.Name));
            }
        }

        return promoted;
    }

    private void Heed(IReadOnlyList<string> lanes, TimeSpan back)
    {
        foreach (var entry in _jobs.Where(entry => lanes.Contains(entry.Job.Lane)))
            (entry.LeasedUntil, entry.ReadyAt) = (Sooner(entry.LeasedUntil), entry.Delayed ? Sooner(entry.ReadyAt) : Now);
        foreach (var lane in lanes.Select(LaneOf))
        {
            lane.PausedUntil = Sooner(lane.PausedUntil);
            for (var start = 0; start < lane.Starts.Count; start++)
                lane.Starts[start] -= lane.Starts[start] > Now ? back : default;
        }

        _clock.Heeded(back);

        DateTimeOffset Sooner(DateTimeOffset time) => time > Now + (back / 2) ? time - back : time;
    }

    private void Rescue(Entry entry, int maxRescues)
    {
        var reply = entry.Job.State.IsFinal();
        if (entry.Job.CancelRequested)
            SettleAsCheckpointed(entry, Cancelled);
        else if (entry.Job.Rescues < maxRescues)
        {
            entry.Job = entry.Job with { Rescues = entry.Job.Rescues + 1, Attempts = entry.Job.Attempts - 1 };
            PutBack(entry, Now);
        }
        else if (reply)
            entry.Place = Place.Nowhere;
        else
            SettleAsCheckpointed(entry, JobOutcome.Failure(ErrorCode.TimedOut, "Interrupted too often."));
    }

    private static List<QuotaClaim> WithCost(List<QuotaClaim> claims, long? amount) =>
        [.. claims.Select(claim => claim.Kind == ClaimKind.Cost ? claim with { Amount = amount ?? claim.Amount } : claim)];

    private bool TryReserve(List<QuotaClaim> claims, [NotNullWhen(false)] out QuotaClaim? tooMuch)
    {
        tooMuch = claims.Find(claim =>
        {
            Count(claim.Counter, claim.Amount);
            return _counters[claim.Counter].Used > claim.Limit;
        });
        if (tooMuch is null)
            return true;
        foreach (var claim in claims.Take(claims.IndexOf(tooMuch) + 1))
            Count(claim.Counter, -claim.Amount);
        return false;
    }

    private void GiveBack(Entry entry, Predicate<QuotaClaim> which)
    {
        foreach (var claim in entry.Held.FindAll(which))
            Count(claim.Counter, -claim.Amount);
        entry.Held.RemoveAll(which);
    }

    private void Count(string counter, long reserved = 0, long spent = 0)
    {
        var (held, gone) = _counters.GetValueOrDefault(counter);
        _counters[counter] = new CounterState(held + reserved, gone + spent);
    }

    private void Use(Entry entry, string provider, UsageSums sums)
    {
        if (entry.Request.Day is { } day && sums != default)
            _usage.Add(new Used(entry.Job.Order.Tenant, day, provider, entry.Job.Order.User, sums));
    }

    private void UseCached(Entry entry, JobOutcome outcome) => Use(entry, outcome.Provider ?? "", new UsageSums { Cached = 1, Saved = outcome.Cost });

    private static IReadOnlyList<UsageOf> Sums(IEnumerable<Used> day, Func<Used, string> name) =>
        [.. day.GroupBy(name).OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => new UsageOf(one.Key, one.Aggregate(default(UsageSums), (sum, use) => sum + use.Sums)))];

    private sealed record Used(TenantId Tenant, DateOnly Day, string Provider, string User, UsageSums Sums);

    private void Hint(Entry entry) => signals.Hint(entry.Job.Id.Value);

    private sealed class Lane
    {
        public long VirtualTime { get; set; }

        public Dictionary<TenantId, long> Finish { get; } = [];

        public List<DateTimeOffset> Starts { get; } = [];

        public DateTimeOffset PausedUntil { get; set; }

        public DateTimeOffset Served { get; set; }
    }

    private sealed class Entry(AdmissionRequest request)
    {
        public AdmissionRequest Request => request;

        public long Step { get; set; } = Math.Max(1, (long)Math.Round(1e6 * request.Work));

        public ImageJob Job { get; set; } = new() { Order = request.Order, State = JobState.Pending, Lane = request.Lane };

        public Place Place { get; set; }

        public Entry? Leader { get; set; }

        public List<QuotaClaim> Claims { get; set; } = [.. request.Claims];

        public List<QuotaClaim> Held { get; set; } = [];

        public DateTimeOffset ReadyAt { get; set; }

        /// <summary>It was put back to wait for a while.</summary>
        public bool Delayed { get; set; }

        public DateTimeOffset LeasedUntil { get; set; }

        public long Token { get; set; }

        public long Rank { get; set; }
    }
}
