using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Slack;

namespace ImageGen.Bot.Tests.Slack;

// Rules and limits in force.
public sealed partial class SlackAdminTests
{
    [Fact]
    public async Task Rules_SetInFormAndByWords_HoldForEverybody()
    {
        var (scene, boss) = await SlackAdminScene.StartAsync();
        await using var _ = scene;
        var studio = scene.Workspace.AddChannel("studio");
        await (await scene.OpenAsync(boss, "rules")).SubmitAsync(("channels", new[] { studio.Id }), ("blockedWords", "mayonnaise"), ("deletion", "admins"));
        Assert.Contains("only in certain channels", (await scene.TellAsync(scene.Ada, "a cool cat", "/imagine")).Text, StringComparison.Ordinal);
        Assert.Contains("Done", (await scene.TellAsync(boss, "rules channels #pictures, #studio")).Text, StringComparison.Ordinal);
        Assert.Contains("a word or phrase", (await scene.TellAsync(scene.Ada, "a jar of mayonnaise", "/imagine")).Text, StringComparison.Ordinal);
        Assert.Contains("no such field", (await scene.TellAsync(boss, "rules chanels #studio")).Text, StringComparison.Ordinal);

        // Who asked for a picture may not delete it here, and admins may.
        await scene.ImagineAsync("a cool cat");
        var result = await scene.UntilResultAsync();
        var refused = await result.PressAsync("delete", scene.Ada);
        await scene.Slack.UntilAsync(() => refused.Said?.Text.Contains("Only admins", StringComparison.Ordinal) == true ? refused : null, () => "Nobody was refused.");
        await result.PressAsync("delete", boss);
        await result.UntilAsync(message => message.IsDeleted);

        await boss.OpenHomeAsync();
        var home = await boss.UntilHomeAsync(view => view.Text.Contains("mayonnaise", StringComparison.Ordinal));
        await home.PressAsync("admin:rules");
        var form = await boss.UntilModalAsync(view => view.Fields.Count > 0 && view.Text.Contains("mayonnaise", StringComparison.Ordinal));
        await form.SubmitAsync(("retentionDays", "900"));
        Assert.Contains("1 to 90", Assert.Single(form.Errors).Value, StringComparison.Ordinal);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Limit_OfAUserGroup_CountsForItsMembersUntilItIsRemoved()
    {
        var (scene, boss) = await SlackAdminScene.StartAsync();
        await using var _ = scene;
        scene.Workspace.AddGroup("painters", scene.Ada);
        await scene.TellAsync(boss, "quotas imagesPerUserPerDay 1");
        Assert.Contains("Done", (await scene.TellAsync(boss, "quotas roles @painters=2")).Text, StringComparison.Ordinal);
        await scene.Slack.UntilAsync(() => scene.Slack.Calls.FirstOrDefault(call => call.Method == "usergroups.list"), () => "Nobody asked who is in the group.");
        for (var i = 0; i < 2; i++)
        {
            await scene.ImagineAsync($"cat number {i}");
            await scene.UntilResultAsync(message => message.Text.Contains($"cat number {i}", StringComparison.Ordinal));
        }

        Assert.Contains("2 pictures a day that your role gives you", (await scene.TellAsync(scene.Ada, "one more", "/imagine")).Text, StringComparison.Ordinal);
        await scene.TellAsync(boss, "quotas roles");
        Assert.Contains("your limit of 1 picture a day", (await scene.TellAsync(scene.Ada, "one more", "/imagine")).Text, StringComparison.Ordinal);
        scene.AssertNoViolations();
    }
}
