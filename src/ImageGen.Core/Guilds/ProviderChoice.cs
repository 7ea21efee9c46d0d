using ImageGen.Core.Images;
using ImageGen.Core.Prompts;

namespace ImageGen.Core.Guilds;

/// <summary>Who draws where a command leaves it open, within what the guild's rules allow.</summary>
public static class ProviderChoice
{
    /// <summary>The providers that may draw in a guild, in the order of the configuration.</summary>
    public static IEnumerable<IImageGenerator> Allowed(GuildSettings guild, ImageProviders providers)
    {
        ArgumentNullException.ThrowIfNull(guild);
        ArgumentNullException.ThrowIfNull(providers);
        return providers.All.Where(one => guild.Rules.MayDraw(one.Name));
    }

    /// <summary>
    /// Who draws where a command names nobody: the style's provider, the guild's default, the installation's, or else the
    /// first that may and can. The installation's where none of them may.
    /// </summary>
    /// <param name="guild">Whose rules.</param>
    /// <param name="providers">The configured providers.</param>
    /// <param name="style">The style; null where it is not known.</param>
    /// <param name="hasReference">Whether it must take a reference image, where any does.</param>
    public static IImageGenerator Default(GuildSettings guild, ImageProviders providers, StyleGuide? style, bool hasReference)
    {
        ArgumentNullException.ThrowIfNull(guild);
        ArgumentNullException.ThrowIfNull(providers);
        var preferred = new[] { style?.Provider, guild.Rules.DefaultProvider, providers.Default.Name }
            .Select(name => name is not null && providers.TryFind(name, out var one) ? one : null).OfType<IImageGenerator>();
        List<IImageGenerator> candidates = [.. preferred.Concat(providers.All).Where(one => guild.Rules.MayDraw(one.Name))];
        return (hasReference ? candidates.Find(one => one.Capabilities.TakesReference) : null) ?? candidates.FirstOrDefault() ?? providers.Default;
    }

    /// <summary>The cheapest provider that may and can draw for at most so much; null where none can.</summary>
    public static IImageGenerator? Cheapest(GuildSettings guild, ImageProviders providers, ImageSpec spec, Usd most)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Allowed(guild, providers)
            .Where(one => one.Name != spec.Provider && (spec.Reference is null || one.Capabilities.TakesReference) && Bound(one, spec) <= most)
            .MinBy(one => Bound(one, spec).Micros);
    }

    /// <summary>Upper bound of what everything asked for costs with a provider.</summary>
    public static Usd Bound(IImageGenerator provider, ImageSpec spec)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(spec);
        return provider.Capabilities.MaxPricePerImage(spec) * spec.Count;
    }
}
