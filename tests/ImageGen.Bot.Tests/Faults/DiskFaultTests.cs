using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using ImageGen.Bot.Sqlite;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.OpenAI;
using ImageGen.Bot.Tests.Sqlite;
using ImageGen.Core.Jobs;
using Microsoft.Data.Sqlite;

namespace ImageGen.Bot.Tests.Faults;

/// <summary>No room for the database or for pictures: refused or tried again, nothing damaged, and well again with room.</summary>
public sealed class DiskFaultTests
{
    private const int Megabyte = 1024 * 1024;

    [Fact]
    public async Task Sqlite_CannotGrow_SaysSoAndIsWholeWhenItCan()
    {
        const string grow = "INSERT INTO secrets (key, value) VALUES (hex(randomblob(16)), hex(zeroblob(50000)))";
        using var folder = new TestFolder();
        var database = new SqliteDatabase(folder.Database);
        using (var writer = new SqliteWriter(database, TimeProvider.System, new SqliteSignals(TimeProvider.System)))
        {
            await RunAsync(writer, "PRAGMA max_page_count = 100");
            var fault = await Assert.ThrowsAsync<LedgerUnavailableException>(async () =>
            {
                for (var row = 0; row < 10; row++)
                    await RunAsync(writer, grow);
            });
            Assert.Contains("the disk is full", fault.Message, StringComparison.Ordinal);

            await RunAsync(writer, "PRAGMA max_page_count = 100000");
            await RunAsync(writer, grow);
        }

        AssertWhole(folder.Database);
    }

    [Fact]
    public async Task Bot_FilesCannotGrow_NothingIsLostOrDamagedAndAllGoesOnWithRoom()
    {
        using var folder = new TempFolder();
        await using var provider = await FakeOpenAI.StartNewAsync();
        provider.Picture = static (width, height) => FakePicture.Png(width, height, 3 * Megabyte);
        await using (var bot = await ServeAsync(folder, provider))
        {
            var before = await bot.SubmitAsync(new { prompt = "a boat before", quality = "low" });
            Assert.Equal("completed", (await bot.FinishAsync(before.Text("id")!)).Text("state"));

            // Room for the database, none for a picture.
            await LimitFilesAsync(bot, 2 * Megabyte);
            var kept = (await bot.SubmitAsync(new { prompt = "a boat without room", quality = "low" })).Text("id")!;
            await UntilAsync(() => provider.Orders.Count > 1);

            // Not even for the database: orders are refused, and the bot says that it is not ready.
            await LimitFilesAsync(bot, 1);
            using (var refused = await bot.Http.PostAsJsonAsync("/api/v1/images", new { prompt = "a boat too many" }))
                Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            await bot.UntilReadyAsync(expected: HttpStatusCode.ServiceUnavailable);

            await LimitFilesAsync(bot, null);
            await bot.UntilReadyAsync();
            var job = await bot.FinishAsync(kept);
            Assert.Equal("completed", job.Text("state"));
            // What was ordered and could not be kept is paid all the same, and counted.
            var price = (await bot.FindAsync(before.Text("id")!)).GetProperty("costUsd").GetDecimal();
            Assert.InRange(job.GetProperty("costUsd").GetDecimal(), price * (provider.Orders.Count - 1), price * provider.Orders.Count);
            var after = await bot.SubmitAsync(new { prompt = "a boat after", quality = "low" });
            Assert.Equal("completed", (await bot.FinishAsync(after.Text("id")!)).Text("state"));
            Assert.DoesNotContain(" a bug", bot.Output, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(0, await bot.TerminateAsync(within: TimeSpan.FromSeconds(30)));
        }

        Assert.Equal(3, Directory.EnumerateFiles(folder.Combine("data", "images"), "*", SearchOption.AllDirectories).Count());
        AssertWhole(folder.Combine("data", "imagegen.db"));
    }

    /// <summary>A bot that is told when it writes beyond its limit, rather than ended.</summary>
    private static async Task<BotProcess> ServeAsync(TempFolder folder, FakeOpenAI provider)
    {
        var address = $"http://localhost:{BotProcess.FreePort()}";
        var start = new ProcessStartInfo("sh", ["-c", "trap '' XFSZ; exec dotnet \"$0\"", Path.Combine(AppContext.BaseDirectory, "ImageGen.Bot.dll")])
        {
            WorkingDirectory = folder.Path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["DOTNET_gcServer"] = "0",
                ["ASPNETCORE_URLS"] = address,
                ["Providers__gpt__Kind"] = "OpenAI",
                ["Providers__gpt__Endpoint"] = provider.Endpoint,
                ["Providers__gpt__ApiKey"] = provider.Key,
                ["Providers__gpt__Model"] = "gpt-image-2.6-flare",
            },
        };
        return await BotProcess.ServeAsync(start, new Uri(address));
    }

    /// <summary>What a full disk is to one process: no file grows beyond so many bytes.</summary>
    private static async Task LimitFilesAsync(BotProcess bot, long? bytes)
    {
        var limit = bytes?.ToString(CultureInfo.InvariantCulture) ?? "unlimited";
        using var prlimit = Process.Start("prlimit", [$"--pid={bot.Id}", $"--fsize={limit}:unlimited"]);
        await prlimit.WaitForExitAsync();
        Assert.Equal(0, prlimit.ExitCode);
    }

    private static Task<int> RunAsync(SqliteWriter writer, string sql) =>
        writer.RunAsync(transition => transition.Db.Execute(sql), TestContext.Current.CancellationToken);

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var giveUp = Stopwatch.StartNew(); !condition(); await Task.Delay(20))
            Assert.True(giveUp.Elapsed.TotalSeconds < 30);
    }

    private static void AssertWhole(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        Assert.Equal("ok", command.ExecuteScalar());
    }
}
