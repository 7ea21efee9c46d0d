using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Bfl;
using ImageGen.Bot.Tests.Fakes.OpenAI;
using Microsoft.AspNetCore.Http;

namespace ImageGen.Bot.Tests.Faults;

/// <summary>An order that a provider took and charged.</summary>
internal sealed class SoakCharge(int picture, string provider)
{
    public int Picture => picture;

    public string Provider => provider;

    public DateTimeOffset At { get; } = TimeProvider.System.GetUtcNow();

    /// <summary>When who ordered was gone before the answer; null where they were not.</summary>
    public DateTimeOffset? BrokenAt { get; set; }

    /// <summary>The provider itself closed the connection instead of answering.</summary>
    public bool IsCut { get; set; }

    /// <summary>When the task was first asked after, which is when its id was known to be written down; null where it never was.</summary>
    public DateTimeOffset? AskedAt { get; set; }
}

/// <summary>
/// Two providers, one that answers with the picture and one that gives a task to ask after, both slow, sometimes away and
/// sometimes cut off. They outlive every kill and keep each order they charged.
/// </summary>
internal sealed class SoakProviders(Random random) : IAsyncDisposable
{
    /// <summary>What a picture costs, in millionths of a dollar.</summary>
    public static readonly IReadOnlyDictionary<string, long> Prices = new Dictionary<string, long> { ["gpt"] = 40_000, ["flux"] = 30_000 };

    private readonly FakeOpenAI _gpt = new();
    private readonly FakeBfl _flux = new() { Credits = 1_000_000, PendingPolls = 2 };
    private readonly ConcurrentQueue<SoakCharge> _charges = new();
    private readonly ConcurrentDictionary<string, SoakCharge> _tasks = new();
    private readonly Lock _dice = new();
    private int _drawn;

    /// <summary>All that was charged, the first first.</summary>
    public IReadOnlyList<SoakCharge> Charges => [.. _charges];

    /// <summary>How a bot calls them.</summary>
    public (string Key, string Value)[] Settings() =>
    [
        ("Providers__gpt__Kind", "OpenAI"), ("Providers__gpt__Endpoint", _gpt.Endpoint), ("Providers__gpt__ApiKey", _gpt.Key),
        ("Providers__gpt__Model", "gpt-image-1"), ("Providers__gpt__Prices__PerImage", "0.04"),
        ("Providers__flux__Kind", "Flux"), ("Providers__flux__Endpoint", _flux.Endpoint), ("Providers__flux__ApiKey", _flux.Key),
        ("Providers__flux__Model", "flux-2-pro"), ("Providers__flux__Prices__PerImage", "0.03"),
    ];

    public async Task StartAsync()
    {
        (_gpt.Around, _flux.Around) = (DrawAsync, ServeAsync);
        // No two pictures are alike, so that it shows whose picture somebody got.
        _gpt.Picture = _flux.Picture = (width, height) => FakePicture.Png(width, height, 2048 + Interlocked.Increment(ref _drawn));
        await _gpt.StartAsync();
        await _flux.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _gpt.DisposeAsync();
        await _flux.DisposeAsync();
    }

    /// <summary>Draws to the end, and charges, whether or not somebody still waits for it.</summary>
    private async Task DrawAsync(HttpContext context, Func<Task> answer)
    {
        var luck = Roll(100);
        var picture = await PictureAsync(context.Request);
        if (luck < 2)
        {
            await FakeOpenAI.Error(500, "server_error")(context);
            return;
        }

        var charge = Charge(picture, "gpt");
        await using var broken = context.RequestAborted.Register(() => charge.BrokenAt = TimeProvider.System.GetUtcNow());
        await Task.Delay(luck < 10 ? Roll(4000) : 200 + Roll(1000));
        charge.IsCut = luck is 2;
        if (charge.IsCut)
            context.Abort();
        else
            await answer();
    }

    private async Task ServeAsync(HttpContext context, Func<Task> answer)
    {
        var (luck, path) = (Roll(100), context.Request.Path.Value!);
        if (path.StartsWith("/v1/flux", StringComparison.Ordinal))
        {
            if (luck < 2)
                await Trouble.Answer(429, """{"detail":"Too many active tasks"}""", headers: ("Retry-After", "1"))(context);
            else if (luck < 4)
                await Trouble.Html(503)(context);
            else
                await OrderAsync(context, answer, isCut: luck is 4);
            return;
        }

        if (path.EndsWith("/get_result", StringComparison.Ordinal) && _tasks.TryGetValue($"{context.Request.Query["id"]}", out var task))
            task.AskedAt ??= TimeProvider.System.GetUtcNow();
        await (luck switch
        {
            0 => Trouble.Html(500)(context),
            1 => Trouble.Drop(context),
            _ => answer(),
        });
    }

    private async Task OrderAsync(HttpContext context, Func<Task> answer, bool isCut)
    {
        var charge = Charge(await PictureAsync(context.Request), "flux");
        await using var broken = context.RequestAborted.Register(() => charge.BrokenAt = TimeProvider.System.GetUtcNow());
        var (wire, receipt) = (context.Response.Body, new MemoryStream());
        context.Response.Body = receipt;
        await answer();
        context.Response.Body = wire;
        _tasks[JsonNode.Parse(receipt.ToArray())!["id"]!.GetValue<string>()] = charge;
        await Task.Delay(Roll(300));
        charge.IsCut = isCut;
        if (isCut)
            context.Abort();
        else
            await wire.WriteAsync(receipt.ToArray());
    }

    private SoakCharge Charge(int picture, string provider)
    {
        var charge = new SoakCharge(picture, provider);
        _charges.Enqueue(charge);
        return charge;
    }

    private static async Task<int> PictureAsync(HttpRequest request)
    {
        request.EnableBuffering();
        var order = await JsonNode.ParseAsync(request.Body);
        request.Body.Position = 0;
        return SoakOrders.PictureOf(order!["prompt"]!.GetValue<string>());
    }

    private int Roll(int sides)
    {
        lock (_dice)
            return random.Next(sides);
    }
}
