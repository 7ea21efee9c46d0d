using ImageGen.Bot.Discord;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Discord;
using ImageGen.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGen.Bot.Tests.Discord;

/// <summary>A reply finds its author: whatever has become of the token, the message, the channel or Discord itself, they see one outcome.</summary>
public sealed partial class DiscordDeliveryTests
{
    private const string EditOriginal = "PATCH /webhooks/{app}/{token}/messages/{message}";
    private const string EditMessage = "PATCH /channels/{channel}/messages/{message}";
    private const string PostMessage = "POST /channels/{channel}/messages";
    private const string StartThread = "POST /channels/{channel}/messages/{message}/threads";
    private const string OpenDm = "POST /users/@me/channels";

    /// <summary>Longer than a token lives.</summary>
    private static readonly TimeSpan TooLong = TimeSpan.FromMinutes(16);

    private readonly Gate _gate = new();

    [Fact]
    public async Task Expired_MessageIsKnown_IsEditedWithTheBotToken()
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator);
        var imagine = await scene.Ada.ImagineAsync(scene.Channel, "a slow cat");
        await UntilNotedAsync(scene, imagine);
        await FinishLateAsync(scene);

        Assert.Same(imagine.Message, await scene.OutcomeAsync());
        Assert.Single(imagine.Message.Files);
        Assert.Equal(5, imagine.Message.Buttons.Count);
        Assert.Contains(scene.Discord.Calls, call => call is { Route: EditMessage, Status: 200 });
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Expired_MessageIsUnknown_IsPostedInTheChannel()
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator);
        await LateAsync(scene, scene.Channel);

        var outcome = await scene.OutcomeAsync();
        Assert.Same(scene.Channel, outcome.Channel);
        Assert.Contains($"<@{scene.Ada.Id}>", outcome.Content, StringComparison.Ordinal);
        Assert.Equal(Assert.Single(await scene.HistoryAsync()).Id.Value[1..], outcome.Nonce);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Expired_PictureFailed_SaysWhyInTheChannel()
    {
        _gate.Generator.Yields = 0;
        await using var scene = await DiscordScene.StartAsync(_gate.Generator, ("Worker:MaxAttempts", "1"));
        await LateAsync(scene, scene.Channel);
        Assert.Contains("The image service isn't available", (await scene.OutcomeAsync()).Text, StringComparison.Ordinal);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Expired_InAThread_IsPostedInTheThread()
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator);
        var thread = scene.Channel.AddThread("cats");
        await LateAsync(scene, thread);
        Assert.Same(thread, (await scene.OutcomeAsync()).Channel);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Expired_Private_IsToldByDirectMessage()
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator);
        var imagine = await LateAsync(scene, scene.Channel, isPrivate: true);
        var outcome = await scene.OutcomeAsync();
        Assert.Same(scene.Ada.DirectMessages, outcome.Channel);
        Assert.Single(outcome.Files);
        Assert.Empty(scene.Channel.Messages);
        Assert.True(imagine.Message.IsEphemeral);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Expired_PrivateAndClosedToMessages_IsGivenUpAndLogged()
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator);
        scene.Ada.IsClosedToMessages = true;
        await LateAsync(scene, scene.Channel, isPrivate: true);
        await scene.UntilToldAsync();

        Assert.Empty(scene.Outcomes());
        Assert.Contains(scene.Log.Lines, line => line.StartsWith("Error: Job ", StringComparison.Ordinal) && line.Contains("is given up: Discord answered 403, code 50007", StringComparison.Ordinal));
        Assert.DoesNotContain(scene.Log.Lines, line => line.Contains(" a bug", StringComparison.OrdinalIgnoreCase));
        Assert.Single(scene.Discord.Calls, call => call.Route == PostMessage);

        // The bot goes on, and the picture is not lost.
        var again = await scene.Ada.ImagineAsync(scene.Channel, "a slow cat");
        await again.Message.UntilAsync(message => message.Files.Count == 1);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Expired_BotThrownOutOfTheGuild_IsToldByDirectMessage()
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator);
        await LateAsync(scene, scene.Channel, before: () => scene.Guild.HasBot = false);
        Assert.Same(scene.Ada.DirectMessages, (await scene.OutcomeAsync()).Channel);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Expired_ChannelOfAUserInstall_IsToldByDirectMessage()
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator);
        scene.Guild.HasBot = false;
        scene.Ada.HasInstalled = true;
        await LateAsync(scene, scene.Channel);
        Assert.Same(scene.Ada.DirectMessages, (await scene.Ada.DirectMessages.UntilMessageAsync(message => message.Files.Count == 1)).Channel);
        scene.AssertNoViolations();
    }

    [Theory]
    [InlineData(Permissions.ViewChannel)]
    [InlineData(Permissions.SendMessages)]
    [InlineData(Permissions.EmbedLinks)]
    [InlineData(Permissions.AttachFiles)]
    public async Task Expired_PermissionMissing_IsToldByDirectMessage(ulong missing)
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator);
        await LateAsync(scene, scene.Channel, before: () => scene.Channel.BotPermissions &= ~missing);
        Assert.Same(scene.Ada.DirectMessages, (await scene.OutcomeAsync()).Channel);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Expired_NeitherEmbedsNorDirectMessages_IsPostedAsALink()
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator, DiscordScene.Public);
        scene.Ada.IsClosedToMessages = true;
        await LateAsync(scene, scene.Channel, before: () => scene.Channel.BotPermissions &= ~Permissions.EmbedLinks);
        var outcome = await scene.OutcomeAsync();
        Assert.Same(scene.Channel, outcome.Channel);
        Assert.StartsWith($"<@{scene.Ada.Id}> https://pictures.example.com/images/", outcome.Content, StringComparison.Ordinal);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Deleted_WhileItIsDrawn_IsToldNoMore()
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator);
        var imagine = await scene.Ada.ImagineAsync(scene.Channel, "a slow cat");
        await _gate.Reached;
        imagine.Message.Delete();
        _gate.Open();
        await scene.UntilToldAsync();
        Assert.Empty(scene.Outcomes());
        Assert.Equal((404, EditOriginal), scene.Discord.Calls.Where(call => call.Files.Count > 0).Select(call => (call.Status, call.Route)).Single());
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Deleted_WhileItIsDrawnTooLong_IsToldNoMore()
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator);
        var imagine = await scene.Ada.ImagineAsync(scene.Channel, "a slow cat");
        await UntilNotedAsync(scene, imagine);
        imagine.Message.Delete();
        await FinishLateAsync(scene);
        await scene.UntilToldAsync();
        Assert.Empty(scene.Outcomes());
        scene.AssertNoViolations();
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Picture_LargerThanMayBeUploaded_IsLinkedOrEmbedded(bool isPublic, bool isLinked)
    {
        await using var scene = await DiscordScene.StartAsync(_gate.Generator, isPublic ? [DiscordScene.Public] : []);
        scene.Channel.AttachmentSizeLimit = TinyPng.Bytes.Length - 1;
        _gate.Open();
        await scene.Ada.ImagineAsync(scene.Channel, "a big cat");
        var outcome = await scene.OutcomeAsync();
        Assert.Empty(outcome.Files);
        Assert.Equal(isLinked, outcome.Content.Contains("too large to upload here", StringComparison.Ordinal));
        Assert.Equal(isLinked ? 0 : 1, outcome.Pictures.Count);
        Assert.Equal(5, outcome.Buttons.Count);
        scene.AssertNoViolations();
    }

    /// <summary>Gives a command that is drawn for so long that its token has ended.</summary>
    private async Task<FakeInteraction> LateAsync(DiscordScene scene, FakeChannel channel, bool isPrivate = false, Action? before = null)
    {
        // Should the machine be slow, progress comes too late as well, and so tells nobody where the message is.
        using var held = scene.Discord.Hold(EditOriginal);
        var imagine = await scene.Ada.ImagineAsync(channel, "a slow cat", [.. isPrivate ? [("private", (object)true)] : Array.Empty<(string, object)>()]);
        await FinishLateAsync(scene, before);
        return imagine;
    }

    private async Task FinishLateAsync(DiscordScene scene, Action? before = null)
    {
        await _gate.Reached;
        scene.Advance(TooLong);
        before?.Invoke();
        _gate.Open();
    }

    /// <summary>Waits until the progress that is shown has told the bot where its message is.</summary>
    private static async Task UntilNotedAsync(DiscordScene scene, FakeInteraction imagine)
    {
        await imagine.Message.UntilAsync(message => message.Content.Contains("Painting", StringComparison.Ordinal));
        while (Assert.Single(await scene.HistoryAsync()).Message is null)
            await Task.Delay(20);
    }
}
