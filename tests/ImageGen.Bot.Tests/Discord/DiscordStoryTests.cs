using System.Text;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Discord;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGen.Bot.Tests.Discord;

/// <summary>What people see: a command, its picture, and what its buttons do.</summary>
public sealed partial class DiscordStoryTests
{
    [Fact]
    public async Task Imagine_PicturesOnThisMachineOnly_UploadsThePictureWithButtonsAndAltText()
    {
        await using var scene = await DiscordScene.StartAsync();
        var imagine = await scene.Ada.ImagineAsync(scene.Channel, "a *cool* cat", ("style", "watercolor"), ("aspect", "16:9"));

        Assert.Equal(5, imagine.AnswerType);
        var message = await imagine.Message.UntilAsync(message => message.Files.Count == 1);
        Assert.Contains(@"a \*cool\* cat", message.Text, StringComparison.Ordinal);
        Assert.Contains("watercolor", message.Text, StringComparison.Ordinal);
        Assert.Contains("Drawn by a program, no AI model", message.Text, StringComparison.Ordinal);
        Assert.Contains("a *cool* cat", message.Files[0].Description, StringComparison.Ordinal);
        Assert.Equal(["reroll", "variations", "remix", "details", "delete"], message.Buttons.Select(button => button.CustomId!.Split(':')[0]));
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Imagine_PicturesAtAPublicAddress_EmbedsThemAndAnswersTheSameAgainAtOnce()
    {
        await using var scene = await DiscordScene.StartAsync(settings: DiscordScene.Public);
        var first = await scene.Ada.ImagineAsync(scene.Channel, "a cool cat", ("count", 3));
        var message = await first.Message.UntilAsync(message => message.Pictures.Count == 3);
        Assert.All(message.Pictures, url => Assert.StartsWith("https://pictures.example.com/images/", url.AbsoluteUri, StringComparison.Ordinal));

        var second = await scene.Ada.ImagineAsync(scene.Channel, "a cool cat --count 3");
        Assert.Equal(4, second.AnswerType);
        Assert.Equal(message.Pictures, second.Message.Pictures);
        Assert.Contains("free, from the cache", second.Message.Text, StringComparison.Ordinal);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Imagine_CachedButNotPublic_IsUploadedThroughTheReplyLane()
    {
        await using var scene = await DiscordScene.StartAsync(new ScriptedGenerator("scripted"));
        await (await scene.Ada.ImagineAsync(scene.Channel, "a cool cat")).Message.UntilAsync(message => message.Files.Count == 1);

        var again = await scene.Ada.ImagineAsync(scene.Channel, "a cool cat");
        await again.Message.UntilAsync(message => message.Files.Count == 1 && message.Text.Contains("free, from the cache", StringComparison.Ordinal));
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Imagine_DeliveredTwice_IsOneJobAnsweredTheSameWay()
    {
        await using var scene = await DiscordScene.StartAsync();
        var imagine = await scene.Ada.ImagineAsync(scene.Channel, "a cool cat");
        using var again = await scene.Discord.PostAsync(Encoding.UTF8.GetBytes(imagine.ToJson().ToJsonString()));
        Assert.Equal(imagine.Answer!.Value.GetRawText(), await again.Content.ReadAsStringAsync());
        await imagine.Message.UntilAsync(message => message.Files.Count == 1);
        Assert.Single(await scene.HistoryAsync());
    }

    [Fact]
    public async Task Imagine_Private_IsSeenByItsAuthorAlone()
    {
        await using var scene = await DiscordScene.StartAsync();
        var imagine = await scene.Ada.ImagineAsync(scene.Channel, "a secret cat", ("private", true));
        await imagine.Message.UntilAsync(message => message.Files.Count == 1);
        Assert.True(imagine.Message.IsEphemeral);
        Assert.Empty(scene.Channel.Messages);

        var others = await scene.Discord.AddUser("Bob").CommandAsync(scene.Channel, "gallery", ("who", "everyone"));
        Assert.DoesNotContain("secret", others.Message.Text, StringComparison.Ordinal);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Imagine_InAThread_IsAnsweredThere()
    {
        await using var scene = await DiscordScene.StartAsync(settings: ("Chat:ReplyIn", "Thread"));
        var thread = scene.Channel.AddThread("cats");
        var imagine = await scene.Ada.ImagineAsync(thread, "a cool cat");
        await imagine.Message.UntilAsync(message => message.Files.Count == 1);
        Assert.Same(imagine.Message, Assert.Single(thread.Messages));
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Imagine_WhereTheGuildWantsThreads_OpensOneOnTheAnswer()
    {
        await using var scene = await DiscordScene.StartAsync(settings: ("Chat:ReplyIn", "Thread"));
        var imagine = await scene.Ada.ImagineAsync(scene.Channel, "a cool cat");
        await imagine.Message.UntilAsync(message => message.Thread is { Messages.Count: 1 });
        Assert.Contains("The picture is in the thread.", imagine.Message.Content, StringComparison.Ordinal);
        Assert.Single(imagine.Message.Thread!.Messages[0].Files);
        Assert.Equal("a cool cat", imagine.Message.Thread.Name);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Imagine_ThreadsWantedButForbidden_AnswersInTheChannel()
    {
        await using var scene = await DiscordScene.StartAsync(settings: ("Chat:ReplyIn", "Thread"));
        scene.Channel.BotPermissions &= ~Permissions.CreatePublicThreads;
        var imagine = await scene.Ada.ImagineAsync(scene.Channel, "a cool cat");
        await imagine.Message.UntilAsync(message => message.Files.Count == 1);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Imagine_InADirectMessage_HasATenantOfItsOwn()
    {
        await using var scene = await DiscordScene.StartAsync(new ScriptedGenerator("scripted"), DiscordScene.Public);
        await (await scene.Ada.ImagineAsync(scene.Channel, "a cool cat")).Message.UntilAsync(message => message.Pictures.Count == 1);

        var direct = await scene.Ada.ImagineAsync(scene.Ada.DirectMessages, "a cool cat");
        Assert.Equal(5, direct.AnswerType);
        await direct.Message.UntilAsync(message => message.Pictures.Count == 1);
        scene.AssertNoViolations();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Imagine_ModerationLearnsWhetherTheChannelIsAgeRestricted(bool isAgeRestricted)
    {
        await using var scene = await DiscordScene.StartAsync(new ScriptedGenerator("scripted"));
        await scene.Ada.ImagineAsync(scene.Guild.AddChannel(nsfw: isAgeRestricted), "a cool cat");
        Assert.Equal(isAgeRestricted, Assert.Single(await scene.HistoryAsync()).Order.Context!.IsAgeRestricted);
    }

    [Fact]
    public async Task Imagine_InAnotherLanguage_IsAnsweredInIt()
    {
        await using var scene = await DiscordScene.StartAsync();
        var jonas = scene.Discord.AddUser("Jonas", "de");
        var imagine = await jonas.ImagineAsync(scene.Channel, "x");
        Assert.Contains("Zeichen", imagine.Message.Content, StringComparison.Ordinal);
        Assert.True(imagine.Message.IsEphemeral);
    }

    [Fact]
    public async Task Buttons_AfterARestart_DoTheirWork()
    {
        await using var scene = await DiscordScene.StartAsync();
        var message = await (await scene.Ada.ImagineAsync(scene.Channel, "a cool cat --style watercolor")).Message.UntilAsync(message => message.Files.Count == 1);
        await scene.RestartBotAsync();

        var reroll = await message.PressAsync("reroll");
        var rerolled = await reroll.Message.UntilAsync(other => other.Files.Count == 1);
        Assert.NotEqual(message.Files[0].Bytes, rerolled.Files[0].Bytes);

        var variations = await message.PressAsync("variations");
        await variations.Message.UntilAsync(other => other.Files.Count == 1);

        var remix = await message.PressAsync("remix");
        Assert.Equal("a cool cat", remix.Modal!.Fields.First(field => field.CustomId == "prompt").Value);
        var remixed = await remix.Modal.SubmitAsync(("prompt", "a warm dog"));
        await remixed.Message.UntilAsync(other => other.Files.Count == 1 && other.Text.Contains("a warm dog", StringComparison.Ordinal) && other.Text.Contains("watercolor", StringComparison.Ordinal));

        var details = await message.PressAsync("details");
        Assert.True(details.Message.IsEphemeral);
        Assert.Contains("--style watercolor --seed", details.Message.Text, StringComparison.Ordinal);

        var theft = await message.PressAsync("delete", scene.Discord.AddUser("Mallory"));
        Assert.True(theft.Message.IsEphemeral);
        Assert.False(message.IsDeleted);

        await message.PressAsync("delete");
        await message.UntilAsync(gone => gone.IsDeleted);
        Assert.Equal(3, (await scene.HistoryAsync()).Count);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Delete_ByAModerator_TakesMessagePictureAndCacheEntry()
    {
        await using var scene = await DiscordScene.StartAsync(new ScriptedGenerator("scripted"), DiscordScene.Public);
        var message = await (await scene.Ada.ImagineAsync(scene.Channel, "a cool cat")).Message.UntilAsync(message => message.Pictures.Count == 1);
        var address = new Uri(scene.Bot.Address, message.Pictures[0].AbsolutePath);
        Assert.True((await scene.Bot.Http.GetAsync(address)).IsSuccessStatusCode);

        await message.PressAsync("delete", scene.Discord.AddUser("Mod", permissions: Permissions.OfAMember | Permissions.ManageGuild));
        await message.UntilAsync(gone => gone.IsDeleted);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await scene.Bot.Http.GetAsync(address)).StatusCode);
        Assert.Equal(5, (await scene.Ada.ImagineAsync(scene.Channel, "a cool cat")).AnswerType);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Reroll_OfAJobThatIsForgotten_ReadsItsMessage()
    {
        await using var scene = await DiscordScene.StartAsync(new ScriptedGenerator("scripted"), DiscordScene.Public);
        var message = await (await scene.Ada.ImagineAsync(scene.Channel, "a `cool` *cat* --ar 16:9 --no text")).Message.UntilAsync(message => message.Pictures.Count == 1);
        var job = Assert.Single(await scene.HistoryAsync());
        await scene.Bot.Ledger.DeleteAsync(job.Order.Tenant, job.Id, CancellationToken.None);

        var reroll = await message.PressAsync("reroll");
        await reroll.Message.UntilAsync(other => other.Pictures.Count == 1);
        var again = Assert.Single(await scene.HistoryAsync());
        Assert.Equal((job.Order.Prompt, job.Order.Spec), (again.Order.Prompt, again.Order.Spec));
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Progress_OfALongJob_IsShownWithACancelButtonThatStopsIt()
    {
        var generator = new ScriptedGenerator("scripted") { OnCall = (_, _, cancellation) => Task.Delay(Timeout.Infinite, cancellation) };
        await using var scene = await DiscordScene.StartAsync(generator);
        var imagine = await scene.Ada.ImagineAsync(scene.Channel, "a slow cat");
        var shown = await imagine.Message.UntilAsync(message => message.Content.Contains("Painting", StringComparison.Ordinal));

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
        await using var scene = await DiscordScene.StartAsync(generator, DiscordScene.Public, ("Cache:NearHits", "true"), ("Cache:NearHitThreshold", "0.9"));
        await (await scene.Ada.ImagineAsync(scene.Channel, prompt)).Message.UntilAsync(message => message.Embeds.Count == 1);

        var near = await scene.Ada.ImagineAsync(scene.Channel, prompt + ", please");
        var offer = await near.Message.UntilAsync(message => message.Content.Contains("much like this one", StringComparison.Ordinal));
        await offer.PressAsync("take");
        await offer.UntilAsync(message => message.Text.Contains("Somebody cancelled it", StringComparison.Ordinal));
        await scene.Channel.UntilMessageAsync(message => message.Text.Contains("free, from the cache", StringComparison.Ordinal));
        Assert.Equal(1, generator.Calls);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Variations_ProviderTakesReferences_GetsThePictureItself()
    {
        byte[]? reference = null;
        var generator = new ScriptedGenerator("scripted")
        {
            Capabilities = new GeneratorCapabilities { Kind = "scripted", Model = "m", MaxPromptLength = 1000, FreeToRepeat = true, TakesReference = true },
            OnCall = async (call, request, cancellation) => reference = request.Reference is { } image ? await ReadAsync(await image.OpenAsync(cancellation)) : null,
        };
        await using var scene = await DiscordScene.StartAsync(generator);
        var message = await (await scene.Ada.ImagineAsync(scene.Channel, "a cool cat")).Message.UntilAsync(message => message.Files.Count == 1);
        Assert.Null(reference);

        await (await message.PressAsync("variations")).Message.UntilAsync(other => other.Files.Count == 1);
        Assert.Equal(TinyPng.Bytes, reference);

        // An attached picture goes the same way, by a copy of our own.
        reference = null;
        var file = scene.Ada.File("cat.png", TinyPng.Bytes);
        await (await scene.Ada.ImagineAsync(scene.Channel, "a cat like this", ("image", file))).Message.UntilAsync(other => other.Files.Count == 1);
        Assert.Equal(TinyPng.Bytes, reference);

        reference = null;
        var said = scene.Ada.Say(scene.Channel, "look", scene.Ada.File("cat.png", TinyPng.Bytes));
        var form = (await scene.Ada.MessageCommandAsync(said, "Use as reference")).Modal!;
        await (await form.SubmitAsync(("prompt", "a dog like this"))).Message.UntilAsync(other => other.Files.Count == 1);
        Assert.Equal(TinyPng.Bytes, reference);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Imagine_PictureDeletedBeforeItsReply_IsToldAsSuch()
    {
        await using var scene = await DiscordScene.StartAsync(new ScriptedGenerator("scripted"));
        await (await scene.Ada.ImagineAsync(scene.Channel, "a cool cat")).Message.UntilAsync(message => message.Files.Count == 1);
        var job = Assert.Single(await scene.HistoryAsync());
        await scene.Bot.Services.GetRequiredService<IImageStore>().DeleteAsync(job.Outcome!.Assets, CancellationToken.None);

        var again = await scene.Ada.ImagineAsync(scene.Channel, "a cool cat");
        await again.Message.UntilAsync(message => message.Text.Contains("The picture couldn't be saved", StringComparison.Ordinal));
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Autocomplete_OffersTheGuildsStylesAndProviders()
    {
        await using var scene = await DiscordScene.StartAsync();
        Assert.Contains(("Watercolor", "watercolor"), (await scene.Ada.TypeAsync(scene.Channel, "imagine", "style", "wat")).Choices);
        Assert.Equal("painter", Assert.Single((await scene.Ada.TypeAsync(scene.Channel, "imagine", "provider", "pai")).Choices).Value);
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
