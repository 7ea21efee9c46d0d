using System.Globalization;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Prompts;

namespace ImageGen.Core.Requests;

/// <summary>A request that can be carried out.</summary>
/// <param name="Prompt">What to draw.</param>
/// <param name="Spec">How to draw it.</param>
/// <param name="Generator">Who draws it.</param>
public sealed record ValidRequest(UserPrompt Prompt, ImageSpec Spec, IImageGenerator Generator);

/// <summary>Judges every field of a request at once, against the tenant's styles and the configured providers.</summary>
public static class RequestValidator
{
    /// <summary>Judges a request.</summary>
    /// <param name="request">What was typed.</param>
    /// <param name="guild">The tenant's styles and rules.</param>
    /// <param name="providers">The configured providers.</param>
    /// <param name="valid">The request, where nothing is wrong with it.</param>
    /// <returns>Everything wrong with it, in the order of the fields; empty where nothing is.</returns>
    public static IReadOnlyList<FieldFault> Validate(
        ImagineRequest request, GuildSettings guild, ImageProviders providers, out ValidRequest? valid)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(guild);
        ArgumentNullException.ThrowIfNull(providers);

        var faults = new List<FieldFault>();
        if (!UserPrompt.TryCreate(request.Prompt, out var prompt, out var promptFault))
            faults.Add(promptFault);

        var styles = guild.Styles;
        var style = styles.Default;
        if (Given(request.Style) is { } styleName && !styles.TryFind(styleName, out style!))
            faults.Add(Faults.StyleUnknown(Quote(styleName), Suggestion.For(styleName, styles.Guides.Select(guide => guide.Name))));

        var generator = ProviderChoice.Default(guild, providers, style, Given(request.Reference) is not null);
        if (Given(request.Provider) is { } providerName && !providers.TryFind(providerName, out generator!))
            faults.Add(Faults.ProviderUnknown(Quote(providerName), Suggestion.For(providerName, providers.All.Select(one => one.Name))));
        if (generator is not null && !guild.Rules.MayDraw(generator.Name))
            faults.Add(Faults.RuleProvider(generator.Name, string.Join(", ", guild.Rules.Providers)));

        var aspect = style?.Aspect ?? AspectRatio.Square;
        if (Given(request.Aspect) is { } aspectText && !AspectRatio.TryParse(aspectText, out aspect))
            faults.Add(Faults.Aspect(Quote(aspectText)));

        var count = Number(request.Count, 1, ImageSpec.MaxCount, Faults.Count, faults);
        var seed = Number(request.Seed, 0, uint.MaxValue, Faults.Seed, faults);

        double? guidance = null;
        if (Given(request.Guidance) is { } guidanceText)
        {
            guidance = double.TryParse(guidanceText, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
            if (guidance is not (>= ImageSpec.MinGuidance and <= ImageSpec.MaxGuidance))
                faults.Add(Faults.Guidance(ImageSpec.MinGuidance, ImageSpec.MaxGuidance, Quote(guidanceText)));
        }

        var negative = Negative(request.Negative, faults);

        var quality = style?.Quality ?? ImageQuality.Medium;
        if (Given(request.Quality) is { } qualityText && (!qualityText.All(char.IsAsciiLetter) || !Enum.TryParse(qualityText, ignoreCase: true, out quality)))
            faults.Add(Faults.Quality(Quote(qualityText)));

        if (Given(request.Reference) is not null && generator is { Capabilities.TakesReference: false })
            faults.Add(Faults.ReferenceNotTaken(generator.Name));

        valid = faults.Count > 0 ? null : new ValidRequest(prompt!, new ImageSpec
        {
            Style = style!.Name,
            Provider = generator!.Name,
            Aspect = aspect,
            Count = (int)(count ?? 1),
            Seed = (uint?)seed,
            Guidance = guidance,
            Negative = negative,
            Quality = quality,
            Refine = request.Refine ?? guild.Rules.Refine ?? true,
            Reference = Given(request.Reference),
        }, generator);
        return faults;
    }

    private static long? Number(
        string? text, long least, long greatest, Func<long, long, string, FieldFault> fault, List<FieldFault> faults)
    {
        if (Given(text) is not { } given)
            return null;
        if (long.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= greatest)
            return number;
        faults.Add(fault(least, greatest, Quote(given)));
        return null;
    }

    private static string? Negative(string? text, List<FieldFault> faults)
    {
        if (Given(text) is not { } given)
            return null;
        if (!PromptText.TryNormalise(given, out var normal, out var control))
        {
            faults.Add(control is null ? Faults.NegativeUnicode() : Faults.NegativeControl(control));
            return null;
        }

        var length = PromptText.Length(normal);
        if (length > ImageSpec.MaxNegativeLength)
            faults.Add(Faults.NegativeLength(ImageSpec.MaxNegativeLength, length));
        return normal.Length == 0 ? null : normal;
    }

    /// <summary>A field left empty in a form is a field not given.</summary>
    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>Enough of what was typed to recognise it, safe to print.</summary>
    internal static string Quote(string text)
    {
        var shown = new string([.. text.Take(40).Select(c => char.IsControl(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format ? '?' : c)]);
        return text.Length > 40 ? shown + "…" : shown;
    }
}
