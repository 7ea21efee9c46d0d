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
            ("PublicBaseUrl", "images"), ("Providers__flux__Kind", "Dream"), ("Generation__DefaultProvider", "nobody"), ("Generation__Fallback", "flux,flux,no one"), ("References__AllowedHosts", "not a host"), ("Api__Keys__ci", "short"),
            ("Telemetry__OtlpEndpoint", "collector"), ("Telemetry__OtlpProtocol", "carrier-pigeon"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json"));
        Assert.NotEqual(0, exit);
        foreach (var key in new[]
        {
            "Worker:Concurrency must be", "Worker:LeaseSecond is no setting", "Roles must be", "State:Redis:ConnectionString is missing", "Quotas:ImagesPerUserPerDay must be",
            "PublicBaseUrl must be", "Providers:flux:Kind must be", "Generation:DefaultProvider must name", "Generation:Fallback must name each provider once", "'no one' is none", "References:AllowedHosts must be hosts", "Api:Keys:ci must have at least 16",
            "Telemetry:OtlpEndpoint must be", "Telemetry:OtlpProtocol must be", "OTEL_EXPORTER_OTLP_PROTOCOL must be",
        })
            Assert.Contains(key, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"State":"Redis"}""", "State is a section")]
    [InlineData("""{"Quotas":5}""", "Quotas is a section")]
    [InlineData("""{"Moderaton":{"BlockedWords":["x"]}}""", "Moderaton is no setting")]
    [InlineData("""{"Roles": """, "appsettings.json")]
    public async Task Serve_SettingsFileWithAMistake_NamesIt(string file, string expected)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.Combine("appsettings.json"), file);
        await AssertFailsAsync(folder, expected);
    }

    [Theory]
    [InlineData("ASPNETCORE_URLS", "nonsense", "Invalid url: 'nonsense'")]
    [InlineData("ASPNETCORE_URLS", "http://localhost:99999", "'port'")]
    [InlineData("State__Redis__ConnectionString", "localhost:1,passwrod=x", "passwrod")]
    public async Task Serve_AddressThatCannotBeUsed_SaysSoInOneLine(string key, string value, string expected)
    {
        using var folder = new TempFolder();
        await AssertFailsAsync(folder, expected, (key, value), ("State__Provider", key.StartsWith("State", StringComparison.Ordinal) ? "Redis" : "Sqlite"));
    }

    [Fact]
    public async Task Serve_FolderWithPictures_WatchesNoFiles()
    {
        using var folder = new TempFolder();
        await using var bot = await BotProcess.ServeAsync(folder);
        Assert.DoesNotContain("anon_inode:inotify", Directory.GetFileSystemEntries($"/proc/{bot.Id}/fd").Select(handle => new FileInfo(handle).LinkTarget));
    }

    [Theory]
    [InlineData("serve", "--port", "9000")]
    [InlineData("--Wrker:Concurrency=5")]
    public async Task Serve_UnknownOption_IsNamed(params string[] arguments)
    {
        using var folder = new TempFolder();
        var (exit, _, error) = await BotProcess.RunAsync(folder, arguments);
        Assert.Equal(2, exit);
        Assert.Contains("There is no option '--", error, StringComparison.Ordinal);
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
