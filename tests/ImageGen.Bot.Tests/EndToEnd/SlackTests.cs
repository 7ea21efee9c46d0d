using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Slack;
using ImageGen.Bot.Tests.Slack;

namespace ImageGen.Bot.Tests.EndToEnd;

/// <summary>The real program on a strict Slack, with the painter: what an operator gets.</summary>
[Collection(Alone.Name)]
public sealed class SlackTests
{
    private const int Commands = 12;

    [Fact]
    public async Task Sqlite_Imagine_ArrivesOnceWithButtonsThatWorkAfterTheProcessWasKilled()
    {
        using var folder = new TempFolder();
        await using var slack = await FakeSlack.StartAsync();
        var workspace = slack.AddWorkspace();
        var settings = SlackScene.Settings(slack, workspace);
        await LiveAsync(slack, [workspace, workspace, workspace], () => BotProcess.ServeAsync(folder, settings), []);
    }

    [Fact]
    public async Task Redis_Imagine_InWorkspacesInstalledThroughOAuth_ArrivesOnceThoughWebAndWorkerWereKilled()
    {
        using var folder = new TempFolder();
        await using var redis = await RedisServer.StartAsync();
        await using var slack = await FakeSlack.StartAsync();
        slack.RotatesTokens = true;
        var workspaces = new[] { "North", "South", "West" }.Select(name => slack.AddWorkspace(name, isInstalled: false)).ToList();
        (string, string)[] settings =
        [
            .. SlackScene.Settings(slack, null), ("State__Provider", "Redis"), ("State__Redis__ConnectionString", redis.ConnectionString), ("Worker__LeaseSeconds", "2"),
        ];
        await LiveAsync(
            slack, workspaces, () => BotProcess.ServeAsync(folder, [.. settings, ("Roles", "web")]), [() => BotProcess.ServeAsync(folder, [.. settings, ("Roles", "worker")])]);
    }

    /// <param name="slack">Where it happens.</param>
    /// <param name="workspaces">Where a channel each is.</param>
    /// <param name="web">Starts what Slack calls.</param>
    /// <param name="workers">Start what else there is.</param>
    private static async Task LiveAsync(FakeSlack slack, IReadOnlyList<FakeWorkspace> workspaces, Func<Task<BotProcess>> web, Func<Task<BotProcess>>[] workers)
    {
        var places = workspaces.Select(workspace => (Channel: workspace.AddChannel(), User: workspace.AddUser())).ToList();
        var bots = await StartAsync();
        foreach (var workspace in workspaces.Where(workspace => workspace.Installation is null))
            Assert.Equal(200, (await slack.InstallAsync(workspace, places.First(place => place.User.Workspace == workspace).User)).Status);

        var (channel, ada) = places[0];
        Assert.Equal((200, ""), await ImagineAsync(0, "a cool cat --style watercolor"));
        var first = await UntilResultAsync(channel, message => message.Text.Contains("a cool cat", StringComparison.Ordinal));
        Assert.Equal(5, first.Buttons.Count);

        // Some at once in each channel: all are accepted, and none is lost or told twice.
        for (var i = 0; i < Commands; i++)
            Assert.Equal((200, ""), await ImagineAsync(i % places.Count, $"cat number {i}"));

        // Killed with work in hand, and started again.
        foreach (var bot in bots)
        {
            await bot.KillAsync();
            await bot.DisposeAsync();
        }

        bots = await StartAsync();
        foreach (var (place, _) in places)
            await slack.UntilAsync(() => IsAllTold(place) ? place : null, () => $"Not everything came in {place}", TimeSpan.FromSeconds(120));

        await first.PressAsync("reroll", ada);
        var rerolled = await UntilResultAsync(channel, message => message.Root == first.Root && message != first);
        await first.PressAsync("variations", ada);
        await UntilResultAsync(channel, message => message.Root == first.Root && message != first && message != rerolled);
        await first.PressAsync("remix", ada);
        await (await ada.UntilModalAsync(view => view.Text.Length > 0)).SubmitAsync(("prompt", "a warm dog"));
        await UntilResultAsync(channel, message => message.Text.Contains("a warm dog", StringComparison.Ordinal));
        await first.PressAsync("details", ada);
        await channel.UntilMessageAsync(message => message.OnlyFor == ada && message.Text.Contains("--style watercolor", StringComparison.Ordinal));
        await first.PressAsync("delete", ada);
        await first.UntilAsync(message => message.IsDeleted);

        foreach (var (place, _) in places)
        {
            var roots = place.Messages.Where(root => root != first.Root).ToList();
            Assert.Equal(Commands / places.Count, roots.Count);
            Assert.All(roots, root => Assert.Equal([1, 0], root.Thread.Select(message => message.Files.Count)));
        }

        Assert.True(slack.Violations.Count == 0, string.Join('\n', slack.Violations));
        foreach (var bot in bots)
            await bot.DisposeAsync();

        async Task<(int, string)> ImagineAsync(int place, string text)
        {
            var sent = await places[place].User.CommandAsync(places[place].Channel, "/imagine", text);
            return (sent.Status, sent.Answer);
        }

        async Task<List<BotProcess>> StartAsync()
        {
            var started = new List<BotProcess> { await web() };
            slack.BotAddress = started[0].Address;
            foreach (var worker in workers)
                started.Add(await worker());
            return started;
        }
    }

    /// <summary>Whether each root says that its picture is there, which is the last thing a reply does.</summary>
    private static bool IsAllTold(FakeChannel channel) => channel.Messages.Count >= Commands / 3
        && channel.Messages.All(root => root.Text.Contains("The picture is in the thread.", StringComparison.Ordinal) && root.Thread.Any(message => message.Buttons.Count == 5));

    private static Task<FakeMessage> UntilResultAsync(FakeChannel channel, Func<FakeMessage, bool> condition) =>
        channel.UntilMessageAsync(message => message.Buttons.Count == 5 && condition(message));
}
