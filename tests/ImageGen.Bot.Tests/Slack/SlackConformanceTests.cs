using System.Text.Json;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Slack;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Tests.Slack;

/// <summary>Every block and view the bot sends in a day, held against Slack's own types.</summary>
public sealed class SlackConformanceTests
{
    [Fact]
    public async Task Everything_TheBotSays_ConformsToSlacksTypes()
    {
        var documents = new List<(string Type, JsonElement Value)>();
        await LiveADayAsync(documents);
        await LiveADayAsync(documents, SlackScene.Public);

        var kinds = documents.SelectMany(document => BlocksOf(document.Value)).Select(block => block.Text("type")).ToHashSet();
        Assert.Superset(new HashSet<string?> { "section", "context", "actions", "image", "header", "divider", "input" }, kinds);
        Assert.Superset(new HashSet<string?> { "modal", "home" }, documents.Where(document => document.Type == "SlackView").Select(document => document.Value.Text("type")).ToHashSet());
        Assert.Empty(await ConformanceCheck.RunAsync(documents.DistinctBy(document => document.Value.GetRawText())));
    }

    [Theory]
    [InlineData("SlackBlocks", """[{"type":"image","image_url":"https://a/b.png"}]""", "alt_text")]
    [InlineData("SlackBlocks", """[{"type":"sections","text":{"type":"plain_text","text":"a"}}]""", "sections")]
    [InlineData("SlackBlocks", """[{"type":"actions","elements":[{"type":"button","text":{"type":"mrkdwn","text":"a"},"action_id":"a"}]}]""", "mrkdwn")]
    [InlineData("SlackView", """{"type":"modal","title":{"type":"plain_text","text":"a"},"blocks":[{"type":"divider","text":"a"}]}""", "text")]
    public async Task Check_WhatIsNotSlacks_IsNamed(string type, string json, string fault)
    {
        var faults = await ConformanceCheck.RunAsync([(type, JsonDocument.Parse(json).RootElement)]);
        Assert.Contains(faults, line => line.Contains(fault, StringComparison.Ordinal));
    }

    private static async Task LiveADayAsync(List<(string Type, JsonElement Value)> documents, params (string, string)[] settings)
    {
        var generator = new ScriptedGenerator("scripted")
        {
            Capabilities = new GeneratorCapabilities { Kind = "scripted", Model = "m", MaxPromptLength = 1000, FreeToRepeat = true, TakesReference = true },
            OnCall = (_, request, cancellation) => request.Prompt.Value.Contains("slow", StringComparison.Ordinal) ? Task.Delay(Timeout.Infinite, cancellation) : Task.CompletedTask,
        };
        await using var scene = await SlackScene.StartAsync(generator, settings);
        var (ada, channel, boss) = (scene.Ada, scene.Channel, scene.Workspace.AddUser("Boss", isAdmin: true));
        var answers = new List<FakeDelivery>();

        await Do(scene.ImagineAsync("a *cool* cat <3 --count 3"));
        var result = await scene.UntilResultAsync();
        foreach (var action in new[] { "reroll", "variations", "details" })
            await Do(result.PressAsync(action));
        await Do(result.PressAsync("remix"));
        await Do((await ada.UntilModalAsync(view => view.Text.Length > 0)).SubmitAsync(("prompt", "a warm dog")));
        await scene.UntilResultAsync(message => message.Text.Contains("a warm dog", StringComparison.Ordinal));
        await Do(ada.ShortcutAsync(ada.Say(channel, "a cat & a dog", null, ada.File("cat.png", TinyPng.Bytes)), "imagine_this"));
        var form = await ada.UntilModalAsync(view => view.Text.Length > 0);
        await Do(form.SubmitAsync(("prompt", "x")));
        await Do(form.SubmitAsync(("options", new[] { "private", "raw" })));
        // What must be uploaded can only be shown to one person in a direct message.
        var direct = ada.DirectMessages;
        await scene.Slack.UntilAsync(
            () => channel.History.Where(message => message.OnlyFor == ada).Concat(direct.History).FirstOrDefault(message => message.Buttons.Count == 5), () => $"Nothing private came in {channel} or {direct}");

        await Do(scene.ImagineAsync("a slow cat"));
        var slow = await channel.UntilMessageAsync(message => message.Text.Contains("Painting", StringComparison.Ordinal));
        await Do(ada.OpenHomeAsync());
        await ada.UntilHomeAsync(view => view.Text.Contains("a slow cat", StringComparison.Ordinal));
        await Do(boss.OpenHomeAsync());
        await boss.UntilHomeAsync(view => view.Text.Contains("Settings of this workspace", StringComparison.Ordinal));
        foreach (var list in new[] { "jobs", "gallery", "gallery everyone", "quota", "help", "x", "a cat --bogus" })
            await Do(scene.ImagineAsync(list));
        await GovernAsync(scene, boss, Do);
        await Do(slow.PressAsync("cancel"));
        await slow.UntilAsync(message => message.Text.Contains("cancelled", StringComparison.Ordinal));
        await Do(ada.MentionAsync(channel, "help"));
        await Do(result.PressAsync("delete"));
        await result.UntilAsync(message => message.IsDeleted);
        scene.AssertNoViolations();

        documents.AddRange(answers.Where(sent => sent.Answer.Length > 0).Select(sent => JsonDocument.Parse(sent.Answer).RootElement).Where(HasBlocks).Select(Blocks));
        documents.AddRange(answers.Where(sent => sent.Answer.Contains("\"update\"", StringComparison.Ordinal)).Select(sent => ("SlackView", JsonDocument.Parse(sent.Answer).RootElement.GetProperty("view"))));
        documents.AddRange(scene.Slack.Calls.Select(call => call.Arguments).Where(HasBlocks).Select(Blocks));
        documents.AddRange(scene.Slack.Calls.Select(call => call.Arguments).Where(arguments => arguments.TryGetProperty("view", out _)).Select(arguments => ("SlackView", arguments.GetProperty("view"))));

        async Task Do(Task<FakeDelivery> doing)
        {
            answers.Add(await doing);
            Assert.Equal(200, answers[^1].Status);
        }
    }

    /// <summary>Every page and form of an admin's.</summary>
    private static async Task GovernAsync(SlackScene scene, FakeUser boss, Func<Task<FakeDelivery>, Task> does)
    {
        await does((await scene.OpenAsync(boss, "style add house-style")).SubmitAsync(("guidance", "thick ink lines"), ("keywords", "ink, *bold*")));
        foreach (var text in new[] { "help", "styles", "style add x", "style edit house-style", "style edit cartoon", "style edit nothing", "quotas", "rules", "import", "usage", "audit", "reset", "quotas roles S1=5", "rules channels #pictures" })
        {
            var delivery = boss.CommandAsync(scene.Channel, "/imagine-admin", text);
            await does(delivery);
            var told = await delivery;
            await scene.Slack.UntilAsync<object>(() => told.Modal ?? (object?)told.Said, () => $"Nothing came of {told}");
        }

        var late = await scene.OpenAsync(boss, "style edit house-style");
        await scene.TellAsync(boss, "rules blockedWords mayonnaise");
        await does(late.SubmitAsync(("guidance", "thin <ink> lines")));
        var page = await scene.OpenAsync(boss, "");
        foreach (var (button, title) in new[] { ("styles", "Styles"), ("menu", "Administration"), ("rules", "Rules") })
        {
            await does(page.PressAsync($"admin:{button}"));
            await boss.UntilModalAsync(view => view.Title == title);
            if (button == "styles")
                await boss.UntilModalAsync(view => view.Text.Contains("house-style", StringComparison.Ordinal));
        }

        await does(page.SubmitAsync(("retentionDays", "900")));
        await does(boss.OpenHomeAsync());
        await boss.UntilHomeAsync(view => view.Text.Contains("mayonnaise", StringComparison.Ordinal));
        await does(boss.CommandAsync(scene.Channel, "/imagine-forget"));
    }

    private static bool HasBlocks(JsonElement message) => message.TryGetProperty("blocks", out _);

    private static (string Type, JsonElement Value) Blocks(JsonElement message) => ("SlackBlocks", message.GetProperty("blocks"));

    private static JsonElement.ArrayEnumerator BlocksOf(JsonElement value) => (value.ValueKind == JsonValueKind.Array ? value : value.GetProperty("blocks")).EnumerateArray();
}
