using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fakes.Discord;

/// <summary>Discord's bad days, as a test orders them.</summary>
internal sealed partial class FakeDiscord
{
    private readonly List<Func<ApiCall, Answer?>> _faults = [];
    private readonly List<Func<ApiCall, bool>> _drops = [];
    private readonly List<HeldCall> _held = [];
    private int _races;

    /// <summary>Answers so many calls with 401, 403 or 429 that count toward Discord's ban (10,000 in ten minutes).</summary>
    public int InvalidAnswers { get; private set; }

    /// <summary>Answers every n-th call with 429; its bucket stays closed for the wait.</summary>
    /// <param name="n">1 for every call.</param>
    /// <param name="wait">How long the bot is told to wait; 200 ms where left out.</param>
    /// <param name="scope"><c>user</c>, <c>shared</c> or <c>global</c>.</param>
    /// <param name="times">How often at most.</param>
    public void LimitEvery(int n, TimeSpan? wait = null, string scope = "user", int times = int.MaxValue) => Every(n, times, route: null, call =>
        Limited(Limits.Block(call, Now, wait ?? TimeSpan.FromMilliseconds(200), scope)));

    /// <summary>Answers every n-th call with a status and no document, before it takes effect.</summary>
    public void FailEvery(int n, int status, int times = int.MaxValue, string? route = null) => Every(n, times, route, _ =>
        new Answer(status) { Html = $"<html><head><title>{status}</title></head><body><center><h1>{status}</h1></center><hr><center>cloudflare</center></body></html>" });

    /// <summary>From now on an interaction's token, though valid, is unknown so often right after it was answered.</summary>
    public void RaceNotFound(int times) => Change(() => _races = times);

    /// <summary>The next calls of a route (of any, where left out) take effect, but the connection closes before the answer.</summary>
    public void DropAfter(int times = 1, string? route = null) => Change(() =>
    {
        var left = times;
        _drops.Add(call => (route is null || call.Route == route) && left-- > 0);
        return left;
    });

    /// <summary>Keeps the next call of a route on its way until it is released.</summary>
    public HeldCall Hold(string route) => Change(() =>
    {
        _held.Add(new HeldCall(route));
        return _held[^1];
    });

    private Task HoldAsync(ApiCall call) => Read(() =>
    {
        var held = _held.Find(held => held.Route == call.Route);
        _held.Remove(held!);
        return held;
    })?.ArriveAsync() ?? Task.CompletedTask;

    private static Answer Limited(RateLimit limit) => new(429, new JsonObject
    {
        ["message"] = "You are being rate limited.",
        ["retry_after"] = Math.Round(limit.RetryAfter!.Value.TotalSeconds, 3),
        ["global"] = limit.Scope == "global",
    })
    {
        Limit = limit,
    };

    private void Every(int n, int times, string? route, Func<ApiCall, Answer> answer) => Change(() =>
    {
        var (calls, left) = (0, times);
        _faults.Add(call => (route is null || call.Route == route) && ++calls % n == 0 && left-- > 0 ? answer(call) : null);
        return left;
    });
}

/// <summary>A call that is on its way for longer than others.</summary>
internal sealed class HeldCall(string route) : IDisposable
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Route => route;

    /// <summary>Done once the bot has made the call.</summary>
    public Task Reached => _reached.Task;

    public void Release() => _released.TrySetResult();

    public void Dispose() => Release();

    internal Task ArriveAsync()
    {
        _reached.TrySetResult();
        return _released.Task;
    }
}
