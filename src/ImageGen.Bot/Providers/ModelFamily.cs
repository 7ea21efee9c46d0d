using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ImageGen.Core;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Providers;

/// <summary>The protocol a model is ordered with.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProviderProtocol>))]
internal enum ProviderProtocol
{
    OpenAI,
    Flux,
}

/// <summary>What the models of one family take and cost. All of it is data: see <c>families.json</c>.</summary>
/// <remarks>What has a default has a setter: generated JSON code would set an init-only property that is not written to nothing.</remarks>
internal sealed record ModelFamily
{
    public required string Name { get; init; }

    public required ProviderProtocol Speaks { get; init; }

    /// <summary>What the ids of its models begin with. The longest that fits wins.</summary>
    public required IReadOnlyList<string> Prefixes { get; init; }

    public required int MaxPromptLength { get; init; }

    /// <summary>Most pictures of one call.</summary>
    public int MaxCount { get; set; } = 1;

    /// <summary>Most reference images of one call; 0 where it takes none.</summary>
    public int MaxReferences { get; init; }

    public required SizeRule Size { get; init; }

    /// <summary>What our qualities are called there; null where there is no such field.</summary>
    public ByQuality<string>? Qualities { get; init; }

    /// <summary>Whether a seed can be given.</summary>
    public bool Seed { get; init; }

    /// <summary>The guidance it takes; null where there is no such field.</summary>
    public GuidanceRange? Guidance { get; init; }

    /// <summary>Further fields of every order.</summary>
    public JsonObject Fields { get; set; } = [];

    /// <summary>What a picture costs; null where that is unknown.</summary>
    public ImagePrice? Price { get; init; }
}

/// <summary>One value a quality.</summary>
internal sealed record ByQuality<T>(T Low, T Medium, T High)
{
    public T this[ImageQuality quality] => quality switch
    {
        ImageQuality.Low => Low,
        ImageQuality.Medium => Medium,
        ImageQuality.High => High,
    };

    [JsonIgnore]
    public IEnumerable<T> All => [Low, Medium, High];
}

/// <summary>From where to where guidance goes.</summary>
internal sealed record GuidanceRange(double Least, double Greatest);

/// <summary>The families that are built in.</summary>
internal static class ModelFamilies
{
    private static readonly Table Data = Read();

    /// <summary>When capabilities and prices were looked up.</summary>
    public static DateOnly AsOf => Data.AsOf;

    public static IReadOnlyList<ModelFamily> All => Data.Families;

    /// <summary>The highest price in the table: what a picture is taken to cost where nobody knows.</summary>
    public static ImagePrice UnknownPrice { get; } = new() { PerImage = Highest().Dollars };

    /// <summary>The names a configuration may choose from.</summary>
    public static IEnumerable<string> Names(ProviderProtocol protocol) => All.Where(family => family.Speaks == protocol).Select(family => family.Name);

    /// <summary>The family of that name.</summary>
    public static ModelFamily? Find(ProviderProtocol protocol, string name) =>
        All.FirstOrDefault(family => family.Speaks == protocol && family.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The family a model's id says it is of. Every protocol has one that takes whatever no other does.</summary>
    public static ModelFamily Of(ProviderProtocol protocol, string model) => All
        .Where(family => family.Speaks == protocol)
        .MaxBy(family => family.Prefixes.Where(prefix => model.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).Select(prefix => prefix.Length).DefaultIfEmpty(-1).Max())!;

    private static Usd Highest() => (
        from family in All
        where family.Price is not null
        from quality in Enum.GetValues<ImageQuality>()
        from aspect in new[] { AspectRatio.Square, AspectRatio.Parse("3:2") }
        select family.Price!.Bound(quality, family.Size.Nearest(aspect), family.MaxReferences > 0)).Max();

    private static Table Read()
    {
        using var stream = typeof(ModelFamilies).Assembly.GetManifestResourceStream("ImageGen.Bot.Providers.families.json")!;
        return JsonSerializer.Deserialize(stream, FamilyJson.Default.Table)!;
    }

    internal sealed record Table(DateOnly AsOf, IReadOnlyList<ModelFamily> Families);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModelFamilies.Table))]
internal sealed partial class FamilyJson : JsonSerializerContext;
