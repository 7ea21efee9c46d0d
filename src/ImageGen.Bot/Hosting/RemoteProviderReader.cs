using ImageGen.Bot.Providers;
using ImageGen.Bot.Providers.Flux;
using ImageGen.Bot.Providers.OpenAI;

namespace ImageGen.Bot.Hosting;

/// <summary>Reads what <c>Providers:&lt;name&gt;</c> says of a provider that is called over the network.</summary>
internal static class RemoteProviderReader
{
    public static readonly Uri OpenAI = new("https://api.openai.com/v1");
    private static readonly Uri Flux = new("https://api.bfl.ai");

    /// <summary>Reads the section and notes its faults.</summary>
    public static ProviderOptions Read(SettingsReader section, string name, ProviderKind kind)
    {
        var protocol = kind == ProviderKind.Flux ? ProviderProtocol.Flux : ProviderProtocol.OpenAI;
        var model = section.Text("Model");
        if (model is null)
            section.Fault("Model", kind == ProviderKind.AzureOpenAI ? "is missing; it is the deployment's name" : "is missing; docs/providers.md names some");
        var endpoint = Endpoint(section, kind);
        var key = section.Text("ApiKey");
        if (key is null && (kind == ProviderKind.Flux || endpoint == OpenAI))
            section.Fault("ApiKey", "is missing");
        if (section.Text("UserIdSecret") is { Length: < 16 })
            section.Fault("UserIdSecret", "must have at least 16 characters");
        return new ProviderOptions
        {
            Name = name,
            Endpoint = endpoint,
            Model = model ?? "",
            Family = Takes(section.Section("Takes"), Family(section, protocol, model ?? "")),
            ApiKey = key,
            IsAzure = kind == ProviderKind.AzureOpenAI,
            Timeout = TimeSpan.FromSeconds(section.Number("TimeoutSeconds", 1, 3600, 300)),
            SampleHosts = Hosts(section, kind),
            UserIdSecret = section.Text("UserIdSecret"),
            Price = Price(section.Section("Prices")),
        };
    }

    /// <summary>Where the API is: as configured, or the kind's own.</summary>
    public static Uri Endpoint(SettingsReader section, ProviderKind kind)
    {
        var given = section.HttpUrl("Endpoint");
        if (kind != ProviderKind.AzureOpenAI)
            return given ?? (kind == ProviderKind.Flux ? Flux : OpenAI);
        if (given is null)
            section.Fault("Endpoint", "is missing; it is like https://my-resource.openai.azure.com");
        return given is { AbsolutePath: "/" } resource ? new Uri(resource, "openai/v1") : given ?? OpenAI;
    }

    private static ModelFamily Family(SettingsReader section, ProviderProtocol protocol, string model)
    {
        if (section.Text("Family") is not { } name)
            return ModelFamilies.Of(protocol, model);
        if (ModelFamilies.Find(protocol, name) is { } family)
            return family;
        section.Fault("Family", $"must be one of {string.Join(", ", ModelFamilies.Names(protocol))}; it is '{name}'");
        return ModelFamilies.Of(protocol, model);
    }

    /// <summary>The family, with what the configuration knows better.</summary>
    private static ModelFamily Takes(SettingsReader section, ModelFamily family)
    {
        var sizes = section.List("Sizes");
        foreach (var size in sizes.Where(size => !SizeRule.TryParse(size, out _)))
            section.Fault("Sizes", $"must be sizes like 1024x1024; '{size}' is none");
        var takes = family with
        {
            MaxPromptLength = section.Number("MaxPromptLength", 100, 1_000_000, family.MaxPromptLength),
            MaxCount = section.Number("MaxCount", 1, 10, family.MaxCount),
            MaxReferences = section.Number("MaxReferences", 0, 16, family.MaxReferences),
            Seed = section.Switch("Seed") ?? family.Seed,
            Size = sizes.Count > 0 ? new SizeRule { Fixed = [.. sizes.Where(size => SizeRule.TryParse(size, out _))] } : family.Size,
        };
        section.RefuseUnknown();
        return takes;
    }

    private static IReadOnlyList<string> Hosts(SettingsReader section, ProviderKind kind)
    {
        var hosts = section.List("SampleHosts");
        foreach (var host in hosts.Where(host => !AllowedHosts.IsPattern(host)))
            section.Fault("SampleHosts", $"must be hosts like images.example.com or *.example.com; '{host}' is none");
        return hosts.Count > 0 ? hosts : kind == ProviderKind.Flux ? FluxClient.DefaultHosts : OpenAIImageGenerator.DefaultHosts;
    }

    private static ImagePrice? Price(SettingsReader section)
    {
        var isUsed = section.Keys.Count > 0;
        var price = new ImagePrice
        {
            PerImage = section.Amount("PerImage", 1000),
            Square = Qualities(section.Section("Square")),
            Wide = Qualities(section.Section("Wide")),
            Tokens = Tokens(section.Section("PerMillionTokens")),
            Megapixels = Megapixels(section.Section("PerMegapixel")),
        };
        section.RefuseUnknown();
        if (isUsed && new object?[] { price.PerImage, price.Square ?? price.Wide, price.Tokens, price.Megapixels }.Count(form => form is not null) != 1)
            section.Fault("PerImage", "or Square and Wide, or PerMillionTokens, or PerMegapixel: exactly one form of price is to be given, and whole");
        return isUsed ? price : null;
    }

    private static ByQuality<decimal>? Qualities(SettingsReader section)
    {
        var (low, medium, high) = (section.Amount("Low", 1000), section.Amount("Medium", 1000), section.Amount("High", 1000));
        section.RefuseUnknown();
        return (low ?? medium ?? high) is { } any ? new ByQuality<decimal>(low ?? medium ?? any, medium ?? high ?? any, high ?? medium ?? any) : null;
    }

    private static TokenPrice? Tokens(SettingsReader section)
    {
        var (text, image, drawn) = (section.Amount("TextIn", 10_000), section.Amount("ImageIn", 10_000), section.Amount("ImageOut", 10_000));
        var most = section.Number("MaxImageOut", 1, 10_000_000, 8000);
        section.RefuseUnknown();
        return text is null && image is null && drawn is null ? null : new TokenPrice(text ?? 0, image ?? text ?? 0, drawn ?? 0, 4000, 8000, new ByQuality<int>(most, most, most));
    }

    private static MegapixelPrice? Megapixels(SettingsReader section)
    {
        var (first, further) = (section.Amount("First", 1000), section.Amount("Further", 1000));
        section.RefuseUnknown();
        return (first ?? further) is { } any ? new MegapixelPrice(first ?? any, further ?? any, 4) : null;
    }
}
