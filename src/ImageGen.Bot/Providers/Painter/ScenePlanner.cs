using System.Collections.Frozen;

namespace ImageGen.Bot.Providers.Painter;

/// <summary>Reads a brief and decides what will be in the picture.</summary>
internal static class ScenePlanner
{
    public static Scene Plan(PaintingBrief brief)
    {
        string[] words = Words(brief.Text);
        var random = new Pcg32(Pcg32.HashText(brief.Text) ^ ((ulong)brief.Seed << 17) ^ brief.Seed);
        Mood? mood = Mood.FirstOf(brief.Styles);
        (Subject? subject, int subjectAt) = FindSubject(words, 0);
        Subject? companion = subject is null ? null : FindCompanion(words, subjectAt + 1, subject);
        (Setting setting, Setting beyond) = Place(words, subject, mood, random.Fork("place"));
        TimeOfDay time = First(words, Vocabulary.Times) ?? mood?.Time ?? UsualTime(setting, random.Fork("time"));
        Weather weather = First(words, Vocabulary.Weathers) ?? mood?.Weather ?? random.Fork("weather").Pick(Weather.Clear, Weather.Clear, Weather.Cloudy);

        // A colour just before the subject paints the subject; one elsewhere in the first clause is the accent.
        (Rgb? subjectColor, Rgb? accent) = FindColors(words, subjectAt);
        return new Scene
        {
            Subject = subject,
            Companion = companion,
            Setting = setting,
            Beyond = beyond,
            Time = time,
            Weather = weather,
            Attire = FindAttire(words, subjectAt),
            Aurora = words.Contains("aurora", StringComparer.Ordinal) || words.Contains("northern", StringComparer.Ordinal)
                || (time == TimeOfDay.Night && setting == Setting.Snowfield && random.Fork("aurora").Chance(0.6f)),
            SubjectColor = subjectColor,
            Mood = mood,
            Medium = Medium.NameFor(brief.Styles),
            Palette = Palette.For(time, weather, mood, accent, random.Fork("palette")),
            Composition = Compose(brief, words, subject, setting, time, random.Fork("composition")),
        };
    }

    private static string[] Words(string text)
        => text.ToLowerInvariant().Replace("'s", "", StringComparison.Ordinal).Split(
            [' ', ',', '.', ';', ':', '!', '?', '-', '"', '(', ')', '\n', '\r', '\t', '/', '\''], StringSplitOptions.RemoveEmptyEntries);

    private static (Subject? Subject, int At) FindSubject(string[] words, int from)
    {
        for (int i = from; i < words.Length; i++)
        {
            if (Vocabulary.TryFind(Subject.ByWord, words[i], out Subject? subject))
                return (subject, i);
        }

        return (null, -1);
    }

    private static Subject? FindCompanion(string[] words, int from, Subject subject)
    {
        Subject? next = FindSubject(words, from).Subject;
        return next == subject ? null : next;
    }

    private static T? First<T>(string[] words, FrozenDictionary<string, T> table) where T : struct
    {
        foreach (string word in words)
        {
            if (Vocabulary.TryFind(table, word, out T meaning))
                return meaning;
        }

        return null;
    }

    /// <summary>The first place named is underfoot; mountains, cities and forests may also rise behind another place.</summary>
    private static (Setting Setting, Setting Beyond) Place(string[] words, Subject? subject, Mood? mood, Pcg32 random)
    {
        var named = new List<Setting>();
        foreach (string word in words)
        {
            if (Vocabulary.TryFind(Vocabulary.Settings, word, out Setting setting) && !named.Contains(setting))
                named.Add(setting);
        }

        if (named.Count == 0)
            named.Add(mood?.Home ?? subject?.Home(random) ?? random.Pick(Setting.Mountains, Setting.Lake, Setting.Forest, Setting.Sea, Setting.Meadow, Setting.Desert));

        // Water is always underfoot: "a city by the sea" is seen across it, and snow in a forest lies on the ground.
        int water = named.FindIndex(place => place is Setting.Sea or Setting.Lake);
        int underfoot = water >= 0 ? water : Math.Max(0, named.IndexOf(Setting.Snowfield));
        Setting ground = named[underfoot];
        named.RemoveAt(underfoot);
        int behind = named.FindIndex(place => place is Setting.Mountains or Setting.City or Setting.Forest);
        if (behind >= 0)
            return (ground, named[behind]);
        return (ground, UsualBackdrop(ground, random));
    }

    private static Setting UsualBackdrop(Setting ground, Pcg32 random) => ground switch
    {
        Setting.Meadow => random.Pick(Setting.Meadow, Setting.Mountains),
        Setting.Lake => random.Pick(Setting.Mountains, Setting.Forest),
        Setting.Snowfield => random.Pick(Setting.Mountains, Setting.Forest),
        Setting.Desert => random.Pick(Setting.Desert, Setting.Mountains),
        Setting.Sea => random.Pick(Setting.Sea, Setting.Mountains),
        Setting.Mountains or Setting.Forest or Setting.City or Setting.Space or Setting.Underwater => ground,
    };

    private static TimeOfDay UsualTime(Setting setting, Pcg32 random) => setting switch
    {
        Setting.Space => TimeOfDay.Night,
        Setting.City => random.Pick(TimeOfDay.Night, TimeOfDay.Sunset, TimeOfDay.Day),
        _ => random.Pick(TimeOfDay.Day, TimeOfDay.Day, TimeOfDay.Dawn, TimeOfDay.Sunset),
    };

    private static (Rgb? Subject, Rgb? Accent) FindColors(string[] words, int subjectAt)
    {
        Rgb? accent = null;
        int end = Math.Min(words.Length, Math.Max(subjectAt, 0) + 8);
        for (int i = 0; i < end; i++)
        {
            if (!Vocabulary.TryFind(Vocabulary.Colors, words[i], out Rgb color))
                continue;
            if (i < subjectAt && i >= subjectAt - 3)
                return (color, accent);
            accent ??= color;
        }

        return (null, accent);
    }

    /// <summary>Only words close to the subject dress it: the tail of a refined prompt speaks of style.</summary>
    private static Attire FindAttire(string[] words, int subjectAt)
    {
        Attire attire = Attire.None;
        for (int i = 0; i < Math.Min(words.Length, subjectAt + 7); i++)
        {
            if (Vocabulary.TryFind(Vocabulary.Attires, words[i], out Attire item))
                attire |= item;
        }

        return attire;
    }

    private static Composition Compose(PaintingBrief brief, string[] words, Subject? subject, Setting setting, TimeOfDay time, Pcg32 random)
    {
        float horizon = setting switch
        {
            Setting.Space => 1.02f,
            Setting.Underwater => 0.86f,
            Setting.Sea or Setting.Lake => random.Range(0.5f, 0.6f),
            Setting.Mountains => random.Range(0.64f, 0.72f),
            _ => random.Range(0.58f, 0.68f),
        };
        bool mirrored = random.Chance(0.5f);
        bool wide = brief.Width > brief.Height * 1.4f;
        float offCenter = wide ? random.Range(0.08f, 0.18f) : random.Range(0f, 0.1f);
        float subjectX = 0.5f + (mirrored ? offCenter : -offCenter);
        float size = (First(words, Vocabulary.Sizes) ?? 1f) * random.Range(0.86f, 1.14f);

        // The sun stands on the open side, away from the subject.
        float sunX = mirrored ? random.Range(0.12f, 0.34f) : random.Range(0.66f, 0.88f);
        float sunY = time switch
        {
            TimeOfDay.Day => random.Range(0.1f, 0.2f),
            TimeOfDay.Night => random.Range(0.12f, 0.26f),
            TimeOfDay.Dawn or TimeOfDay.Sunset => horizon - random.Range(0.06f, 0.15f),
        };
        return new Composition(horizon, subjectX, size * (subject?.Size ?? 0f), mirrored, sunX, MathF.Min(sunY, 0.6f),
            CloseUp: subject is { Stance: Stance.Ground, Breadth: < 1f } && random.Chance(0.28f));
    }
}
