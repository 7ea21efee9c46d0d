using ImageGen.Bot.Hosting;
using ImageGen.Bot.Storage;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Prompts;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ImageGen.Bot.Tests.Contracts;

/// <summary>A store of a test's own, opened by as many processes as the test wants.</summary>
internal sealed class GuildHarness(ManualClock clock, Func<(IJobLedger Ledger, IJobSignals Signals, IGuildDocumentStore Documents)> open, Func<ValueTask> dispose) : IAsyncDisposable
{
    private readonly TempFolder _pictures = new();

    public ManualClock Clock => clock;

    /// <summary>Opens the store as another process would.</summary>
    public GuildProcess Start(IEnumerable<IAdminNotifier>? notifiers = null)
    {
        var (ledger, signals, documents) = open();
        return new GuildProcess(ledger, signals, documents, new DiskImageStore(_pictures.Path, new Uri("https://pictures.test")), clock, notifiers ?? []);
    }

    public async ValueTask DisposeAsync()
    {
        await dispose();
        _pictures.Dispose();
    }
}

/// <summary>What one process makes of guilds: intake, administration, a worker, around two providers whose prices a test sets.</summary>
internal sealed class GuildProcess
{
    public static readonly TenantId Guild = new("discord", "80351110224678912");
    public static readonly Admin Ann = new(Guild, "1", "Ann", "discord");
    public static readonly Admin Bob = new(Guild, "2", "Bob", "slack");

    private readonly CryptoRandom _random = new();

    public GuildProcess(IJobLedger ledger, IJobSignals signals, IGuildDocumentStore documents, DiskImageStore store, ManualClock clock, IEnumerable<IAdminNotifier> notifiers)
    {
        (Ledger, Documents, Store) = (ledger, documents, store);
        var providers = new ImageProviders([Priced("dear", () => Price), Priced("cheap", () => CheapPrice)], "dear");
        var refiners = new PromptRefiners(new TemplateRefiner());
        Removal = new JobRemoval(ledger, store);
        Settings = new GuildSettingsStore(new ConfiguredGuildSettings(new QuotaPolicy { BudgetPerGuildPerMonth = Usd.FromDollars(25) }), documents, clock);
        Warnings = new UsageWarnings(ledger, Settings, documents, notifiers, clock, NullLogger<UsageWarnings>.Instance);
        Intake = new JobIntake(ledger, Settings, providers, refiners, [], clock, _random, Warnings);
        Administration = new GuildAdministration(documents, Settings, providers, ledger, new UserRemoval(ledger, Removal, clock), clock);
        Sweep = new RetentionSweep(documents, ledger, Removal, clock, NullLogger<RetentionSweep>.Instance);
        var moderator = new WordListModerator([]);
        Executor = new JobExecutor(
            ledger, signals, Settings, new PromptPreparation(Settings, moderator, new NgramStyleRetriever(), refiners), new PictureReview(Settings, moderator, store), refiners, providers, store, new ReferenceImages(store, []),
            new NearHits(ledger, Settings, providers, refiners, new NgramEmbedder(), new NearHitOptions(null), new LedgerOptions(), clock, NullLogger<NearHits>.Instance), new ExecutionOptions(), clock, _random, NullLogger<JobExecutor>.Instance);
    }

    public IJobLedger Ledger { get; }

    public IGuildDocumentStore Documents { get; }

    public DiskImageStore Store { get; }

    public GuildSettingsStore Settings { get; }

    public UsageWarnings Warnings { get; }

    public JobIntake Intake { get; }

    public GuildAdministration Administration { get; }

    public JobRemoval Removal { get; }

    public RetentionSweep Sweep { get; }

    public JobExecutor Executor { get; }

    public Usd Price { get; set; } = Usd.FromDollars(0.04m);

    public Usd CheapPrice { get; set; } = Usd.FromDollars(0.01m);

    public Task<Ticket> SubmitAsync(string command, string user = "9", string channel = "77", IReadOnlyList<string>? roles = null, TenantId? guild = null) =>
        Intake.SubmitAsync(command, new Requester(guild ?? Guild, user, new ConversationRef("discord", channel)) { Context = new ChatContext { Roles = roles ?? [] } }, CancellationToken.None);

    public async Task<ImageJob> AcceptAsync(string command, string user = "9", string channel = "77", IReadOnlyList<string>? roles = null) =>
        Assert.IsType<Ticket.Accepted>(await SubmitAsync(command, user, channel, roles)).Job;

    public async Task<Ticket.OverLimit> RefuseAsync(string command, string user = "9", string channel = "77", IReadOnlyList<string>? roles = null) =>
        Assert.IsType<Ticket.OverLimit>(await SubmitAsync(command, user, channel, roles));

    /// <summary>Draws whatever waits.</summary>
    public async Task DrawAsync()
    {
        while (await Ledger.LeaseAsync([new LaneLimits("dear"), new LaneLimits("cheap")], 1, TimeSpan.FromMinutes(5), CancellationToken.None) is { Jobs: [var leased] })
            await Executor.ExecuteAsync(leased, CancellationToken.None);
    }

    public Task<AdminResult> QuotasAsync(params (string Name, string? Value)[] values) =>
        Administration.SetQuotasAsync(Ann, values.ToDictionary(pair => pair.Name, pair => pair.Value), null, CancellationToken.None);

    public Task<AdminResult> RulesAsync(params (string Name, string? Value)[] values) =>
        Administration.SetRulesAsync(Ann, values.ToDictionary(pair => pair.Name, pair => pair.Value), null, CancellationToken.None);

    private static ScriptedGenerator Priced(string name, Func<Usd> price) => new(name)
    {
        Capabilities = new GeneratorCapabilities { Kind = "scripted", Model = "m", MaxPromptLength = 2000, FreeToRepeat = true, TakesReference = true, MaxPricePerImage = _ => price() },
        Priced = price,
    };
}
