using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Discord;

namespace ImageGen.Bot.Tests.Discord;

/// <summary>Threads: those the bot opens, and those that are closed on it.</summary>
public sealed partial class DiscordDeliveryTests
{
    private static readonly (string, string) InThreads = ("Chat:ReplyIn", "Thread");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Archived_BeforeTheReply_IsToldInTheThread(bool isPrivate)
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator);
        var thread = scene.Channel.AddThread("cats");
        var imagine = await scene.Ada.ImagineAsync(thread, "a slow cat", ("private", isPrivate));
        await _gate.Reached;
        thread.IsArchived = true;
        _gate.Open();
        Assert.Same(imagine.Message, await scene.OutcomeAsync());
        scene.AssertNoViolations();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Archived_BeforeALateReply_IsToldInTheThread(bool isKnown)
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator);
        var thread = scene.Channel.AddThread("cats");
        var imagine = await scene.Ada.ImagineAsync(thread, "a slow cat");
        if (isKnown)
            await UntilNotedAsync(scene, imagine);
        await FinishLateAsync(scene, () => thread.IsArchived = true);
        var outcome = await scene.OutcomeAsync();
        Assert.Same(thread, outcome.Channel);
        Assert.Equal(isKnown, outcome == imagine.Message);
        Assert.False(thread.IsArchived);
        scene.AssertNoViolations();
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Locked_BeforeTheReply_IsToldByDirectMessage(bool isLate, bool isKnown)
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator);
        var thread = scene.Channel.AddThread("cats");
        var imagine = await scene.Ada.ImagineAsync(thread, "a slow cat");
        await (isKnown ? UntilNotedAsync(scene, imagine) : _gate.Reached);
        (thread.IsArchived, thread.IsLocked) = (true, true);
        if (isLate)
            scene.Advance(TooLong);
        _gate.Open();
        Assert.Same(scene.Ada.DirectMessages, (await scene.OutcomeAsync()).Channel);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Thread_OpenedBySomebodyMeanwhile_IsUsed()
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator, InThreads);
        var imagine = await scene.Ada.ImagineAsync(scene.Channel, "a slow cat");
        await _gate.Reached;
        var thread = scene.Discord.OpenThread(imagine.Message, "somebody's");
        _gate.Open();
        Assert.Same(thread, (await scene.OutcomeAsync()).Channel);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Thread_WritingInItIsForbidden_IsToldInTheChannel()
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator, InThreads);
        var imagine = await scene.Ada.ImagineAsync(scene.Channel, "a slow cat");
        await _gate.Reached;
        // Nothing told the bot: what it knows is from the command.
        scene.Channel.BotPermissions &= ~Permissions.SendMessagesInThreads;
        _gate.Open();
        Assert.Same(imagine.Message, await scene.OutcomeAsync());
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Thread_MessageDeletedMeanwhile_IsToldNoMore()
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator, InThreads);
        var imagine = await scene.Ada.ImagineAsync(scene.Channel, "a slow cat");
        scene.Discord.FailEvery(1, 500, times: 1, route: StartThread);
        _gate.Open();
        await imagine.Message.UntilAsync(message => message.Content.Contains("in the thread", StringComparison.Ordinal));
        imagine.Message.Delete();
        await scene.UntilToldAsync();
        Assert.Empty(scene.Outcomes());
        scene.AssertNoViolations();
    }

    [Theory]
    [InlineData(EditOriginal)]
    [InlineData(StartThread)]
    [InlineData(PostMessage)]
    public async Task Thread_BotRestartedAfterAStep_IsToldOnce(string step)
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator, InThreads);
        scene.Discord.DropAfter(route: step);
        await scene.Ada.ImagineAsync(scene.Channel, "a cat");
        _gate.Open();
        await scene.Discord.UntilAsync(() => scene.Discord.Calls.FirstOrDefault(call => call.Route == step), () => $"There was no {step}.");
        await scene.RestartBotAsync();

        var outcome = await scene.OutcomeAsync();
        Assert.Same(Assert.Single(scene.Channel.Threads), outcome.Channel);
        Assert.Single(outcome.Files);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Thread_TokenEndedBetweenTheSteps_IsToldOnce()
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator, InThreads);
        scene.Discord.FailEvery(1, 500, times: 1, route: PostMessage);
        await scene.Ada.ImagineAsync(scene.Channel, "a cat");
        _gate.Open();
        await scene.Discord.UntilAsync(() => scene.Discord.Calls.FirstOrDefault(call => call.Route == PostMessage), () => "There was no post.");
        scene.Advance(TooLong);
        Assert.Single((await scene.OutcomeAsync()).Files);
        scene.AssertNoViolations();
    }
}
