using System.Globalization;
using ImageGen.Bot.Hosting;
using ImageGen.Bot.Tests.Containers;
using ImageGen.Bot.Tests.Fakes;
using Microsoft.Extensions.Configuration;

namespace ImageGen.Bot.Tests.Charts;

/// <summary>That what a person writes in the values is what the bot reads, by the bot's own reading.</summary>
public sealed class ChartSettingsTests
{
    /// <summary>Secrets the examples name and do not make.</summary>
    private static readonly Dictionary<string, IReadOnlyDictionary<string, string>> Others = new()
    {
        ["imagegen-secrets"] = new Dictionary<string, string> { ["State__Redis__ConnectionString"] = "redis:6379,password=a-password" },
        ["nightly"] = new Dictionary<string, string> { ["token"] = "a-key-of-sixteen-letters" },
    };

    public static TheoryData<string> Examples => [.. Helm.Examples];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Example_EachPod_IsConfiguredWithoutFault(string example)
    {
        var rendered = await Helm.RenderAsync(example);
        var roles = default(Roles);
        foreach (var workload in rendered.Workloads)
        {
            var environment = rendered.EnvironmentOf(workload, Others);
            Assert.All(environment.Keys, name => Assert.True(Settings.IsOption(name.Split("__")[0]) || name.StartsWith("OTEL_", StringComparison.Ordinal) || name == "POD_NAME", $"{name} means nothing."));
            var settings = Read(rendered, environment);
            Assert.Equal(default, roles & settings.Roles);
            roles |= settings.Roles;

            var pod = workload.At("spec/template/spec")!.Value;
            var sleep = pod.Value("containers/0/lifecycle/preStop/sleep/seconds") ?? "0";
            Assert.True(
                int.Parse(pod.Value("terminationGracePeriodSeconds")!, CultureInfo.InvariantCulture) >= settings.ShutdownTimeout.TotalSeconds + 2 + int.Parse(sleep, CultureInfo.InvariantCulture),
                "It is killed before it has handed its jobs back.");
            Assert.Contains(pod.List("containers/0/volumeMounts"), mount => mount.Value("mountPath") == settings.DataPath);
        }

        Assert.Equal(Roles.Web | Roles.Worker, roles);
    }

    [Fact]
    public async Task Settings_OfEveryKind_Arrive()
    {
        var rendered = await Helm.RenderAsync("redis-discord-slack");
        var environment = rendered.EnvironmentOf(rendered.One("Deployment", "worker"), Others);
        var settings = Read(rendered, environment);
        Assert.Equal((Roles.Worker, StateProvider.Redis, "redis.data.svc:6379,password=a-password"), (settings.Roles, settings.State, settings.Redis!.ConnectionString));
        Assert.Equal(("https://images.example.com/", "flux"), (settings.PublicBaseUrl.AbsoluteUri, settings.DefaultProvider));
        Assert.Equal(
            [("flux", "nobody-has-this-key-either", null, 120), ("gpt-image", "sk-nobody-has-this-key", 20, null)],
            settings.Providers.Select(provider => (provider.Name, provider.Remote!.ApiKey, provider.Limits.MaxConcurrent, provider.Limits.RequestsPerMinute)));
        Assert.Equal(("1234567890123456789", "xoxb-0123456789-0123456789-abcdefghijklmnop"), (settings.Discord!.ApplicationId, settings.Slack!.BotToken));
        Assert.Equal((16, TimeSpan.FromSeconds(60)), (settings.WorkerConcurrency, settings.ShutdownTimeout));
        Assert.Equal(
            ("http://collector.observability.svc:4317", "grpc", "authorization=a-token"),
            (environment["OTEL_EXPORTER_OTLP_ENDPOINT"], environment["OTEL_EXPORTER_OTLP_PROTOCOL"], environment["OTEL_EXPORTER_OTLP_HEADERS"]));

        var alone = await Helm.RenderAsync("ingress-tls");
        var embedded = Read(alone, alone.EnvironmentOf(alone.One("StatefulSet"), Others));
        Assert.Equal(("https://images.example.com/", 12.5m), (embedded.PublicBaseUrl.AbsoluteUri, embedded.Quotas.BudgetPerGuildPerMonth!.Value.Dollars));
        Assert.Equal(["forbidden", "two words"], embedded.BlockedWords);
        Assert.Equal("a-key-of-sixteen-letters", embedded.ApiKeys["ci"]);
    }

    [Theory]
    [InlineData("Qoutas is no setting", "config.Qoutas.ImagesPerUserPerDay=5")]
    [InlineData("Worker:LeaseSecond is no setting", "config.Worker.LeaseSecond=5")]
    public async Task Settings_ThatAreNone_StopTheStart(string message, string set)
    {
        var rendered = await Helm.RenderAsync("default", set);
        var fault = Assert.Throws<SettingsException>(() => Read(rendered, rendered.EnvironmentOf(rendered.One("StatefulSet"), Others)));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Embedded_Pod_Serves()
    {
        var rendered = await Helm.RenderAsync("ingress-tls");
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.Combine("appsettings.json"), rendered.SettingsFile(), TestContext.Current.CancellationToken);
        var environment = rendered.EnvironmentOf(rendered.One("StatefulSet"), Others).Select(variable => (variable.Key, variable.Value));
        await using var bot = await BotProcess.ServeAsync(folder, [.. environment, ("DataPath", folder.Combine("data"))]);
        await bot.UntilReadyAsync();

        bot.Http.DefaultRequestHeaders.Authorization = new("Bearer", "a-key-of-sixteen-letters");
        var job = await bot.FinishAsync((await bot.SubmitAsync(new { prompt = "a cool cat" })).Text("id")!);
        Assert.StartsWith("https://images.example.com/images/", job.Items("assets")[0].Text("url"), StringComparison.Ordinal);
    }

    /// <summary>With the image's variables, as a container has them.</summary>
    private static Settings Read(Rendered rendered, Dictionary<string, string> environment)
    {
        using var folder = new TempFolder();
        var file = folder.Combine("appsettings.json");
        File.WriteAllText(file, rendered.SettingsFile());
        var variables = DockerfileText.Read().Environment.Concat(environment).Select(variable => KeyValuePair.Create(
            variable.Key.Replace("ASPNETCORE_", "", StringComparison.Ordinal).Replace("__", ":", StringComparison.Ordinal), (string?)variable.Value));
        return Settings.Read(new ConfigurationBuilder().AddJsonFile(file).AddInMemoryCollection(variables).Build());
    }
}
