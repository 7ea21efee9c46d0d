using System.Text.Json.Nodes;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Prompts;

namespace ImageGen.Bot.Providers.OpenAI;

/// <summary>
/// Has a model say how harmful texts and pictures are, and refuses from a score on: lower outside places for adults.
/// While it is away, jobs wait, unless the operator allows what cannot be reviewed.
/// </summary>
internal sealed partial class OpenAIModerator(ModerationOptions options, OpenAIService service, ILogger<OpenAIModerator> logger) : IModerator
{
    public ValueTask<ModerationVerdict> ReviewAsync(string text, ModerationContext context, CancellationToken cancellation) =>
        SafelyAsync(async () => Judge("The prompt", context.IsAgeRestricted, await AskAsync(text, cancellation)));

    public ValueTask<ModerationVerdict> ReviewAsync(PictureToReview picture, ModerationContext context, CancellationToken cancellation) =>
        SafelyAsync(async () => Judge("The picture", context.IsAgeRestricted, await AskAsync(picture, cancellation)));

    /// <summary>Has a text classified, and throws where that fails whatever is done about outages.</summary>
    /// <exception cref="GenerationException">There is no answer, or none that is one.</exception>
    public Task<ModerationAnswer> AskAsync(string text, CancellationToken cancellation) =>
        service.AskAsync("moderations", new JsonObject { ["model"] = options.Model, ["input"] = text }, ServiceJson.Default.ModerationAnswer, cancellation);

    private async Task<ModerationAnswer> AskAsync(PictureToReview picture, CancellationToken cancellation)
    {
        await using var content = await picture.OpenAsync(cancellation);
        using var body = new PictureQuestion(options.Model, picture.ContentType, content);
        return await service.AskAsync("moderations", body, ServiceJson.Default.ModerationAnswer, cancellation);
    }

    /// <summary>What an answer means.</summary>
    /// <exception cref="GenerationException">It is none.</exception>
    public ModerationVerdict Judge(string what, bool isAgeRestricted, ModerationAnswer answer)
    {
        if (answer.Results.Count == 0 || answer.Results.Any(result => result.CategoryScores.Count == 0))
            throw ProviderFaults.Garbled("an answer without scores");
        var thresholds = isAgeRestricted ? options.Relaxed : options.Strict;
        var refused = answer.Results.SelectMany(result => result.CategoryScores).FirstOrDefault(score => score.Value is { } value && thresholds.Refuses(score.Key, value)).Key;
        return refused is null
            ? ModerationVerdict.Allowed
            : new ModerationVerdict($"{what} was refused by moderation{(ModerationThresholds.Knows(refused) ? $" ({refused.Replace("/", ", ", StringComparison.Ordinal)})" : "")}.");
    }

    private async ValueTask<ModerationVerdict> SafelyAsync(Func<Task<ModerationVerdict>> review)
    {
        try
        {
            return await review();
        }
        catch (GenerationException fault) when (fault.Code is not (ErrorCode.Refused or ErrorCode.StorageUnavailable))
        {
            if (!options.AllowsOnOutage)
                throw new GenerationException(ErrorCode.ProviderUnavailable, "Moderation does not answer, and nothing goes on without it.", fault) { IsTransient = true, RetryAfter = fault.RetryAfter };
            LogUnreviewed(fault.Message);
            return ModerationVerdict.Allowed;
        }
        catch (PictureTooLargeException)
        {
            return new ModerationVerdict($"The picture is larger than {PictureQuestion.MaxBytes / 1024 / 1024} MB, too large for moderation.");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Moderation: {Reason} What could not be reviewed is allowed, as Moderation:OnOutage says.")]
    private partial void LogUnreviewed(string reason);
}
