namespace ImageGen.Bot.Providers.Painter;

internal enum Setting { Meadow, Mountains, Forest, Desert, City, Sea, Lake, Snowfield, Space, Underwater }

internal enum TimeOfDay { Day, Dawn, Sunset, Night }

internal enum Weather { Clear, Cloudy, Rain, Storm, Fog, Snow }

/// <summary>What the subject wears.</summary>
[Flags]
internal enum Attire
{
    None = 0,
    Sunglasses = 1,
    Crown = 2,
    WizardHat = 4,
    TopHat = 8,
    Scarf = 16,
    BowTie = 32,
}

/// <summary>Where things stand, in fractions of the picture. A close-up crops the subject's foot, as portraits do.</summary>
internal sealed record Composition(float Horizon, float SubjectX, float SubjectSize, bool Mirrored, float SunX, float SunY, bool CloseUp);

/// <summary>A brief understood: who is in the picture, where, when, and in which manner it is painted.</summary>
internal sealed record Scene
{
    /// <summary>Null when the landscape itself is the subject.</summary>
    public Subject? Subject { get; init; }

    /// <summary>The second thing named, drawn smaller and beside.</summary>
    public Subject? Companion { get; init; }

    /// <summary>The ground underfoot.</summary>
    public required Setting Setting { get; init; }

    /// <summary>What rises behind it.</summary>
    public required Setting Beyond { get; init; }

    public required TimeOfDay Time { get; init; }

    public required Weather Weather { get; init; }

    public Attire Attire { get; init; }

    public bool Aurora { get; init; }

    /// <summary>The colour asked for the subject.</summary>
    public Rgb? SubjectColor { get; init; }

    public required Mood? Mood { get; init; }

    /// <summary>Name of the medium, always a known one.</summary>
    public required string Medium { get; init; }

    public required Palette Palette { get; init; }

    public required Composition Composition { get; init; }

    public bool Dark => Time == TimeOfDay.Night || Weather == Weather.Storm;

    public bool OnWater => Setting is Setting.Sea or Setting.Lake;
}
