using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ImageGen.Bot.Tests.Fakes.Bfl;

/// <summary>Black Forest Labs: orders, results, credits and samples. What an order costs is taken off the credits once.</summary>
internal sealed class FakeBfl : FakeProvider
{
    private static readonly string[] Flux2 = ["prompt", "width", "height", "seed", "safety_tolerance", "output_format", "input_image", "webhook_url"];
    private static readonly string[] Pro11 = ["prompt", "width", "height", "seed", "safety_tolerance", "output_format", "prompt_upsampling", "image_prompt"];
    private static readonly string[] Kontext = ["prompt", "aspect_ratio", "seed", "safety_tolerance", "output_format", "prompt_upsampling", "input_image"];

    private readonly ConcurrentDictionary<string, (int Width, int Height, int Polls)> _tasks = new();
    private int _lastId;

    public string Endpoint => Address.GetLeftPart(UriPartial.Authority);

    public decimal Credits { get; set; } = 1000;

    /// <summary>Credits a picture.</summary>
    public decimal Cost { get; set; } = 3;

    /// <summary>How often a task is pending before it has its result.</summary>
    public int PendingPolls { get; set; } = 1;

    /// <summary>How tasks end.</summary>
    public string Ending { get; set; } = "Ready";

    /// <summary>What the next questions after a task, one each, meet.</summary>
    public ConcurrentQueue<Fault> PollFaults { get; } = new();

    /// <summary>What the next samples, one each, meet.</summary>
    public ConcurrentQueue<Fault> SampleFaults { get; } = new();

    /// <summary>Where samples are said to be; null for here.</summary>
    public string? SampleAddress { get; set; }

    /// <summary>Where tasks are said to be asked after; null for here.</summary>
    public string? PollAddress { get; set; }

    public int Paid => _lastId;

    public static async Task<FakeBfl> StartNewAsync()
    {
        var fake = new FakeBfl();
        await fake.StartAsync();
        return fake;
    }

    protected override async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path.StartsWith("/sample/", StringComparison.Ordinal))
        {
            await SampleAsync(context, path["/sample/".Length..]);
            return;
        }

        if (context.Request.Headers["x-key"] != Key)
            throw Refuse(403, """{"detail":"Not authenticated"}""");
        switch (context.Request.Method, path)
        {
            case ("GET", "/v1/credits"):
                await context.Response.WriteAsJsonAsync(new { credits = Credits });
                break;
            case ("GET", "/v1/get_result"):
                await ResultAsync(context, context.Request.Query["id"].ToString());
                break;
            case ("POST", "/v1/flux-2-pro"):
                await OrderAsync(context, [.. Flux2], CheckFlux2);
                break;
            case ("POST", "/v1/flux-2-flex"):
                await OrderAsync(context, [.. Flux2, "guidance", "steps"], CheckFlux2);
                break;
            case ("POST", "/v1/flux-pro-1.1"):
                await OrderAsync(context, Pro11, CheckPro11);
                break;
            case ("POST", "/v1/flux-kontext-pro"):
                await OrderAsync(context, Kontext, static _ => { });
                break;
            default:
                throw Refuse(404, """{"detail":"Not Found"}""");
        }
    }

    private async Task OrderAsync(HttpContext context, string[] known, Action<JsonObject> check)
    {
        var order = (JsonObject)(await JsonNode.ParseAsync(context.Request.Body))!;
        if (order.FirstOrDefault(field => !known.Contains(field.Key)).Key is { } unknown)
            throw Complain(unknown);
        check(order);
        Orders.Enqueue(order);
        if (TryFault(out var fault))
        {
            await fault(context);
            return;
        }

        if (Credits < Cost)
            throw Refuse(402, """{"detail":"Insufficient credits"}""");
        Credits -= Cost;
        var id = $"task-{Interlocked.Increment(ref _lastId)}";
        _tasks[id] = (order["width"]?.GetValue<int>() ?? 1024, order["height"]?.GetValue<int>() ?? 1024, 0);
        await context.Response.WriteAsJsonAsync(new { id, polling_url = PollAddress ?? $"{Endpoint}/v1/get_result?id={id}", cost = Cost, input_mp = 0, output_mp = 1 });
    }

    private async Task ResultAsync(HttpContext context, string id)
    {
        if (PollFaults.TryDequeue(out var fault))
        {
            await fault(context);
            return;
        }

        if (!_tasks.TryGetValue(id, out var task))
            throw Refuse(404, new JsonObject { ["id"] = id, ["status"] = "Task not found", ["result"] = null }.ToJsonString());
        _tasks[id] = task with { Polls = task.Polls + 1 };
        var status = task.Polls < PendingPolls ? "Pending" : Ending;
        await context.Response.WriteAsJsonAsync(new { id, status, result = status == "Ready" ? new { sample = SampleAddress ?? $"{Endpoint}/sample/{id}?sig=secret" } : null });
    }

    private async Task SampleAsync(HttpContext context, string id)
    {
        if (context.Request.Headers.ContainsKey("x-key"))
            throw Refuse(400, "The key came to a host of files.");
        if (SampleFaults.TryDequeue(out var fault))
        {
            await fault(context);
            return;
        }

        context.Response.ContentType = "image/png";
        var bytes = Picture(_tasks[id].Width, _tasks[id].Height);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes);
    }

    private static void CheckFlux2(JsonObject order)
    {
        var (w, h) = (order["width"]!.GetValue<int>(), order["height"]!.GetValue<int>());
        if (w % 16 != 0 || h % 16 != 0 || w < 64 || h < 64 || w * h > 4 * 1024 * 1024)
            throw Complain("width");
        if (order["guidance"] is { } guidance && guidance.GetValue<double>() is < 1.5 or > 10)
            throw Complain("guidance");
    }

    private static void CheckPro11(JsonObject order)
    {
        if (new[] { "width", "height" }.FirstOrDefault(side => order[side]!.GetValue<int>() is < 256 or > 1440 || order[side]!.GetValue<int>() % 32 != 0) is { } wrong)
            throw Complain(wrong);
    }

    private static RefusedException Complain(string field) => Refuse(422, $$"""{"detail":[{"loc":["body","{{field}}"],"msg":"SECRET","type":"value_error"}]}""");

    private static RefusedException Refuse(int status, string body) => new(Trouble.Answer(status, body));
}
