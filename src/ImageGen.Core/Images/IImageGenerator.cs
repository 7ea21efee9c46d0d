using ImageGen.Core.Prompts;

namespace ImageGen.Core.Images;

/// <summary>What a provider takes and what it costs. Configuration, not code, decides most of it.</summary>
public sealed record GeneratorCapabilities
{
    /// <summary>What kind of provider it is, as people and pages name it: <c>painter</c>, <c>openai</c>, <c>flux</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether a model draws. The painter is none, and says so.</summary>
    public bool IsModel => Kind != "painter";

    /// <summary>The model asked for; part of every <see cref="PromptKey"/>.</summary>
    public required string Model { get; init; }

    /// <summary>Most characters (Unicode code points) of a prompt.</summary>
    public required int MaxPromptLength { get; init; }

    /// <summary>Whether a reference image can be given.</summary>
    public bool TakesReference { get; init; }

    /// <summary>
    /// Whether repeating an interrupted call is free. Where it is not, an attempt that ended without an answer may have
    /// been paid: it is marked uncertain and its cost counted before the next one.
    /// </summary>
    public bool FreeToRepeat { get; init; }

    /// <summary>Upper bound of what one picture of the given quality and size can cost.</summary>
    public Func<ImageSpec, Usd> MaxPricePerImage { get; init; } = static _ => Usd.Zero;

    /// <summary>Whether it can draw what was asked for. Quality, size and the like become the nearest it has.</summary>
    public bool CanTake(UserPrompt prompt, ImageSpec spec)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(spec);
        return (spec.Reference is null || TakesReference) && PromptText.Length(prompt.Value) <= MaxPromptLength;
    }
}

/// <summary>One order of pictures.</summary>
public sealed record GenerationRequest
{
    /// <summary>What to draw. Nothing else than a refined prompt can be ordered.</summary>
    public required RefinedPrompt Prompt { get; init; }

    /// <summary>How to draw it.</summary>
    public required ImageSpec Spec { get; init; }

    /// <summary>The seed of the first picture; the n-th uses <c>Seed + n</c>.</summary>
    public required uint Seed { get; init; }

    /// <summary>The picture to go by; null for none. Only where <see cref="GeneratorCapabilities.TakesReference"/>.</summary>
    public ReferenceImage? Reference { get; init; }

    /// <summary>The first picture still missing, 0 unless the job was interrupted after some were stored.</summary>
    public int FirstIndex { get; init; }

    /// <summary>What <see cref="SaveTaskAsync"/> was last given for this job, by this process or one that died.</summary>
    public string? Task { get; init; }

    /// <summary>
    /// Stores the provider's task id on the job. A provider with asynchronous tasks calls it as soon as it knows the
    /// id, so that another worker goes on polling instead of ordering, and paying, again. Null says that a new task is
    /// about to be ordered: interrupted before its id is known, that order may have been paid.
    /// </summary>
    public required Func<string?, CancellationToken, Task> SaveTaskAsync { get; init; }

    /// <summary>
    /// Who asked, <c>platform:tenant:user</c>, for providers that want to tell people apart. Leaves this process only as
    /// a keyed hash.
    /// </summary>
    public string? EndUser { get; init; }
}

/// <summary>A stored picture that a new one goes by.</summary>
/// <param name="Key">Its key in the image store; the extension tells its type.</param>
/// <param name="OpenAsync">Opens it, each time anew. Disposed by the reader.</param>
public sealed record ReferenceImage(string Key, Func<CancellationToken, Task<Stream>> OpenAsync);

/// <summary>A picture as it comes from the provider, not yet looked at.</summary>
/// <param name="Content">The file's bytes, read once. Disposed by the reader.</param>
/// <param name="Cost">What this picture cost, as far as known. Asked for once its bytes are read: providers send the bill last.</param>
public sealed record GeneratedImage(Stream Content, Func<Usd> Cost)
{
    /// <summary>A picture whose cost is known beforehand.</summary>
    public GeneratedImage(Stream content, Usd cost)
        : this(content, () => cost)
    {
    }
}

/// <summary>Draws pictures: one configured provider.</summary>
public interface IImageGenerator
{
    /// <summary>The configured name, also the name of the job lane.</summary>
    string Name { get; }

    /// <summary>What it takes.</summary>
    GeneratorCapabilities Capabilities { get; }

    /// <summary>Draws the pictures from <see cref="GenerationRequest.FirstIndex"/> on, in order, one at a time.</summary>
    /// <exception cref="GenerationException">The provider answered that it will not or cannot.</exception>
    IAsyncEnumerable<GeneratedImage> GenerateAsync(GenerationRequest request, CancellationToken cancellation);
}
