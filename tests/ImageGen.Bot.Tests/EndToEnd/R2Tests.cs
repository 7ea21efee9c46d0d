using System.Security.Cryptography;
using System.Text.Json;
using ImageGen.Bot.Hosting;
using ImageGen.Bot.Storage;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.R2;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageGen.Bot.Tests.EndToEnd;

/// <summary>The real program with its pictures in R2.</summary>
[Collection(Alone.Name)]
public sealed class R2Tests(ITestOutputHelper output)
{
    [Fact]
    public async Task Serve_PicturesInR2_AreLoadedFromItsDomainAndDeletedWithTheirJob()
    {
        using var folder = new TempFolder();
        await using var r2 = await FakeR2.StartNewAsync();
        await using var bot = await BotProcess.ServeAsync(folder, r2.Settings());
        await bot.UntilReadyAsync();
        var id = (await bot.SubmitAsync(new { prompt = "a boat in a bucket", aspect = "3:1" })).Text("id")!;
        var asset = Assert.Single((await bot.FinishAsync(id)).Items("assets"));

        var url = new Uri(asset.Text("url")!);
        Assert.StartsWith($"{r2.Domain}{id}/", url.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(asset.Text("sha256"), Convert.ToHexStringLower(SHA256.HashData(await bot.Http.GetByteArrayAsync(url))));
        Assert.False(Directory.Exists(folder.Combine("data", "images")));
        Assert.Equal(404, (int)(await bot.Http.GetAsync($"/images{url.AbsolutePath}")).StatusCode);

        using var deleted = await bot.Http.DeleteAsync($"/api/v1/images/{id}");
        Assert.True(deleted.IsSuccessStatusCode);
        Assert.Empty(r2.Objects);
        Assert.DoesNotContain(FakeR2.Secret, bot.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Worker_KilledWhileUploading_LeavesNoFileAndTheJobGoesOn()
    {
        using var folder = new TempFolder();
        await using var r2 = await FakeR2.StartNewAsync();
        (string, string)[] settings = [.. r2.Settings(), ("Worker__LeaseSeconds", "2")];
        string id;
        await using (var bot = await BotProcess.ServeAsync(folder, settings))
        {
            r2.Next(Trouble.Hang);
            id = (await bot.SubmitAsync(new { prompt = "a boat in the storm", aspect = "3:1" })).Text("id")!;
            while (r2.Calls.IsEmpty)
                await Task.Delay(10);
            await bot.KillAsync();
        }

        Assert.Empty(Directory.EnumerateFiles(folder.Combine("data", "spool")));
        await using var next = await BotProcess.ServeAsync(folder, settings);
        Assert.Equal("completed", (await next.FinishAsync(id)).Text("state"));
        Assert.Single(r2.Objects);
    }

    [Fact]
    public async Task Doctor_RightSettings_FindsNothingAtFaultAndLeavesNothing()
    {
        using var folder = new TempFolder();
        await using var r2 = await FakeR2.StartNewAsync();
        var (exitCode, report) = await ExamineAsync(folder, r2.Settings());
        Assert.True(exitCode == 0, report);
        Assert.Contains("What is deleted is gone.", report, StringComparison.Ordinal);
        Assert.Contains("People load them from", report, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeR2.Secret, report, StringComparison.Ordinal);
        Assert.Empty(r2.Objects);

        (exitCode, report) = await ExamineAsync(folder, [.. r2.Settings(), ("Storage__R2__PublicBaseUrl", "")]);
        Assert.True(exitCode == 0, report);
        Assert.Contains("presigned and end after seven days", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AccessKeyId", "fedcba9876543210fedcba9876543210", "does not know the access key")]
    [InlineData("SecretAccessKey", "wrong", "the secret is not its secret")]
    [InlineData("Bucket", "elsewhere", "There is no bucket 'elsewhere'")]
    [InlineData("Endpoint", "http://127.0.0.1:1", "cannot be reached")]
    [InlineData("clock", "", "clock is wrong")]
    [InlineData("domain", "", "does not serve the bucket: it answers 404")]
    public async Task Doctor_OneThingWrong_NamesIt(string key, string value, string found)
    {
        using var folder = new TempFolder();
        await using var r2 = await FakeR2.StartNewAsync();
        r2.Skew = key == "clock" ? TimeSpan.FromHours(1) : TimeSpan.Zero;
        r2.IsServed = key != "domain";
        var (exitCode, report) = await ExamineAsync(folder, key is "clock" or "domain" ? r2.Settings() : [.. r2.Settings(), ($"Storage__R2__{key}", value)]);
        Assert.Equal(4, exitCode);
        Assert.Contains(
            JsonDocument.Parse(report).RootElement.Items("parts").SelectMany(part => part.Items("findings")),
            finding => finding.Text("state") == "fault" && finding.Text("what")!.Contains(found, StringComparison.Ordinal));
        Assert.Empty(r2.Objects);
    }

    [Fact]
    public async Task Serve_R2WronglyConfigured_NamesEveryFault()
    {
        using var folder = new TempFolder();
        var (exit, _, error) = await BotProcess.RunAsync(
            folder, [], ("Storage__Provider", "R2"), ("Storage__R2__Endpoint", "https://account.r2.cloudflarestorage.com/pictures"), ("Storage__R2__Bucket", "My.Bucket"),
            ("Storage__R2__PublicBaseUrl", "https://account.r2.cloudflarestorage.com/pictures"), ("Storage__R2__MaxParallelUploads", "0"), ("Storage__R2__Region", "auto"));
        Assert.NotEqual(0, exit);
        foreach (var fault in new[]
        {
            "R2:Endpoint must end after the host", "R2:Bucket must have 3 to 63", "R2:PublicBaseUrl must be the bucket's own domain", "R2:MaxParallelUploads must be",
            "R2:AccessKeyId is missing", "R2:SecretAccessKey is missing", "R2:Region is no setting",
        })
            Assert.Contains(fault, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_ThirtyTwoLargePicturesAtOnce_HoldsNoneInMemory()
    {
        const int Pictures = 32;
        using var folder = new TempFolder();
        await using var r2 = await FakeR2.StartNewAsync();
        r2.ForgetsBodies = true;
        var random = new CryptoRandom();
        using var store = new R2ImageStore(
            r2.Options() with { MaxParallelUploads = Pictures }, new Spool(folder.Combine("spool")), TimeProvider.System, random, NullLogger<R2ImageStore>.Instance);
        var picture = FakePicture.Png(2048, 2048, length: 8 * 1024 * 1024);
        await StoreAsync();

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var storing = Task.WhenAll(Enumerable.Range(0, Pictures).Select(_ => Task.Run(StoreAsync)));
        var most = 0L;
        while (await Task.WhenAny(storing, Task.Delay(20)) != storing)
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        await storing;

        output.WriteLine($"{most / 1024.0 / 1024:0.0} MB for {Pictures} pictures of 8 MB");
        Assert.InRange(most, 0, 64L * 1024 * 1024);

        Task StoreAsync() => store.StoreAsync(new PictureOrigin(JobId.New(TimeProvider.System, random), "0"), new MemoryStream(picture), CancellationToken.None);
    }

    private static async Task<(int ExitCode, string Report)> ExamineAsync(TempFolder folder, (string, string)[] settings)
    {
        var (exitCode, report, error) = await BotProcess.RunAsync(folder, ["doctor", "--json"], settings);
        Assert.Equal("", error);
        return (exitCode, report);
    }
}
