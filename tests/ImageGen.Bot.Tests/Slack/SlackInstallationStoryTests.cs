using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Slack;

namespace ImageGen.Bot.Tests.Slack;

/// <summary>An app that workspaces install themselves, from the page where they do it to the day they remove it.</summary>
public sealed class SlackInstallationStoryTests
{
    [Fact]
    public async Task Workspaces_InstalledThroughOAuth_DoNotSeeEachOthersAnything()
    {
        await using var scene = await SlackScene.StartDistributedAsync(new ScriptedGenerator("scripted"), SlackScene.Public);
        var other = scene.Slack.AddWorkspace("Others", isInstalled: false);
        var (channel, eve) = (other.AddChannel(), other.AddUser("Eve"));
        Assert.Contains("not installed", (await scene.ImagineAsync("a cool cat", eve, channel)).Message.Text, StringComparison.Ordinal);

        await scene.Slack.InstallAsync(scene.Workspace, scene.Ada);
        await scene.Slack.InstallAsync(other, eve);
        await scene.ImagineAsync("a cool cat");
        await scene.UntilResultAsync();

        // Not from the other's cache, not in the other's lists.
        await scene.ImagineAsync("a cool cat", eve, channel);
        var theirs = await scene.UntilResultAsync(channel: channel);
        Assert.DoesNotContain("from the cache", theirs.Text, StringComparison.Ordinal);
        Assert.Single(await scene.HistoryAsync());
        Assert.Single((await scene.ImagineAsync("gallery everyone", eve, channel)).Message.Pictures);

        await other.UninstallAsync();
        Assert.Contains("not installed", (await scene.ImagineAsync("another cat", eve, channel)).Message.Text, StringComparison.Ordinal);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Organisation_InstalledThroughOAuth_IsServedInEachOfItsWorkspacesUntilItRemovesTheApp()
    {
        await using var scene = await SlackScene.StartDistributedAsync(new ScriptedGenerator("scripted"), SlackScene.Public);
        var grid = scene.Slack.AddEnterprise();
        var places = new[] { "East", "West" }.Select(name => scene.Slack.AddWorkspace(name, grid, isInstalled: false)).Select(workspace => (Workspace: workspace, Channel: workspace.AddChannel(), User: workspace.AddUser(workspace.Name))).ToList();
        await scene.Slack.InstallAsync(places[0].Workspace, places[0].User, forEnterprise: true);
        foreach (var (workspace, channel, user) in places)
        {
            await scene.ImagineAsync("a cool cat", user, channel);
            var result = await scene.UntilResultAsync(channel: channel);
            // Workspaces of one organisation are no less apart than others.
            Assert.DoesNotContain("from the cache", result.Text, StringComparison.Ordinal);
            await result.PressAsync("reroll");
            await scene.UntilResultAsync(other => other != result, channel);
            await user.MentionAsync(channel, "a warm dog");
            await scene.UntilResultAsync(other => other.Text.Contains("a warm dog", StringComparison.Ordinal), channel);
            await scene.ImagineAsync("", user, channel);
            await (await user.UntilModalAsync(view => view.Text.Length > 0)).SubmitAsync(("prompt", "a small mouse"));
            await scene.UntilResultAsync(other => other.Text.Contains("a small mouse", StringComparison.Ordinal), channel);
            await user.OpenHomeAsync();
            await user.UntilHomeAsync(view => view.Pictures.Count == 4);
            Assert.Equal(4, (await scene.HistoryAsync(workspace)).Count);
        }

        await places[1].Workspace.UninstallAsync();
        foreach (var (_, channel, user) in places)
            Assert.Contains("not installed", (await scene.ImagineAsync("another cat", user, channel)).Message.Text, StringComparison.Ordinal);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Tokens_ThatRotate_AreReplacedBeforeTheyEnd()
    {
        await using var scene = await SlackScene.StartDistributedAsync(new ScriptedGenerator("scripted"), SlackScene.Public);
        scene.Slack.RotatesTokens = true;
        await scene.Slack.InstallAsync(scene.Workspace, scene.Ada);
        foreach (var hours in new[] { 0, 11, 8, 2 })
        {
            scene.Clock.Advance(TimeSpan.FromHours(hours));
            await scene.ImagineAsync($"a cat after {hours} hours");
            await scene.UntilResultAsync(message => message.Text.Contains($"after {hours} hours", StringComparison.Ordinal));
        }

        // One for the installation, and one each time less than two hours were left.
        Assert.Equal(3, scene.Slack.Calls.Count(call => call.Method == "oauth.v2.access"));
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Tokens_Revoked_EndTheInstallationAndItCanBeginAgain()
    {
        await using var scene = await SlackScene.StartDistributedAsync(new ScriptedGenerator("scripted"), SlackScene.Public);
        await scene.Slack.InstallAsync(scene.Workspace, scene.Ada);
        // Slack tells when something happened in whole seconds.
        scene.Clock.Advance(TimeSpan.FromSeconds(2));
        await scene.Workspace.RevokeTokensAsync();
        Assert.Contains("not installed", (await scene.ImagineAsync("a cool cat")).Message.Text, StringComparison.Ordinal);

        scene.Clock.Advance(TimeSpan.FromSeconds(2));
        await scene.Slack.InstallAsync(scene.Workspace, scene.Ada);
        await scene.ImagineAsync("a cool cat");
        await scene.UntilResultAsync();
        scene.AssertNoViolations();
    }
}
