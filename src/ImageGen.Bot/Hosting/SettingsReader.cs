using System.Globalization;

namespace ImageGen.Bot.Hosting;

/// <summary>
/// Reads settings and collects every fault instead of stopping at the first, so that an operator mends all of them at
/// once. A key nobody asks for is a fault too: a misspelt limit is no limit.
/// </summary>
internal sealed class SettingsReader(IConfiguration configuration, string path, List<string> faults)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A section below this one; its own keys are checked by whoever reads it.</summary>
    public SettingsReader Section(string key)
    {
        _known.Add(key);
        var section = configuration.GetSection(key);
        if (!string.IsNullOrWhiteSpace(section.Value))
            Fault(key, $"is a section with settings of its own, not the value '{section.Value}'");
        return new SettingsReader(section, Path(key), faults);
    }

    /// <summary>Names of the sections and values directly below this one.</summary>
    public IReadOnlyList<string> Keys => [.. configuration.GetChildren().Select(child => child.Key)];

    public string? Text(string key)
    {
        _known.Add(key);
        return configuration[key] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
    }

    public long? Number(string key, long least, long greatest)
    {
        if (Text(key) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= greatest)
            return number;
        Fault(key, $"must be a whole number from {least} to {greatest}; it is '{text}'");
        return null;
    }

    public int Number(string key, int least, int greatest, int otherwise) => (int)(Number(key, least, greatest) ?? otherwise);

    public decimal? Amount(string key, decimal greatest)
    {
        if (Text(key) is not { } text)
            return null;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount <= greatest)
            return amount;
        Fault(key, $"must be an amount from 0 to {greatest}, such as 25.00; it is '{text}'");
        return null;
    }

    public bool? Switch(string key)
    {
        if (Text(key) is not { } text)
            return null;
        if (bool.TryParse(text, out var isOn))
            return isOn;
        Fault(key, $"must be true or false; it is '{text}'");
        return null;
    }

    public T Choice<T>(string key, T otherwise)
        where T : struct, Enum
    {
        if (Text(key) is not { } text)
            return otherwise;
        if (Enum.TryParse<T>(text, ignoreCase: true, out var choice) && char.IsAsciiLetter(text[0]) && text.All(char.IsAsciiLetterOrDigit))
            return choice;
        Fault(key, $"must be one of {string.Join(", ", Enum.GetNames<T>())}; it is '{text}'");
        return otherwise;
    }

    public Uri? HttpUrl(string key)
    {
        if (Text(key) is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return url;
        Fault(key, $"must be a URL such as https://images.example.com; it is '{text}'");
        return null;
    }

    /// <summary>A list, written as an array or, in one environment variable, with commas.</summary>
    public IReadOnlyList<string> List(string key)
    {
        var items = configuration.GetSection(key).GetChildren().Select(child => child.Value ?? "").ToList();
        if (items.Count == 0 && Text(key) is { } text)
            items = [.. text.Split(',')];
        _known.Add(key);
        return [.. items.Select(item => item.Trim()).Where(item => item.Length > 0)];
    }

    /// <summary>Notes a fault of a key below this section.</summary>
    public void Fault(string key, string message) => faults.Add($"{Path(key)} {message}.");

    /// <summary>Notes every key below this section that nothing asked for.</summary>
    /// <param name="given">The keys to judge; null for all. At the root, the environment holds other programs' names too.</param>
    public void RefuseUnknown(IEnumerable<string>? given = null)
    {
        foreach (var key in (given ?? Keys).Where(key => !_known.Contains(key)))
            Fault(key, $"is no setting; there are {string.Join(", ", _known)}");
    }

    private string Path(string key) => path.Length == 0 ? key : $"{path}:{key}";
}
