using ImageGen.Bot.Tests.Charts;
using ImageGen.Bot.Tests.Fakes;

namespace ImageGen.Bot.Tests.Containers;

public sealed class DockerfileTests
{
    private readonly DockerfileText _dockerfile = DockerfileText.Read();

    public static TheoryData<string> Linters => ["dockerfilelint", "dockerfile-utils"];

    [Theory]
    [MemberData(nameof(Linters))]
    public async Task Dockerfile_Linted_HasNoFault(string linter)
    {
        var lint = await LintAsync(linter, Repository.Combine("Dockerfile"));
        Assert.True(lint.ExitCode == 0, lint.Output + lint.Error);
    }

    [Theory]
    [MemberData(nameof(Linters))]
    public async Task Lint_FileWithAMistake_FindsIt(string linter)
    {
        using var folder = new TempFolder();
        var text = await File.ReadAllTextAsync(Repository.Combine("Dockerfile"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.Combine("Dockerfile"), text.Replace("EXPOSE 8080", "EXPSE 8080", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.NotEqual(0, (await LintAsync(linter, folder.Combine("Dockerfile"))).ExitCode);
    }

    [Fact]
    public void Images_NameTheirVersion() => Assert.All(_dockerfile.Stages, stage => Assert.Matches("^mcr[.]microsoft[.]com/dotnet/[a-z]+:10[.]0-noble", stage.Image));

    /// <summary>ICU compares prompts; it is in no chiseled image but "extra".</summary>
    [Fact]
    public void Image_HasIcu() => Assert.EndsWith("-chiseled-extra", _dockerfile.Final.Image, StringComparison.Ordinal);

    [Fact]
    public void Container_RunsAsNobodySpecialWithoutAShell()
    {
        var final = _dockerfile.Final;
        Assert.Equal("1654:1654", final.One("USER").Argument);
        Assert.Equal(["/app/ImageGen.Bot"], final.One("ENTRYPOINT").Program);
        Assert.Equal(["/app/ImageGen.Bot", "healthcheck"], final.One("HEALTHCHECK").Program);
        Assert.Empty(final.All("RUN"));
        Assert.Equal(_dockerfile.Environment["DataPath"], final.One("VOLUME").Argument);
        Assert.Equal(_dockerfile.Environment["ASPNETCORE_HTTP_PORTS"], final.One("EXPOSE").Argument);
    }

    /// <summary>Otherwise secrets in settings files, or somebody's data, would be in the build's layers.</summary>
    [Fact]
    public void Context_HoldsWhatIsCopiedAndNoMore()
    {
        var lines = File.ReadAllLines(Repository.Combine(".dockerignore"));
        Assert.Contains("*", lines);
        Assert.Contains("**/appsettings*.json", lines);
        var copied = _dockerfile.Build.All("COPY").SelectMany(copy => copy.Words.SkipLast(1)).Select(source => source.Split('/')[0]).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(copied, lines.Where(line => line.StartsWith('!')).Select(line => line[1..]).Order(StringComparer.Ordinal));
    }

    private static Task<ToolRun> LintAsync(string linter, string file)
    {
        var folder = Repository.Combine("tests/chart");
        string[] options = linter == "dockerfilelint" ? ["--config", folder] : ["lint"];
        return ToolRun.StartAsync(Path.Combine(folder, "node_modules/.bin", linter), [.. options, file]);
    }
}
