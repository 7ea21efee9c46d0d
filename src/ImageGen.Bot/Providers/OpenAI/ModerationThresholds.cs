namespace ImageGen.Bot.Providers.OpenAI;

/// <summary>From which score, 0 to 1, a category is refused.</summary>
/// <param name="scores">By category as the configuration writes it.</param>
internal sealed class ModerationThresholds(IReadOnlyDictionary<string, double> scores)
{
    /// <summary>For a category this does not know: the model's maker added it for a reason.</summary>
    private const double Unknown = 0.5;

    /// <summary>Where children may look on.</summary>
    public static ModerationThresholds Strict { get; } = new(new Dictionary<string, double>(StringComparer.OrdinalIgnoreCase)
    {
        ["Harassment"] = 0.7, ["HarassmentThreatening"] = 0.5, ["Hate"] = 0.5, ["HateThreatening"] = 0.4,
        ["Illicit"] = 0.7, ["IllicitViolent"] = 0.5, ["SelfHarm"] = 0.4, ["SelfHarmIntent"] = 0.4, ["SelfHarmInstructions"] = 0.3,
        ["Sexual"] = 0.4, ["SexualMinors"] = 0.1, ["Violence"] = 0.8, ["ViolenceGraphic"] = 0.5,
    });

    /// <summary>In places for adults. What harms children is refused there as anywhere.</summary>
    public static ModerationThresholds Relaxed { get; } = new(new Dictionary<string, double>(StringComparer.OrdinalIgnoreCase)
    {
        ["Harassment"] = 0.9, ["HarassmentThreatening"] = 0.7, ["Hate"] = 0.7, ["HateThreatening"] = 0.5,
        ["Illicit"] = 0.9, ["IllicitViolent"] = 0.7, ["SelfHarm"] = 0.6, ["SelfHarmIntent"] = 0.5, ["SelfHarmInstructions"] = 0.4,
        ["Sexual"] = 0.9, ["SexualMinors"] = 0.1, ["Violence"] = 0.95, ["ViolenceGraphic"] = 0.9,
    });

    /// <summary>The categories there are, as the configuration writes them.</summary>
    public static IReadOnlyCollection<string> Categories { get; } = [.. Strict.Scores.Keys];

    public IReadOnlyDictionary<string, double> Scores => scores;

    /// <summary>These, with what the configuration knows better.</summary>
    public ModerationThresholds With(IReadOnlyDictionary<string, double> others)
    {
        var changed = new Dictionary<string, double>(scores, StringComparer.OrdinalIgnoreCase);
        foreach (var (category, score) in others)
            changed[category] = score;
        return new ModerationThresholds(changed);
    }

    /// <summary>Whether a score is too high.</summary>
    /// <param name="category">As the model writes it: <c>self-harm/intent</c>.</param>
    /// <param name="score">0 to 1.</param>
    public bool Refuses(string category, double score) => score >= scores.GetValueOrDefault(Key(category), Unknown);

    /// <summary>Whether a category of the model's is one this knows, and so can be named to people.</summary>
    public static bool Knows(string category) => Strict.Scores.ContainsKey(Key(category));

    private static string Key(string category) => new([.. category.Where(char.IsLetter)]);
}
