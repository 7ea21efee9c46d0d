using ImageGen.Bot.Discord;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Discord;
using ImageGen.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGen.Bot.Tests.Discord;

/// <summary>Discord's bad days.</summary>
public sealed partial class DiscordDeliveryTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Race_TokenUnknownForAWhile_IsTriedAgain(int times)
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator);
        scene.Discord.RaceNotFound(times);
        _gate.Open();
        var imagine = await scene.Ada.ImagineAsync(scene.Channel, "a cat");
        Assert.Same(imagine.Message, await scene.OutcomeAsync());
        Assert.Equal(times + 1, scene.Discord.Calls.Count(call => call.Route == EditOriginal));
        scene.AssertNoViolations();
    }

    [Theory]
    [InlineData(4)]
    [InlineData(10)]
    public async Task Race_TokenStaysUnknown_IsPostedWithTheBotTokenAndTheTokenLeftAlone(int times)
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator);
        scene.Discord.RaceNotFound(times);
        // Even where the post is refused at first, nothing goes back to the token.
        scene.Discord.FailEvery(1, 500, times: 2, route: PostMessage);
        _gate.Open();
        await scene.Ada.ImagineAsync(scene.Channel, "a cat");
        Assert.NotNull((await scene.OutcomeAsync()).Nonce);
        Assert.Equal(4, scene.Discord.Calls.Count(call => call.Route == EditOriginal));
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Race_ProgressIsRefusedToo_TokenIsUsedFourTimesInAll()
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator);
        scene.Discord.RaceNotFound(10);
        await scene.Ada.ImagineAsync(scene.Channel, "a cat");
        await scene.Discord.UntilAsync(() => scene.Discord.Calls.FirstOrDefault(call => call.Route == EditOriginal), () => "There was no progress.");
        _gate.Open();
        Assert.NotNull((await scene.OutcomeAsync()).Nonce);
        Assert.Equal(4, scene.Discord.Calls.Count(call => call.Route == EditOriginal));
        scene.AssertNoViolations();
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Limited_EverySecondCall_ArrivesOnce(bool inThread, bool isLate)
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator, inThread ? [("Chat:ReplyIn", "Thread")] : []);
        scene.Discord.LimitEvery(2);
        if (isLate)
            await LateAsync(scene, scene.Channel, before: () => scene.Guild.HasBot = false);
        else
            await scene.Ada.ImagineAsync(scene.Channel, "a cat");
        _gate.Open();
        Assert.Single((await scene.OutcomeAsync()).Files);
        scene.AssertNoViolations();
    }

    [Theory]
    [InlineData("user")]
    [InlineData("shared")]
    [InlineData("global")]
    public async Task Limited_ForLong_IsNotAskedBeforeItsTime(string scope)
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator);
        scene.Discord.LimitEvery(1, TimeSpan.FromMinutes(2), scope, times: 1);
        _gate.Open();
        var imagine = await scene.Ada.ImagineAsync(scene.Channel, "a cat");
        Assert.Same(imagine.Message, await scene.OutcomeAsync());
        var calls = scene.Discord.Calls.Where(call => call.Route == EditOriginal).ToList();
        Assert.Equal([429, 200], calls.Select(call => call.Status));
        Assert.True(calls[1].At - calls[0].At >= TimeSpan.FromMinutes(2), $"{calls[1].At - calls[0].At}");
        scene.AssertNoViolations();
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    public async Task Failing_EverySecondCall_ArrivesOnce(int status)
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator, ("Chat:ReplyIn", "Thread"));
        scene.Discord.FailEvery(2, status);
        await scene.Ada.ImagineAsync(scene.Channel, "a cat");
        _gate.Open();
        Assert.Single((await scene.OutcomeAsync()).Files);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Failing_ForAnHour_ArrivesAfterIt()
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator);
        scene.Discord.FailEvery(1, 503, times: 10);
        _gate.Open();
        await scene.Ada.ImagineAsync(scene.Channel, "a cat");
        Assert.Single((await scene.OutcomeAsync()).Files);
        scene.AssertNoViolations();
    }

    [Theory]
    [InlineData(EditOriginal, false)]
    [InlineData(StartThread, false)]
    [InlineData(PostMessage, false)]
    [InlineData(PostMessage, true)]
    public async Task Dropped_AnswerIsLost_IsToldOnce(string route, bool isLate)
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator, isLate ? [] : [("Chat:ReplyIn", "Thread")]);
        scene.Discord.DropAfter(route: route);
        if (isLate)
            await LateAsync(scene, scene.Channel);
        else
            await scene.Ada.ImagineAsync(scene.Channel, "a cat");
        _gate.Open();
        Assert.Single((await scene.OutcomeAsync()).Files);
        Assert.Contains(scene.Discord.Calls, call => call.Route == route && call.Status == 0);
        Assert.InRange(scene.Channel.Threads.Count, 0, 1);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Guard_TooManyRefusals_StopsCallingUntilTheyHaveAged()
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator);
        scene.Discord.FailEvery(1, 403, times: InvalidRequestGuard.OpensAt);
        var client = scene.Bot.Services.GetRequiredService<DiscordClient>();
        for (var call = 0; call < InvalidRequestGuard.OpensAt; call++)
            await client.OpenDmAsync(scene.Ada.Id, CancellationToken.None);
        Assert.Equal(InvalidRequestGuard.OpensAt, scene.Discord.InvalidAnswers);

        var opened = scene.Discord.Now;
        _gate.Open();
        var imagine = await scene.Ada.ImagineAsync(scene.Channel, "a cat");
        Assert.Same(imagine.Message, await scene.OutcomeAsync());
        var told = Assert.Single(scene.Discord.Calls, call => call.Route == EditOriginal);
        Assert.True(told.At - opened > InvalidRequestGuard.Window - TimeSpan.FromMinutes(1), $"{told.At - opened}");
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Progress_ArrivesAfterTheReply_PictureStays()
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator);
        using var held = scene.Discord.Hold(EditOriginal);
        var imagine = await scene.Ada.ImagineAsync(scene.Channel, "a cat");
        await held.Reached;

        // The progress is on its way; the picture comes first.
        _gate.Open();
        await imagine.Message.UntilAsync(message => message.Files.Count == 1);
        // Putting the picture back meets a Discord that is busy.
        scene.Discord.LimitEvery(2, times: 1);
        held.Release();
        await imagine.Message.UntilAsync(message => message.Edits == 3);
        Assert.Single((await scene.OutcomeAsync()).Files);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Cancel_AnswerArrivesAfterTheOutcome_OutcomeStays()
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator);
        var imagine = await scene.Ada.ImagineAsync(scene.Channel, "a slow cat");
        await UntilNotedAsync(scene, imagine);
        scene.Discord.OnAnswer = _ => imagine.Message.UntilAsync(Cancelled, TimeSpan.FromSeconds(2)).ContinueWith(static _ => { }, TaskScheduler.Default);
        await imagine.Message.PressAsync("cancel");
        Assert.True(Cancelled(await scene.OutcomeAsync()));
        Assert.Equal(JobState.Cancelled, Assert.Single(await scene.HistoryAsync()).State);
        scene.AssertNoViolations();

        static bool Cancelled(FakeMessage message) => message.Text.Contains("Somebody cancelled it", StringComparison.Ordinal);
    }
}
