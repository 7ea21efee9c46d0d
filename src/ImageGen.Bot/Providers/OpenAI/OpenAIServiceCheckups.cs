using System.Runtime.CompilerServices;
using ImageGen.Bot.Hosting;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Providers.OpenAI;

/// <summary>Whether a service can be reached, lets us in and answers as it should.</summary>
internal abstract class OpenAIServiceCheckup(OpenAIServiceOptions options) : ICheckup
{
    public string Part => options.Section.ToLowerInvariant();

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var finding in await AskSafelyAsync(cancellation))
            yield return finding;
    }

    /// <summary>Asks the service.</summary>
    protected abstract IAsyncEnumerable<Finding> AskAsync(CancellationToken cancellation);

    private async Task<IReadOnlyList<Finding>> AskSafelyAsync(CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        try
        {
            await foreach (var finding in AskAsync(cancellation))
                findings.Add(finding);
        }
        catch (GenerationException fault)
        {
            findings.Add(Finding.Fault($"{options.Endpoint} with {options.Model}: {fault.Message}", Remedy(fault.Code)));
        }

        return findings;
    }

    private string Remedy(ErrorCode code) => code switch
    {
        ErrorCode.ProviderAccount => $"Look at {options.Section}:ApiKey and {options.Section}:Model, and at the account's credit.",
        ErrorCode.InvalidRequest => $"Set {options.Section}:Model to one that does this.",
        _ => $"Look at {options.Section}:Endpoint, and whether this machine reaches it.",
    };
}

/// <summary>Whether the key is let in and the model is there. Refines nothing: that costs.</summary>
internal sealed class RefinerCheckup(RefinerOptions options, OpenAIService service, TimeProvider clock) : OpenAIServiceCheckup(options)
{
    protected override async IAsyncEnumerable<Finding> AskAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var finding in ModelFindings.Of(await service.ListModelsAsync(cancellation), options.Endpoint, options.Model, "Refiner:Model", options.IsAzure, clock))
            yield return finding;
        yield return options.Price is null
            ? Finding.Warning($"What {options.Model} costs is not known: refining a prompt counts as up to {options.Bound}.", "Set Refiner:Prices.")
            : Finding.Ok($"Refining a prompt costs {options.Bound} at most.");
    }
}

/// <summary>Whether a text is really reviewed, which is free.</summary>
internal sealed class ModerationCheckup(ModerationOptions options, OpenAIModerator moderator) : OpenAIServiceCheckup(options)
{
    private readonly ModerationOptions _options = options;

    protected override async IAsyncEnumerable<Finding> AskAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var verdict = moderator.Judge("It", isAgeRestricted: false, await moderator.AskAsync("a cool cat", cancellation));
        yield return verdict.IsAllowed
            ? Finding.Ok($"{_options.Endpoint} reviews with {_options.Model}.")
            : Finding.Fault($"{_options.Model} refuses a cool cat.", "Look at Moderation:Strict.");
        if (_options.AllowsOnOutage)
            yield return Finding.Warning("While moderation is away, everything is allowed.", "Set Moderation:OnOutage to Refuse.");
    }
}

/// <summary>Whether a text really becomes a vector.</summary>
internal sealed class EmbeddingsCheckup(EmbeddingOptions options, OpenAIEmbedder embedder) : OpenAIServiceCheckup(options)
{
    private readonly EmbeddingOptions _options = options;

    protected override async IAsyncEnumerable<Finding> AskAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await embedder.EmbedAsync(["a cool cat"], cancellation);
        yield return Finding.Ok($"{_options.Endpoint} embeds with {_options.Model} in {_options.Dimensions} dimensions.");
    }
}
