using ImageGen.Bot.Tests.Fakes;

namespace ImageGen.Bot.Tests.EndToEnd;

public sealed class StartUpTests
{
    [Fact]
    public async Task Serve_ManyWrongSettings_NamesEachWithItsKey()
    {
        using var folder = new TempFolder();
        var (exit, _, error) = await BotProcess.RunAsync(
            folder, [],
            ("Worker__Concurrency", "none"), ("Worker__LeaseSecond", "5"), ("Roles", "web,cook"), ("State__Provider", "Redis"), ("Quotas__ImagesPerUserPerDay", "-1"),
            ("PublicBaseUrl", "images"), ("Providers__flux__Kind", "Dream"), ("Generation__DefaultProvider", "nobody"), ("Api__Keys__ci", "short"));
        Assert.NotEqual(0, exit);
        foreach (var key in new[]
        {
            "Worker:Concurrency must be", "Worker:LeaseSecond is no setting", "Roles must be", "State:Redis:ConnectionString is missing", "Quotas:ImagesPerUserPerDay must be",
            "PublicBaseUrl must be", "Providers:flux:Kind must be", "Generation:DefaultProvider must name", "Api:Keys:ci must have at least 16",
        })
            Assert.Contains(key, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_DataFolderThatCannotBeWritten_SaysSo()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.Combine("occupied"), "");
        await AssertFailsAsync(folder, folder.Combine("occupied", "data"), ("DataPath", folder.Combine("occupied", "data")));
    }

    [Fact]
    public async Task Serve_DamagedDatabase_SaysWhichFile()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.Combine("data"));
        await File.WriteAllTextAsync(folder.Combine("data", "imagegen.db"), string.Concat(Enumerable.Repeat("this is no database ", 500)));
        await AssertFailsAsync(folder, folder.Combine("data", "imagegen.db"));
    }

    [Fact]
    public async Task Serve_RedisAbsent_SaysWhere()
    {
        using var folder = new TempFolder();
        var port = BotProcess.FreePort();
        await AssertFailsAsync(folder, $"localhost:{port}", ("State__Provider", "Redis"), ("State__Redis__ConnectionString", $"localhost:{port}"));
    }

    [Fact]
    public async Task Serve_RedisPasswordWrong_SaysSoWithoutThePassword()
    {
        using var folder = new TempFolder();
        await using var redis = await RedisServer.StartAsync(password: "right-password");
        var error = await AssertFailsAsync(folder, "password", ("State__Provider", "Redis"), ("State__Redis__ConnectionString", $"127.0.0.1:{redis.Port},password=wrong-secret"));
        Assert.DoesNotContain("wrong-secret", error, StringComparison.Ordinal);
    }

    private static async Task<string> AssertFailsAsync(TempFolder folder, string expected, params (string, string)[] settings)
    {
        var (exit, _, error) = await BotProcess.RunAsync(folder, [], settings);
        Assert.NotEqual(0, exit);
        Assert.Contains(expected, error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        return error;
    }
}
