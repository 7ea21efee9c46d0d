using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Xml.Linq;
using ImageGen.Bot.Tests.Contracts;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Providers.Painter;

namespace ImageGen.Bot.Tests.EndToEnd;

/// <summary>Reports of what a guild used, over real HTTP.</summary>
public sealed class UsageReportTests
{
    private const string Usage = "/api/v1/admin/guilds/test:a/usage";
    private const string Key = "key-of-ops-0123456789";
    private static readonly string[] Shapes = ["", ".csv", ".png", ".svg"];

    [Fact]
    public async Task Usage_InEveryShape_ComesToTheLedgersCounters()
    {
        using var folder = new TempFolder();
        var clock = ShiftedClock.At(new DateTime(2026, 11, 10, 12, 0, 0, DateTimeKind.Utc));
        await using var bot = await LocalBot.StartAsync(folder, [("Api:AdminKeys:ops", Key)], clock: clock);
        var orders = new Orders(clock);
        for (var n = 0; n < 5; n++)
        {
            var leased = await bot.Ledger.TakeAndLease(orders.Make(user: $"user{n % 2}", claims: [Orders.Images("images", 100), Orders.Cost("cost", 10_000_000, 50_000)]) with { Day = new DateOnly(2026, 11, n + 1) });
            await bot.Ledger.Complete(leased.Lease, images: 1, cost: 40_000 + n);
        }

        var (images, cost) = ((await bot.Ledger.Counter("images")).Spent, (await bot.Ledger.Counter("cost")).Spent / 1_000_000m);
        const string November = "?from=2026-11-01&to=2026-11-30";

        var json = (await GetAsync(bot, Usage + November)).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((images, cost), ((await json).GetProperty("total").GetProperty("images").GetInt64(), (await json).GetProperty("total").GetProperty("costUsd").GetDecimal()));
        Assert.Equal(["user0", "user1"], (await json).Items("users").Select(user => user.Text("name")));
        Assert.Equal(5, (await json).Items("days").Count);

        var csv = await GetAsync(bot, Usage + ".csv" + November);
        Assert.Equal(("text/csv", "usage-2026-11-01-2026-11-30.csv"), (csv.Content.Headers.ContentType!.MediaType, csv.Content.Headers.ContentDisposition!.FileName));
        var rows = (await csv.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => row.Split(',')).ToList();
        Assert.Equal((images, cost), Sums(rows, "provider"));
        Assert.Equal((images, cost), Sums(rows, "user"));

        var png = await GetAsync(bot, Usage + ".png" + November);
        Assert.Equal(("image/png", 1200), (png.Content.Headers.ContentType!.MediaType, PngFile.Read(await png.Content.ReadAsByteArrayAsync()).Width));
        var svg = await GetAsync(bot, Usage + ".svg" + November);
        Assert.Equal("image/svg+xml", svg.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Nov 5, paint: 1 picture, $0.04", XDocument.Parse(await svg.Content.ReadAsStringAsync()).Root!.Value, StringComparison.Ordinal);

        static (long Images, decimal Cost) Sums(List<string[]> rows, string by) =>
            (rows.Where(row => row[1] == by).Sum(row => long.Parse(row[3], CultureInfo.InvariantCulture)), rows.Where(row => row[1] == by).Sum(row => decimal.Parse(row[4], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Usage_BadPeriodOrNoKey_IsRefusedInEveryShape()
    {
        using var folder = new TempFolder();
        await using var bot = await LocalBot.StartAsync(folder, [("Api:AdminKeys:ops", Key)]);
        foreach (var shape in Shapes)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(bot, Usage + shape, "another-key-0123456789")).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(bot, Usage + shape)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(bot, Usage + shape + "?from=2025-01-01&to=2026-01-01")).StatusCode);
            await AssertFault("from", "?from=2026-11-02&to=2026-11-01");
            await AssertFault("from", "?from=2025-01-01&to=2026-01-02");
            await AssertFault("from", "?from=yesterday");
            await AssertFault("to", "?to=2026-02-30");

            async Task AssertFault(string field, string query)
            {
                var answer = await GetAsync(bot, Usage + shape + query);
                Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
                Assert.True((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty(field, out _), $"{shape}{query} names no {field}");
            }
        }
    }

    private static async Task<HttpResponseMessage> GetAsync(LocalBot bot, string path, string key = Key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await bot.Http.SendAsync(request);
    }
}
