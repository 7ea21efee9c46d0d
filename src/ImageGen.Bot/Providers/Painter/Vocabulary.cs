using System.Collections.Frozen;

namespace ImageGen.Bot.Providers.Painter;

/// <summary>Words that steer a scene. A new synonym is a word in a row of a table.</summary>
internal static class Vocabulary
{
    public static readonly FrozenDictionary<string, Setting> Settings = Table<Setting>(
        (Setting.Meadow, "meadow field grass grassland garden park farm countryside prairie hill valley village"),
        (Setting.Mountains, "mountain alps alpine peak cliff canyon himalaya volcano fjord"),
        (Setting.Forest, "forest wood woodland jungle grove rainforest"),
        (Setting.Desert, "desert dune sand sahara oasis mars martian wasteland"),
        (Setting.City, "city town street skyline downtown metropolis tokyo paris london york urban alley rooftop skyscraper neon"),
        (Setting.Sea, "sea ocean beach coast shore wave harbor harbour island bay seaside"),
        (Setting.Lake, "lake river pond lagoon canal swamp stream"),
        (Setting.Snowfield, "snow snowy arctic ice icy tundra winter antarctica glacier frozen"),
        (Setting.Space, "space galaxy cosmos cosmic nebula orbit universe stars interstellar outer"),
        (Setting.Underwater, "underwater reef coral undersea seabed aquarium"));

    public static readonly FrozenDictionary<string, TimeOfDay> Times = Table<TimeOfDay>(
        (TimeOfDay.Night, "night midnight moonlight moonlit nighttime starry moon nocturnal stars neon dark aurora"),
        (TimeOfDay.Sunset, "sunset dusk evening twilight golden autumn"),
        (TimeOfDay.Dawn, "dawn sunrise morning daybreak"),
        (TimeOfDay.Day, "day noon daylight midday sunny daytime afternoon"));

    public static readonly FrozenDictionary<string, Weather> Weathers = Table<Weather>(
        (Weather.Rain, "rain rainy drizzle downpour wet raining"),
        (Weather.Storm, "storm stormy thunder lightning thunderstorm tempest hurricane"),
        (Weather.Fog, "fog foggy mist misty haze hazy"),
        (Weather.Snow, "snow snowy snowing blizzard snowfall winter snowflake"),
        (Weather.Cloudy, "cloud cloudy overcast"),
        (Weather.Clear, "clear sunny cloudless"));

    public static readonly FrozenDictionary<string, Attire> Attires = Table<Attire>(
        (Attire.Sunglasses, "cool sunglasses shades glasses hip rockstar"),
        (Attire.Crown, "crown king queen royal prince princess"),
        (Attire.WizardHat, "wizard witch magic magical sorcerer magician"),
        (Attire.TopHat, "gentleman tophat steampunk victorian dapper hat fancy"),
        (Attire.Scarf, "scarf winter cozy cosy cold"),
        (Attire.BowTie, "bowtie tuxedo elegant formal"));

    public static readonly FrozenDictionary<string, Rgb> Colors = Table<Rgb>(
        (Rgb.Hex(0xD4352C), "red crimson scarlet ruby"),
        (Rgb.Hex(0xF08A2C), "orange amber ginger"),
        (Rgb.Hex(0xF4C63A), "yellow gold golden"),
        (Rgb.Hex(0x4E9E4A), "green emerald jade"),
        (Rgb.Hex(0x1F9E99), "teal turquoise cyan aqua"),
        (Rgb.Hex(0x3A6FC8), "blue azure navy sapphire indigo"),
        (Rgb.Hex(0x7D4FB5), "purple violet lavender"),
        (Rgb.Hex(0xF08CB0), "pink rose magenta"),
        (Rgb.Hex(0x8A5A38), "brown bronze copper"),
        (Rgb.Hex(0xF2EFE8), "white ivory silver"),
        (Rgb.Hex(0x34343C), "black ebony"),
        (Rgb.Hex(0x8E929A), "gray grey"));

    /// <summary>Factors on the subject's size.</summary>
    public static readonly FrozenDictionary<string, float> Sizes = Table<float>(
        (0.7f, "small tiny little mini distant"),
        (1.25f, "big large huge giant enormous massive giga"));

    /// <summary>Looks a word up as written, then as a plural.</summary>
    public static bool TryFind<T>(FrozenDictionary<string, T> table, string word, out T meaning)
    {
        if (table.TryGetValue(word, out meaning!))
            return true;
        if (word.EndsWith("ies", StringComparison.Ordinal) && table.TryGetValue(word[..^3] + "y", out meaning!))
            return true;
        if (word.EndsWith("ves", StringComparison.Ordinal) && table.TryGetValue(word[..^3] + "f", out meaning!))
            return true;
        if (word.EndsWith("es", StringComparison.Ordinal) && table.TryGetValue(word[..^2], out meaning!))
            return true;
        return word.EndsWith('s') && table.TryGetValue(word[..^1], out meaning!);
    }

    public static FrozenDictionary<string, T> Table<T>(params ReadOnlySpan<(T Meaning, string Words)> rows)
    {
        var table = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach ((T meaning, string words) in rows)
        {
            foreach (string word in words.Split(' '))
                table.TryAdd(word, meaning);
        }

        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
