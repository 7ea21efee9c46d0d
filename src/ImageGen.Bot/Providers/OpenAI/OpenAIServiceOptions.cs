using ImageGen.Core;

namespace ImageGen.Bot.Providers.OpenAI;

/// <summary>A service of OpenAI's besides its pictures, or of a server that speaks the same, as configured.</summary>
internal abstract record OpenAIServiceOptions
{
    /// <summary>The section of the configuration: <c>Refiner</c>, …</summary>
    public abstract string Section { get; }

    /// <summary>Where its API is.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The model asked for; with Azure, the deployment.</summary>
    public required string Model { get; init; }

    /// <summary>Null where the server wants none, or Entra vouches for us.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Whether it is Azure's: the key goes into another header, and without one Entra's token is sent.</summary>
    public bool IsAzure { get; init; }

    /// <summary>How long one call may take, to its last byte.</summary>
    public required TimeSpan Timeout { get; init; }
}

/// <summary>A language model that refines prompts.</summary>
internal sealed record RefinerOptions : OpenAIServiceOptions
{
    /// <summary>Most tokens of a request: instructions, three guides and the longest prompt take fewer.</summary>
    private const int MaxTokensIn = 4000;

    public override string Section => "Refiner";

    /// <summary>Most tokens of an answer, the model's own thoughts included.</summary>
    public required int MaxTokensOut { get; init; }

    /// <summary>How much a reasoning model thinks; null leaves it to the model.</summary>
    public string? Effort { get; init; }

    /// <summary>With it, the model's maker is told a keyed hash of who asked. Null tells it nothing.</summary>
    public string? UserIdSecret { get; init; }

    /// <summary>Prices of the configuration; null where it says none.</summary>
    public TextPrice? Price { get; init; }

    /// <summary>What tokens cost; where that is not known, as much as the dearest models.</summary>
    public TextPrice EffectivePrice => Price ?? TextPrice.Unknown;

    /// <summary>Upper bound of what one prompt can cost.</summary>
    public Usd Bound => EffectivePrice.Of(MaxTokensIn, MaxTokensOut);
}

/// <summary>US dollars for a million tokens.</summary>
internal readonly record struct TextPrice(decimal TextIn, decimal TextOut)
{
    private const decimal Million = 1_000_000;

    /// <summary>What counts where nobody said what it costs.</summary>
    public static TextPrice Unknown { get; } = new(5, 30);

    public Usd Of(long tokensIn, long tokensOut) => Usd.FromDollars(((tokensIn * TextIn) + (tokensOut * TextOut)) / Million);
}

/// <summary>A model that says whether texts and pictures are harmful.</summary>
internal sealed record ModerationOptions : OpenAIServiceOptions
{
    public override string Section => "Moderation";

    /// <summary>Lets what cannot be reviewed through instead of waiting until it can.</summary>
    public bool AllowsOnOutage { get; init; }

    /// <summary>From which score a category is refused.</summary>
    public required ModerationThresholds Strict { get; init; }

    /// <summary>The same in places for adults.</summary>
    public required ModerationThresholds Relaxed { get; init; }
}

/// <summary>A model that turns texts into vectors.</summary>
internal sealed record EmbeddingOptions : OpenAIServiceOptions
{
    public override string Section => "Embeddings";

    /// <summary>Numbers a vector has.</summary>
    public required int Dimensions { get; init; }

    /// <summary>Least cosine, 0 to 1, at which a style guide fits a prompt.</summary>
    public required double StyleThreshold { get; init; }
}
