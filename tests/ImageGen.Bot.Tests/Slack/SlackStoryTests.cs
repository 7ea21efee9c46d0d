using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Slack;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Slack;

/// <summary>What people see: a command, its picture in a thread, and what its buttons do.</summary>
public sealed class SlackStoryTests
{
    [Fact]
    public async Task Imagine_PicturesAtAPublicAddress_PostsARootAndThePictureInItsThread()
    {
        await using var scene = await SlackScene.StartAsync(settings: SlackScene.Public);
        var imagine = await scene.ImagineAsync("a *cool* cat <3 --style watercolor --ar 16:9 --count 3");
        Assert.Equal((200, ""), (imagine.Status, imagine.Answer));

        var result = await scene.UntilResultAsync();
        Assert.All(result.Pictures, url => Assert.StartsWith("https://pictures.example.com/images/", url.AbsoluteUri, StringComparison.Ordinal));
        Assert.Equal(3, result.Pictures.Count);
        Assert.Contains("a *cool* cat <3", result.Text, StringComparison.Ordinal);
        Assert.Contains("Drawn by a program, no AI model", result.Text, StringComparison.Ordinal);
        Assert.Equal(["reroll", "variations", "remix", "details", "delete"], result.Buttons.Select(button => button.ActionId.Split(':')[0]));

        var root = Assert.Single(scene.Channel.Messages);
        Assert.Same(root, result.Root);
        await root.UntilAsync(message => message.Text.Contains("The picture is in the thread.", StringComparison.Ordinal) && message.Buttons.Count == 0);
        Assert.Contains($"<@{scene.Ada.Id}>", root.Text, StringComparison.Ordinal);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Imagine_PicturesOnThisMachineOnly_UploadsThemIntoTheThread()
    {
        await using var scene = await SlackScene.StartAsync();
        await scene.ImagineAsync("a cool cat --count 2");

        var result = await scene.UntilResultAsync();
        var root = Assert.Single(scene.Channel.Messages);
        Assert.Equal([2, 0], root.Thread.Select(message => message.Files.Count));
        Assert.Same(result, root.Thread[1]);
        Assert.All(root.Thread[0].Files, file => Assert.Contains("a cool cat", file.AltText, StringComparison.Ordinal));
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Imagine_SlackCannotLoadThePicture_UploadsIt()
    {
        await using var scene = await SlackScene.StartAsync(settings: SlackScene.Public);
        scene.Slack.PicturesCannotBeDownloaded = true;
        await scene.ImagineAsync("a cool cat");
        await scene.UntilResultAsync();
        Assert.Equal([1, 0], Assert.Single(scene.Channel.Messages).Thread.Select(message => message.Files.Count));
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Imagine_Cached_PostsRootAndPictureInOneGo()
    {
        await using var scene = await SlackScene.StartAsync(new ScriptedGenerator("scripted"), SlackScene.Public);
        await scene.ImagineAsync("a cool cat");
        var first = await scene.UntilResultAsync();

        await scene.ImagineAsync("a cool cat");
        var again = await scene.UntilResultAsync(message => message.Text.Contains("free, from the cache", StringComparison.Ordinal));
        Assert.Equal(first.Pictures, again.Pictures);
        Assert.NotSame(first.Root, again.Root);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Imagine_DeliveredTwice_IsOneJobWithOneRoot()
    {
        await using var scene = await SlackScene.StartAsync(settings: SlackScene.Public);
        var imagine = await scene.ImagineAsync("a cool cat");
        await imagine.RetryAsync();
        await scene.UntilResultAsync();
        Assert.Single(await scene.HistoryAsync());
        Assert.Single(Assert.Single(scene.Channel.Messages).Thread);
    }

    [Fact]
    public async Task Imagine_WhereTheBotIsNoMember_AnswersThroughTheResponseUrl()
    {
        await using var scene = await SlackScene.StartAsync(settings: SlackScene.Public);
        var direct = scene.Workspace.AddDirectMessage(scene.Ada, scene.Workspace.AddUser("Bob"));
        var imagine = await scene.ImagineAsync("a cool cat", channel: direct);
        var result = await scene.UntilResultAsync(channel: direct);
        Assert.Same(imagine, result.Delivery);
        Assert.False(result.IsEphemeral);
        Assert.Single(result.Pictures);
        Assert.InRange(imagine.Uses, 1, 2);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Imagine_NoMemberAndNotPublic_ComesAsADirectMessage()
    {
        await using var scene = await SlackScene.StartAsync();
        var secret = scene.Workspace.AddChannel("secret", isPrivate: true, hasBot: false);
        await scene.ImagineAsync("a cool cat", channel: secret);
        var result = await scene.UntilResultAsync(channel: scene.Ada.DirectMessages);
        Assert.Contains(result.Root!.Thread, message => message.Files.Count == 1);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Imagine_ResponseUrlUsedUp_ComesAsADirectMessage()
    {
        var release = new TaskCompletionSource();
        var generator = new ScriptedGenerator("scripted") { OnCall = (_, _, cancellation) => release.Task.WaitAsync(cancellation) };
        await using var scene = await SlackScene.StartAsync(generator, SlackScene.Public);
        var secret = scene.Workspace.AddChannel("secret", isPrivate: true, hasBot: false);
        var imagine = await scene.ImagineAsync("a cool cat", channel: secret);
        await secret.UntilMessageAsync(message => message.OnlyFor == scene.Ada);
        scene.Slack.Advance(FakeDelivery.ResponseLife + TimeSpan.FromMinutes(1));
        release.SetResult();
        await scene.UntilResultAsync(channel: scene.Ada.DirectMessages);
        Assert.Equal(1, imagine.Uses);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Mention_InAThread_IsAnsweredInIt()
    {
        await using var scene = await SlackScene.StartAsync(settings: SlackScene.Public);
        var talk = scene.Ada.Say(scene.Channel, "what about a picture?");
        var mention = await scene.Ada.MentionAsync(scene.Channel, "a cool cat --style cartoon", talk);
        var result = await scene.UntilResultAsync();
        Assert.Same(talk, result.Root);
        Assert.Single(result.Pictures);
        Assert.Equal(2, talk.Thread.Count);
        Assert.Contains("cartoon", result.Text, StringComparison.Ordinal);

        await mention.RetryAsync();
        Assert.Single(await scene.HistoryAsync());
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Mention_InAChannel_OpensAThreadOnIt()
    {
        await using var scene = await SlackScene.StartAsync();
        await scene.Ada.MentionAsync(scene.Channel, "a cool cat");
        var result = await scene.UntilResultAsync();
        Assert.Same(scene.Ada, result.Root!.Author);
        Assert.Contains(result.Root.Thread, message => message.Files.Count == 1);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Mention_OfAFaultOrOfHelp_IsAnsweredToItsAuthorAlone()
    {
        await using var scene = await SlackScene.StartAsync();
        await scene.Ada.MentionAsync(scene.Channel, "a cool cat --style *nonsense*");
        await scene.Channel.UntilMessageAsync(message => message.OnlyFor == scene.Ada && message.Text.Contains("There is no style '*nonsense*'", StringComparison.Ordinal));
        await scene.Ada.MentionAsync(scene.Channel, "help");
        await scene.Channel.UntilMessageAsync(message => message.OnlyFor == scene.Ada && message.Text.Contains("/imagine jobs", StringComparison.Ordinal));
        Assert.Empty(await scene.HistoryAsync());
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Buttons_AfterARestart_DoTheirWork()
    {
        await using var scene = await SlackScene.StartAsync(settings: SlackScene.Public);
        await scene.ImagineAsync("a cool cat --style watercolor");
        var message = await scene.UntilResultAsync();
        await scene.RestartBotAsync();

        await message.PressAsync("reroll");
        var rerolled = await scene.UntilResultAsync(other => other != message);
        Assert.NotEqual(message.Pictures, rerolled.Pictures);
        Assert.Same(message.Root, rerolled.Root);

        await message.PressAsync("variations");
        var varied = await scene.UntilResultAsync(other => other != message && other != rerolled);

        await message.PressAsync("remix");
        var form = await scene.Ada.UntilModalAsync(view => view.Text.Length > 0);
        await form.SubmitAsync(("prompt", "a warm dog"));
        var remixed = await scene.UntilResultAsync(other => other.Text.Contains("a warm dog", StringComparison.Ordinal));
        Assert.Contains("watercolor", remixed.Text, StringComparison.Ordinal);
        Assert.Same(message.Root, remixed.Root);

        await message.PressAsync("details");
        await scene.Channel.UntilMessageAsync(other => other.OnlyFor == scene.Ada && other.Text.Contains("--style watercolor --seed", StringComparison.Ordinal));

        var mallory = scene.Workspace.AddUser("Mallory");
        await message.PressAsync("delete", mallory);
        await scene.Channel.UntilMessageAsync(other => other.OnlyFor == mallory && other.Text.Contains("Only", StringComparison.Ordinal));
        Assert.False(message.IsDeleted);

        await message.PressAsync("delete", scene.Workspace.AddUser("Boss", isAdmin: true));
        await message.UntilAsync(gone => gone.IsDeleted);
        await message.Root!.UntilAsync(root => root.Text.Contains("Deleted by", StringComparison.Ordinal));
        Assert.Equal(3, (await scene.HistoryAsync()).Count);
    }

    [Fact]
    public async Task Delete_OfAnUploadedPicture_TakesTheFileToo()
    {
        await using var scene = await SlackScene.StartAsync();
        await scene.ImagineAsync("a cool cat");
        var result = await scene.UntilResultAsync();
        var file = Assert.Single(result.Root!.Thread[0].Files);
        await result.PressAsync("delete");
        await result.UntilAsync(_ => file.IsGone);
        await result.UntilAsync(message => message.IsDeleted);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Reroll_OfAJobThatIsForgotten_ReadsItsMessage()
    {
        await using var scene = await SlackScene.StartAsync(new ScriptedGenerator("scripted"), SlackScene.Public);
        await scene.ImagineAsync("a `cool` *cat* & <dog> --ar 16:9 --no text");
        var message = await scene.UntilResultAsync();
        var job = Assert.Single(await scene.HistoryAsync());
        await scene.Bot.Ledger.DeleteAsync(job.Order.Tenant, job.Id, CancellationToken.None);

        await message.PressAsync("reroll");
        await scene.UntilResultAsync(other => other != message);
        var again = Assert.Single(await scene.HistoryAsync());
        Assert.Equal((job.Order.Prompt, job.Order.Spec), (again.Order.Prompt, again.Order.Spec));
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Progress_OfALongJob_IsShownWithACancelButtonThatStopsIt()
    {
        var generator = new ScriptedGenerator("scripted") { OnCall = (_, _, cancellation) => Task.Delay(Timeout.Infinite, cancellation) };
        await using var scene = await SlackScene.StartAsync(generator);
        await scene.ImagineAsync("a slow cat");
        var shown = await scene.Channel.UntilMessageAsync(message => message.Text.Contains("Painting", StringComparison.Ordinal));

        await shown.PressAsync("cancel");
        await shown.UntilAsync(message => message.Text.Contains("Somebody cancelled it", StringComparison.Ordinal));
        Assert.Equal(JobState.Cancelled, Assert.Single(await scene.HistoryAsync()).State);
        scene.AssertNoViolations();
    }

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

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        await using var _ = stream;
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
