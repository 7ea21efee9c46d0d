using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Discord;

namespace ImageGen.Bot.Tests.Fuzzing;

/// <summary>Everything people do with the bot on Discord, each at least once.</summary>
internal static class DiscordStory
{
    public static async Task PlayAsync(FakeDiscord discord)
    {
        await discord.AcceptsEndpointAsync();
        foreach (var told in new[] { """{"version":1,"application_id":"1","type":0}""", """{"version":1,"application_id":"1","type":1,"event":{"type":"APPLICATION_DEAUTHORIZED","timestamp":"2026-11-22T00:00:00","data":{"user":{"id":"3","username":"ada"}}}}""" })
            (await discord.PostAsync(System.Text.Encoding.UTF8.GetBytes(told), path: "/discord/events")).Dispose();

        var channel = discord.AddGuild().AddChannel();
        var ada = discord.AddUser("Ada");
        var picture = ada.File("cat.png", TinyPng.Bytes);
        var imagine = await ada.ImagineAsync(
            channel, "a cool cat", ("style", "watercolor"), ("count", 2), ("aspect", "16:9"), ("negative", "text"), ("quality", "low"), ("refine", true), ("fresh", true), ("private", false));
        var made = await imagine.Message.UntilAsync(message => message.Files.Count == 2);
        await ada.ImagineAsync(channel, "a cool cat like this --style cartoon", ("image", picture), ("provider", "gpt"), ("seed", 7));
        await ada.ImagineAsync(ada.DirectMessages, "a cool cat, for me alone");
        await ada.ImagineAsync(channel.AddThread("cats"), "a cool cat in a thread");

        foreach (var button in new[] { "details", "reroll", "variations" })
            await made.PressAsync(button);
        await (await made.PressAsync("remix")).Modal!.SubmitAsync(("prompt", "a warm dog --ar 1:1"));
        await (await ada.MessageCommandAsync(ada.Say(channel, "look", picture), "Use as reference")).Modal!.SubmitAsync(("prompt", "a cool cat"));
        await ada.MessageCommandAsync(made, "Use as reference");
        foreach (var option in new[] { "style", "provider", "aspect" })
            await ada.TypeAsync(channel, "imagine", option, "wat", ("prompt", "a cool cat"));
        foreach (var list in new[] { "jobs", "quota", "help", "gallery" })
            await ada.CommandAsync(channel, list);
        await made.PressAsync("delete");

        var bob = discord.AddUser("Bob");
        await bob.ImagineAsync(channel, "a cool cat that is forgotten");
        var asked = await bob.CommandAsync(channel, "imagine-forget");
        foreach (var button in asked.Message.Buttons)
            await bob.PressAsync(button);
        await AdministrateAsync(discord);
    }

    private static async Task AdministrateAsync(FakeDiscord discord)
    {
        var channel = discord.AddGuild().AddChannel();
        var boss = discord.AddUser("Boss", permissions: Permissions.OfAnAdmin);
        (string Command, (string, object)[] Options)[] commands =
        [
            ("style add", [("name", "house-style"), ("guidance", "thick ink lines"), ("keywords", "inky, house"), ("negative", "blur"), ("kind", "medium"), ("aspect", "16:9"), ("quality", "low"), ("provider", "gpt")]),
            ("style edit", [("name", "house-style"), ("title", "House")]), ("style rename", [("name", "house-style"), ("to", "our-style")]), ("style hide", [("name", "watercolor")]),
            ("style show", [("name", "watercolor")]), ("style list", []), ("style export", []), ("style preview", [("name", "our-style"), ("prompt", "a fox by a lake")]),
            ("style import", [("file", boss.File("styles.json", """{"styles":[{"name":"two","guidance":"two tones"}]}"""u8.ToArray())), ("replace", false)]),
            ("style remove", [("name", "our-style")]), ("quota show", []), ("quota set", [("limit", "imagesPerUserPerDay"), ("value", "5")]), ("quota set", [("limit", "roles"), ("value", "<@&4242>=2")]),
            ("quota set", [("limit", "timeZone"), ("value", "Asia/Tokyo")]), ("rules show", []), ("rules set", [("rule", "blockedWords"), ("value", "mayonnaise")]), ("rules set", [("rule", "channels"), ("value", $"<#{channel.Id}>")]),
            ("usage", [("days", 7)]), ("audit", [("entries", 5)]), ("reset", [("what", "everything")]),
        ];
        foreach (var (command, options) in commands)
            await boss.CommandAsync(channel, $"imagegen {command}", options);

        foreach (var (command, options, field, value) in new[]
        {
            ("style add", new (string, object)[] { ("name", "form-style") }, "guidance", "thin lines"), ("quota set", [("limit", "imagesPerGuildPerDay")], "value", "50"), ("rules set", [("rule", "refine")], "value", "off"),
        })
            await (await boss.CommandAsync(channel, $"imagegen {command}", options)).Modal!.SubmitAsync((field, value));
        await boss.TypeAsync(channel, "imagegen style edit", "name", "form");
    }
}
