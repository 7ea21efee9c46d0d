using System.Globalization;
using System.Text;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Prompts;

namespace ImageGen.Core.Requests;

/// <summary>Asks again for what was asked before: as a request, and in the words a person would type.</summary>
public static class Repeat
{
    /// <summary>The request a job was made of, with nothing left to a default that may have changed since.</summary>
    public static ImagineRequest Of(ImageJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        var (order, spec) = (job.Order, job.Order.Spec);
        // Our own copy of an attached picture outlives the platform's address of it.
        var copy = job.Progress.Reference?.Key;
        return new ImagineRequest
        {
            Prompt = order.Prompt.Value,
            Style = spec.Style,
            Provider = spec.Provider,
            MayFallBack = order.MayFallBack,
            Aspect = spec.Aspect.ToString(),
            Count = Text(spec.Count),
            Seed = spec.Seed is { } seed ? Text(seed) : null,
            Guidance = spec.Guidance is { } guidance ? Text(guidance) : null,
            Negative = spec.Negative,
            Quality = spec.Quality.ToString(),
            Refine = spec.Refine,
            Reference = copy ?? spec.Reference,
            ReferenceUrl = copy is null ? order.ReferenceUrl : null,
        };
    }

    /// <summary>
    /// The flags that, after the prompt, ask for this again: <c>--style watercolor --ar 16:9</c>. What is the same for
    /// everybody by default is left out. <see cref="ImagineCommand"/> reads them.
    /// </summary>
    /// <param name="spec">What was asked for.</param>
    /// <param name="seed">The seed that was drawn with; null leaves it open.</param>
    public static string Flags(ImageSpec spec, uint? seed = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var flags = new StringBuilder().Append("--style ").Append(Word(spec.Style));
        if (spec.Aspect != AspectRatio.Square)
            flags.Append(" --ar ").Append(spec.Aspect);
        if (spec.Count > 1)
            flags.Append(" --count ").Append(Text(spec.Count));
        if (spec.Quality != ImageQuality.Medium)
            flags.Append(" --quality ").Append(spec.Quality.ToString().ToLowerInvariant());
        if (spec.Guidance is { } guidance)
            flags.Append(" --guidance ").Append(Text(guidance));
        if ((seed ?? spec.Seed) is { } chosen)
            flags.Append(" --seed ").Append(Text(chosen));
        if (spec.Negative is { } negative)
            flags.Append(" --no ").Append(Quoted(negative));
        if (!spec.Refine)
            flags.Append(" --raw");
        return flags.Append(" --provider ").Append(spec.Provider).ToString();
    }

    /// <summary>A value of one word as it is, any other kept together.</summary>
    private static string Word(string value) => value.Any(char.IsWhiteSpace) || value.StartsWith('-') ? Quoted(value) : value;

    /// <summary>Each of the quotation marks that could end it becomes an apostrophe.</summary>
    private static string Quoted(string value) => $"\"{value.Replace('"', '\'').Replace('“', '\'').Replace('”', '\'')}\"";

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
