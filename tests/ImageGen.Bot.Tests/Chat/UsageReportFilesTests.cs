using ImageGen.Bot.Chat;
using ImageGen.Bot.Sqlite;
using ImageGen.Bot.Tests.Contracts;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Providers.Painter;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;
using ImageGen.Core.Prompts;

namespace ImageGen.Bot.Tests.Chat;

public sealed class UsageReportFilesTests : IDisposable
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(ManualClock.Start.Date);

    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly SqliteLedger _ledger;
    private readonly Orders _orders;

    public UsageReportFilesTests()
    {
        _ledger = new SqliteLedger(_folder.Combine("imagegen.db"), new LedgerOptions(), _clock, new SqliteSignals(_clock));
        _orders = new Orders(_clock);
    }

    [Fact]
    public async Task Make_UsedMonth_SaysWhatWasUsedByWhomAndShowsIt()
    {
        await DrawAsync("ann", "my_paint", Today, 1_500_000);
        await DrawAsync("bob", "flux", Today.AddDays(-3), 20_000);
        await _ledger.Take(Used("cid", "my_paint", Today));

        var report = await MakeAsync(30, "en");

        Assert.Equal("Usage, Dec 3, 2039 to Jan 1, 2040", report.Title);
        Assert.Equal(
            [
                "4 pictures for $1.52; 1 from the cache, which saved $1.50; 0 refused.",
                "By provider", "• my\\_paint: 2 pictures, $1.50", "• flux: 2 pictures, $0.02", $"• {Orders.Lane}: 0 pictures, $0.00",
                "Who used most", "• <@ann>: 2 pictures, $1.50", "• <@bob>: 2 pictures, $0.02", "• <@cid>: 0 pictures, $0.00",
            ],
            report.Lines);
        Assert.Equal(("usage-2039-12-03-2040-01-01.png", "image/png"), (report.Chart.Filename, report.Chart.ContentType));
        Assert.Equal($"{report.Title}. {report.Lines[0]} By provider: my_paint: 2 pictures, $1.50; flux: 2 pictures, $0.02; {Orders.Lane}: 0 pictures, $0.00.", report.Chart.AltText);
        Assert.Equal((1200, 630), PngFile.Read(await BytesAsync(report.Chart)) is var png ? (png.Width, png.Height) : default);
        Assert.Equal("usage-2039-12-03-2040-01-01.csv", report.Table.Filename);
        Assert.Contains("2039-12-29,user,bob,2,0.02,0,0,0.00\r\n", System.Text.Encoding.UTF8.GetString(await BytesAsync(report.Table)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Make_Today_IsTheGuildsOwn()
    {
        await DrawAsync("ann", "flux", Today, 1);
        await DrawAsync("ann", "flux", Today.AddDays(-1), 2);

        Assert.Equal("2 pictures for $0.000001; 0 from the cache, which saved $0.00; 0 refused.", (await MakeAsync(1, "en")).Lines[0]);
        Assert.Equal("2 pictures for $0.000002; 0 from the cache, which saved $0.00; 0 refused.", (await MakeAsync(1, "en", "America/New_York")).Lines[0]);
    }

    [Theory]
    [InlineData("de", "Nichts wurde genutzt.")]
    [InlineData("ja", "利用はありませんでした。")]
    public async Task Make_NothingUsed_SaysSoInTheReadersLanguage(string language, string expected) =>
        Assert.Equal([expected], (await MakeAsync(7, language)).Lines);

    public void Dispose()
    {
        _ledger.Dispose();
        _folder.Dispose();
    }

    private async Task DrawAsync(string user, string provider, DateOnly day, long cost) =>
        await _ledger.Complete((await _ledger.TakeAndLease(Used(user, provider, day))).Lease, images: 2, cost);

    private AdmissionRequest Used(string user, string provider, DateOnly day) =>
        _orders.Make(user: user, lane: provider, key: $"{provider} {day}", claims: [Orders.Images("images", 100, 2), Orders.Cost("cost", 10_000_000, 2_000_000)]) with { Day = day };

    private Task<UsageReportMessage> MakeAsync(int days, string language, string? timeZone = null) => new UsageReportFiles(_ledger, _clock).MakeAsync(
        Orders.Tenant("a"), new GuildSettings { Styles = BuiltInStyles.Library, Quotas = new QuotaPolicy { TimeZone = timeZone } }, days, Texts.For(language),
        id => $"<@{id}>", name => name.Replace("_", "\\_", StringComparison.Ordinal), TestContext.Current.CancellationToken);

    private static async Task<byte[]> BytesAsync(OutgoingFile file)
    {
        await using var stream = await file.OpenAsync(TestContext.Current.CancellationToken);
        var bytes = new byte[file.Length];
        await stream.ReadExactlyAsync(bytes);
        Assert.Equal(-1, stream.ReadByte());
        return bytes;
    }
}
