using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Discord;

namespace ImageGen.Bot.Tests.Discord;

// Lists, and the gallery.
public sealed partial class DiscordStoryTests
{
    [Fact]
    public async Task Lists_ShowJobsPicturesQuotasAndHelp()
    {
        await using var scene = await DiscordScene.StartAsync(null, ("Quotas:ImagesPerUserPerDay", "2"), DiscordScene.Public);
        for (var i = 0; i < 2; i++)
            await (await scene.Ada.ImagineAsync(scene.Channel, $"cat number {i}")).Message.UntilAsync(message => message.Pictures.Count == 1);

        Assert.Contains("cat number 1", (await scene.Ada.CommandAsync(scene.Channel, "jobs")).Message.Text, StringComparison.Ordinal);
        Assert.Equal(2, (await scene.Ada.CommandAsync(scene.Channel, "gallery")).Message.Pictures.Count);
        Assert.Contains("▰▰▰▰▰▰▰▰▰▰ 2 of 2", (await scene.Ada.CommandAsync(scene.Channel, "quota")).Message.Text, StringComparison.Ordinal);
        Assert.Contains("--ar 16:9", (await scene.Ada.CommandAsync(scene.Channel, "help")).Message.Text, StringComparison.Ordinal);

        var over = await scene.Ada.ImagineAsync(scene.Channel, "one cat too many");
        Assert.True(over.Message.IsEphemeral);
        Assert.Contains("2 pictures a day", over.Message.Content, StringComparison.Ordinal);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Gallery_PicturesOnThisMachineOnly_UploadsThemPageByPage()
    {
        await using var scene = await DiscordScene.StartAsync(new ScriptedGenerator("scripted"));
        for (var i = 0; i < 5; i++)
            await (await scene.Ada.ImagineAsync(scene.Channel, $"cat number {i}")).Message.UntilAsync(message => message.Files.Count == 1);

        var gallery = (await scene.Ada.CommandAsync(scene.Channel, "gallery")).Message;
        await gallery.UntilAsync(message => message.Pictures.Count == 4);
        await gallery.PressAsync("gallery:mine:1");
        await gallery.UntilAsync(message => message.Pictures.Count == 1 && message.Text.Contains("cat number 0", StringComparison.Ordinal));
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Gallery_OfEveryone_ShowsOnlyTheChannelOneIsIn()
    {
        await using var scene = await DiscordScene.StartAsync(new ScriptedGenerator("scripted"), DiscordScene.Public);
        var staff = scene.Guild.AddChannel("staff");
        await (await scene.Ada.ImagineAsync(staff, "a plan nobody knows")).Message.UntilAsync(message => message.Pictures.Count == 1);
        await (await scene.Ada.ImagineAsync(scene.Channel, "a cool cat")).Message.UntilAsync(message => message.Pictures.Count == 1);

        var gallery = await scene.Discord.AddUser("Bob").CommandAsync(scene.Channel, "gallery", ("who", "everyone"));
        Assert.Contains("a cool cat", gallery.Message.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("plan", gallery.Message.Text, StringComparison.Ordinal);
        scene.AssertNoViolations();
    }
}
