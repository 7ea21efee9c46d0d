using System.Numerics.Tensors;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Prompts;
using Microsoft.Extensions.Logging;

namespace ImageGen.Core.Jobs;

/// <summary>A finished picture that is nearly what somebody asks for: offered to them, never given in its place.</summary>
/// <param name="Job">The job it was drawn for.</param>
/// <param name="Picture">Its first picture.</param>
/// <param name="For">The job it is offered to. Whoever takes that job's place, with what it has achieved, was not offered it.</param>
public sealed record NearHit(JobId Job, ImageAsset Picture, JobId For);

/// <summary>Whether near hits are looked for, and how near they must be.</summary>
/// <param name="Threshold">Least cosine of the prompts' vectors, 0 to 1; null looks for none.</param>
/// <param name="TimeToAnswer">How long a job waits for its author to take what is offered before it is drawn; zero for not at all.</param>
public sealed record NearHitOptions(double? Threshold, TimeSpan TimeToAnswer = default);

/// <summary>
/// Looks among a tenant's latest pictures for one that differs in nothing but a few words: same model, style, size,
/// quality, refiner and guides, prompts near in meaning, and the same <see cref="PromptFacts"/>.
/// </summary>
public sealed partial class NearHits(
    IJobLedger ledger,
    IGuildSettingsStore guilds,
    ImageProviders providers,
    PromptRefiners refiners,
    IEmbedder embedder,
    NearHitOptions options,
    LedgerOptions memory,
    TimeProvider clock,
    ILogger<NearHits> logger)
{
    /// <summary>How many of the tenant's latest jobs are looked through.</summary>
    private const int Latest = 200;

    /// <summary>How long a job waits for its author to take what is offered.</summary>
    public TimeSpan TimeToAnswer => options.TimeToAnswer;

    /// <summary>Finds the nearest picture; null where none is near enough, or none may be offered.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger is away.</exception>
    public async Task<NearHit?> FindAsync(JobOrder order, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        // Who names a seed or a picture to draw from wants that one, and who skips the cache another one.
        if (options.Threshold is not { } threshold || order.IsFresh || order.Spec is { Seed: not null } or { Reference: not null } || !providers.TryFind(order.Spec.Provider, out var generator))
            return null;

        var guild = await guilds.GetAsync(order.Tenant, cancellation);
        if (guild.Rules.NearHits == false)
            return null;
        var candidates = (await ledger.HistoryAsync(new HistoryQuery(order.Tenant, Limit: Latest), cancellation))
            .Where(job => MayBeOffered(job, order) && IsSameButForWords(job.Order, order, generator.Capabilities.Model, guild))
            .ToList();
        return candidates.Count > 0 ? await NearestAsync(order, candidates, threshold, cancellation) : null;
    }

    /// <summary>
    /// It is what the cache answers its own request with until the offer ends, so that taking it costs nothing; and who
    /// can see the offer could see it already: it is from the same channel, and one that was private is only for its author
    /// in private.
    /// </summary>
    private bool MayBeOffered(ImageJob job, JobOrder order) =>
        job is { State: JobState.Completed, Cached: false, Outcome: { Assets.Count: > 0, RefinedInsteadOf: null, FallbackFrom: null } outcome }
        && job.Id != order.Id
        && job.FinishedAt + memory.CacheTtl > clock.GetUtcNow() + options.TimeToAnswer
        && outcome.Provider == order.Spec.Provider
        && job.Order.Conversation.Platform == order.Conversation.Platform && job.Order.Conversation.Channel == order.Conversation.Channel
        && (job.Order.Context is not { IsPrivate: true } || (job.Order.User == order.User && order.Context is { IsPrivate: true }))
        && (job.Order.Context?.IsAgeRestricted ?? false) == (order.Context?.IsAgeRestricted ?? false);

    /// <summary>A job's key tells under which model, refiner and guides it was drawn, where it comes out the same under the present ones.</summary>
    private bool IsSameButForWords(JobOrder drawn, JobOrder order, string model, GuildSettings guild) =>
        drawn.Spec with { Seed = null } == order.Spec
        && PromptFacts.Agree(drawn.Prompt.Value, order.Prompt.Value)
        && drawn.Key == PromptKey.Compute(drawn.Tenant, drawn.Prompt, drawn.Spec, model, refiners.For(drawn.Spec).Version, guild.Styles.Version, guild.IsAgeRestricted(drawn.Context));

    private async Task<NearHit?> NearestAsync(JobOrder order, List<ImageJob> candidates, double threshold, CancellationToken cancellation)
    {
        try
        {
            var vectors = await embedder.EmbedAsync([order.Prompt.Value, .. candidates.Select(job => job.Order.Prompt.Value)], cancellation);
            var nearest = candidates.Zip(vectors.Skip(1), (job, vector) => (Job: job, Score: TensorPrimitives.CosineSimilarity(vectors[0], vector))).MaxBy(scored => scored.Score);
            return nearest.Score >= threshold ? new NearHit(nearest.Job.Id, nearest.Job.Outcome!.Assets[0], order.Id) : null;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // An offer is a courtesy: without it the picture is drawn as it was going to be.
            LogAway(embedder.Version, fault.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Embedder {Embedder}: {Reason} No near hit is looked for.")]
    private partial void LogAway(string embedder, string reason);
}
