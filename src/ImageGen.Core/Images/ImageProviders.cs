using System.Diagnostics.CodeAnalysis;

namespace ImageGen.Core.Images;

/// <summary>The configured generators.</summary>
public sealed class ImageProviders
{
    private readonly Dictionary<string, IImageGenerator> _byName;

    /// <summary>Collects the configured generators.</summary>
    /// <param name="generators">At least one, with distinct names.</param>
    /// <param name="defaultProvider">The name of the one that draws where a request names none.</param>
    /// <param name="fallback">Names of those that draw where another cannot, first to last; null for none.</param>
    /// <exception cref="ArgumentException">Names repeat, or the default or a fallback is not among them.</exception>
    public ImageProviders(IEnumerable<IImageGenerator> generators, string defaultProvider, IEnumerable<string>? fallback = null)
    {
        All = [.. generators];
        _byName = All.ToDictionary(generator => generator.Name, StringComparer.OrdinalIgnoreCase);
        Default = _byName.GetValueOrDefault(defaultProvider)
            ?? throw new ArgumentException($"The default provider '{defaultProvider}' is not configured.", nameof(defaultProvider));
        Fallback = [.. (fallback ?? []).Select(name => _byName.GetValueOrDefault(name)
            ?? throw new ArgumentException($"The fallback provider '{name}' is not configured.", nameof(fallback)))];
    }

    /// <summary>All of them, in the order of the configuration.</summary>
    public IReadOnlyList<IImageGenerator> All { get; }

    /// <summary>The one that draws where a request names none.</summary>
    public IImageGenerator Default { get; }

    /// <summary>Those that draw where another cannot, first to last.</summary>
    public IReadOnlyList<IImageGenerator> Fallback { get; }

    /// <summary>The one that draws from a reference image where a request names none: the default, or the first that takes any. Null where none does.</summary>
    public IImageGenerator? ForReference => Default.Capabilities.TakesReference ? Default : All.FirstOrDefault(generator => generator.Capabilities.TakesReference);

    /// <summary>Finds a generator by name, ignoring case.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out IImageGenerator? generator) => _byName.TryGetValue(name, out generator);
}
