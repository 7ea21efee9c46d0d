using System.Diagnostics;
using System.Text;
using ImageGen.Bot.Tests.Discord;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Discord;
using ImageGen.Bot.Tests.Fakes.OpenAI;
using ImageGen.Bot.Tests.Fakes.Otlp;
using ImageGen.Bot.Tests.Fakes.Slack;

namespace ImageGen.Bot.Tests.EndToEnd;

/// <summary>The real program as a web process and a worker on Redis, told to a collector by OTLP.</summary>
[Collection(Alone.Name)]
public sealed class TelemetryTests
{
    private const string Prompt = "a clandestine marmalade lighthouse";

    [Fact]
    public async Task WebAndWorker_JobsFromChat_AreOneTraceEachWithMeasurementsAndLogsAndWithoutSecrets()
    {
        await using var scene = await TelemetryScene.StartAsync();
        scene.OpenAI.Next(FakeOpenAI.Error(503, null));

        var imagine = await scene.ImagineOnDiscordAsync($"{Prompt} at night");
        var again = await scene.ImagineOnDiscordAsync($"{Prompt} at night");
        var slack = await scene.ImagineOnSlackAsync($"{Prompt} at dawn");
        await scene.StopAsync();

        var spans = scene.Collector.Spans;
        AssertOneTrace(spans, "POST /discord/interactions", "reply discord", scene.OpenAI.Address.Port, scene.Discord.Address.Port);
        AssertOneTrace(spans, "POST /slack/commands", "reply slack", scene.OpenAI.Address.Port, scene.Slack.Address.Port);
        AssertCachedJobLinks(spans);
        AssertMeasured(scene.Collector.Points);
        AssertLogged(scene.Collector.Logs, spans);
        AssertDashboardsNameOnlyWhatIsMeasured(scene.Collector.Points);

        // Whatever was exported, as it came over the wire.
        string[] secrets =
        [
            Prompt, "marmalade", imagine.Token, again.Token, scene.Discord.BotToken, slack.ResponseUrl.AbsolutePath, slack.ResponseUrl.Segments[^1], scene.Slack.SigningSecret,
            scene.SlackBotToken, scene.OpenAI.Key,
        ];
        foreach (var secret in secrets)
            Assert.All(scene.Collector.Bodies, body => Assert.True(body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0, $"'{secret}' was exported: {Around(body, secret)}"));
    }

    /// <summary>From the webhook in one process to the reply of the other.</summary>
    private static void AssertOneTrace(IReadOnlyList<Span> all, string webhook, string replying, int provider, int platform)
    {
        var drawn = all.FirstOrDefault(span => span.Name.StartsWith("process ", StringComparison.Ordinal) && all.Any(other => other.Trace == span.Trace && other.Name == webhook))
            ?? throw new InvalidOperationException($"No trace goes from {webhook} to a worker:\n{string.Join('\n', all)}");
        var trace = all.Where(span => span.Trace == drawn.Trace).ToList();
        Span Only(string name, Func<Span, bool>? condition = null) => trace.FirstOrDefault(span => span.Name == name && condition?.Invoke(span) != false)
            ?? throw new InvalidOperationException($"There is no {name} among:\n{string.Join('\n', trace)}");

        var request = Only(webhook);
        Assert.Equal(("web", Span.Server, ""), (request.Process, request.Kind, request.Parent));
        Assert.Equal("200", request.Tags["http.response.status_code"]);

        var admit = Only("admit");
        Assert.Equal(("web", request.Id, "queued"), (admit.Process, admit.Parent, admit.Tags["imagegen.admission"]));

        var queue = Only("queue");
        Assert.Equal(("worker", admit.Id), (queue.Process, queue.Parent));
        Assert.True(queue.End > queue.Start);

        var work = Only("process gpt", span => !span.IsError);
        Assert.Equal(("worker", Span.Consumer, admit.Id), (work.Process, work.Kind, work.Parent));
        Assert.Equal(admit.Tags["imagegen.job.id"], work.Tags["imagegen.job.id"]);
        foreach (var step in new[] { "moderate", "retrieve", "refine", "generate", "settle" })
            Assert.Contains(Only(step, span => span.Process == "worker").Parent, trace.Where(span => span.Name == "process gpt").Select(span => span.Id));

        var generate = Only("generate", span => span.Parent == work.Id);
        Assert.Contains(trace, span => span.Name == "store" && span.Parent == generate.Id);
        Assert.Contains(trace, span => span is { Name: "POST", Kind: Span.Client } && span.Parent == generate.Id && span.Tags["server.port"] == $"{provider}");

        var reply = Only(replying, span => span.Tags["imagegen.reply"] == "delivered");
        Assert.Equal(("worker", Span.Consumer, admit.Id), (reply.Process, reply.Kind, reply.Parent));
        Assert.Contains(trace, span => span.Kind == Span.Client && span.Parent == reply.Id && span.Tags["server.port"] == $"{platform}");

        // What the web process does once it has answered belongs to the same trace, under a span of its own.
        Assert.Equal(("web", request.Id), (Only("afterwork").Process, Only("afterwork").Parent));
        Assert.All(trace, span => Assert.True(span.Parent.Length == 0 || trace.Exists(other => other.Id == span.Parent), $"{span} has no parent"));
    }

    private static void AssertCachedJobLinks(IReadOnlyList<Span> spans)
    {
        var cached = spans.Single(span => span.Name == "admit" && span.Tags["imagegen.admission"] == "cached");
        var (trace, drawnIn) = Assert.Single(cached.Links);
        Assert.Contains(spans, span => span.Trace == trace && span.Id == drawnIn && span.Name == "settle");
        Assert.NotEqual(cached.Trace, trace);
    }

    private static void AssertMeasured(IReadOnlyList<Point> points)
    {
        double Last(string metric, params (string Key, string Value)[] tags) => points
            .Where(point => point.Metric == metric && tags.All(tag => point.Tags.GetValueOrDefault(tag.Key) == tag.Value))
            .GroupBy(point => (point.Process, string.Join(',', point.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal))))
            .Sum(series => series.Last() is { IsHistogram: true } histogram ? histogram.Count : series.Last().Value);

        Assert.Equal(2, Last("imagegen.acknowledgement.duration", ("imagegen.face", "discord")));
        Assert.Equal(1, Last("imagegen.acknowledgement.duration", ("imagegen.face", "slack")));
        Assert.Equal(2, Last("imagegen.admissions", ("imagegen.admission", "queued")));
        Assert.Equal(1, Last("imagegen.admissions", ("imagegen.admission", "cached"), ("imagegen.face", "discord")));
        Assert.Equal(2, Last("imagegen.queue.duration", ("imagegen.lane", "gpt")));
        Assert.Equal(3, Last("imagegen.step.duration", ("imagegen.step", "generate")));
        Assert.Equal(2, Last("imagegen.job.outcomes", ("imagegen.outcome", "ok"), ("imagegen.lane", "gpt")));
        Assert.Equal(1, Last("imagegen.job.faults", ("error.type", "provider_unavailable")));
        Assert.Equal(0.0305 * 2, Last("imagegen.cost", ("imagegen.lane", "gpt")), 6);
        Assert.Equal(2, Last("imagegen.job.duration"));
        Assert.Equal(2, Last("imagegen.reply.duration", ("imagegen.face", "discord")));
        Assert.Equal(1, Last("imagegen.replies", ("imagegen.face", "slack"), ("imagegen.reply", "delivered")));
        Assert.Contains(points, point => point.Metric == "imagegen.lane.jobs" && point.Tags["imagegen.lane"] == "gpt" && point.Tags["imagegen.state"] == "waiting");
        Assert.Contains(points, point => point.Metric == "imagegen.provider.circuit" && point is { Value: 0 } && point.Tags["imagegen.lane"] == "gpt");
        Assert.Contains(points, point => point.Metric == "http.server.request.duration" && point.Tags.GetValueOrDefault("http.route") == "/discord/interactions");

        string[] few = ["imagegen.face", "imagegen.admission", "imagegen.lane", "imagegen.step", "imagegen.outcome", "imagegen.reply", "imagegen.state", "error.type"];
        Assert.All(points.Where(point => point.Metric.StartsWith("imagegen.", StringComparison.Ordinal)), point => Assert.Subset(few.ToHashSet(), point.Tags.Keys.ToHashSet()));
    }

    private static void AssertLogged(IReadOnlyList<LogLine> logs, IReadOnlyList<Span> spans)
    {
        foreach (var work in spans.Where(span => span.Name == "process gpt" && !span.IsError))
        {
            var line = Assert.Single(logs, line => line.Trace == work.Trace && line.Text.Contains("ended Completed", StringComparison.Ordinal));
            Assert.Equal(("worker", work.Tags["imagegen.job.id"]), (line.Process, line.Tags["imagegen.job.id"]));
        }
    }

    /// <summary>Prometheus' names of what was measured are all that dashboards and alerts ask for.</summary>
    private static void AssertDashboardsNameOnlyWhatIsMeasured(IReadOnlyList<Point> points)
    {
        var names = points.SelectMany(PrometheusNames).ToHashSet();
        foreach (var file in new[] { "dashboards/imagegen-bot.json", "alerts/rules.yaml" })
        {
            var asked = System.Text.RegularExpressions.Regex.Matches(
                File.ReadAllText(Repository.Combine($"charts/imagegen-bot/{file}")), @"\b(imagegen|http_server)_\w+(?=[\[{)\s])", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5))
                .Select(match => match.Value).Where(name => !IsLabel(name)).ToHashSet();
            Assert.NotEmpty(asked);
            Assert.True(asked.IsSubsetOf(names), $"{file} asks for {string.Join(", ", asked.Except(names))}");
        }

        bool IsLabel(string name) => points.Any(point => point.Tags.Keys.Any(tag => tag.Replace('.', '_') == name));
    }

    private static IEnumerable<string> PrometheusNames(Point point)
    {
        var unit = point.Unit switch
        {
            "s" => "_seconds",
            { Length: > 0 } text when text[0] != '{' => $"_{text}",
            _ => "",
        };
        var name = point.Metric.Replace('.', '_') + unit;
        return point.IsHistogram ? [$"{name}_bucket", $"{name}_sum", $"{name}_count"] : [point.IsSum ? $"{name}_total" : name];
    }

    private static string Around(byte[] body, string secret)
    {
        var at = body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret));
        return at < 0 ? "" : Encoding.UTF8.GetString(body.AsSpan(Math.Max(0, at - 200), Math.Min(400, body.Length - Math.Max(0, at - 200))));
    }
}

/// <summary>A web process and a worker on Redis, between Discord, Slack and a provider.</summary>
internal sealed class TelemetryScene : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<BotProcess> _bots = [];
    private RedisServer _redis = null!;
    private Fakes.Discord.FakeChannel _discordChannel = null!;
    private Fakes.Discord.FakeUser _ada = null!;
    private Fakes.Slack.FakeWorkspace _workspace = null!;
    private Fakes.Slack.FakeChannel _slackChannel = null!;
    private Fakes.Slack.FakeUser _bob = null!;

    public OtlpReceiver Collector { get; private set; } = null!;

    public FakeDiscord Discord { get; private set; } = null!;

    public FakeSlack Slack { get; private set; } = null!;

    public FakeOpenAI OpenAI { get; private set; } = null!;

    public string SlackBotToken => _workspace.BotToken;

    public static async Task<TelemetryScene> StartAsync()
    {
        var scene = new TelemetryScene
        {
            Collector = await OtlpReceiver.StartAsync(),
            Discord = await FakeDiscord.StartAsync(),
            Slack = await FakeSlack.StartAsync(TimeProvider.System),
            OpenAI = await FakeOpenAI.StartNewAsync(),
            _redis = await RedisServer.StartAsync(),
        };
        (scene._discordChannel, scene._ada) = (scene.Discord.AddGuild().AddChannel(), scene.Discord.AddUser());
        scene._workspace = scene.Slack.AddWorkspace();
        (scene._slackChannel, scene._bob) = (scene._workspace.AddChannel(), scene._workspace.AddUser("Bob"));
        (string, string)[] settings =
        [
            .. DiscordScene.Settings(scene.Discord), ("Slack__SigningSecret", scene.Slack.SigningSecret), ("Slack__ApiBaseUrl", scene.Slack.ApiBaseUrl.AbsoluteUri), ("Slack__BotToken", scene._workspace.BotToken),
            ("State__Provider", "Redis"), ("State__Redis__ConnectionString", scene._redis.ConnectionString),
            ("Providers__gpt__Kind", "OpenAI"), ("Providers__gpt__Model", "gpt-image-2.6-flare"), ("Providers__gpt__ApiKey", scene.OpenAI.Key), ("Providers__gpt__Endpoint", scene.OpenAI.Endpoint),
        ];
        foreach (var role in new[] { "web", "worker" })
            scene._bots.Add(await BotProcess.ServeAsync(scene._folder, [.. settings, ("Roles", role), .. scene.Collector.Settings(role)]));
        scene.Discord.BotAddress = scene.Slack.BotAddress = scene._bots[0].Address;
        return scene;
    }

    public async Task<FakeInteraction> ImagineOnDiscordAsync(string prompt)
    {
        var imagine = await _ada.ImagineAsync(_discordChannel, prompt);
        await imagine.Message.UntilAsync(shown => shown.Files.Count == 1);
        return imagine;
    }

    public async Task<FakeDelivery> ImagineOnSlackAsync(string prompt)
    {
        var imagine = await _bob.CommandAsync(_slackChannel, "/imagine", prompt);
        await _slackChannel.UntilMessageAsync(message => message.Buttons.Any(button => button.ActionId.StartsWith("reroll:", StringComparison.Ordinal)));
        return imagine;
    }

    /// <summary>Stops both as an orchestrator does; what they still had to tell is told by then.</summary>
    public async Task StopAsync()
    {
        var watch = Stopwatch.StartNew();
        while (!Collector.Points.Any(point => point.Metric == "imagegen.lane.jobs") && watch.Elapsed.TotalSeconds < 20)
            await Task.Delay(50);
        foreach (var bot in _bots)
            Assert.Equal(0, await bot.TerminateAsync(TimeSpan.FromSeconds(30)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var bot in _bots)
            await bot.DisposeAsync();
        await _redis.DisposeAsync();
        await OpenAI.DisposeAsync();
        await Slack.DisposeAsync();
        await Discord.DisposeAsync();
        await Collector.DisposeAsync();
        _folder.Dispose();
    }
}
