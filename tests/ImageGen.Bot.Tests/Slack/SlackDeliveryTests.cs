using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Slack;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Slack;

/// <summary>A reply finds its author once: whatever becomes of Slack, the bot, the channel or the message.</summary>
public sealed class SlackDeliveryTests
{
    private readonly Gate _gate = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Limited_EverySecondCall_EachPictureArrivesOnce(bool isPublic)
    {
        await using var scene = await StartAsync(isPublic);
        scene.Slack.LimitEvery(2);
        await OrderThreeAsync(scene);
        scene.AssertNoViolations();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Failing_EverySecondCall_EachPictureArrivesOnce(bool isPublic)
    {
        await using var scene = await StartAsync(isPublic);
        scene.Slack.FailEvery(2, 500);
        await OrderThreeAsync(scene);
        scene.AssertNoViolations();
    }

    [Theory]
    [InlineData("chat.postMessage", true, 2)]
    [InlineData("chat.update", true, 1)]
    [InlineData("files.completeUploadExternal", false, 1)]
    public async Task Dropped_AnswerIsLost_NothingIsPostedTwice(string method, bool isPublic, int times)
    {
        await using var scene = await StartAsync(isPublic);
        scene.Slack.DropAfter(times, method);
        _gate.Open();
        await scene.ImagineAsync("a cool cat");
        await UntilToldAsync(scene, 1);
        AssertOnce(scene, isPublic);
    }

    [Fact]
    public async Task Killed_WhileDrawing_GoesOnUnderTheSameRoot()
    {
        await using var scene = await StartAsync(isPublic: true);
        await scene.ImagineAsync("a cool cat");
        await scene.Channel.UntilMessageAsync(message => message.Buttons.Count == 1);
        await scene.StopBotAsync();
        _gate.Open();
        await scene.StartBotAsync();
        await UntilToldAsync(scene, 1);
        AssertOnce(scene, isPublic: true);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Root_CouldNotBePostedAtFirst_IsPostedByTheReply()
    {
        await using var scene = await StartAsync(isPublic: true);
        scene.Slack.FailEvery(1, 503, times: 1, method: "chat.postMessage");
        _gate.Open();
        await scene.ImagineAsync("a cool cat");
        await UntilToldAsync(scene, 1);
        AssertOnce(scene, isPublic: true);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Roots_SlackTakesNoneOfAFlood_CommandsAreToldInTheirOwnAnswers()
    {
        const int silent = 100;
        await using var scene = await StartAsync(isPublic: true);
        scene.Slack.LimitEvery(1, TimeSpan.FromMinutes(1), method: "chat.postMessage");
        var told = new List<FakeDelivery>();
        while (told.Count < silent + 1 || (told[^1].Answer.Length == 0 && told.Count < 2 * silent))
            told.Add(await scene.ImagineAsync($"a cool cat, number {told.Count}"));
        Assert.All(told[..silent], delivery => Assert.Equal("", delivery.Answer));
        Assert.Contains($"a cool cat, number {told.Count - 1}", told[^1].Answer, StringComparison.Ordinal);
        Assert.Contains("ephemeral", told[^1].Answer, StringComparison.Ordinal);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Root_SlackAnswersItLate_DoesNotHideHowFarTheReplyIs()
    {
        await using var scene = await StartAsync(isPublic: true);
        var answered = new TaskCompletionSource();
        scene.Slack.AnswerLate("chat.postMessage", answered.Task);
        await scene.ImagineAsync("a cool cat");
        await _gate.Reached;
        scene.Clock.Advance(TimeSpan.FromSeconds(5));
        _gate.Open();
        await UntilToldAsync(scene, 1);
        var told = Assert.Single(await scene.HistoryAsync()).Message;

        answered.SetResult();
        await scene.StopBotAsync();
        await scene.StartBotAsync();
        Assert.Equal(told, Assert.Single(await scene.HistoryAsync()).Message);
        AssertOnce(scene, isPublic: true);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Uploads_DroppedBeforeTheyWereShared_AreUploadedAnew()
    {
        await using var scene = await StartAsync(isPublic: false);
        scene.Slack.FailEvery(1, 503, times: 1, method: "files.completeUploadExternal");
        _gate.Open();
        await scene.ImagineAsync("a cool cat");
        await scene.Slack.UntilAsync(() => scene.Slack.Calls.FirstOrDefault(call => call is { Method: "files.completeUploadExternal", Status: 503 }), () => "Nothing was shared.");
        scene.Slack.ForgetUploads();
        await UntilToldAsync(scene, 1);
        AssertOnce(scene, isPublic: false);
    }

    [Fact]
    public async Task Share_InAPublicChannelWithoutTheBot_ComesAsADirectMessageAndSaysSo()
    {
        await using var scene = await StartAsync(isPublic: false);
        var channel = scene.Workspace.AddChannel("open", hasBot: false);
        _gate.Open();
        await scene.ImagineAsync("a cool cat", channel: channel);
        var result = await scene.UntilResultAsync(channel: scene.Ada.DirectMessages);
        Assert.Contains(result.Root!.Thread, message => message.Files.Count == 1);
        var root = Assert.Single(channel.Messages);
        Assert.Contains("comes in a direct message", root.Text, StringComparison.Ordinal);
        Assert.Empty(root.Buttons);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Private_FromTheForm_IsSaidAndShownThroughTheCommandsResponseUrl()
    {
        await using var scene = await StartAsync(isPublic: true);
        var imagine = await scene.ImagineAsync("");
        var form = await scene.Ada.UntilModalAsync(view => view.Text.Length > 0);
        await form.SubmitAsync(("prompt", "a secret cat"), ("options", new[] { "private" }));
        await scene.Channel.UntilMessageAsync(message => message.OnlyFor == scene.Ada && message.Text.Contains("a secret cat", StringComparison.Ordinal));
        _gate.Open();
        Assert.Same(scene.Ada, (await scene.UntilResultAsync()).OnlyFor);
        Assert.Equal(2, imagine.Uses);
        Assert.Empty(scene.Ada.DirectMessages.History);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Private_ResponseUrlHasEnded_IsShownAsAnEphemeralMessage()
    {
        await using var scene = await StartAsync(isPublic: true);
        await scene.ImagineAsync("");
        var form = await scene.Ada.UntilModalAsync(view => view.Text.Length > 0);
        await form.SubmitAsync(("prompt", "a secret cat"), ("options", new[] { "private" }));
        scene.Clock.Advance(TimeSpan.FromMinutes(31));
        _gate.Open();
        Assert.Same(scene.Ada, (await scene.UntilResultAsync()).OnlyFor);
        Assert.Contains(scene.Slack.Calls, call => call is { Method: "chat.postEphemeral", Status: 200, Error: null });
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Channel_ArchivedMeanwhile_ComesAsADirectMessage()
    {
        await using var scene = await StartAsync(isPublic: false);
        await scene.ImagineAsync("a cool cat");
        await scene.Channel.UntilMessageAsync(message => message.Buttons.Count == 1);
        scene.Channel.IsArchived = true;
        _gate.Open();
        var result = await scene.UntilResultAsync(channel: scene.Ada.DirectMessages);
        Assert.Contains(result.Root!.Thread, message => message.Files.Count == 1);
        scene.AssertNoViolations();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Uploads_NotAllowed_LinksThePicture(bool isMember)
    {
        await using var scene = await StartAsync(isPublic: false);
        scene.Workspace.Installation!.Scopes.Remove("files:write");
        var channel = isMember ? scene.Channel : scene.Workspace.AddChannel("secret", isPrivate: true, hasBot: false);
        _gate.Open();
        await scene.ImagineAsync("a cool cat", channel: channel);
        var result = await scene.UntilResultAsync(channel: isMember ? channel : scene.Ada.DirectMessages);
        Assert.Contains("/images/", result.Text, StringComparison.Ordinal);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Failure_ShowsWhyInTheRootAndCanBeTriedAgain()
    {
        await using var scene = await StartAsync(isPublic: true, ("Moderation:BlockedWords", "nasty"));
        _gate.Open();
        await scene.ImagineAsync("a nasty cat");
        var root = await scene.Channel.UntilMessageAsync(message => message.Text.Contains("I can't draw that", StringComparison.Ordinal));
        Assert.DoesNotContain("nasty cat", root.Text, StringComparison.Ordinal);
        Assert.Empty(root.Thread);
        Assert.Same(root, Assert.Single(scene.Channel.Messages));
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Uninstalled_BeforeThePictureIsReady_IsGivenUp()
    {
        await using var scene = await StartAsync(isPublic: true);
        await scene.ImagineAsync("a cool cat");
        await scene.Channel.UntilMessageAsync(message => message.Buttons.Count == 1);
        await scene.Workspace.RevokeTokensAsync();
        _gate.Open();
        await scene.Slack.UntilAsync(() => scene.Slack.Calls.FirstOrDefault(call => call.Error == "token_revoked"), () => "Slack was not asked any more.");
        // The call may have been of the progress, which is shown while the job is drawn.
        while (Assert.Single(await scene.HistoryAsync()) is var job && !job.State.IsFinal())
            await Task.Delay(20);
        Assert.Equal(JobState.Completed, Assert.Single(await scene.HistoryAsync()).State);
    }

    private Task<SlackScene> StartAsync(bool isPublic, params (string, string)[] settings) =>
        SlackScene.StartAsync(_gate.Generator, isPublic ? [SlackScene.Public, .. settings] : settings);

    private async Task OrderThreeAsync(SlackScene scene)
    {
        _gate.Open();
        foreach (var cat in new[] { "one", "two", "three" })
            await scene.ImagineAsync($"cat {cat}");
        await UntilToldAsync(scene, 3);
        Assert.Equal(3, scene.Channel.Messages.Count);
        Assert.All(scene.Channel.Messages, root =>
        {
            Assert.Single(root.Thread, message => message.Buttons.Count == 5);
            Assert.Single(root.Thread.SelectMany(message => message.Pictures));
            Assert.Contains("The picture is in the thread.", root.Text, StringComparison.Ordinal);
        });
    }

    private static void AssertOnce(SlackScene scene, bool isPublic)
    {
        var root = Assert.Single(scene.Channel.Messages);
        Assert.Equal(isPublic ? 1 : 2, root.Thread.Count);
        Assert.Single(root.Thread.SelectMany(message => message.Pictures));
        Assert.Contains("The picture is in the thread.", root.Text, StringComparison.Ordinal);
    }

    /// <summary>Waits until every root tells that its picture is there, which is the last thing a reply does.</summary>
    private static async Task UntilToldAsync(SlackScene scene, int roots)
    {
        var lane = LaneLimits.ReplyLane("slack");
        await scene.Slack.UntilAsync(
            () => scene.Channel.Messages.Count(root => root.Thread.Any(message => message.Buttons.Count == 5) && root.Text.Contains("The picture is in the thread.", StringComparison.Ordinal)) >= roots ? scene : null,
            () => $"Not every picture came in {scene.Channel}", TimeSpan.FromSeconds(90));
        while (await scene.Bot.Ledger.LaneAsync(lane, CancellationToken.None) is not { Waiting: 0, Delayed: 0, Leased: 0 })
            await Task.Delay(50);
    }
}
