using ImageGen.Bot.Hosting;
using ImageGen.Bot.Web;
using ImageGen.Core.Chat;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Operator;

/// <summary>Reads what the page shows. Each list is bounded, and many open pages cost no more than one.</summary>
internal sealed class OverviewReader(
    IJobLedger ledger,
    IOperatorLedger jobs,
    ProcessRegistry processes,
    GuildUsageReader usage,
    AuditLog audit,
    ImageProviders providers,
    ReplyExecutor replies,
    OperatorOptions options,
    Settings settings,
    TimeProvider clock) : IDisposable
{
    private const int MostSampled = 200;
    private const int MostListed = 50;
    private const int MostGuilds = 50;
    private const int MostGuildsOfLane = 10;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _gate = new(1);
    private OverviewDocument? _last;

    /// <summary>The overview, at most a second old.</summary>
    public async Task<OverviewDocument> ReadAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_last is not { } last || clock.GetUtcNow() - last.Now is var age && (age >= Fresh || age < TimeSpan.Zero))
                _last = await CollectAsync(cancellation);
            return _last;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>After a change the next overview shows it.</summary>
    public void Forget() => _last = null;

    /// <summary>A job as the page shows it.</summary>
    public OperatorJobDocument Job(ImageJob job) => new()
    {
        Id = job.Id.Value,
        State = Name(job.State),
        Stage = Name(job.Stage),
        Lane = job.Lane,
        Tenant = job.Order.Tenant.ToString(),
        User = job.Order.User,
        Count = job.Order.Spec.Count,
        Style = job.Order.Spec.Style,
        Quality = Name(job.Order.Spec.Quality),
        Attempts = job.Attempts,
        Rescues = job.Rescues,
        Position = job.Position,
        CancelRequested = job.CancelRequested,
        Cached = job.Cached,
        CostUsd = job.Cost?.Dollars,
        CreatedAt = job.Order.CreatedAt,
        StartedAt = job.StartedAt,
        FinishedAt = job.FinishedAt,
        Error = job.Outcome?.Error is { } error ? new ErrorDocument(error.Code.Text(), error.Message) : null,
        Prompt = options.ShowPrompts ? job.Order.Prompt.Value : null,
        Actions = job.State switch
        {
            JobState.Pending => ["reroute", "cancel"],
            JobState.Processing => job.CancelRequested ? [] : ["cancel"],
            JobState.Failed or JobState.Cancelled => ["retry", "reroute", "delete"],
            JobState.Completed => ["delete"],
        },
    };

    public void Dispose() => _gate.Dispose();

    private async Task<OverviewDocument> CollectAsync(CancellationToken cancellation)
    {
        var lanes = settings.Providers.Select(provider => provider.Limits).Where(lane => providers.TryFind(lane.Name, out _)).ToList();
        string[] names = [.. lanes.Select(lane => lane.Name)];
        var waiting = await jobs.ListAsync(new OperatorQuery(OperatorList.Waiting, names, MostSampled), cancellation);
        var running = await jobs.ListAsync(new OperatorQuery(OperatorList.Running, names, MostSampled), cancellation);
        var failed = await jobs.ListAsync(new OperatorQuery(OperatorList.Failed, [], MostListed), cancellation);
        var newest = await jobs.ListAsync(new OperatorQuery(OperatorList.Newest, [], MostSampled), cancellation);
        var alive = await processes.ReadAsync(cancellation);
        var tenants = running.Concat(waiting).Concat(newest).Concat(failed).Select(job => job.Order.Tenant).Distinct().Take(MostGuilds).ToList();
        var completed = newest.Where(job => job.State == JobState.Completed).ToList();
        return new OverviewDocument
        {
            Now = clock.GetUtcNow(),
            Version = Heartbeat.Version,
            HasPassword = options.Password is not null,
            ShowsPrompts = options.ShowPrompts,
            Lanes = await Task.WhenAll(lanes.Concat(replies.Lanes).Select(lane => LaneAsync(lane, waiting, alive, cancellation))),
            Processes = alive,
            Running = [.. running.OrderBy(job => job.StartedAt).Take(MostListed).Select(Job)],
            Waiting = [.. waiting.Take(MostListed).Select(Job)],
            Failed = [.. failed.Select(Job)],
            Cache = new CacheDocument(completed.Count, completed.Count(job => job.Cached)),
            Guilds = [.. (await usage.ReadAsync(tenants, cancellation)).Select(Usage).OrderByDescending(guild => guild.CostThisMonthUsd).ThenByDescending(guild => guild.Days.Sum(day => day.Images))],
            Audit = [.. (await audit.ReadAsync(cancellation)).Take(MostListed)],
        };
    }

    private async Task<LaneDocument> LaneAsync(LaneLimits lane, IReadOnlyList<ImageJob> waiting, IReadOnlyList<ProcessReport> alive, CancellationToken cancellation)
    {
        var state = await ledger.LaneAsync(lane.Name, cancellation);
        var provider = providers.TryFind(lane.Name, out var found) ? found.Capabilities : null;
        var workers = alive.Where(process => process.Lanes.Contains(lane.Name)).ToList();
        return new LaneDocument
        {
            Name = lane.Name,
            Kind = provider?.Kind,
            Model = provider?.Model,
            Waiting = state.Waiting,
            Delayed = state.Delayed,
            Running = state.Leased,
            MaxConcurrent = lane.MaxConcurrent,
            RequestsPerMinute = lane.RequestsPerMinute,
            PausedUntil = state.PausedUntil,
            Guilds = [.. waiting.Where(job => job.Lane == lane.Name).GroupBy(job => job.Order.Tenant)
                .Select(jobs => new LaneGuildDocument(jobs.Key.ToString(), jobs.Count(), jobs.Min(job => job.Order.CreatedAt)))
                .OrderByDescending(guild => guild.Waiting).ThenBy(guild => guild.OldestAt).Take(MostGuildsOfLane)],
            Workers = workers.Count,
            OpenCircuits = [.. workers.SelectMany(process => process.OpenCircuits).Where(circuit => circuit.Provider == lane.Name)],
        };
    }

    private static GuildUsageDocument Usage(GuildUsage guild) => new(
        guild.Tenant.ToString(), guild.CostThisMonth.Dollars, [.. guild.Days.Select(day => new UsageOfDayDocument(day.Day, day.Total.Images, day.Total.Cost.Dollars))]);

    private static string Name<T>(T value)
        where T : struct, Enum =>
        value.ToString().ToLowerInvariant();
}
