using System.Text;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Slack;
using ImageGen.Core;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGen.Bot.Tests.Slack;

/// <summary>What the admins of a workspace decide in chat, and what becomes of everybody's commands.</summary>
public sealed partial class SlackAdminTests
{
    [Fact]
    public async Task Sqlite_HouseStyleAndBudget_AsAdminsWantThem()
    {
        var (scene, boss) = await SlackAdminScene.StartAsync(Priced());
        await using var _ = scene;
        await LiveAsync(scene, boss);
    }

    [Fact]
    public async Task Redis_HouseStyleAndBudget_AsAdminsWantThem()
    {
        await using var redis = await RedisServer.StartAsync();
        var (scene, boss) = await SlackAdminScene.StartAsync(Priced(), ("State:Provider", "Redis"), ("State:Redis:ConnectionString", redis.ConnectionString));
        await using var _ = scene;
        await LiveAsync(scene, boss);
    }

    [Fact]
    public async Task NoAdmin_WhateverTheySend_IsRefusedAndNothingChanges()
    {
        var (scene, boss) = await SlackAdminScene.StartAsync();
        await using var _ = scene;
        foreach (var text in new[] { "", "style add x", "quotas", "quotas imagesPerUserPerDay 5", "rules", "usage", "audit", "export", "import", "reset all", "style hide cartoon", "nonsense" })
            Assert.Contains("Only admins of this workspace", (await scene.TellAsync(scene.Ada, text)).Text, StringComparison.Ordinal);
        Assert.Null(scene.Ada.Modal);

        // What Boss's pages send, sent by Ada.
        foreach (var text in new[] { "style add forged", "quotas", "rules", "import" })
        {
            var form = await scene.OpenAsync(boss, text);
            var forged = new FakeView(scene.Ada, form.Json, below: null);
            await forged.SubmitAsync(form.Fields.Any(field => field.ActionId == "guidance") ? [("guidance", "forged")] : form.Fields.Any(field => field.ActionId == "text") ? [("text", "[]")] : []);
            Assert.Contains("Only admins of this workspace", Assert.Single(forged.Errors).Value, StringComparison.Ordinal);
        }

        var menu = new FakeView(scene.Ada, (await scene.OpenAsync(boss, "")).Json, below: null);
        await menu.PressAsync("admin:quotas");
        await scene.Ada.DirectMessages.UntilMessageAsync(message => message.Text.Contains("Only admins of this workspace", StringComparison.Ordinal));
        var reset = await scene.TellAsync(boss, "reset all");
        await scene.Ada.ActAsync(scene.Ada.Say(scene.Channel, "mine"), reset.Element("admin:reset:all"));
        await scene.Channel.UntilMessageAsync(message => message.OnlyFor == scene.Ada && message.Delivery?.Kind == DeliveryKind.BlockActions && message.Text.Contains("Only admins", StringComparison.Ordinal));

        Assert.Equal(GuildDocument.Empty.ToJson(), (await scene.DocumentAsync()).ToJson());
        Assert.Empty(await scene.Administration().AuditAsync(scene.Tenant(), 10, CancellationToken.None));
    }

    [Fact]
    public void AdminOfAnotherWorkspace_InASharedChannel_IsNoAdminHere()
    {
        var user = new ImageGen.Bot.Slack.Wire.SlackUser { Id = "U1", TeamId = "T2", IsAdmin = true };
        Assert.Equal((false, true), (user.MayManage("T1"), user.MayManage("T2")));
        Assert.True((user with { EnterpriseUser = new(["T1"]) }).MayManage("T1"));
    }

    [Fact]
    public async Task Style_EditedByTwoAtOnce_TellsTheSecondAndKeepsWhatBothTyped()
    {
        var (scene, boss) = await SlackAdminScene.StartAsync();
        await using var _ = scene;
        var bob = scene.Workspace.AddUser("Bob", isAdmin: true);
        await (await scene.OpenAsync(boss, "style add house-style")).SubmitAsync(("guidance", "thick ink lines"), ("negative", "blur"));
        var (first, second) = (await scene.OpenAsync(boss, "style edit house-style"), await scene.OpenAsync(bob, "style edit house-style"));

        await first.SubmitAsync(("guidance", "Boss's lines"), ("title", "Inked"));
        Assert.Contains("Done", first.Text, StringComparison.Ordinal);
        await second.SubmitAsync(("guidance", "Bob's lines"), ("aspect", "16:9"));
        Assert.Contains("Boss changed this meanwhile (style.edit)", second.Text, StringComparison.Ordinal);
        Assert.Contains("Saved now: Boss's lines", second.Text, StringComparison.Ordinal);
        Assert.Equal("Boss's lines", Assert.Single((await scene.DocumentAsync()).Styles).Guidance);

        // Sent once more as it is, it sets what Bob typed, and leaves what he did not.
        await second.SubmitAsync();
        var style = Assert.Single((await scene.DocumentAsync()).Styles);
        Assert.Equal(("Bob's lines", "Inked", "16:9", "blur"), (style.Guidance, style.Title, style.Aspect?.ToString(), style.Negative));
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Limits_EditedByTwoAtOnce_KeepWhatTheOtherSaved()
    {
        var (scene, boss) = await SlackAdminScene.StartAsync();
        await using var _ = scene;
        var bob = scene.Workspace.AddUser("Bob", isAdmin: true);
        var (first, second) = (await scene.OpenAsync(boss, "quotas"), await scene.OpenAsync(bob, "quotas"));
        await first.SubmitAsync(("imagesPerUserPerDay", "5"));
        await second.SubmitAsync(("imagesPerGuildPerDay", "50"), ("atLimit", "cheaper"));
        Assert.Contains("Boss changed this meanwhile", second.Text, StringComparison.Ordinal);
        await second.SubmitAsync(("imagesPerGuildPerDay", "-1"));
        Assert.Contains("0 to 1,000,000,000", Assert.Single(second.Errors).Value, StringComparison.Ordinal);
        Assert.StartsWith("imagesPerGuildPerDay:", Assert.Single(second.Errors).Key, StringComparison.Ordinal);
        await second.SubmitAsync();
        var quotas = (await scene.DocumentAsync()).Quotas;
        Assert.Equal((5, 50, LimitAction.Cheaper), (quotas.ImagesPerUserPerDay, quotas.ImagesPerGuildPerDay, quotas.AtLimit));
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Styles_ExportedAndImported_AreTheSameAndWhatIsNoJsonChangesNothing()
    {
        var (scene, boss) = await SlackAdminScene.StartAsync();
        await using var _ = scene;
        await (await scene.OpenAsync(boss, "style add house-style")).SubmitAsync(("guidance", "thick \"ink\" lines <3"), ("keywords", "inky, house"));
        await scene.TellAsync(boss, "style hide cartoon");
        var before = (await scene.DocumentAsync()).ToJson();
        Assert.Contains("direct messages", (await scene.TellAsync(boss, "export")).Text, StringComparison.Ordinal);
        var file = await scene.Slack.UntilAsync(() => boss.DirectMessages.History.SelectMany(message => message.Files).FirstOrDefault(), () => "No file came.");
        Assert.Equal("styles.json", file.Name);

        var reset = await scene.TellAsync(boss, "reset styles");
        await reset.PressAsync("admin:reset:styles");
        await reset.UntilAsync(message => message.Text.Contains("Done", StringComparison.Ordinal));
        Assert.Empty((await scene.DocumentAsync()).Styles);

        var form = await scene.OpenAsync(boss, "import");
        await form.SubmitAsync(("text", "{ this is no JSON"));
        Assert.Contains("must be JSON", form.Errors["text"], StringComparison.Ordinal);
        await form.SubmitAsync();
        Assert.Contains("Choose a file", form.Errors["text"], StringComparison.Ordinal);
        await form.SubmitAsync(("file", boss.File("broken.json", Encoding.UTF8.GetBytes("[1, 2"))));
        await boss.UntilModalAsync(view => view.Text.Contains("must be JSON", StringComparison.Ordinal));
        Assert.Empty((await scene.DocumentAsync()).Styles);

        form = await scene.OpenAsync(boss, "import");
        await form.SubmitAsync(("file", boss.File("styles.json", file.Bytes)));
        await boss.UntilModalAsync(view => view.Text.Contains("Done", StringComparison.Ordinal));
        Assert.Equal(before, (await scene.DocumentAsync()).ToJson());
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Warnings_At80And100Percent_ComeOnceInTheirChannel()
    {
        var (scene, boss) = await SlackAdminScene.StartAsync();
        await using var _ = scene;
        var watch = scene.Workspace.AddChannel("watch");
        await scene.TellAsync(boss, "quotas imagesPerGuildPerDay 5");
        await scene.TellAsync(boss, "rules warnChannel #watch");
        for (var i = 0; i < 5; i++)
        {
            await scene.ImagineAsync($"cat number {i}");
            await scene.UntilResultAsync(message => message.Text.Contains($"cat number {i}", StringComparison.Ordinal));
            if (i == 3)
                await watch.UntilMessageAsync(message => message.Text.Contains("80 % of today's pictures for everyone is used up: 4 of 5", StringComparison.Ordinal));
        }

        await watch.UntilMessageAsync(message => message.Text.Contains("100 % of today's pictures", StringComparison.Ordinal));
        await scene.TellAsync(scene.Ada, "one more", "/imagine");
        await scene.Bot.Services.GetRequiredService<UsageWarnings>().CheckAsync(CancellationToken.None);
        Assert.Equal(2, watch.Messages.Count);
        Assert.Contains("warning", (await scene.TellAsync(boss, "audit")).Text, StringComparison.Ordinal);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Forget_Confirmed_LeavesNoObjectNoCacheAndNoHistory()
    {
        var (scene, boss) = await SlackAdminScene.StartAsync();
        await using var _ = scene;
        await scene.ImagineAsync("a cool cat");
        await scene.UntilResultAsync();
        await scene.ImagineAsync("a warm dog", boss);
        await scene.UntilResultAsync(message => message.Text.Contains("a warm dog", StringComparison.Ordinal));
        var asset = (await scene.HistoryAsync()).Single(job => job.Order.User == scene.Ada.Id).Outcome!.Assets[0];
        var store = scene.Bot.Services.GetRequiredService<IImageStore>();
        await using (var there = await store.OpenAsync(asset.Key, CancellationToken.None))
            Assert.NotNull(there);

        var asked = await scene.TellAsync(scene.Ada, "", "/imagine-forget");
        Assert.Equal(2, (await scene.HistoryAsync()).Count);
        await asked.PressAsync("forget:me");
        await asked.UntilAsync(message => message.Text.Contains("1 command of yours deleted", StringComparison.Ordinal));

        Assert.Null(await store.OpenAsync(asset.Key, CancellationToken.None));
        Assert.Equal([boss.Id], (await scene.HistoryAsync()).Select(job => job.Order.User));
        await scene.ImagineAsync("a cool cat", boss);
        var again = await scene.UntilResultAsync(message => message.Text.Contains("a cool cat", StringComparison.Ordinal) && message.Text.Contains($"<@{boss.Id}>", StringComparison.Ordinal));
        Assert.DoesNotContain("from the cache", again.Text, StringComparison.Ordinal);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Workspaces_DoNotSeeEachOthersSettings()
    {
        await using var scene = await SlackScene.StartDistributedAsync(new ScriptedGenerator("scripted"), SlackScene.Public);
        var other = scene.Slack.AddWorkspace("Others", isInstalled: false);
        var (channel, boss, eve) = (other.AddChannel(), scene.Workspace.AddUser("Boss", isAdmin: true), other.AddUser("Eve", isAdmin: true));
        await scene.Slack.InstallAsync(scene.Workspace, boss);
        await scene.Slack.InstallAsync(other, eve);
        await (await scene.OpenAsync(boss, "style add house-style")).SubmitAsync(("guidance", "thick ink lines"));
        await scene.TellAsync(boss, "quotas imagesPerUserPerDay 0");

        Assert.Contains("house-style", (await scene.TellAsync(boss, "styles")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("house-style", (await scene.TellAsync(eve, "styles", channel: channel)).Text, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed yet", (await scene.TellAsync(eve, "audit", channel: channel)).Text, StringComparison.Ordinal);
        await scene.ImagineAsync("a cool cat", eve, channel);
        await scene.UntilResultAsync(channel: channel);
        Assert.Contains("limit of 0 pictures", (await scene.TellAsync(scene.Ada, "a cool cat", "/imagine")).Text, StringComparison.Ordinal);
        scene.AssertNoViolations();
    }

    private static ScriptedGenerator Priced() => new("scripted")
    {
        Price = Usd.FromDollars(0.04m),
        Capabilities = new GeneratorCapabilities { Kind = "scripted", Model = "m", MaxPromptLength = 1000, FreeToRepeat = true, MaxPricePerImage = _ => Usd.FromDollars(0.04m) },
    };

    /// <summary>An admin adds a style and a budget; members use the one, and the other stops them.</summary>
    private static async Task LiveAsync(SlackScene scene, FakeUser boss)
    {
        // From the menu, page by page.
        var page = await scene.OpenAsync(boss, "");
        await page.PressAsync("admin:styles");
        await page.User.UntilModalAsync(view => view.Title == "Styles" && view.Text.Contains("watercolor", StringComparison.Ordinal));
        await page.PressAsync("admin:add");
        await page.User.UntilModalAsync(view => view.Title == "New style");
        await page.SubmitAsync(("name", "House Style!"), ("guidance", "thick ink lines"), ("aspect", "wide"));
        Assert.Equal(["aspect", "name"], page.Errors.Keys.Select(key => key.Split(':')[0]).Order(StringComparer.Ordinal));
        await page.SubmitAsync(("name", "house-style"), ("guidance", "thick ink lines"), ("aspect", "16:9"));
        Assert.Contains("Done", page.Text, StringComparison.Ordinal);

        await scene.ImagineAsync("a cool cat --style house-style");
        var result = await scene.UntilResultAsync();
        Assert.Contains("--style house-style --ar 16:9", result.Text, StringComparison.Ordinal);
        await scene.Ada.OpenHomeAsync();
        await scene.Ada.UntilHomeAsync(view => view.Text.Contains("house-style", StringComparison.Ordinal));

        await (await scene.OpenAsync(boss, "quotas")).SubmitAsync(("budgetUsdPerMonth", "0.10"));
        await scene.ImagineAsync("a warm dog");
        await scene.UntilResultAsync(message => message.Text.Contains("a warm dog", StringComparison.Ordinal));
        var over = (await scene.TellAsync(scene.Ada, "a small mouse", "/imagine")).Text;
        Assert.Contains("this month's budget of $0.10", over, StringComparison.Ordinal);
        Assert.Contains("$0.08 of it is used", over, StringComparison.Ordinal);
        Assert.Contains("It resets <!date^", over, StringComparison.Ordinal);

        Assert.Contains("2 pictures for $0.08", (await scene.TellAsync(boss, "usage")).Text, StringComparison.Ordinal);
        var files = await scene.Slack.UntilAsync(
            () => boss.DirectMessages.History.SelectMany(message => message.Files).ToList() is { Count: 2 } sent ? sent : null, () => "No chart and table came.");
        Assert.Equal([".png", ".csv"], files.Select(file => Path.GetExtension(file.Name)));
        var audit = (await scene.TellAsync(boss, "audit")).Text;
        Assert.Contains("style.add", audit, StringComparison.Ordinal);
        Assert.Contains("budgetUsdPerMonth: – → 0.10", audit, StringComparison.Ordinal);
        scene.AssertNoViolations();
    }
}
