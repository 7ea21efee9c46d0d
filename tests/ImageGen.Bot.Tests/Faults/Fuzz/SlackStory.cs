using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Slack;

namespace ImageGen.Bot.Tests.Fuzzing;

/// <summary>Everything people do with the bot on Slack, each at least once.</summary>
internal static class SlackStory
{
    public static async Task PlayAsync(FakeSlack slack)
    {
        var workspace = slack.AddWorkspace(isInstalled: false);
        var (channel, ada) = (workspace.AddChannel(), workspace.AddUser("Ada"));
        await slack.InstallAsync(workspace, workspace.AddUser("Boss", isAdmin: true));
        await slack.AcceptsEndpointsAsync();

        await ada.CommandAsync(channel, "/imagine", "a cool cat --style watercolor --ar 16:9 --no text");
        var result = await UntilResultAsync(channel, _ => true);
        foreach (var button in new[] { "details", "reroll", "variations" })
            await result.PressAsync(button, ada);
        await result.PressAsync("remix", ada);
        await (await ada.UntilModalAsync(view => view.Fields.Count > 0)).SubmitAsync(("prompt", "a warm dog"));
        var opened = await ada.CommandAsync(channel, "/imagine");
        var form = await slack.UntilAsync(() => opened.Modal, () => "No form opened.");
        await form.SubmitAsync(("prompt", "a cat from a form"), ("style", "cartoon"), ("count", "2"), ("options", new[] { "fresh" }));
        await ada.ShortcutAsync(ada.Say(channel, "a cat on a mat", files: ada.File("cat.png", TinyPng.Bytes)), "imagine_this");
        await ada.MentionAsync(channel, "a cat that is mentioned", files: ada.File("cat.png", TinyPng.Bytes));
        await ada.MentionAsync(channel, "");
        await ada.WriteToBotAsync("a cat, please");
        foreach (var list in new[] { "jobs", "quota", "help", "gallery" })
            await ada.CommandAsync(channel, "/imagine", list);
        await ada.OpenHomeAsync();
        var home = await ada.UntilHomeAsync(_ => true);
        foreach (var element in home.Elements.Where(element => element.Type == "button" && element.Json["url"] is null).Take(3))
            await ada.ActAsync(home, element);
        await result.PressAsync("delete", ada);
        await ada.CommandAsync(channel, "/imagine-forget");

        await AdministrateAsync(slack);
        var gone = slack.AddWorkspace("Gone", isInstalled: false);
        await slack.InstallAsync(gone, gone.AddUser("Boss", isAdmin: true));
        await gone.UninstallAsync();
    }

    /// <summary>In another workspace, so that what admins' requests become changes no limit elsewhere.</summary>
    private static async Task AdministrateAsync(FakeSlack slack)
    {
        var workspace = slack.AddWorkspace("Governed", isInstalled: false);
        var (channel, boss) = (workspace.AddChannel(), workspace.AddUser("Boss", isAdmin: true));
        await slack.InstallAsync(workspace, boss);
        foreach (var text in new[]
        {
            "style add house-style guidance: thick ink lines", "style hide cartoon", "style show cartoon", "style list", "style preview watercolor", "quotas imagesPerUserPerDay 5", "rules channels #pictures", "rules blockedWords mayonnaise",
            "usage 7", "audit 5", "export", "reset all", "nonsense",
        })
            await boss.CommandAsync(channel, "/imagine-admin", text);
        foreach (var (text, field, value) in new[] { ("style add form-style", "guidance", "thin lines"), ("quotas", "imagesPerGuildPerDay", "50"), ("rules", "blockedWords", "mayonnaise"), ("import", "text", """{"styles":[]}""") })
        {
            var opened = await boss.CommandAsync(channel, "/imagine-admin", text);
            await (await slack.UntilAsync(() => opened.Modal, () => $"No form opened for {text}.")).SubmitAsync((field, value));
        }

        await boss.OpenHomeAsync();
        var home = await boss.UntilHomeAsync(view => view.Elements.Any(element => element.ActionId.StartsWith("admin:", StringComparison.Ordinal)));
        foreach (var element in home.Elements.Where(element => element.ActionId.StartsWith("admin:", StringComparison.Ordinal) && element.Type == "button"))
            await boss.ActAsync(home, element);
    }

    private static Task<FakeMessage> UntilResultAsync(FakeChannel channel, Func<FakeMessage, bool> condition) =>
        channel.UntilMessageAsync(message => message.Buttons.Count == 5 && condition(message));
}
