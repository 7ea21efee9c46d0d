using ImageGen.Bot.Providers.OpenAI;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Hosting;

internal enum RefinerKind
{
    Template,
    OpenAI,
    AzureOpenAI,
}

internal enum ModerationKind
{
    None,
    OpenAI,
}

internal enum EmbeddingsKind
{
    None,
    OpenAI,
    AzureOpenAI,
}

/// <summary>What to do with what cannot be reviewed.</summary>
internal enum OnOutage
{
    Refuse,
    Allow,
}

/// <summary>Reads the sections of those who refine, moderate and embed.</summary>
internal static class LanguageReader
{
    /// <summary>Null where the template refines.</summary>
    public static RefinerOptions? Refiner(SettingsReader section)
    {
        var kind = section.Choice("Kind", RefinerKind.Template);
        if (kind == RefinerKind.Template)
            return RefuseOthers<RefinerOptions>(section, "Kind");
        if (section.Text("UserIdSecret") is { Length: < 16 })
            section.Fault("UserIdSecret", "must have at least 16 characters");
        var prices = section.Section("Prices");
        var (textIn, textOut) = (prices.Amount("TextIn", 10_000), prices.Amount("TextOut", 10_000));
        if (textIn is null != textOut is null)
            prices.Fault(textIn is null ? "TextIn" : "TextOut", "is missing; both prices are needed");
        prices.RefuseUnknown();
        var options = new RefinerOptions
        {
            Endpoint = Endpoint(section, kind == RefinerKind.AzureOpenAI),
            ApiKey = section.Text("ApiKey"),
            IsAzure = kind == RefinerKind.AzureOpenAI,
            Model = Model(section, otherwise: null),
            Timeout = TimeSpan.FromSeconds(section.Number("TimeoutSeconds", 1, 300, 15)),
            MaxTokensOut = section.Number("MaxTokens", 100, 100_000, 2000),
            Effort = section.Text("Effort"),
            UserIdSecret = section.Text("UserIdSecret"),
            Price = textIn is { } priceIn && textOut is { } priceOut ? new TextPrice(priceIn, priceOut) : null,
        };
        section.RefuseUnknown();
        return options;
    }

    /// <summary>Null where only word lists and patterns moderate.</summary>
    public static ModerationOptions? Moderation(SettingsReader section)
    {
        if (section.Choice("Kind", ModerationKind.None) == ModerationKind.None)
            return RefuseOthers<ModerationOptions>(section, "Kind", "BlockedWords");
        var options = new ModerationOptions
        {
            Endpoint = Endpoint(section, isAzure: false),
            ApiKey = section.Text("ApiKey"),
            Model = Model(section, "omni-moderation-latest"),
            Timeout = TimeSpan.FromSeconds(section.Number("TimeoutSeconds", 1, 300, 15)),
            AllowsOnOutage = section.Choice("OnOutage", OnOutage.Refuse) == OnOutage.Allow,
            Strict = ModerationThresholds.Strict.With(Thresholds(section.Section("Strict"))),
            Relaxed = ModerationThresholds.Relaxed.With(Thresholds(section.Section("Relaxed"))),
        };
        section.RefuseUnknown();
        return options;
    }

    /// <summary>Null where words alone find styles.</summary>
    public static EmbeddingOptions? Embeddings(SettingsReader section)
    {
        var kind = section.Choice("Kind", EmbeddingsKind.None);
        if (kind == EmbeddingsKind.None)
            return RefuseOthers<EmbeddingOptions>(section, "Kind");
        var options = new EmbeddingOptions
        {
            Endpoint = Endpoint(section, kind == EmbeddingsKind.AzureOpenAI),
            ApiKey = section.Text("ApiKey"),
            IsAzure = kind == EmbeddingsKind.AzureOpenAI,
            Model = Model(section, otherwise: null),
            Timeout = TimeSpan.FromSeconds(section.Number("TimeoutSeconds", 1, 300, 5)),
            Dimensions = section.Number("Dimensions", 16, 4096, 512),
            StyleThreshold = (double)(section.Amount("StyleThreshold", 1) ?? 0.4m),
        };
        section.RefuseUnknown();
        return options;
    }

    /// <summary>Null where near hits are not looked for.</summary>
    public static NearHitOptions NearHits(SettingsReader cache)
    {
        var threshold = (double)(cache.Amount("NearHitThreshold", 1) ?? 0.95m);
        var wait = TimeSpan.FromSeconds(cache.Number("NearHitWaitSeconds", 0, 300, 15));
        return new NearHitOptions(cache.Switch("NearHits") == true ? threshold : null, wait);
    }

    private static Uri Endpoint(SettingsReader section, bool isAzure)
    {
        var endpoint = RemoteProviderReader.Endpoint(section, isAzure ? ProviderKind.AzureOpenAI : ProviderKind.OpenAI);
        if (section.Text("ApiKey") is null && endpoint == RemoteProviderReader.OpenAI)
            section.Fault("ApiKey", "is missing");
        return endpoint;
    }

    private static string Model(SettingsReader section, string? otherwise)
    {
        if (section.Text("Model") is { } model)
            return model;
        if (otherwise is null)
            section.Fault("Model", "is missing; with Azure it is the deployment's name (docs/providers.md)");
        return otherwise ?? "";
    }

    private static Dictionary<string, double> Thresholds(SettingsReader section)
    {
        var scores = new Dictionary<string, double>(StringComparer.OrdinalIgnoreCase);
        foreach (var category in ModerationThresholds.Categories)
        {
            if (section.Amount(category, 1) is { } score)
                scores[category] = (double)score;
        }

        section.RefuseUnknown();
        return scores;
    }

    /// <summary>A key beside a kind that has no use for it was meant for another kind.</summary>
    private static T? RefuseOthers<T>(SettingsReader section, params string[] used)
        where T : class
    {
        foreach (var key in section.Keys.Except(used, StringComparer.OrdinalIgnoreCase))
            section.Fault(key, "is for Kind=OpenAI and the like; Kind says otherwise");
        return null;
    }
}
