using System.Text;
using System.Text.Json;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Discord;
using ImageGen.Core.Guilds;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGen.Bot.Tests.Discord;

/// <summary>What must not come to anything: clear messages, nothing half applied.</summary>
public sealed class DiscordAdminBadInputTests
{
    [Fact]
    public async Task NotAnAdmin_IsRefusedWhateverTheySend()
    {
        await using var scene = await DiscordScene.StartAsync();
        var (bob, ada, channel) = (scene.Discord.AddUser("Bob", permissions: Permissions.OfAnAdmin), scene.Ada, scene.Channel);
        await bob.CommandAsync(channel, "imagegen style add", ("name", "house-style"), ("guidance", "thick ink lines"));
        var form = (await bob.CommandAsync(channel, "imagegen style edit", ("name", "house-style"))).Modal!;
        var limit = (await bob.CommandAsync(channel, "imagegen quota set", ("limit", "imagesPerUserPerDay"))).Modal!;
        var button = (await bob.CommandAsync(channel, "imagegen reset", ("what", "everything"))).Message.Button("admin:Reset");

        foreach (var (command, options) in Commands())
        {
            foreach (var place in new[] { channel, ada.DirectMessages })
                AssertRefused(await ada.CommandAsync(place, command, options));
        }

        Assert.Empty((await ada.TypeAsync(channel, "imagegen style edit", "name", "")).Choices);
        foreach (var (type, id) in new[] { (InteractionType.ModalSubmit, form.CustomId), (InteractionType.ModalSubmit, limit.CustomId), (InteractionType.ModalSubmit, "admin:AddStyle:1:"), (InteractionType.Component, button.CustomId!) })
            AssertRefused(await scene.Discord.SendAsync(new FakeInteraction(scene.Discord, type, ada, channel)
            {
                Data = new() { ["custom_id"] = id, ["component_type"] = 2, ["components"] = new System.Text.Json.Nodes.JsonArray() },
                Source = type == InteractionType.Component ? button.Message : null,
            }));

        var guild = await scene.Bot.Services.GetRequiredService<GuildAdministration>().GetAsync(new("discord", scene.Guild.Id), CancellationToken.None);
        Assert.Equal((1L, "thick ink lines"), (guild.Revision, Assert.Single(guild.Document.Styles).Guidance));

        static void AssertRefused(FakeInteraction answered)
        {
            Assert.Equal("Only those who may manage this server can do that.", answered.Message.Content);
            Assert.True(answered.Message.IsEphemeral);
        }

        IEnumerable<(string Command, (string, object)[] Options)> Commands() =>
        [
            ("imagegen style add", [("name", "mine"), ("guidance", "x")]), ("imagegen style edit", [("name", "house-style")]), ("imagegen style preview", [("name", "house-style")]),
            ("imagegen style rename", [("name", "house-style"), ("to", "mine")]), ("imagegen style remove", [("name", "house-style")]), ("imagegen style list", []),
            ("imagegen style hide", [("name", "watercolor")]), ("imagegen style show", [("name", "watercolor")]), ("imagegen style import", [("file", ada.File("s.json", "{}"u8.ToArray()))]),
            ("imagegen style export", []), ("imagegen quota show", []), ("imagegen quota set", [("limit", "imagesPerUserPerDay"), ("value", "9")]), ("imagegen rules show", []),
            ("imagegen rules set", [("rule", "refine"), ("value", "off")]), ("imagegen usage", []), ("imagegen audit", []), ("imagegen reset", [("what", "everything")]), ("imagegen nothing", []),
        ];
    }

    [Theory]
    [InlineData("imagegen style add", "name", "Odd Name!", "guidance", "ink", "The name must have 2 to 32 lower-case letters")]
    [InlineData("imagegen style add", "name", "watercolor", "guidance", "ink", "is a built-in style")]
    [InlineData("imagegen style add", "name", "fine", "quality", "high", "The guidance must have 1 to 1000 characters")]
    [InlineData("imagegen style edit", "name", "nothing", "guidance", "ink", "There is no style 'nothing' to change")]
    [InlineData("imagegen style rename", "name", "watercolor", "to", "mine", "is built in: it can be hidden, not changed")]
    [InlineData("imagegen quota set", "limit", "imagesPerUserPerDay", "value", "-1", "must be a whole number from 0 to 1,000,000,000; '-1' is not")]
    [InlineData("imagegen quota set", "limit", "budgetUsdPerMonth", "value", "26", "can be at most $25.00")]
    [InlineData("imagegen rules set", "rule", "blockedPatterns", "value", @"(a+)\1+$", "without look-arounds and back-references")]
    [InlineData("imagegen rules set", "rule", "channels", "value", "#pictures!", "must list ids of the platform")]
    [InlineData("imagegen rules set", "rule", "nothing", "value", "on", "There is no such field")]
    public async Task Value_ThatIsNone_IsNamedWithItsLimit(string command, string option, string value, string other, string otherValue, string message)
    {
        await using var scene = await DiscordScene.StartAsync();
        var answer = (await Admin(scene).CommandAsync(scene.Channel, command, (option, value), (other, otherValue))).Message;
        Assert.Contains("Nothing was changed:", answer.Text, StringComparison.Ordinal);
        Assert.Contains(message, ImageGen.Bot.Discord.Markdown.Unescape(answer.Text), StringComparison.Ordinal);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Form_WithGuidanceOf5000Characters_IsRefusedAndHandedBack()
    {
        await using var scene = await DiscordScene.StartAsync();
        var bob = Admin(scene);
        var form = (await bob.CommandAsync(scene.Channel, "imagegen style add", ("name", "long"))).Modal!;
        Assert.Throws<InvalidOperationException>(() => form.Fields.Single(field => field.CustomId == "guidance").Accept(new string('x', 5000)));
        var answer = (await form.SubmitAsync(("guidance", "ink " + new string('x', 3000)))).Message.Text;
        Assert.Contains("The guidance must have at most 1000 characters; this one has 3004", answer, StringComparison.Ordinal);
        Assert.Contains("ink xxx", answer, StringComparison.Ordinal);
        var odd = (await form.SubmitAsync(("guidance", "ink"), ("defaults", "--seed 7"))).Message.Text;
        Assert.Contains("The defaults can only be", odd, StringComparison.Ordinal);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Import_TakesAllOrNothing()
    {
        await using var scene = await DiscordScene.StartAsync();
        var bob = Admin(scene);
        await bob.CommandAsync(scene.Channel, "imagegen style add", ("name", "house-style"), ("guidance", "thick ink lines"));
        Assert.Contains("JSON", await ImportAsync("not json"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("valid UTF-8", await ImportAsync([0xFF, 0xFE, 0x7B]), StringComparison.Ordinal);
        var many = JsonSerializer.SerializeToUtf8Bytes(new { styles = Enumerable.Range(0, 10_000).Select(i => new { name = $"style-{i}", guidance = "ink" }) });
        Assert.Contains("at most 200 styles; these are 10000", await ImportAsync(many), StringComparison.Ordinal);
        Assert.Contains("1 MB", await ImportAsync(new byte[1024 * 1024 + 1]), StringComparison.Ordinal);
        Assert.Contains("'NOT FINE' has not", await ImportAsync("""{"styles":[{"name":"fine","guidance":"ink"},{"name":"NOT FINE","guidance":"ink"}]}"""u8.ToArray()), StringComparison.Ordinal);

        var export = await bob.CommandAsync(scene.Channel, "imagegen style export");
        var file = (await export.Message.UntilAsync(message => message.Files.Count == 1)).Files[0];
        Assert.Equal("house-style", Assert.Single(JsonDocument.Parse(file.Bytes).RootElement.GetProperty("styles").EnumerateArray()).GetProperty("name").GetString());
        Assert.Contains("our-style", await ImportAsync([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(file.Bytes).Replace("house-style", "our-style", StringComparison.Ordinal))]), StringComparison.Ordinal);
        Assert.Equal(["house-style", "our-style"], (await bob.TypeAsync(scene.Channel, "imagegen style edit", "name", "")).Choices.Select(choice => choice.Value));
        scene.AssertNoViolations();

        async Task<string> ImportAsync(byte[] bytes)
        {
            var import = await bob.CommandAsync(scene.Channel, "imagegen style import", ("file", bob.File("styles.json", bytes)));
            return (await import.Message.UntilAsync(message => !message.IsThinking)).Text;
        }
    }

    [Fact]
    public async Task WarnChannel_OfAnotherServer_IsNotWrittenIn()
    {
        await using var scene = await DiscordScene.StartAsync();
        var foreign = scene.Discord.AddGuild().AddChannel("general");
        var notifier = new ImageGen.Bot.Discord.DiscordNotifier(scene.Bot.Services.GetRequiredService<ImageGen.Bot.Discord.DiscordClient>());
        var notice = new AdminNotice(LimitKind.GuildImages, 80, 8, 10, DateTimeOffset.UnixEpoch);
        await Assert.ThrowsAsync<InvalidOperationException>(() => notifier.NotifyAsync(new("discord", scene.Guild.Id), foreign.Id, notice, CancellationToken.None));
        Assert.Empty(foreign.Messages);
        await notifier.NotifyAsync(new("discord", scene.Guild.Id), scene.Channel.Id, notice, CancellationToken.None);
        Assert.Contains("80 % of today's pictures", Assert.Single(scene.Channel.Messages).Content, StringComparison.Ordinal);
        scene.AssertNoViolations();
    }

    private static FakeUser Admin(DiscordScene scene) => scene.Discord.AddUser("Bob", permissions: Permissions.OfAnAdmin);
}
