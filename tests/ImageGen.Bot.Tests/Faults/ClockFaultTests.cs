using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ImageGen.Bot.Discord;
using ImageGen.Bot.Operator;
using ImageGen.Bot.Providers;
using ImageGen.Bot.Slack;
using ImageGen.Bot.Tests.Discord;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Slack;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageGen.Bot.Tests.Faults;

/// <summary>
/// The clock jumps an hour, ahead or back: nothing is lost or drawn twice, no limit is overrun, and what waits for a time
/// waits no hour longer.
/// </summary>
public sealed class ClockFaultTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(1, false)]
    [InlineData(-1, false)]
    [InlineData(1, true)]
    [InlineData(-1, true)]
    public async Task Jump_JobsRunWaitAndAreTriedAgain_EachIsDrawnOnce(int hours, bool onRedis)
    {
        await using var redis = onRedis ? await RedisServer.StartAsync() : null;
        (string, string) twoAtOnce = ("Worker:Concurrency", "2");
        await using var bed = await (redis is null ? FaultBed.StartAsync(twoAtOnce) : FaultBed.OnRedisAsync(redis.ConnectionString, twoAtOnce));
        var gate = new Gate();
        var faulty = 0;
        bed.Generator.OnCall = async (call, request, cancellation) =>
        {
            if (request.Prompt.Value.Contains("twice", StringComparison.Ordinal) && Interlocked.Increment(ref faulty) == 1)
                throw new GenerationException(ErrorCode.ProviderUnavailable, "Busy.") { IsTransient = true, RetryAfter = TimeSpan.FromSeconds(2) };
            await gate.Generator.OnCall(call, request, cancellation);
        };
        var again = await bed.AdmitAsync("a boat that is tried twice");
        await UntilAsync(() => faulty == 1);
        var running = await bed.AdmitAsync("a boat being drawn");
        var waiting = await bed.AdmitAsync("a boat that waits");
        await gate.Reached;

        bed.Clock.Set(hours * Hour);
        // Long enough for whoever looks after ended leases to be mistaken.
        await Task.Delay(TimeSpan.FromSeconds(2.5));
        gate.Open();
        var jumped = Stopwatch.StartNew();
        await bed.CompleteAsync(running, waiting, again, await bed.AdmitAsync("a boat after"));
        Assert.InRange(jumped.Elapsed, TimeSpan.Zero, Soon);
        Assert.Equal(4, bed.Generator.Drawn);
        await bed.AssertSoundAsync(drawn: 4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Jump_TheSameDelivery_IsTheSameJob(int hours)
    {
        await using var bed = await FaultBed.StartAsync();
        var first = await OrderAsync();
        bed.Clock.Set(hours * Hour);
        Assert.Equal(first, await OrderAsync());
        await bed.CompleteAsync(first);
        await bed.AssertSoundAsync(drawn: 1);

        async Task<string> OrderAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/images") { Content = JsonContent.Create(new { prompt = "a boat" }) };
            request.Headers.Add("Idempotency-Key", "once");
            using var response = await bed.Bot.Http.SendAsync(request);
            return (await response.Content.ReadFromJsonAsync<JsonElement>()).Text("id")!;
        }
    }

    [Fact]
    public async Task Jump_OverMidnightAndBack_CountsEachDayByItself()
    {
        await using var bed = await FaultBed.StartAsync(("Quotas:ImagesPerUserPerDay", "2"));
        bed.Clock.Set(bed.Clock.GetUtcNow().Date.AddHours(23.5) - bed.Clock.GetUtcNow().UtcDateTime);
        var month = bed.Clock.GetUtcNow().Month;
        await DrawTwoAsync("today");

        bed.Clock.Set(Hour);
        await DrawTwoAsync("tomorrow");
        var isSameMonth = bed.Clock.GetUtcNow().Month == month;

        bed.Clock.Set(-Hour);
        using (var refused = await bed.OrderAsync("a third boat"))
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        // What was drawn answers still.
        using var cached = await bed.OrderAsync("today's boat, number 1");
        Assert.Equal(HttpStatusCode.OK, cached.StatusCode);
        await bed.AssertSoundAsync(drawn: 2, elsewhere: isSameMonth ? 2 : 0);

        async Task DrawTwoAsync(string day)
        {
            for (var number = 1; number <= 2; number++)
                await bed.CompleteAsync(await bed.AdmitAsync(string.Create(CultureInfo.InvariantCulture, $"{day}'s boat, number {number}")));
            using var over = await bed.OrderAsync($"{day}'s boat too many");
            Assert.Equal(HttpStatusCode.TooManyRequests, over.StatusCode);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Apart_WebAndWorkerByAnHour_EverythingIsDrawnOnce(int hours)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var bed = await FaultBed.OnRedisAsync(redis.ConnectionString, ("Roles", "web"));
        var clock = ShiftedClock.At(bed.Clock.GetUtcNow().UtcDateTime + (hours * Hour));
        await bed.AddBotAsync(clock, ("Roles", "worker"));
        var faults = 0;
        bed.Generator.OnCall = (_, _, _) => Interlocked.Increment(ref faults) == 1
            ? throw new GenerationException(ErrorCode.ProviderUnavailable, "Busy.") { IsTransient = true }
            : Task.CompletedTask;

        var ids = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => bed.AdmitAsync($"a boat, number {number}")));
        var ordered = Stopwatch.StartNew();
        await bed.CompleteAsync(ids);
        Assert.InRange(ordered.Elapsed, TimeSpan.Zero, Soon);
        Assert.Equal(10, bed.Generator.Drawn);
        await bed.AssertSoundAsync(drawn: 10);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(-1, 0)]
    [InlineData(-1, 16)]
    public async Task Discord_BotsClockJumpsWhileItDraws_AuthorSeesOneOutcome(int hours, int minutesOnDiscord)
    {
        var gate = new Gate();
        await using var scene = await DiscordScene.StartAsync(gate.Generator);
        await scene.Ada.ImagineAsync(scene.Channel, "a cool cat");
        await gate.Reached;

        scene.Clock.Set(hours * Hour);
        scene.Discord.Advance(TimeSpan.FromMinutes(minutesOnDiscord));
        gate.Open();
        Assert.Single((await scene.OutcomeAsync()).Files);
        // Commands go on, though the clocks differ.
        var again = await scene.Ada.ImagineAsync(scene.Channel, "another cat");
        await again.Message.UntilAsync(message => message.Files.Count == 1);
        Assert.DoesNotContain(scene.Log.Lines, line => line.Contains(" a bug", StringComparison.OrdinalIgnoreCase));
        scene.AssertNoViolations();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Slack_BotsClockJumpsWhileItDraws_AuthorSeesOneOutcome(int hours)
    {
        var gate = new Gate();
        await using var scene = await SlackScene.StartAsync(gate.Generator, SlackScene.Public);
        await scene.ImagineAsync("a cool cat");
        await gate.Reached;

        scene.Clock.Set(hours * Hour);
        scene.Slack.Advance(-hours * Hour);
        gate.Open();
        var jumped = Stopwatch.StartNew();
        await scene.UntilResultAsync();
        Assert.InRange(jumped.Elapsed, TimeSpan.Zero, Soon);
        Assert.Single(scene.Channel.History, message => message.Buttons.Any(button => button.ActionId.StartsWith("reroll:", StringComparison.Ordinal)));
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Back_WhatIsHeldBackWithinTheProcess_IsLetThroughInItsTime()
    {
        var clock = new ManualClock();
        var breaker = new CircuitBreaker("flux", clock, NullLogger.Instance);
        for (var outage = 0; outage < CircuitBreaker.Threshold; outage++)
            breaker.Failed(new GenerationException(ErrorCode.ProviderUnavailable, "Away.") { IsTransient = true });
        var (discord, call) = (new DiscordRateLimits(clock), new DiscordCall("edit", HttpMethod.Patch, "webhooks", "token", AsBot: false));
        discord.Hold(call, new RateLimitHeaders { RetryAfter = TimeSpan.FromSeconds(20) }, error: null);
        var (slack, method) = (new SlackRateLimits(clock), new SlackCall("chat.postMessage", null));
        slack.Hold(method, TimeSpan.FromSeconds(20));
        var signIns = new SignInLimiter(clock);
        while (signIns.Begin(IPAddress.Loopback) is null)
        {
        }

        clock.PutBack(Hour);
        Assert.Equal(clock.GetUtcNow() + CircuitBreaker.FirstBreak, breaker.Open?.Until);
        Assert.Equal(TimeSpan.FromSeconds(20), await discord.EnterAsync(call, CancellationToken.None));
        Assert.Equal(TimeSpan.FromSeconds(20), await slack.EnterAsync(method, CancellationToken.None));

        clock.Advance(SignInLimiter.Window);
        breaker.Check();
        Assert.Null(await discord.EnterAsync(call, CancellationToken.None));
        Assert.Null(await slack.EnterAsync(method, CancellationToken.None));
        Assert.Null(signIns.Begin(IPAddress.Loopback));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var giveUp = Stopwatch.StartNew(); !condition(); await Task.Delay(20))
            Assert.True(giveUp.Elapsed < Soon);
    }
}
