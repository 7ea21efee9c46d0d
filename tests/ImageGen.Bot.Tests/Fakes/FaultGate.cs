using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ImageGen.Bot.Tests.Fakes;

/// <summary>What goes wrong with a call on its way to a fake or back.</summary>
/// <param name="context">The call.</param>
/// <param name="answer">Has the fake answer it.</param>
internal delegate Task OutsideFault(HttpContext context, RequestDelegate answer);

/// <summary>Stands before a fake: some calls meet a fault, the others pass.</summary>
internal sealed class FaultGate
{
    private volatile Plan? _plan;
    private int _met;

    /// <summary>How many calls met the fault.</summary>
    public int Met => _met;

    /// <summary>The faults that any call can meet, by name.</summary>
    public static IReadOnlyDictionary<string, OutsideFault> Faults { get; } = new Dictionary<string, OutsideFault>(StringComparer.Ordinal)
    {
        ["slow"] = SlowAsync,
        ["hangs"] = static (context, _) => Trouble.Hang(context),
        ["cut"] = CutAsync,
        ["400"] = static (context, _) => Trouble.Answer(400, """{"detail":"no"}""")(context),
        ["503"] = static (context, _) => Trouble.Html(503)(context),
        ["page"] = static (context, _) => Trouble.Html(200)(context),
        ["garbage"] = static (context, _) => Trouble.Answer(200, """{"unexpected":[1,2,3]}""")(context),
        ["huge"] = HugeAsync,
    };

    /// <summary>From now on calls of a kind meet a fault.</summary>
    public void Close(Func<HttpRequest, bool> calls, OutsideFault fault)
    {
        _met = 0;
        _plan = new Plan(calls, fault);
    }

    /// <summary>All calls pass again.</summary>
    public void Open() => _plan = null;

    public void Use(IApplicationBuilder app) => app.Use(next => async context =>
    {
        if (_plan is not { } plan || !plan.Calls(context.Request))
        {
            await next(context);
            return;
        }

        Interlocked.Increment(ref _met);
        await plan.Fault(context, next);
    });

    /// <summary>Late, but within any caller's patience.</summary>
    private static async Task SlowAsync(HttpContext context, RequestDelegate answer)
    {
        await Task.Delay(200);
        await answer(context);
    }

    /// <summary>Takes effect; half of the answer comes, and then the connection breaks.</summary>
    private static async Task CutAsync(HttpContext context, RequestDelegate answer)
    {
        var (body, whole) = (context.Response.Body, new MemoryStream());
        context.Response.Body = whole;
        await answer(context);
        context.Response.Body = body;
        context.Response.ContentLength = whole.Length + 1;
        await body.WriteAsync(whole.ToArray().AsMemory(0, (int)whole.Length / 2));
        await body.FlushAsync();
        context.Abort();
    }

    /// <summary>50 MB that are nothing.</summary>
    private static async Task HugeAsync(HttpContext context, RequestDelegate answer)
    {
        context.Response.ContentType = "application/json";
        var chunk = new byte[1024 * 1024];
        Array.Fill(chunk, (byte)' ');
        for (var megabyte = 0; megabyte < 50 && !context.RequestAborted.IsCancellationRequested; megabyte++)
            await context.Response.Body.WriteAsync(chunk);
    }

    private sealed record Plan(Func<HttpRequest, bool> Calls, OutsideFault Fault);
}

/// <summary>The time of another clock, whose long timers run sooner: limits of calls are met without waiting for them.</summary>
/// <param name="inner">Tells the time.</param>
/// <param name="from">Shorter timers run as ever.</param>
internal sealed class HurriedClock(TimeProvider inner, TimeSpan from) : TimeProvider
{
    private const int Times = 15;

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override long GetTimestamp() => inner.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime >= from ? dueTime / Times : dueTime, period);
}
