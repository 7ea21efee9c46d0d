using ImageGen.Bot.Hosting;
using ImageGen.Bot.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGen.Bot.Tests.Slack;

/// <summary>What <c>doctor</c> says of Slack.</summary>
public sealed class SlackCheckupTests
{
    [Fact]
    public async Task Token_AsItShouldBe_IsNamedByItsWorkspace()
    {
        await using var scene = await SlackScene.StartAsync(new ScriptedGenerator("scripted"), SlackScene.Public);
        var findings = await ExamineAsync(scene);
        Assert.All(findings, finding => Assert.Equal(Finding.Level.Ok, finding.State));
        Assert.Contains(findings, finding => finding.What.Contains($"that of {scene.Workspace.Name}.", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.What.Contains("https://pictures.example.com/slack/commands", StringComparison.Ordinal));
        Assert.DoesNotContain(findings, finding => finding.What.Contains(scene.Workspace.BotToken, StringComparison.Ordinal));
        scene.AssertNoViolations();
    }

    [Theory]
    [InlineData("chat:write", true, "cannot write")]
    [InlineData("files:read", false, "nobody can draw from a picture")]
    public async Task Token_WithoutAScope_SaysWhatIsLost(string scope, bool isFault, string lost)
    {
        await using var scene = await SlackScene.StartAsync(new ScriptedGenerator("scripted"), SlackScene.Public);
        scene.Workspace.Installation!.Scopes.Remove(scope);
        var finding = Assert.Single(await ExamineAsync(scene), finding => finding.State != Finding.Level.Ok);
        Assert.Equal(isFault ? Finding.Level.Fault : Finding.Level.Warning, finding.State);
        Assert.StartsWith($"The token lacks the scope {scope}: ", finding.What, StringComparison.Ordinal);
        Assert.Contains(lost, finding.What, StringComparison.Ordinal);
        Assert.Contains("install the app again", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_Revoked_SaysToInstallAgain()
    {
        await using var scene = await SlackScene.StartAsync(new ScriptedGenerator("scripted"), SlackScene.Public);
        await scene.Workspace.RevokeTokensAsync();
        var finding = Assert.Single(await ExamineAsync(scene), finding => finding.State == Finding.Level.Fault);
        Assert.Contains("The bot's token has ended", finding.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Slack:BotToken", "xoxb-wrong", "does not accept the bot's token", "Slack:BotToken")]
    [InlineData("Slack:ApiBaseUrl", "http://127.0.0.1:1/api/", "cannot be reached at http://127.0.0.1:1/api/", "HTTPS")]
    [InlineData("PublicBaseUrl", "http://localhost:8080", "https addresses that everybody reaches", "PublicBaseUrl")]
    public async Task Setting_Wrong_IsNamed(string key, string value, string found, string remedy)
    {
        await using var scene = await SlackScene.StartAsync(new ScriptedGenerator("scripted"), SlackScene.Public, (key, value));
        var finding = Assert.Single(await ExamineAsync(scene), finding => finding.State == Finding.Level.Fault);
        Assert.Contains(found, finding.What, StringComparison.Ordinal);
        Assert.Contains(remedy, finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Distributed_AppThatSlackKnows_SaysWhereItIsInstalled()
    {
        await using var scene = await SlackScene.StartDistributedAsync(new ScriptedGenerator("scripted"), SlackScene.Public);
        var findings = await ExamineAsync(scene);
        Assert.All(findings, finding => Assert.Equal(Finding.Level.Ok, finding.State));
        Assert.Contains(findings, finding => finding.What.EndsWith("https://pictures.example.com/slack/install", StringComparison.Ordinal));
        scene.AssertNoViolations();
    }

    [Theory]
    [InlineData("Slack:ClientId", "1.2", "no app with this client id")]
    [InlineData("Slack:ClientSecret", "wrong", "does not accept the client secret")]
    public async Task Distributed_ClientWrong_IsNamed(string key, string value, string found)
    {
        await using var scene = await SlackScene.StartDistributedAsync(new ScriptedGenerator("scripted"), SlackScene.Public, (key, value));
        var finding = Assert.Single(await ExamineAsync(scene), finding => finding.State == Finding.Level.Fault);
        Assert.Contains(found, finding.What, StringComparison.Ordinal);
        Assert.Contains(key, finding.Remedy, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<Finding>> ExamineAsync(SlackScene scene)
    {
        var findings = new List<Finding>();
        await foreach (var finding in scene.Bot.Services.GetServices<ICheckup>().Single(checkup => checkup.Part == "Slack").ExamineAsync(CancellationToken.None))
            findings.Add(finding);
        return findings;
    }
}
