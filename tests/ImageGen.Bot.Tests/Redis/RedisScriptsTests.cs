using ImageGen.Bot.Redis;
using Xunit;

namespace ImageGen.Bot.Tests.Redis;

public sealed class RedisScriptsTests
{
    private const string Folder = "ImageGen.Bot.Redis.Lua.";

    public static TheoryData<string> Files =>
        [.. typeof(RedisScripts).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task EveryFile_BeginsByDocumentingItself(string file)
    {
        await using var stream = typeof(RedisScripts).Assembly.GetManifestResourceStream(file)!;
        using var reader = new StreamReader(stream);
        var text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        var header = text.Split('\n').TakeWhile(line => line.StartsWith("--", StringComparison.Ordinal)).ToList();

        if (file.StartsWith(Folder + "shared.", StringComparison.Ordinal))
        {
            Assert.StartsWith("-- Shared: ", header[0], StringComparison.Ordinal);
            return;
        }

        Assert.Contains(header, line => line.StartsWith("-- KEYS[1]", StringComparison.Ordinal));
        Assert.Contains(header, line => line.StartsWith("-- ARGV[1]", StringComparison.Ordinal));
        if (text.Contains("\nreturn ", StringComparison.Ordinal))
            Assert.Contains(header, line => line.StartsWith("-- Returns", StringComparison.Ordinal));
    }

    [Fact]
    public void EveryTransition_IsLoaded()
    {
        var scripts = typeof(RedisScripts).GetProperties().Select(property => (RedisScript)property.GetValue(null)!).ToList();

        Assert.Equal(Files.Count(file => !file.Data.Contains(".shared.", StringComparison.Ordinal)), scripts.Count);
        Assert.Equal(scripts.Count, scripts.DistinctBy(script => Convert.ToHexString(script.Hash)).Count());
    }
}
