using ImageGen.Core;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;
using ImageGen.Core.Prompts;

namespace ImageGen.Bot.Tests.Contracts;

/// <summary>What a ledger does, in memory and one step at a time: the measure for the adapters, and of the suite itself.</summary>
internal sealed partial class LedgerModel(LedgerOptions options, TimeProvider clock, ModelSignals signals) : IJobLedger
{
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly List<Entry> _jobs = [];
    private readonly Dictionary<string, Lane> _lanes = [];
    private readonly Dictionary<string, CounterState> _counters = [];
    private readonly Dictionary<(TenantId, string), (Entry Job, DateTimeOffset Until)> _deliveries = [];
    private readonly Dictionary<(TenantId, PromptKey), (Entry Source, JobOutcome Outcome, DateTimeOffset Until)> _cache = [];
    private readonly Dictionary<(TenantId, PromptKey), Entry> _inFlight = [];
    private readonly WatchedClock _clock = new(clock, options.ClockTolerance);
    private List<Used> _usage = [];

    private DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>What unfinished jobs hold of a counter, job by job.</summary>
    public long HeldOf(string counter) => _jobs.Sum(entry => entry.Held.Where(claim => claim.Counter == counter).Sum(claim => claim.Amount));

    /// <summary>Whether a job of the lane was put back to wait for a while, and not been leased since.</summary>
    public bool HasBackoff(string lane) => Waiting(lane).Exists(entry => entry.Delayed);

    public Task<Admission> AdmitAsync(AdmissionRequest request, CancellationToken cancellation) => Atomically<Admission>(() =>
    {
        var (order, slot) = (request.Order, (request.Order.Tenant, request.Order.Key));
        if (request.Delivery is { } seen && _deliveries.TryGetValue((order.Tenant, seen), out var first) && first.Until > Now && _jobs.Contains(first.Job))
            return new Admission.Repeated(View(first.Job));

        var cached = !request.Fresh && _cache.TryGetValue(slot, out var held) && held.Until > Now ? held.Outcome : null;
        var leader = request.Fresh || cached is not null ? null : _inFlight.GetValueOrDefault(slot);
        var claims = cached is not null ? [] : leader is not null ? request.Claims.Where(IsOpen) : request.Claims;
        if (!TryReserve([.. claims], out var tooMuch))
            return new Admission.OverLimit(tooMuch, _counters.GetValueOrDefault(tooMuch.Counter));

        var entry = new Entry(request) { Held = [.. claims], Leader = leader };
        _jobs.Add(entry);
        if (request.Delivery is { } delivery)
            _deliveries[(order.Tenant, delivery)] = (entry, Now + options.DeliveryTtl);
        if (cached is not null)
        {
            entry.Job = entry.Job with { State = cached.State, Outcome = cached, Cached = true, FinishedAt = Now };
            UseCached(entry, cached);
            if (request is { ReplyIfCached: true, ReplyLane: { } reply })
                Enqueue(entry, reply);
            return new Admission.Cached(View(entry));
        }

        if (leader is not null)
            return new Admission.Following(View(entry));
        _inFlight.TryAdd(slot, entry);
        Enqueue(entry, request.Lane);
        return new Admission.Queued(View(entry));
    });

    public Task<LeaseBatch> LeaseAsync(IReadOnlyList<LaneLimits> lanes, int max, TimeSpan duration, CancellationToken cancellation) => Atomically(() =>
    {
        var taken = new List<LeasedJob>();
        foreach (var limits in lanes)
        {
            foreach (var entry in Waiting(limits.Name).Where(entry => entry.ReadyAt <= Now).TakeWhile(_ => taken.Count < max && HasRoom(limits)))
            {
                var lane = LaneOf(limits.Name);
                lane.Starts.Add(Now);
                lane.VirtualTime = Math.Max(lane.VirtualTime, entry.Rank - entry.Step);
                entry.Place = Place.Leased;
                entry.Token++;
                entry.LeasedUntil = Now + duration;
                entry.Job = entry.Job with { Attempts = entry.Job.Attempts + 1 };
                if (!entry.Job.State.IsFinal())
                    entry.Job = entry.Job with { State = JobState.Processing, StartedAt = entry.Job.StartedAt ?? Now };
                taken.Add(new LeasedJob(View(entry), new Lease(entry.Job.Id, entry.Token)));
                Hint(entry);
            }
        }

        return new LeaseBatch(taken, lanes.Min(NextAt));
    });

    public Task<LeaseStatus> ExtendAsync(Lease lease, TimeSpan duration, CancellationToken cancellation) => Atomically(() =>
    {
        if ((Leased(lease) ?? LeasedReply(lease)) is not { } entry)
            return LeaseStatus.Lost;
        entry.LeasedUntil = Now + duration;
        return Status(entry);
    });

    public Task<LeaseStatus> CheckpointAsync(Lease lease, JobProgress progress, CancellationToken cancellation) => Atomically(() =>
    {
        if (Leased(lease) is not { } entry)
            return LeaseStatus.Lost;
        entry.Job = entry.Job with { Progress = progress };
        Hint(entry);
        return Status(entry);
    });

    public Task<LeaseStatus> ChargeUncertainAsync(Lease lease, JobProgress progress, CancellationToken cancellation) => Atomically(() =>
    {
        if (Leased(lease) is not { } entry)
            return LeaseStatus.Lost;
        entry.Job = entry.Job with { Progress = progress };
        Hint(entry);
        var overrun = false;
        var costs = entry.Claims.FindAll(claim => claim.Kind == ClaimKind.Cost);
        Use(entry, entry.Job.Lane, new UsageSums { Cost = new Usd(costs.Max(claim => (long?)claim.Amount) ?? 0) });
        foreach (var claim in costs)
        {
            GiveBack(entry, held => held == claim);
            Count(claim.Counter, spent: claim.Amount);
            if (TryReserve([claim], out _))
                entry.Held.Add(claim);
            else
                overrun = true;
        }

        return overrun ? LeaseStatus.OverBudget : Status(entry);
    });

    public Task<bool> SettleAsync(Lease lease, Settlement settlement, CancellationToken cancellation) => Atomically(() =>
    {
        if (Leased(lease) is not { } entry)
            return false;
        Settle(entry, settlement.Outcome, settlement.Images, settlement.Cost.Micros, settlement.IsCached);
        return true;
    });

    public Task<bool> ReleaseAsync(Lease lease, Release release, CancellationToken cancellation) => Atomically(() =>
    {
        if ((Leased(lease) ?? LeasedReply(lease)) is not { } entry)
            return false;
        if (entry.Job.CancelRequested)
        {
            SettleAsCheckpointed(entry, Cancelled);
            return true;
        }

        entry.Job = entry.Job with { Attempts = entry.Job.Attempts - (release.CountsAsAttempt ? 0 : 1) };
        PutBack(entry, Now + release.Delay);
        return true;
    });

    public Task<LeaseStatus> RerouteAsync(Lease lease, Reroute reroute, CancellationToken cancellation) => Atomically(() =>
    {
        if (Leased(lease) is not { } entry)
            return LeaseStatus.Lost;
        if (entry.Job.CancelRequested)
        {
            entry.Job = entry.Job with { Progress = reroute.Progress };
            Settle(entry, Cancelled, reroute.Progress.Assets.Count - reroute.Progress.Inherited, reroute.Spent.Micros);
            return LeaseStatus.CancelRequested;
        }

        var (costs, spent, bound) = (entry.Claims.FindAll(claim => claim.Kind == ClaimKind.Cost), reroute.Spent.Micros, reroute.MaxCost.Micros);
        if (costs.Exists(claim => _counters.GetValueOrDefault(claim.Counter).Used - entry.Held.Where(held => held == claim).Sum(held => held.Amount) + spent + bound > claim.Limit))
            return LeaseStatus.OverBudget;
        foreach (var claim in costs)
        {
            GiveBack(entry, held => held == claim);
            Count(claim.Counter, bound, spent);
            entry.Held.Add(claim with { Amount = bound });
        }

        Use(entry, entry.Job.Lane, new UsageSums { Cost = reroute.Spent });
        entry.Claims = WithCost(entry.Claims, bound);
        entry.Job = entry.Job with { Attempts = 0, Progress = reroute.Progress };
        Enqueue(entry, reroute.Lane);
        return LeaseStatus.Held;
    });

    public Task<bool> FinishReplyAsync(Lease lease, string? message, CancellationToken cancellation) => Atomically(() =>
    {
        ImageJob.CheckMessage(message);
        if (LeasedReply(lease) is not { } entry)
            return false;
        entry.Place = Place.Nowhere;
        entry.Job = entry.Job with { Message = message ?? entry.Job.Message };
        return true;
    });

    public Task<bool> NoteMessageAsync(TenantId tenant, JobId id, string message, CancellationToken cancellation) => Atomically(() =>
    {
        ImageJob.CheckMessage(message);
        if (Get(tenant, id) is not { } entry)
            return false;
        entry.Job = entry.Job with { Message = message };
        return true;
    });

    public Task<CancelResult> CancelAsync(TenantId tenant, JobId id, CancellationToken cancellation) => Atomically(() =>
    {
        if (Get(tenant, id) is not { } entry)
            return CancelResult.NotFound;
        if (entry.Job.State.IsFinal())
            return CancelResult.AlreadyFinished;
        if (entry.Job.State == JobState.Processing)
        {
            entry.Job = entry.Job with { CancelRequested = true };
            Hint(entry);
            return CancelResult.Requested;
        }

        var lane = LaneOf(entry.Job.Lane);
        var (leads, promoted) = (entry.Leader is null, SettleAsCheckpointed(entry, Cancelled));
        if (leads && promoted is null)
            lane.Finish[tenant] -= entry.Step;
        return CancelResult.Cancelled;
    });

    public Task<ImageJob?> DeleteAsync(TenantId tenant, JobId id, CancellationToken cancellation) => Atomically(() =>
    {
        if (Get(tenant, id) is not { } entry || !entry.Job.State.IsFinal())
            return null;
        _jobs.Remove(entry);
        if (_cache.TryGetValue((tenant, entry.Job.Order.Key), out var cached) && cached.Source == entry)
            _cache.Remove((tenant, entry.Job.Order.Key));
        return View(entry);
    });

    public Task<int> RescueAsync(IReadOnlyList<string> lanes, int maxRescues, CancellationToken cancellation) => Atomically(() =>
    {
        if (_clock.PutBack() is { Ticks: > 0 } back)
            Heed(lanes, back);
        var ended = _jobs.Where(entry => entry.Place == Place.Leased && lanes.Contains(entry.Job.Lane) && entry.LeasedUntil <= Now).ToList();
        foreach (var entry in ended)
            Rescue(entry, maxRescues);
        foreach (var lane in lanes)
            LaneOf(lane).Served = Now;
        return ended.Count;
    });

    public Task PauseLaneAsync(string lane, DateTimeOffset until, CancellationToken cancellation) => Atomically(() =>
    {
        var paused = LaneOf(lane);
        paused.PausedUntil = until <= Now ? default : until > paused.PausedUntil ? until : paused.PausedUntil;
        signals.Hint(lane);
        return true;
    });

    public Task<ImageJob?> FindAsync(TenantId tenant, JobId id, CancellationToken cancellation) =>
        Atomically(() => Get(tenant, id) is { } entry ? View(entry) : null);

    public Task<IReadOnlyList<ImageJob>> HistoryAsync(HistoryQuery query, CancellationToken cancellation) => Atomically<IReadOnlyList<ImageJob>>(() =>
        [.. _jobs.Where(entry => entry.Job.Order is var order
                && order.Tenant == query.Tenant
                && (query.User is null || order.User == query.User)
                && (query.Conversation is null || order.Conversation.ToString() == query.Conversation.ToString()))
            .Reverse().Take(Math.Min(query.Limit, options.HistoryLimit)).Select(View)]);

    public Task<IReadOnlyList<CounterState>> CountersAsync(IReadOnlyList<string> counters, CancellationToken cancellation) =>
        Atomically<IReadOnlyList<CounterState>>(() => [.. counters.Select(counter => _counters.GetValueOrDefault(counter))]);

    public Task<IReadOnlyList<string>> OrphansAsync(TimeSpan unserved, CancellationToken cancellation) => Atomically<IReadOnlyList<string>>(() =>
        [.. _lanes.Where(lane => lane.Value.Served <= Now - unserved && _jobs.Exists(entry => entry.Place != Place.Nowhere && entry.Job.Lane == lane.Key)).Select(lane => lane.Key)]);

    public Task<IReadOnlyList<ImageJob>> FinishedBeforeAsync(TenantId tenant, DateTimeOffset before, int limit, CancellationToken cancellation) => Atomically<IReadOnlyList<ImageJob>>(() =>
        [.. _jobs.Where(entry => entry.Job.Order is var order && order.Tenant == tenant && order.CreatedAt < before && entry.Job.State.IsFinal()).Take(limit).Select(View)]);

    public Task<IReadOnlyList<UsageDay>> UsageByDayAsync(TenantId tenant, DateOnly first, DateOnly last, CancellationToken cancellation) => Atomically<IReadOnlyList<UsageDay>>(() =>
        [.. _usage.Where(use => use.Tenant == tenant && use.Day >= first && use.Day <= last).GroupBy(use => use.Day).OrderBy(day => day.Key)
            .Select(day => new UsageDay(day.Key, Sums(day, use => use.Provider), Sums(day, use => use.User)))]);

    public Task ForgetUsageAsync(TenantId tenant, string user, CancellationToken cancellation) => Atomically(() =>
    {
        _usage = _usage.ConvertAll(use => use.Tenant == tenant && use.User == user ? use with { User = UsageDay.Nobody } : use);
        return true;
    });

    public Task<LaneState> LaneAsync(string lane, CancellationToken cancellation) => Atomically(() =>
    {
        var until = LaneOf(lane).PausedUntil;
        return new LaneState(
            Waiting(lane).LongCount(entry => entry.ReadyAt <= Now),
            Waiting(lane).LongCount(entry => entry.ReadyAt > Now),
            _jobs.LongCount(entry => entry.Place == Place.Leased && entry.Job.Lane == lane),
            until > Now ? until : null);
    });

    public Task CheckAsync(CancellationToken cancellation) => Task.CompletedTask;

    private Task<T> Atomically<T>(Func<T> step)
    {
        lock (_gate)
            return Task.FromResult(step());
    }
}
