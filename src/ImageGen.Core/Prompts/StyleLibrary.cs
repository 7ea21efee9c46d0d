using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ImageGen.Core.Prompts;

/// <summary>The style guides one tenant can use: an immutable snapshot.</summary>
public sealed class StyleLibrary
{
    private readonly Dictionary<string, StyleGuide> _byName;

    /// <summary>Makes a library.</summary>
    /// <param name="guides">Guides with distinct names.</param>
    /// <param name="defaultStyle">The name of one of them, used where a request names none.</param>
    /// <exception cref="ArgumentException">Two guides share a name, or the default is not among them.</exception>
    public StyleLibrary(IReadOnlyList<StyleGuide> guides, string defaultStyle)
    {
        Guides = guides;
        _byName = guides.ToDictionary(guide => guide.Name, StringComparer.OrdinalIgnoreCase);
        Default = _byName.GetValueOrDefault(defaultStyle)
            ?? throw new ArgumentException($"The default style '{defaultStyle}' is not in the library.", nameof(defaultStyle));
        var versions = string.Join('\n', guides.Select(guide => $"{guide.Name}\t{guide.Kind}\t{guide.Version}\t{string.Join(',', guide.Keywords)}\t{guide.Guidance}\t{guide.Negative}"));
        Version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(versions)))[..16];
    }

    /// <summary>All guides, in the order they are listed to people.</summary>
    public IReadOnlyList<StyleGuide> Guides { get; }

    /// <summary>The guide a request without a style gets.</summary>
    public StyleGuide Default { get; }

    /// <summary>Changes whenever any guide does. Part of every <see cref="PromptKey"/>.</summary>
    public string Version { get; }

    /// <summary>Finds a guide by name, ignoring case.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out StyleGuide? guide) => _byName.TryGetValue(name, out guide);
}
