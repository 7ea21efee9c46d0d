using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Slack;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Slack;

/// <summary>What people see: a command, its picture in a thread, and what its buttons do.</summary>
public sealed partial class SlackStoryTests
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
    public async Task NearHit_Taken_IsTheAnswerAndNothingIsDrawn()
    {
        const string prompt = "a very cool cat on a roof in the warm light of the evening sun";
        var generator = new ScriptedGenerator("scripted");
        await using var scene = await SlackScene.StartAsync(generator, SlackScene.Public, ("Cache:NearHits", "true"), ("Cache:NearHitThreshold", "0.9"));
        await scene.ImagineAsync(prompt);
        await scene.UntilResultAsync();

        await scene.ImagineAsync(prompt + ", please");
        var offer = await scene.Channel.UntilMessageAsync(message => message.Text.Contains("much like this one", StringComparison.Ordinal));
        await offer.PressAsync("take");
        await offer.UntilAsync(message => message.Text.Contains("Somebody cancelled it", StringComparison.Ordinal));
        await scene.Channel.UntilMessageAsync(message => message.Text.Contains("free, from the cache", StringComparison.Ordinal));
        Assert.Equal(1, generator.Calls);
        scene.AssertNoViolations();
    }
}
