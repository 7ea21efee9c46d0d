using ImageGen.Bot.Tests.Contracts;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using Xunit;
using static ImageGen.Bot.Tests.Contracts.GuildProcess;

namespace ImageGen.Bot.Tests.Guilds;

/// <summary>What admins decide, and what becomes of commands then.</summary>
public sealed class AdministrationTests : IAsyncLifetime
{
    private static readonly StyleDraft House = new()
    {
        Name = "house-style", Guidance = "thick ink lines", Keywords = "Inky, house\ninky", Negative = "blur", Provider = "cheap", Aspect = "16:9", Quality = "high",
    };

    private readonly GuildHarness _harness = SqliteGuildTests.Create();

    private GuildProcess Bot { get; set; } = null!;

    private GuildAdministration Administration => Bot.Administration;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        Bot = _harness.Start();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    public async Task Style_Added_IsUsedWithItsProviderAspectAndQualityUnlessACommandSaysOtherwise()
    {
        Assert.IsType<AdminResult.Done>(await Administration.AddStyleAsync(Ann, House, null, Stop));
        var style = (await Administration.FindStyleAsync(Guild, "HOUSE-style", Stop))!;
        Assert.Equal(("House style", 1, true), (style.Guide.Title, style.Guide.Version, style.IsOwn));
        Assert.Equal(["inky", "house"], style.Guide.Keywords);

        var spec = (await Bot.AcceptAsync("a cat --style house-style")).Order.Spec;
        Assert.Equal(("cheap", "16:9", ImageQuality.High), (spec.Provider, spec.Aspect.ToString(), spec.Quality));
        spec = (await Bot.AcceptAsync("a cat --style house-style --ar 1:1 --quality low --provider dear")).Order.Spec;
        Assert.Equal(("dear", "1:1", ImageQuality.Low), (spec.Provider, spec.Aspect.ToString(), spec.Quality));
        Assert.IsType<Ticket.Invalid>(await Bot.SubmitAsync("a cat --style house-style", guild: new TenantId("discord", "2")));
    }

    [Fact]
    public async Task Style_Edited_IsDrawnAnewAndASameEditChangesNothing()
    {
        await Administration.AddStyleAsync(Ann, House, null, Stop);
        await Bot.AcceptAsync("a cat --style house-style");
        await Bot.DrawAsync();
        Assert.True((await Bot.AcceptAsync("a cat --style house-style")).Cached);

        Assert.IsType<AdminResult.Unchanged>(await Administration.EditStyleAsync(Ann, "house-style", new StyleDraft { Guidance = "thick ink lines" }, null, Stop));
        Assert.True((await Bot.AcceptAsync("a cat --style house-style")).Cached);
        var done = Assert.IsType<AdminResult.Done>(await Administration.EditStyleAsync(Ann, "house-style", new StyleDraft { Guidance = "thin lines", Aspect = "" }, null, Stop));

        Assert.Equal([new AuditChange("style house-style guidance", "thick ink lines", "thin lines"), new AuditChange("style house-style aspect", "16:9", null)], done.Changes);
        Assert.False((await Bot.AcceptAsync("a cat --style house-style --ar 16:9")).Cached);
        var style = (await Administration.FindStyleAsync(Guild, "house-style", Stop))!.Guide;
        Assert.Equal((2, "blur", ImageQuality.High), (style.Version, style.Negative, style.Quality));
    }

    [Fact]
    public async Task Styles_ExportedAndImportedElsewhere_AreTheSame()
    {
        await Administration.AddStyleAsync(Ann, House, null, Stop);
        await Administration.AddStyleAsync(Ann, new StyleDraft { Name = "plain", Guidance = "größe \"quoted\"", Kind = "mood" }, null, Stop);
        await Administration.HideStyleAsync(Ann, "cartoon", null, Stop);
        var file = await Administration.ExportStylesAsync(Guild, Stop);

        var elsewhere = Ann with { Tenant = new TenantId("slack", "T1") };
        Assert.IsType<AdminResult.Done>(await Administration.ImportStylesAsync(elsewhere, file, replace: false, null, Stop));

        Assert.Equal((await Administration.GetAsync(Guild, Stop)).Document.ToJson(), (await Administration.GetAsync(elsewhere.Tenant, Stop)).Document.ToJson());
        Assert.IsType<AdminResult.Unchanged>(await Administration.ImportStylesAsync(elsewhere, file, replace: true, null, Stop));
    }

    [Fact]
    public async Task Style_RenamedRemovedHiddenAndShown_IsWhereItShouldBe()
    {
        await Administration.AddStyleAsync(Ann, House, null, Stop);
        await Administration.RenameStyleAsync(Ann, "house-style", "inked", null, Stop);
        await Administration.HideStyleAsync(Ann, "realistic", null, Stop);
        Assert.Equal(["inked"], (await Administration.GetAsync(Guild, Stop)).Document.Styles.Select(style => style.Name));
        Assert.IsType<Ticket.Invalid>(await Bot.SubmitAsync("a cat --style realistic"));
        Assert.Equal("inked", (await Bot.AcceptAsync("a cat")).Order.Spec.Style);

        await Administration.ShowStyleAsync(Ann, "realistic", null, Stop);
        await Administration.RemoveStyleAsync(Ann, "inked", null, Stop);
        Assert.Equal("realistic", (await Bot.AcceptAsync("a cat")).Order.Spec.Style);
        Assert.Equal(GuildDocument.Empty.ToJson(), (await Administration.GetAsync(Guild, Stop)).Document.ToJson());
    }

    [Fact]
    public async Task Rules_EachIsKept()
    {
        await Bot.RulesAsync(("channels", "<#77>"), ("providers", "cheap"), ("references", "roles"), ("referenceRoles", "<@&5>"), ("refine", "off"), ("blockedWords", "mayonnaise"));

        var job = await Bot.AcceptAsync("a cat");
        Assert.Equal(("cheap", false), (job.Order.Spec.Provider, job.Order.Spec.Refine));
        await AssertRefused("a cat", "channel", "certain channels", channel: "78");
        await AssertRefused("a cat --provider dear", "provider", "do not allow the provider 'dear'. Choose one of: cheap.");
        await AssertRefused("a jar of mayonnaise", "prompt", "a word or phrase of this prompt");
        var request = new ImageGen.Core.Requests.ImagineRequest { Prompt = "a cat", Reference = "job/reference.png" };
        Assert.Equal("reference", Assert.Single(Assert.IsType<Ticket.Invalid>(await Bot.Intake.SubmitAsync(request, From([]), Stop)).Faults).Field);
        Assert.IsType<Ticket.Accepted>(await Bot.Intake.SubmitAsync(request, From(["5"]), Stop));

        static Requester From(string[] roles) => new(Guild, "9", new ConversationRef("discord", "77")) { Context = new ChatContext { Roles = roles } };
    }

    [Fact]
    public async Task Rule_OnWords_HoldsForPicturesThatAreCachedAlready()
    {
        await Bot.AcceptAsync("a jar of mayonnaise");
        await Bot.DrawAsync();
        Assert.True((await Bot.AcceptAsync("a jar of mayonnaise")).Cached);
        await Bot.RulesAsync(("blockedWords", "mayonnaise"));
        await AssertRefused("a jar of mayonnaise", "prompt", "do not allow");
    }

    [Fact]
    public async Task Field_WhatItReads_CanBeGivenAgain()
    {
        (string Name, string? Value)[] quotas =
        [
            ("imagesPerUserPerDay", "5"), ("channels", "88=1, 99=2"), ("roles", "10=3"), ("exemptRoles", "1, 2"), ("budgetUsdPerMonth", "0.10"),
            ("weight", "0.5"), ("roleWeights", "10=0.25"), ("atLimit", "cheaper"), ("timeZone", "America/New_York"),
        ];
        (string Name, string? Value)[] rules =
        [
            ("channels", "77, 78"), ("replyIn", "thread"), ("moderation", "strict"), ("blockedWords", "one, two words"), ("blockedPatterns", "a{2,3}\nb,c"),
            ("deletion", "admins"), ("refine", "off"), ("nearHits", "on"), ("retentionDays", "30"), ("warnChannel", "C01"),
        ];
        await Bot.QuotasAsync(quotas);
        await Bot.RulesAsync(rules);
        var document = (await Administration.GetAsync(Guild, Stop)).Document;

        Assert.Equal(quotas, AdminFields.Quotas.Select(field => (field.Name, field.Read(document))).Where(field => field.Item2 is not null));
        Assert.Equal(rules, AdminFields.Rules.Select(field => (field.Name, field.Read(document))).Where(field => field.Item2 is not null));
        Assert.Equal(document.ToJson(), GuildDocument.Parse(document.ToJson()).ToJson());
        Assert.IsType<AdminResult.Unchanged>(await Bot.QuotasAsync(quotas));
        Assert.IsType<AdminResult.Unchanged>(await Bot.RulesAsync(rules));

        Assert.IsType<AdminResult.Done>(await Administration.ResetAsync(Ann, AdminPart.Quotas, null, Stop));
        Assert.All(AdminFields.Quotas, field => Assert.Null(field.Read(Bot.Administration.GetAsync(Guild, Stop).GetAwaiter().GetResult().Document)));
        Assert.IsType<AdminResult.Done>(await Administration.ResetAsync(Ann, null, null, Stop));
        Assert.IsType<AdminResult.Unchanged>(await Administration.ResetAsync(Ann, null, null, Stop));
    }

    [Fact]
    public async Task Operator_MayRaiseWhatAnAdminMayNot()
    {
        var values = new Dictionary<string, string?> { ["budgetUsdPerMonth"] = "1000000000", ["weight"] = "10" };
        Assert.IsType<AdminResult.Invalid>(await Administration.SetQuotasAsync(Ann, values, null, Stop));
        Assert.IsType<AdminResult.Done>(await Administration.SetQuotasAsync(Ann with { IsOperator = true }, values, null, Stop));
    }

    private async Task AssertRefused(string command, string field, string expected, string channel = "77")
    {
        var fault = Assert.Single(Assert.IsType<Ticket.Invalid>(await Bot.SubmitAsync(command, channel: channel)).Faults);
        Assert.Equal(field, fault.Field);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }
}
