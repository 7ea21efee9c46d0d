using ImageGen.Bot.Hosting;
using ImageGen.Core;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;
using Xunit;
using static ImageGen.Bot.Tests.Contracts.GuildProcess;

namespace ImageGen.Bot.Tests.Contracts;

/// <summary>What guilds can rely on, whatever the store and the number of processes.</summary>
public abstract partial class GuildContract
{
    private static readonly StyleDraft House = new() { Name = "house-style", Guidance = "thick ink lines, muted colours", Keywords = "house" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected abstract Task<GuildHarness> CreateAsync();

    [Fact]
    public async Task Replace_ByManyAtOnce_LosesNothingAndCountsEachRevision()
    {
        await using var harness = await CreateAsync();
        GuildProcess[] processes = [harness.Start(), harness.Start()];

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(n =>
            processes[n % 2].Administration.AddStyleAsync(n % 2 == 0 ? Ann : Bob, House with { Name = $"style-{n}" }, null, Stop)));

        Assert.All(results, result => Assert.IsType<AdminResult.Done>(result));
        var stored = await processes[0].Administration.GetAsync(Guild, Stop);
        Assert.Equal((8L, 8), (stored.Revision, stored.Document.Styles.Count));
        Assert.Equal(8, (await processes[1].Administration.AuditAsync(Guild, 100, Stop)).Count);
    }

    [Fact]
    public async Task Replace_TwoAdminsWhoSawTheSame_TellsTheSecondAndKeepsTheFirst()
    {
        await using var harness = await CreateAsync();
        var (one, other) = (harness.Start(), harness.Start());
        await one.Administration.AddStyleAsync(Ann, House, null, Stop);
        var seen = (await other.Administration.GetAsync(Guild, Stop)).Revision;

        Assert.IsType<AdminResult.Done>(await one.Administration.EditStyleAsync(Ann, "house-style", new StyleDraft { Guidance = "Ann's" }, seen, Stop));
        var conflict = Assert.IsType<AdminResult.Conflict>(await other.Administration.EditStyleAsync(Bob, "house-style", new StyleDraft { Guidance = "Bob's" }, seen, Stop));

        Assert.StartsWith("Ann changed this meanwhile (style.edit).", conflict.Message, StringComparison.Ordinal);
        Assert.Equal("Ann's", (await other.Administration.FindStyleAsync(Guild, "house-style", Stop))!.Guide.Guidance);
        Assert.Equal(seen + 1, conflict.Guild.Revision);
    }

    [Fact]
    public async Task Audit_TellsWhoWhatBeforeAndAfter()
    {
        await using var harness = await CreateAsync();
        var process = harness.Start();
        await process.QuotasAsync(("imagesPerUserPerDay", "5"));
        await process.QuotasAsync(("imagesPerUserPerDay", "7"), ("timeZone", "Europe/Berlin"));

        var entry = (await harness.Start().Administration.AuditAsync(Guild, 1, Stop))[0];

        Assert.Equal(("1", "Ann", "discord", "quotas.set", harness.Clock.GetUtcNow()), (entry.User, entry.UserName, entry.Face, entry.Action, entry.At));
        Assert.Equal([new AuditChange("quotas imagesPerUserPerDay", "5", "7"), new AuditChange("quotas timeZone", null, "Europe/Berlin")], entry.Changes);
        Assert.Empty(await process.Administration.AuditAsync(new("discord", "2"), 10, Stop));
    }

    [Fact]
    public async Task Budget_OfTenCentsForFourCentPictures_LetsTwoOfHundredThrough()
    {
        await using var harness = await CreateAsync();
        GuildProcess[] processes = [harness.Start(), harness.Start()];
        await processes[0].QuotasAsync(("budgetUsdPerMonth", "0.10"));
        harness.Clock.Advance(TimeSpan.FromSeconds(1));

        var tickets = await Task.WhenAll(Enumerable.Range(0, 100).Select(n => Task.Run(() => processes[n % 2].SubmitAsync($"a cat number {n}", user: $"{n}"))));

        Assert.Equal(2, tickets.Count(ticket => ticket is Ticket.Accepted));
        var over = tickets.OfType<Ticket.OverLimit>().ToList();
        Assert.Equal(98, over.Count);
        Assert.All(over, refused => Assert.Equal(ErrorCode.BudgetExceeded, refused.Error.Code));
        Assert.Contains("The limit of $0.10 a month for everyone here would be overrun ($0.08 used, $0.04 more asked for); it resets at 2040-02-01 00:00 UTC.", over.Select(refused => refused.Error.Message));

        await processes[0].DrawAsync();
        Array.ForEach(processes, process => process.Price = Usd.FromDollars(0.02m));
        await processes[1].AcceptAsync("a third cat, now that the price fell");
        await processes[0].RefuseAsync("a fourth cat");
        harness.Clock.Advance(TimeSpan.FromDays(31));
        await processes[1].AcceptAsync("a cat of the next month");
    }

    [Fact]
    public async Task Budget_UsedUp_GoesToACheaperProviderWhereTheGuildWants()
    {
        await using var harness = await CreateAsync();
        var process = harness.Start();
        await process.QuotasAsync(("budgetUsdPerMonth", "0.05"), ("atLimit", "cheaper"));

        var first = await process.AcceptAsync("a dear cat");
        var second = await process.AcceptAsync("a cheap cat");

        Assert.Equal(("dear", null), (first.Lane, first.Order.InsteadOf));
        Assert.Equal(("cheap", "cheap", "dear"), (second.Lane, second.Order.Spec.Provider, second.Order.InsteadOf));
        await process.RefuseAsync("a third cat");
        await process.RulesAsync(("providers", "dear"));
        await process.QuotasAsync(("budgetUsdPerMonth", "0.06"));
        await process.RefuseAsync("a cat nobody may draw for so little");
    }

    [Fact]
    public async Task Quotas_OfRolesAndChannels_AreTheMostGenerousRoleAndTheChannels()
    {
        await using var harness = await CreateAsync();
        var process = harness.Start();
        await process.QuotasAsync(("imagesPerUserPerDay", "1"), ("roles", "<@&10>=2, 11=3"), ("channels", "88=1"), ("exemptRoles", "12"));

        for (var n = 0; n < 3; n++)
            await process.AcceptAsync($"a cat of two roles {n}", roles: ["10", "11"]);
        var over = await process.RefuseAsync("a fourth cat", roles: ["10", "11"]);
        Assert.Equal((LimitKind.RoleImages, 3L), (QuotaClaims.LimitOf(over.Claim), over.Counter.Used));
        Assert.Contains("3 used, 1 more asked for", over.Error.Message, StringComparison.Ordinal);
        await process.AcceptAsync("an exempt cat", roles: ["12"]);

        // The role is gone, and with it its quota.
        Assert.Equal(LimitKind.UserImages, QuotaClaims.LimitOf((await process.RefuseAsync("a cat without a role")).Claim));
        await process.QuotasAsync(("roles", null));
        await process.RefuseAsync("a cat of a role that counts no more", roles: ["11"]);

        await process.AcceptAsync("a cat in the channel", user: "a", channel: "88");
        Assert.Equal(LimitKind.ChannelImages, QuotaClaims.LimitOf((await process.RefuseAsync("another one", user: "b", channel: "88")).Claim));
    }

    [Fact]
    public async Task Quotas_OfADay_ResetAtTheGuildsMidnight()
    {
        await using var harness = await CreateAsync();
        var process = harness.Start();
        await process.QuotasAsync(("imagesPerUserPerDay", "1"), ("timeZone", "Europe/Berlin"));
        await process.AcceptAsync("a cat");
        var over = await process.RefuseAsync("another cat");
        Assert.EndsWith("it resets at 2040-01-02 00:00 UTC+01:00.", over.Error.Message, StringComparison.Ordinal);

        harness.Clock.Advance(TimeSpan.FromHours(22.9));
        await process.RefuseAsync("another cat");
        harness.Clock.Advance(TimeSpan.FromHours(0.2));
        await process.AcceptAsync("another cat");
    }

    [Fact]
    public async Task Warnings_At80And100Percent_AreGivenOnceByAllProcessesTogether()
    {
        await using var harness = await CreateAsync();
        var channel = new RecordedNotices();
        GuildProcess[] processes = [harness.Start([channel]), harness.Start([channel])];
        await processes[0].QuotasAsync(("budgetUsdPerMonth", "0.10"));
        await processes[0].RulesAsync(("warnChannel", "<#42>"));
        harness.Clock.Advance(TimeSpan.FromSeconds(1));
        for (var n = 0; n < 4; n++)
        {
            await processes[n % 2].SubmitAsync($"cat number {n}");
            await Task.WhenAll(processes.Select(process => process.Warnings.CheckAsync(Stop)));
        }

        string[] expected =
        [
            "80 % of this month's budget is used up: $0.08 of $0.10. It resets at 2040-02-01 00:00 UTC.",
            "100 % of this month's budget is used up: $0.08 of $0.10. It resets at 2040-02-01 00:00 UTC.",
        ];
        Assert.Equal(expected, channel.Told.Select(told => told.Notice.Message));
        Assert.All(channel.Told, told => Assert.Equal((Guild, "42"), (told.Tenant, told.Channel)));
        var log = await processes[0].Administration.AuditAsync(Guild, 100, Stop);
        Assert.Equal(expected.Reverse(), log.Where(entry => entry.Action == "warning").Select(entry => entry.Changes[0].What));

        harness.Clock.Advance(TimeSpan.FromDays(31));
        await processes[1].AcceptAsync("a cat of next month");
        await processes[1].AcceptAsync("and another");
        await processes[1].Warnings.CheckAsync(Stop);
        Assert.Equal(3, channel.Told.Count);
    }

    [Fact]
    public async Task Usage_AfterADay_IsWhatTheCountersSay()
    {
        await using var harness = await CreateAsync();
        var process = harness.Start();
        await process.QuotasAsync(("timeZone", "Asia/Tokyo"));
        harness.Clock.Advance(TimeSpan.FromHours(20));
        await process.AcceptAsync("a cat", user: "1");
        await process.AcceptAsync("two dogs --count 2 --provider cheap", user: "2");
        await process.DrawAsync();
        Assert.True((await process.AcceptAsync("a cat", user: "2")).Cached);

        var local = (await process.Settings.GetAsync(Guild, Stop)).Quotas.Local(harness.Clock.GetUtcNow());
        var day = DateOnly.FromDateTime(local.DateTime);
        var usage = Assert.Single(await process.Ledger.UsageByDayAsync(Guild, day.AddDays(-3), day.AddDays(3), Stop));

        Assert.Equal(new DateOnly(2040, 1, 2), usage.Day);
        Assert.Equal(
            [new UsageOf("cheap", new UsageSums(2, Usd.FromDollars(0.02m), 0, 0, default)), new UsageOf("dear", new UsageSums(1, Usd.FromDollars(0.04m), 0, 1, Usd.FromDollars(0.04m)))],
            usage.Providers);
        Assert.Equal(usage.Total, usage.Users.Aggregate(default(UsageSums), (sum, user) => sum + user.Sums));
        var counters = await process.Ledger.CountersAsync([QuotaClaims.GuildImages(Guild, local), QuotaClaims.GuildCost(Guild, local)], Stop);
        Assert.Equal((counters[0].Spent, counters[1].Spent), (usage.Total.Images, usage.Total.Cost.Micros));
    }
}

/// <summary>A channel that keeps what it was told.</summary>
internal sealed class RecordedNotices : IAdminNotifier
{
    public string Platform => "discord";

    public List<(ImageGen.Core.Chat.TenantId Tenant, string Channel, AdminNotice Notice)> Told { get; } = [];

    public Task NotifyAsync(ImageGen.Core.Chat.TenantId tenant, string channel, AdminNotice notice, CancellationToken cancellation)
    {
        lock (Told)
            Told.Add((tenant, channel, notice));
        return Task.CompletedTask;
    }
}
