using System.Text.Json;
using ImageGen.Bot.Discord;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Bot.Tests.Contracts;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Discord;
using ImageGen.Core;
using ImageGen.Core.Chat;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGen.Bot.Tests.Discord;

public sealed class SqliteDiscordAdminTests : DiscordAdminStories
{
    protected override Task<(string Key, string Value)[]> StateAsync() => Task.FromResult<(string, string)[]>([]);
}

public sealed class RedisDiscordAdminTests(RedisStore store) : DiscordAdminStories
{
    [Fact]
    public async Task AddedStyle_IsOfferedBySecondProcessWithinASecond()
    {
        await using var scene = await StartAsync();
        using var folder = new TempFolder();
        var settings = DiscordScene.Settings(scene.Discord).Select(setting => (setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value));
        await using var second = await LocalBot.StartAsync(folder, [.. settings, .. await StateAsync()]);
        var first = scene.Discord.BotAddress;
        await OfferedAsync(second.Address, []);

        scene.Discord.BotAddress = first;
        await AdminOf(scene).CommandAsync(scene.Channel, "imagegen style add", ("name", "house-style"), ("guidance", "thick ink lines"));
        await Task.Delay(TimeSpan.FromSeconds(0.9));
        await OfferedAsync(second.Address, ["house-style"]);

        async Task OfferedAsync(Uri bot, string[] styles)
        {
            scene.Discord.BotAddress = bot;
            Assert.Equal(styles, (await scene.Ada.TypeAsync(scene.Channel, "imagine", "style", "house")).Choices.Select(choice => choice.Value));
        }
    }

    protected override async Task<(string Key, string Value)[]> StateAsync()
    {
        _options ??= await store.NextAsync();
        return [("State:Provider", "Redis"), ("State:Redis:ConnectionString", _options.ConnectionString), ("State:Redis:KeyPrefix", _options.KeyPrefix)];
    }

    private Bot.Redis.RedisOptions? _options;
}

/// <summary>How a server is governed from Discord, as its people see it: on either home of the state.</summary>
public abstract class DiscordAdminStories
{
    [Fact]
    public async Task Style_FromFormToPictureToRemoval()
    {
        await using var scene = await StartAsync();
        var (bob, ada, channel) = (AdminOf(scene), scene.Ada, scene.Channel);

        var form = (await bob.CommandAsync(channel, "imagegen style add", ("name", "house-style"))).Modal!;
        var added = await form.SubmitAsync(("guidance", "thick *ink* lines"), ("keywords", "inky, scratchy"), ("defaults", "--ar 16:9 --quality high"));
        Assert.True(added.Message.IsEphemeral);
        Assert.Contains(@"style house-style: – → thick \*ink\* lines", added.Message.Text, StringComparison.Ordinal);
        Assert.Equal([("House style", "house-style")], (await ada.TypeAsync(channel, "imagine", "style", "house")).Choices);
        await (await ada.ImagineAsync(channel, "a cool cat", ("style", "house-style"))).Message.UntilAsync(message => message.Files.Count == 1 && message.Text.Contains("--style house-style --ar 16:9", StringComparison.Ordinal));

        var again = (await bob.CommandAsync(channel, "imagegen style edit", ("name", "house-style"))).Modal!;
        Assert.Equal(["House style", "thick *ink* lines", "inky, scratchy", "", "--ar 16:9 --quality high"], again.Fields.Select(field => field.Value));
        Assert.Contains("16:9 → –", (await again.SubmitAsync(("defaults", ""))).Message.Text, StringComparison.Ordinal);
        var preview = await bob.CommandAsync(channel, "imagegen style preview", ("name", "house-style"));
        await preview.Message.UntilAsync(message => message.Files.Count == 1 && message.IsEphemeral);
        Assert.Equal(ImageQuality.Low, (await scene.HistoryAsync())[0].Order.Spec.Quality);

        await bob.CommandAsync(channel, "imagegen style rename", ("name", "house-style"), ("to", "our-style"));
        await bob.CommandAsync(channel, "imagegen style hide", ("name", "watercolor"));
        var list = (await bob.CommandAsync(channel, "imagegen style list")).Message.Text;
        Assert.Contains("• `our-style` House style (version 2)", list, StringComparison.Ordinal);
        Assert.Contains("(built in, hidden)", list, StringComparison.Ordinal);
        Assert.Empty((await ada.TypeAsync(channel, "imagine", "style", "watercolor")).Choices);
        Assert.Equal(["watercolor"], (await bob.TypeAsync(channel, "imagegen style show", "name", "")).Choices.Select(choice => choice.Value));
        await bob.CommandAsync(channel, "imagegen style show", ("name", "watercolor"));
        Assert.Equal(["our-style"], (await bob.TypeAsync(channel, "imagegen style remove", "name", "")).Choices.Select(choice => choice.Value));
        Assert.Contains("✅ Done.", (await bob.CommandAsync(channel, "imagegen style remove", ("name", "our-style"))).Message.Text, StringComparison.Ordinal);

        var log = (await bob.CommandAsync(channel, "imagegen audit", ("entries", 3))).Message.Text;
        Assert.Contains("Bob · `style.remove` · discord", log, StringComparison.Ordinal);
        Assert.Contains("our-style: thick", log, StringComparison.Ordinal);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Forms_OfTwoAdminsAtOnce_TellTheSecondAndLoseNothing()
    {
        await using var scene = await StartAsync();
        var (bob, carol, channel) = (AdminOf(scene), AdminOf(scene, "Carol"), scene.Channel);
        await bob.CommandAsync(channel, "imagegen style add", ("name", "house-style"), ("guidance", "thick ink lines"));
        var (bobs, carols) = (await OpenAsync(bob), await OpenAsync(carol));
        await bobs.SubmitAsync(("guidance", "thin pencil lines"));

        var late = (await carols.SubmitAsync(("guidance", "no lines at all"))).Message.Text;
        Assert.Contains("Bob changed this meanwhile", late, StringComparison.Ordinal);
        Assert.Contains("no lines at all", late, StringComparison.Ordinal);

        var anew = await OpenAsync(carol);
        Assert.Equal("thin pencil lines", anew.Fields.Single(field => field.CustomId == "guidance").Value);
        Assert.Contains("thin pencil lines → no lines at all", (await anew.SubmitAsync(("guidance", "no lines at all"))).Message.Text, StringComparison.Ordinal);
        scene.AssertNoViolations();

        async Task<FakeModal> OpenAsync(FakeUser admin) => (await admin.CommandAsync(channel, "imagegen style edit", ("name", "house-style"))).Modal!;
    }

    [Fact]
    public async Task Limits_AreSetShownAndHit_AndTheMessageSaysWhichHowMuchAndUntilWhen()
    {
        await using var scene = await StartAsync();
        var (bob, ada, channel) = (AdminOf(scene), scene.Ada, scene.Channel);
        await SetAsync("imagesPerUserPerDay", "1");
        await SetAsync("roles", "<@&4242>=2");
        await SetAsync("timeZone", "Asia/Tokyo");
        ada.Roles = ["4242"];
        for (var i = 0; i < 2; i++)
            await (await ada.ImagineAsync(channel, $"cat number {i}")).Message.UntilAsync(message => message.Files.Count == 1);
        Assert.Contains("2 of 2", (await ada.CommandAsync(channel, "quota")).Message.Text, StringComparison.Ordinal);
        var over = (await ada.ImagineAsync(channel, "one cat too many")).Message;
        Assert.Matches(@"limit of 2 pictures a day that your role gives you\. It resets <t:\d+:R>\. 2 of it is used\.", over.Content);
        ada.Roles = [];
        Assert.Matches(@"your limit of 1 picture a day", (await ada.ImagineAsync(channel, "one cat too many")).Message.Content);

        var shown = (await bob.CommandAsync(channel, "imagegen quota show")).Message.Text;
        Assert.Contains("Pictures a member may have a day (`imagesPerUserPerDay`): 1", shown, StringComparison.Ordinal);
        Assert.Contains("<@&4242> 2", shown, StringComparison.Ordinal);
        Assert.Contains("`budgetUsdPerMonth`): $25.00, as everywhere with this bot", shown, StringComparison.Ordinal);
        var form = (await bob.CommandAsync(channel, "imagegen quota set", ("limit", "imagesPerUserPerDay"))).Modal!;
        Assert.Equal("1", Assert.Single(form.Fields).Value);
        Assert.Contains("imagesPerUserPerDay: 1 → –", (await form.SubmitAsync(("value", ""))).Message.Text, StringComparison.Ordinal);
        await SetAsync("timeZone", "default");
        scene.AssertNoViolations();

        async Task SetAsync(string limit, string value) =>
            Assert.Contains("✅ Done.", (await bob.CommandAsync(channel, "imagegen quota set", ("limit", limit), ("value", value))).Message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Budget_LetsThroughWhatItStands_AndWarnsOnceAt80And100Percent()
    {
        await using var scene = await StartAsync(Priced(0.04m));
        var (bob, ada, channel) = (AdminOf(scene), scene.Ada, scene.Channel);
        var warnings = scene.Guild.AddChannel("admins");
        await bob.CommandAsync(channel, "imagegen rules set", ("rule", "warnChannel"), ("value", $"<#{warnings.Id}>"));
        await bob.CommandAsync(channel, "imagegen quota set", ("limit", "budgetUsdPerMonth"), ("value", "0.10"));
        for (var i = 0; i < 2; i++)
            await (await ada.ImagineAsync(channel, $"cat number {i}")).Message.UntilAsync(message => message.Files.Count == 1);
        Assert.Contains("80 % of this month's budget is used up: $0.08 of $0.10", (await warnings.UntilMessageAsync(_ => true)).Content, StringComparison.Ordinal);

        var over = (await ada.ImagineAsync(channel, "one cat too many")).Message.Content;
        Assert.Matches(@"this month's budget of \$0\.10 for everyone here\. It resets <t:\d+:R>\. \$0\.08 of it is used\.", over);
        await warnings.UntilMessageAsync(message => message.Content.Contains("100 % of this month's budget", StringComparison.Ordinal));
        await ada.ImagineAsync(channel, "one cat too many");
        await Task.Delay(TimeSpan.FromSeconds(1.5));
        Assert.Equal(2, warnings.Messages.Count);

        var usage = await (await bob.CommandAsync(channel, "imagegen usage", ("days", 7))).Message.UntilAsync(message => message.Files.Count == 2);
        Assert.Contains("2 pictures for $0.08", usage.Text, StringComparison.Ordinal);
        Assert.Contains($"<@{ada.Id}>: 2 pictures", usage.Text, StringComparison.Ordinal);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task BudgetThatEnds_WithCheaperProvider_IsDrawnThereAndSaid()
    {
        await using var scene = await StartAsync(Priced(0.04m), [("Providers:cheap:Kind", "Painter")], services => services.AddSingleton(new ImageProviders([Priced(0.04m), Priced(0.01m, "cheap")], "scripted")));
        var bob = AdminOf(scene);
        await bob.CommandAsync(scene.Channel, "imagegen quota set", ("limit", "budgetUsdPerMonth"), ("value", "0.02"));
        await bob.CommandAsync(scene.Channel, "imagegen quota set", ("limit", "atLimit"), ("value", "cheaper"));
        var imagine = await scene.Ada.ImagineAsync(scene.Channel, "a cool cat");
        await imagine.Message.UntilAsync(message => message.Text.Contains("cheap, because the budget has no room for scripted", StringComparison.Ordinal));
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Rules_AreKept()
    {
        await using var scene = await StartAsync(Priced(0));
        var (bob, ada, channel) = (AdminOf(scene), scene.Ada, scene.Channel);
        var elsewhere = scene.Guild.AddChannel("elsewhere");
        var message = await (await ada.ImagineAsync(channel, "a cool cat")).Message.UntilAsync(message => message.Files.Count == 1);

        await SetAsync("channels", $"<#{channel.Id}>");
        Assert.True((await ada.ImagineAsync(elsewhere, "a cool dog")).Message.IsEphemeral);
        await (await ada.ImagineAsync(channel.AddThread("cats"), "a cool bird")).Message.UntilAsync(reply => reply.Files.Count == 1);
        await SetAsync("blockedPatterns", @"mayo\w+");
        Assert.True((await ada.ImagineAsync(channel, "a jar of mayonnaise")).Message.IsEphemeral);
        await SetAsync("references", "nobody");
        Assert.True((await ada.ImagineAsync(channel, "like this", ("image", ada.File("cat.png", TinyPng.Bytes)))).Message.IsEphemeral);

        await SetAsync("deletion", "admins");
        Assert.Contains("Only those who may manage this server", (await message.PressAsync("delete")).Message.Content, StringComparison.Ordinal);
        await SetAsync("deletion", "author");
        Assert.Contains($"Only <@{ada.Id}>", (await message.PressAsync("delete", bob)).Message.Content, StringComparison.Ordinal);
        Assert.False(message.IsDeleted);
        await SetAsync("deletion", "default");
        await message.PressAsync("delete", bob);
        await message.UntilAsync(gone => gone.IsDeleted);

        var ask = (await bob.CommandAsync(channel, "imagegen reset", ("what", "rules"))).Message;
        Assert.Contains("references: nobody → –", (await ask.PressAsync("admin:Reset")).Message.Text, StringComparison.Ordinal);
        Assert.Contains("Rules", (await bob.CommandAsync(channel, "imagegen rules show")).Message.Text, StringComparison.Ordinal);
        await (await ada.ImagineAsync(elsewhere, "a cool dog")).Message.UntilAsync(reply => reply.Files.Count == 1);
        scene.AssertNoViolations();

        async Task SetAsync(string rule, string value) =>
            Assert.Contains("✅ Done.", (await bob.CommandAsync(channel, "imagegen rules set", ("rule", rule), ("value", value))).Message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forget_LeavesNeitherHistoryNorPictureNorReferenceNorCacheEntry()
    {
        var drawn = Priced(0);
        await using var scene = await StartAsync(drawn);
        var (ada, channel) = (scene.Ada, scene.Channel);
        await (await ada.ImagineAsync(channel, "a cool cat")).Message.UntilAsync(message => message.Files.Count == 1);
        await (await ada.ImagineAsync(channel, "like this", ("image", ada.File("cat.png", TinyPng.Bytes)))).Message.UntilAsync(message => message.Files.Count == 1);
        await (await ada.ImagineAsync(ada.DirectMessages, "a secret cat")).Message.UntilAsync(message => message.Files.Count == 1);
        await (await scene.Discord.AddUser("Eve").ImagineAsync(channel, "a warm dog")).Message.UntilAsync(message => message.Files.Count == 1);
        await scene.UntilToldAsync();
        var kept = (await scene.HistoryAsync()).Where(job => job.Order.User == ada.Id).SelectMany(job => job.Outcome!.Assets.Append(job.Progress.Reference!)).Where(asset => asset is not null).ToList();
        Assert.Equal(3, kept.Count);

        var spared = (await ada.CommandAsync(channel, "imagine-forget")).Message;
        await spared.PressAsync("forget:no");
        Assert.Equal(3, (await scene.HistoryAsync()).Count);
        var asked = (await ada.CommandAsync(channel, "imagine-forget")).Message;
        await asked.PressAsync("forget:yes");
        await asked.UntilAsync(message => message.Content.Contains("3 commands with all their pictures are gone", StringComparison.Ordinal));

        Assert.NotEqual(ada.Id, Assert.Single(await scene.HistoryAsync()).Order.User);
        Assert.Empty(await scene.Bot.Ledger.HistoryAsync(new HistoryQuery(TenantId.OfPerson("discord", ada.Id)), CancellationToken.None));
        var store = scene.Bot.Services.GetRequiredService<IImageStore>();
        foreach (var asset in kept)
            Assert.Null(await store.OpenAsync(asset.Key, CancellationToken.None));
        var calls = drawn.Calls;
        await (await ada.ImagineAsync(channel, "a cool cat")).Message.UntilAsync(message => message.Files.Count == 1);
        Assert.Equal(calls + 1, drawn.Calls);
        scene.AssertNoViolations();
    }

    protected abstract Task<(string Key, string Value)[]> StateAsync();

    private protected static FakeUser AdminOf(DiscordScene scene, string name = "Bob") => scene.Discord.AddUser(name, permissions: Permissions.OfAnAdmin);

    /// <summary>A scene whose commands are registered, so that Discord's client sends only what they take.</summary>
    private protected async Task<DiscordScene> StartAsync(IImageGenerator? generator = null, (string, string)[]? settings = null, Action<IServiceCollection>? change = null)
    {
        var scene = await DiscordScene.StartAsync(generator, [.. await StateAsync(), .. settings ?? []]);
        if (change is not null)
        {
            scene.Change = change;
            await scene.RestartBotAsync();
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(DiscordCommands.All, DiscordJson.Default.IReadOnlyListApplicationCommand);
        Assert.IsType<DiscordResult<IReadOnlyList<JsonElement>>.Ok>(await scene.Bot.Services.GetRequiredService<DiscordClient>().OverwriteCommandsAsync(null, json, CancellationToken.None));
        return scene;
    }

    private static ScriptedGenerator Priced(decimal dollars, string name = "scripted") => new(name)
    {
        Capabilities = new GeneratorCapabilities { Kind = "scripted", Model = "m", MaxPromptLength = 2000, FreeToRepeat = true, TakesReference = true, MaxPricePerImage = _ => Usd.FromDollars(dollars) },
        Price = Usd.FromDollars(dollars),
    };
}
