using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Slack;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Tests.Slack;

/// <summary>Beside the command as it is typed: forms, messages' menus, lists, the App Home, languages.</summary>
public sealed partial class SlackStoryTests
{
    [Fact]
    public async Task Form_OpenedByTheBareCommand_OrdersWhatIsFilledIn()
    {
        await using var scene = await SlackScene.StartAsync(settings: SlackScene.Public);
        await scene.ImagineAsync("");
        var form = await scene.Ada.UntilModalAsync(view => view.Text.Length > 0);
        var wrong = await form.SubmitAsync(("prompt", "x"), ("seed", "many"));
        Assert.Equal(200, wrong.Status);
        Assert.Equal(["prompt", "seed"], form.Errors.Keys.Order(StringComparer.Ordinal));

        await form.SubmitAsync(("prompt", "a cool cat"), ("seed", "7"), ("style", "watercolor"), ("aspect", "16:9"), ("count", "2"));
        var result = await scene.UntilResultAsync();
        Assert.Equal(2, result.Pictures.Count);
        Assert.Contains("--style watercolor --ar 16:9 --count 2 --seed 7", result.Text, StringComparison.Ordinal);
        Assert.True(form.IsClosed);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Form_Private_IsAnsweredToItsAuthorAlone()
    {
        await using var scene = await SlackScene.StartAsync(settings: SlackScene.Public);
        await scene.ImagineAsync("");
        var form = await scene.Ada.UntilModalAsync(view => view.Text.Length > 0);
        await form.SubmitAsync(("prompt", "a secret cat"), ("options", new[] { "private" }));
        var result = await scene.UntilResultAsync();
        Assert.Same(scene.Ada, result.OnlyFor);
        Assert.Empty(scene.Channel.Messages);

        var bob = scene.Workspace.AddUser("Bob");
        var gallery = await scene.ImagineAsync("gallery everyone", bob);
        Assert.DoesNotContain("secret", gallery.Message.Text, StringComparison.Ordinal);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Shortcut_OnAMessage_OpensTheFormWithItsWordsAndPicture()
    {
        byte[]? reference = null;
        var generator = new ScriptedGenerator("scripted")
        {
            Capabilities = new GeneratorCapabilities { Kind = "scripted", Model = "m", MaxPromptLength = 1000, FreeToRepeat = true, TakesReference = true },
            OnCall = async (_, request, cancellation) => reference = request.Reference is { } image ? await ReadAsync(await image.OpenAsync(cancellation)) : null,
        };
        await using var scene = await SlackScene.StartAsync(generator, SlackScene.Public);
        var said = scene.Ada.Say(scene.Channel, "a cat & a dog", null, scene.Ada.File("cat.png", TinyPng.Bytes));
        await scene.Ada.ShortcutAsync(said, "imagine_this");
        var form = await scene.Ada.UntilModalAsync(view => view.Text.Length > 0);
        await form.SubmitAsync();
        var result = await scene.UntilResultAsync();
        Assert.Same(said, result.Root);
        Assert.Contains("a cat & a dog", result.Text, StringComparison.Ordinal);
        Assert.Equal(TinyPng.Bytes, reference);

        reference = null;
        await scene.Ada.MentionAsync(scene.Channel, "a horse like this", null, scene.Ada.File("horse.png", TinyPng.Bytes));
        await scene.UntilResultAsync(message => message.Text.Contains("a horse like this", StringComparison.Ordinal));
        Assert.Equal(TinyPng.Bytes, reference);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Lists_ShowJobsPicturesQuotasAndHelp()
    {
        await using var scene = await SlackScene.StartAsync(null, ("Quotas:ImagesPerUserPerDay", "2"), SlackScene.Public);
        for (var i = 0; i < 2; i++)
        {
            await scene.ImagineAsync($"cat number {i}");
            await scene.UntilResultAsync(message => message.Text.Contains($"cat number {i}", StringComparison.Ordinal));
        }

        Assert.Contains("cat number 1", (await scene.ImagineAsync("jobs")).Message.Text, StringComparison.Ordinal);
        Assert.Equal(2, (await scene.ImagineAsync("gallery")).Message.Pictures.Count);
        Assert.Contains("▰▰▰▰▰▰▰▰▰▰ 2 of 2", (await scene.ImagineAsync("quota")).Message.Text, StringComparison.Ordinal);
        Assert.Contains("--ar 16:9", (await scene.ImagineAsync("help")).Message.Text, StringComparison.Ordinal);

        var over = await scene.ImagineAsync("one cat too many");
        Assert.Same(scene.Ada, over.Message.OnlyFor);
        Assert.Contains("2 pictures a day", over.Message.Text, StringComparison.Ordinal);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Home_ShowsQuotasPicturesAndToAdminsTheSettings()
    {
        await using var scene = await SlackScene.StartAsync(null, ("Quotas:ImagesPerUserPerDay", "20"), SlackScene.Public);
        await scene.ImagineAsync("a cool cat");
        await scene.UntilResultAsync();
        await scene.Ada.OpenHomeAsync();
        var home = await scene.Ada.UntilHomeAsync(view => view.Pictures.Count == 1);
        Assert.Contains("1 of 20", home.Text, StringComparison.Ordinal);
        Assert.Contains("watercolor", home.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Settings of this workspace", home.Text, StringComparison.Ordinal);

        var boss = scene.Workspace.AddUser("Boss", isAdmin: true);
        await boss.OpenHomeAsync();
        await boss.UntilHomeAsync(view => view.Text.Contains("Settings of this workspace", StringComparison.Ordinal));

        // What is ordered there comes as a direct message.
        await home.PressAsync("home:imagine");
        var form = await scene.Ada.UntilModalAsync(view => view.Text.Length > 0);
        await form.SubmitAsync(("prompt", "a warm dog"));
        await scene.UntilResultAsync(channel: scene.Ada.DirectMessages);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Imagine_InAnotherLanguage_IsAnsweredInItOnceItIsKnown()
    {
        await using var scene = await SlackScene.StartAsync(settings: SlackScene.Public);
        var jonas = scene.Workspace.AddUser("Jonas", locale: "de-DE");
        await scene.ImagineAsync("eine coole Katze", jonas);
        await (await scene.UntilResultAsync()).Root!.UntilAsync(root => root.Text.Contains("Das Bild ist im Thread.", StringComparison.Ordinal));
        Assert.Contains("Zeichen", (await scene.ImagineAsync("x", jonas)).Message.Text, StringComparison.Ordinal);
        scene.AssertNoViolations();
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        await using var _ = stream;
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
