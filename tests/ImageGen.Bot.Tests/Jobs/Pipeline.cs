using ImageGen.Bot.Hosting;
using ImageGen.Bot.Sqlite;
using ImageGen.Bot.Storage;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Prompts;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageGen.Bot.Tests.Jobs;

/// <summary>Intake, ledger, executor and store as the bot puts them together, around a provider that follows a script.</summary>
internal sealed class Pipeline : IDisposable
{
    public static readonly TenantId Tenant = new("test", "guild");
    private readonly TempFolder _folder = new();
    private readonly SqliteSignals _signals = new(TimeProvider.System);
    private readonly CryptoRandom _random = new();
    private readonly LateClock _clock = new();

    public Pipeline(
        ScriptedGenerator? generator = null, QuotaPolicy? quotas = null, Func<IJobLedger, IJobLedger>? between = null, IReadOnlyList<ScriptedGenerator>? fallback = null,
        IModerator? moderator = null, IPromptRefiner? refiner = null, double? nearness = null, TimeSpan timeToAnswer = default, TimeSpan? preparationLimit = null)
    {
        Generator = generator ?? new ScriptedGenerator("scripted");
        Ledger = new SqliteLedger(_folder.Combine("imagegen.db"), new LedgerOptions(), _clock, _signals);
        Store = new DiskImageStore(_folder.Combine("images"), new Uri("https://pictures.test"));
        var guilds = new ConfiguredGuildSettings(quotas ?? new QuotaPolicy());
        var providers = new ImageProviders([Generator, .. fallback ?? []], Generator.Name, fallback?.Select(other => other.Name));
        var refiners = new PromptRefiners(refiner ?? new TemplateRefiner());
        var judge = moderator ?? Moderator;
        Intake = new JobIntake(Ledger, guilds, providers, refiners, [Replier], TimeProvider.System, _random);
        Executor = new JobExecutor(
            between?.Invoke(Ledger) ?? Ledger, _signals, guilds, new PromptPreparation(guilds, judge, new NgramStyleRetriever(), refiners), new PictureReview(guilds, judge, Store), refiners, providers, Store, new ReferenceImages(Store, []),
            new NearHits(Ledger, guilds, providers, refiners, new NgramEmbedder(), new NearHitOptions(nearness, timeToAnswer), new LedgerOptions(), _clock, NullLogger<NearHits>.Instance), Options with { PreparationLimit = preparationLimit ?? Options.PreparationLimit }, TimeProvider.System, _random, NullLogger<JobExecutor>.Instance);
        Replies = new ReplyExecutor(Ledger, _signals, [Replier], Store, Options, _clock, _random, NullLogger<ReplyExecutor>.Instance);
    }

    public static ExecutionOptions Options { get; } = new() { MaxAttempts = 3, MaxReplyAttempts = 3, FirstBackoff = TimeSpan.FromMilliseconds(1) };

    public ScriptedGenerator Generator { get; }

    public ScriptedModerator Moderator { get; } = new();

    public SqliteLedger Ledger { get; }

    public DiskImageStore Store { get; }

    public JobIntake Intake { get; }

    public JobExecutor Executor { get; }

    public ReplyExecutor Replies { get; }

    public ScriptedReplier Replier { get; } = new();

    public async Task<ImageJob> SubmitAsync(string command, string user = "ann") =>
        Assert.IsType<Ticket.Accepted>(await Intake.SubmitAsync(command, new Requester(Tenant, user, new ConversationRef("test", "general")), CancellationToken.None)).Job;

    public async Task<LeasedJob> LeaseAsync(string? lane = null)
    {
        for (var look = 0; look < 2000; look++)
        {
            var batch = await Ledger.LeaseAsync([new LaneLimits(lane ?? Generator.Name)], 1, Options.LeaseDuration, CancellationToken.None);
            if (batch.Jobs is [var job])
                return job;
            await Task.Delay(5);
        }

        throw new InvalidOperationException("There is nothing to lease.");
    }

    /// <summary>Leases and works on the next job, once.</summary>
    public async Task RunAsync(string? lane = null, CancellationToken abort = default) => await Executor.ExecuteAsync(await LeaseAsync(lane), abort);

    /// <summary>Leases and makes the next reply, once.</summary>
    public async Task ReplyAsync() => await Replies.ExecuteAsync(await LeaseAsync(LaneLimits.ReplyLane("test")), CancellationToken.None);

    /// <summary>Has the ledger and the replies see a later time.</summary>
    public void Pass(TimeSpan time) => _clock.Late += time;

    public async Task<ImageJob> FindAsync(ImageJob job) => (await Ledger.FindAsync(Tenant, job.Id, CancellationToken.None))!;

    /// <summary>Images today and cost this month of the tenant.</summary>
    public async Task<(CounterState Images, CounterState Cost)> CountersAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        var counters = await Ledger.CountersAsync([QuotaClaims.GuildImages(Tenant, now), QuotaClaims.GuildCost(Tenant, now)], CancellationToken.None);
        return (counters[0], counters[1]);
    }

    public void Dispose()
    {
        (Ledger as IDisposable)?.Dispose();
        _folder.Dispose();
    }
}

/// <summary>The time, and what a test adds to it.</summary>
internal sealed class LateClock : TimeProvider
{
    public TimeSpan Late { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Late;
}

/// <summary>Refuses a word, and of texts and pictures what a test says.</summary>
internal sealed class ScriptedModerator : IModerator
{
    private readonly WordListModerator _words = new(["forbidden"]);

    /// <summary>What is said of the n-th text (from 1) that the word list allows; throws or answers.</summary>
    public Func<int, string, ModerationVerdict> OnText { get; set; } = static (_, _) => ModerationVerdict.Allowed;

    /// <summary>What is said of the n-th picture (from 1).</summary>
    public Func<int, ModerationVerdict> OnPicture { get; set; } = static _ => ModerationVerdict.Allowed;

    public int Texts { get; private set; }

    public int Pictures { get; private set; }

    public async ValueTask<ModerationVerdict> ReviewAsync(string text, ModerationContext context, CancellationToken cancellation) =>
        await _words.ReviewAsync(text, context, cancellation) is { IsAllowed: false } refused ? refused : OnText(++Texts, text);

    public async ValueTask<ModerationVerdict> ReviewAsync(PictureToReview picture, ModerationContext context, CancellationToken cancellation)
    {
        await using var content = await picture.OpenAsync(cancellation);
        return OnPicture(++Pictures);
    }
}

/// <summary>A chat that does what a test tells it.</summary>
internal sealed class ScriptedReplier : IChatReplier
{
    public string Platform => "test";

    public List<ChatReply> Seen { get; } = [];

    public Func<int, ReplyResult> OnReply { get; set; } = static _ => new ReplyResult.Delivered();

    public Task<ReplyResult> ReplyAsync(ChatReply reply, CancellationToken cancellation)
    {
        Seen.Add(reply);
        return Task.FromResult(OnReply(Seen.Count));
    }
}
