using ImageGen.Bot.Hosting;
using ImageGen.Bot.Providers;
using ImageGen.Bot.Tests.Discord;
using ImageGen.Core;
using ImageGen.Core.Images;
using ImageGen.Core.Prompts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImageGen.Bot.Tests.Providers;

/// <summary>One provider, put together from settings as the bot does it, and what came of an order.</summary>
internal sealed class ProviderBed : IDisposable
{
    public const string Prompt = "a very private cat";
    private readonly ServiceProvider _parts;

    public ProviderBed(params (string Key, string Value)[] settings)
        : this(TimeProvider.System, settings)
    {
    }

    public ProviderBed(TimeProvider clock, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.GroupBy(setting => setting.Key).Select(key => KeyValuePair.Create<string, string?>($"Providers:p:{key.Key}", key.Last().Value))).Build();
        Options = Settings.Read(configuration).Providers[0].Remote!;
        _parts = new ServiceCollection()
            .AddSingleton(clock)
            .AddSingleton(new Random(1))
            .AddLogging(logging => logging.AddProvider(Log.Provider))
            .AddRemoteProvider(Options)
            .BuildServiceProvider();
        Generator = _parts.GetRequiredKeyedService<IImageGenerator>("p");
    }

    public RecordedLog Log { get; } = new();

    public ProviderOptions Options { get; }

    public IImageGenerator Generator { get; }

    /// <summary>What was last said of tasks.</summary>
    public List<string?> Tasks { get; } = [];

    public List<(byte[] Bytes, Usd Cost)> Pictures { get; } = [];

    /// <summary>Orders pictures, and keeps those that come; says so when one begins to.</summary>
    public async Task DrawAsync(ImageSpec? spec = null, int first = 0, string? task = null, ReferenceImage? reference = null, Action? onPicture = null, CancellationToken cancellation = default)
    {
        Assert.True(UserPrompt.TryCreate(Prompt, out var prompt, out _));
        await foreach (var image in Generator.GenerateAsync(new GenerationRequest
        {
            Prompt = await new RawRefiner().RefineAsync(new RefinementRequest(prompt, [], null, 1000), cancellation),
            Spec = spec ?? Spec(),
            Seed = 7,
            FirstIndex = first,
            Task = task,
            Reference = reference,
            EndUser = "discord:guild:ann",
            SaveTaskAsync = (saved, _) =>
            {
                Tasks.Add(saved);
                return Task.CompletedTask;
            },
        }, cancellation))
        {
            onPicture?.Invoke();
            await using var content = image.Content;
            using var copy = new MemoryStream();
            await content.CopyToAsync(copy, cancellation);
            Pictures.Add((copy.ToArray(), image.Cost()));
        }
    }

    /// <summary>Orders pictures, and gets a fault that tells nothing it should not.</summary>
    public async Task<GenerationException> FailAsync(ImageSpec? spec = null, string? task = null)
    {
        var fault = await Assert.ThrowsAsync<GenerationException>(() => DrawAsync(spec, task: task));
        var told = fault + string.Concat(Log.Lines);
        foreach (var secret in new[] { "private cat", "SECRET", "sk-test", "sig=" })
            Assert.DoesNotContain(secret, told, StringComparison.Ordinal);
        return fault;
    }

    public async Task<IReadOnlyList<Finding>> ExamineAsync()
    {
        var findings = new List<Finding>();
        await foreach (var finding in _parts.GetRequiredService<ICheckup>().ExamineAsync(CancellationToken.None))
            findings.Add(finding);
        return findings;
    }

    public static ImageSpec Spec(string aspect = "1:1", int count = 1, ImageQuality quality = ImageQuality.Medium, double? guidance = null, string? reference = null) =>
        new() { Style = "realistic", Provider = "p", Aspect = AspectRatio.Parse(aspect), Count = count, Quality = quality, Guidance = guidance, Reference = reference };

    public void Dispose() => _parts.Dispose();
}
