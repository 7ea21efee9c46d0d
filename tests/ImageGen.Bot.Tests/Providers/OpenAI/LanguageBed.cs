using ImageGen.Bot.Hosting;
using ImageGen.Bot.Providers.OpenAI;
using ImageGen.Bot.Tests.Discord;
using ImageGen.Bot.Tests.Fakes.OpenAI;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Prompts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImageGen.Bot.Tests.Providers.OpenAI;

/// <summary>Who moderates, finds styles and refines, put together from settings as the bot does it.</summary>
internal sealed class LanguageBed : IDisposable
{
    public const string Prompt = "a very private cat";
    private readonly ServiceProvider _parts;

    public LanguageBed(FakeOpenAI openAI, string section, params (string Key, string Value)[] settings)
        : this(openAI, section, TimeProvider.System, settings)
    {
    }

    public LanguageBed(FakeOpenAI openAI, string section, TimeProvider clock, params (string Key, string Value)[] settings)
    {
        var configured = Settings.Read(new ConfigurationBuilder().AddInMemoryCollection(All(openAI, section, settings).Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value))).Build());
        _parts = new ServiceCollection()
            .AddSingleton(clock)
            .AddLogging(logging => logging.AddProvider(Log.Provider))
            .AddSingleton<IGuildSettingsStore>(new ConfiguredGuildSettings(new QuotaPolicy()))
            .AddPrompts(configured)
            .AddSingleton<IRefinementMemory>(Memory)
            .BuildServiceProvider();
        Options = configured;
    }

    public RecordedLog Log { get; } = new();

    public RefinementMemory Memory { get; } = new();

    public Settings Options { get; }

    public IPromptRefiner Refiner => _parts.GetRequiredService<PromptRefiners>().For(new ImageSpec { Style = "realistic", Provider = "p" });

    public IModerator Moderator => _parts.GetRequiredService<IModerator>();

    public IStyleRetriever Retriever => _parts.GetRequiredService<IStyleRetriever>();

    public OpenAIEmbedder Embedder => _parts.GetRequiredService<OpenAIEmbedder>();

    /// <summary>The settings of one service at the fake.</summary>
    public static IEnumerable<(string Key, string Value)> All(FakeOpenAI openAI, string section, params (string Key, string Value)[] settings) =>
        new[] { ("Kind", "OpenAI"), ("Endpoint", openAI.Endpoint), ("ApiKey", openAI.Key), ("Model", Model(section)) }.Concat(settings)
            .GroupBy(setting => setting.Item1).Select(key => ($"{section}:{key.Key}", key.Last().Item2));

    public static RefinementRequest Request(string prompt = Prompt, string? negative = null) =>
        new(UserPrompt.Parse(prompt), [BuiltInStyles.Library.Default], negative, 4000) { Tenant = new TenantId("discord", "guild"), EndUser = "discord:guild:ann" };

    public async Task<IReadOnlyList<Finding>> ExamineAsync()
    {
        var findings = new List<Finding>();
        await foreach (var finding in _parts.GetRequiredService<ICheckup>().ExamineAsync(CancellationToken.None))
            findings.Add(finding);
        return findings;
    }

    /// <summary>Nothing was logged that nobody should read.</summary>
    public void ExpectDiscretion()
    {
        foreach (var secret in new[] { "private cat", "SECRET", "sk-test" })
            Assert.DoesNotContain(secret, string.Concat(Log.Lines), StringComparison.Ordinal);
    }

    public void Dispose() => _parts.Dispose();

    private static string Model(string section) => section switch
    {
        "Refiner" => "gpt-5-mini",
        "Moderation" => "omni-moderation-latest",
        _ => "text-embedding-3-small",
    };
}

/// <summary>A memory of refinements that a test can look into.</summary>
internal sealed class RefinementMemory : IRefinementMemory
{
    public Dictionary<string, string> Kept { get; } = new(StringComparer.Ordinal);

    public Task<string?> FindAsync(string key, CancellationToken cancellation) => Task.FromResult(Kept.GetValueOrDefault(key));

    public Task KeepAsync(string key, string value, CancellationToken cancellation)
    {
        Kept.TryAdd(key, value);
        return Task.CompletedTask;
    }

    public Task ForgetAsync(string key, CancellationToken cancellation)
    {
        Kept.Remove(key);
        return Task.CompletedTask;
    }
}
