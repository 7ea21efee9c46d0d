using System.Diagnostics.CodeAnalysis;

namespace ImageGen.Core.Images;

/// <summary>The configured generators.</summary>
public sealed class ImageProviders
{
    private readonly Dictionary<string, IImageGenerator> _byName;

    /// <summary>Collects the configured generators.</summary>
    /// <param name="generators">At least one, with distinct names.</param>
    /// <param name="defaultProvider">The name of the one that draws where a request names none.</param>
    /// <exception cref="ArgumentException">Names repeat, or the default is not among them.</exception>
    public ImageProviders(IEnumerable<IImageGenerator> generators, string defaultProvider)
    {
        All = [.. generators];
        _byName = All.ToDictionary(generator => generator.Name, StringComparer.OrdinalIgnoreCase);
        Default = _byName.GetValueOrDefault(defaultProvider)
            ?? throw new ArgumentException($"The default provider '{defaultProvider}' is not configured.", nameof(defaultProvider));
    }

    /// <summary>All of them, in the order of the configuration.</summary>
    public IReadOnlyList<IImageGenerator> All { get; }

    /// <summary>The one that draws where a request names none.</summary>
    public IImageGenerator Default { get; }

    /// <summary>The one that draws from a reference image where a request names none: the default, or the first that takes any. Null where none does.</summary>
    public IImageGenerator? ForReference => Default.Capabilities.TakesReference ? Default : All.FirstOrDefault(generator => generator.Capabilities.TakesReference);

    /// <summary>Finds a generator by name, ignoring case.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out IImageGenerator? generator) => _byName.TryGetValue(name, out generator);
}
