using System.Text.Json;
using ImageGen.Bot.Discord;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Discord;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Tests.Discord;

/// <summary>Everything the bot says in a day, held against somebody else's types of what Discord takes.</summary>
public sealed class DiscordConformanceTests
{
    private static readonly Dictionary<int, string> Answers = new()
    {
        [4] = "APIInteractionResponseChannelMessageWithSource",
        [5] = "APIInteractionResponseDeferredChannelMessageWithSource",
        [6] = "APIInteractionResponseDeferredMessageUpdate",
        [7] = "APIInteractionResponseUpdateMessage",
        [8] = "APIApplicationCommandAutocompleteResponse",
        [9] = "APIModalInteractionResponse",
    };

    private static readonly Dictionary<string, string> Calls = new()
    {
        ["PATCH /webhooks/{app}/{token}/messages/{message}"] = "RESTPatchAPIInteractionOriginalResponseJSONBody",
        ["POST /channels/{channel}/messages"] = "RESTPostAPIChannelMessageJSONBody",
        ["PATCH /channels/{channel}/messages/{message}"] = "RESTPatchAPIChannelMessageJSONBody",
        ["POST /channels/{channel}/messages/{message}/threads"] = "RESTPostAPIChannelMessagesThreadsJSONBody",
        ["POST /users/@me/channels"] = "RESTPostAPICurrentUserCreateDMChannelJSONBody",
    };

    [Fact]
    public async Task Everything_TheBotSays_ConformsToDiscordsTypes()
    {
        var documents = new List<(string Type, JsonElement Value)>
        {
            ("RESTPutAPIApplicationCommandsJSONBody", JsonSerializer.SerializeToElement(DiscordCommands.All, DiscordJson.Default.IReadOnlyListApplicationCommand)),
        };
        await LiveADayAsync(documents, ("Chat:ReplyIn", "Message"));
        await LiveADayAsync(documents, ("Chat:ReplyIn", "Thread"));
        await LiveADayAsync(documents, DiscordScene.Public);

        Assert.Superset(Answers.Values.Concat(Calls.Values.Where(type => !type.Contains("DM", StringComparison.Ordinal) && !type.Contains("PatchAPIChannelMessage", StringComparison.Ordinal))).ToHashSet(), documents.Select(document => document.Type).ToHashSet());
        Assert.Empty(await ConformanceCheck.RunAsync(documents));
    }

    private static async Task LiveADayAsync(List<(string Type, JsonElement Value)> documents, (string, string) setting)
    {
        var generator = new ScriptedGenerator("scripted")
        {
            Capabilities = new GeneratorCapabilities { Kind = "scripted", Model = "m", MaxPromptLength = 1000, FreeToRepeat = true, TakesReference = true },
            OnCall = (_, request, cancellation) => request.Prompt.Value.Contains("slow", StringComparison.Ordinal) ? Task.Delay(Timeout.Infinite, cancellation) : Task.CompletedTask,
        };
        await using var scene = await DiscordScene.StartAsync(generator, setting);
        var done = new List<FakeInteraction>();
        var (ada, channel) = (scene.Ada, scene.Channel);

        var made = await Do(ada.ImagineAsync(channel, "a *cool* cat", ("count", 3), ("image", ada.File("cat.png", TinyPng.Bytes))));
        var message = await channel.UntilMessageAsync(_ => Shown() is not null);
        message = Shown() ?? message;
        foreach (var action in new[] { "reroll", "variations", "details" })
            await Do(message.PressAsync(action, ada));
        var form = (await Do(message.PressAsync("remix", ada))).Modal!;
        await Do(form.SubmitAsync(("prompt", "a warm dog")));
        var said = ada.Say(channel, "look", ada.File("cat.png", TinyPng.Bytes));
        await Do((await Do(ada.MessageCommandAsync(said, "Use as reference"))).Modal!.SubmitAsync(("prompt", "a dog like this")));
        var slow = await Do(ada.ImagineAsync(channel, "a slow cat"));
        await slow.Message.UntilAsync(waiting => waiting.Content.Contains("Painting", StringComparison.Ordinal));
        foreach (var list in new[] { "jobs", "gallery", "quota", "help" })
            await Do(ada.CommandAsync(channel, list));
        await Do(slow.Message.PressAsync("cancel"));
        await slow.Message.UntilAsync(cancelled => cancelled.Text.Contains("cancelled", StringComparison.Ordinal));
        await Do(ada.ImagineAsync(channel, "x"));
        await Do(ada.TypeAsync(channel, "imagine", "style", ""));
        await GovernAsync();
        await Do(message.PressAsync("delete", ada));
        scene.AssertNoViolations();

        documents.AddRange(done.Where(interaction => Answers.ContainsKey(interaction.AnswerType)).Select(interaction => (Answers[interaction.AnswerType], interaction.Answer!.Value)));
        documents.AddRange(scene.Discord.Calls.Where(call => call.Body is not null && Calls.ContainsKey(call.Route)).Select(call => (Calls[call.Route], call.Body!.Value)));

        async Task<FakeInteraction> Do(Task<FakeInteraction> doing)
        {
            done.Add(await doing);
            Assert.True(done[^1].IsAcknowledged, $"{done[^1]}");
            return done[^1];
        }

        // Everything admins do, and being forgotten.
        async Task GovernAsync()
        {
            var bob = scene.Discord.AddUser("Bob", permissions: Permissions.OfAnAdmin);
            var add = (await Do(bob.CommandAsync(channel, "imagegen style add", ("name", "house-style")))).Modal!;
            await Do(add.SubmitAsync(("guidance", "thick *ink* lines")));
            await Do((await Do(bob.CommandAsync(channel, "imagegen style edit", ("name", "house-style")))).Modal!.SubmitAsync(("negative", new string('x', 300))));
            await Do((await Do(bob.CommandAsync(channel, "imagegen quota set", ("limit", "imagesPerUserPerDay")))).Modal!.SubmitAsync(("value", "1000")));
            await Do(bob.CommandAsync(channel, "imagegen rules set", ("rule", "warnChannel"), ("value", channel.Id)));
            foreach (var look in new[] { "style list", "style export", "quota show", "rules show", "usage", "audit" })
                await Do(bob.CommandAsync(channel, $"imagegen {look}"));
            await Do(bob.TypeAsync(channel, "imagegen style edit", "name", ""));
            await Do((await Do(bob.CommandAsync(channel, "imagegen reset", ("what", "everything")))).Message.PressAsync("admin:"));
            await Do((await Do(bob.CommandAsync(channel, "imagine-forget"))).Message.PressAsync("forget:no"));
        }

        // In the thread opened on it, or the answer itself.
        FakeMessage? Shown() => (made.Message.Thread?.Messages ?? []).Append(made.Message).FirstOrDefault(shown => shown.Buttons.Any(button => button.CustomId!.StartsWith("reroll", StringComparison.Ordinal)));
    }
}
