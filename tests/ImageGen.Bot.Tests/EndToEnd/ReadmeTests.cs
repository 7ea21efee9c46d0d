using System.Diagnostics;
using ImageGen.Bot.Tests.Discord;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Discord;

namespace ImageGen.Bot.Tests.EndToEnd;

/// <summary>Every command the README gives, run as it stands there.</summary>
[Collection(Alone.Name)]
public sealed class ReadmeTests
{
    [Fact]
    public async Task Readme_EveryCommand_WorksAsWritten()
    {
        var commands = Commands().ToList();
        Assert.NotEmpty(commands);
        using var folder = new TempFolder();
        await using var redis = await RedisServer.StartAsync();
        await using var discord = await FakeDiscord.StartAsync();
        Process? serving = null;
        try
        {
            foreach (var command in commands)
            {
                switch (command)
                {
                    case "tests/run.sh":
                        // Running it here would run this test again; it is what runs this test in CI.
                        Assert.True(File.Exists(Repository.Combine("tests/run.sh")));
                        break;
                    case var _ when command.EndsWith("dotnet run --project src/ImageGen.Bot", StringComparison.Ordinal):
                        await StopAsync(serving);
                        serving = Start(command.Replace("localhost:6379", redis.ConnectionString, StringComparison.Ordinal), folder);
                        await UntilServingAsync(serving);
                        break;
                    default:
                        using (var process = Start(command, folder, command.Contains("discord", StringComparison.Ordinal) ? DiscordScene.Settings(discord) : []))
                        {
                            await process.WaitForExitAsync();
                            var output = await process.StandardOutput.ReadToEndAsync();
                            Assert.True(process.ExitCode == 0, $"{command}: {output}");
                            Assert.Contains(Expected(command), output, StringComparison.Ordinal);
                        }

                        break;
                }
            }
        }
        finally
        {
            await StopAsync(serving);
        }
    }

    [Fact]
    public void Documents_EveryLinkToAFile_Leads()
    {
        foreach (var document in new[] { "README.md", "CONTRIBUTING.md" }.Concat(Directory.EnumerateFiles(Repository.Combine("docs"), "*.md")))
        {
            var text = File.ReadAllText(Repository.Combine(document));
            foreach (var target in text.Split("](").Skip(1).Select(rest => rest.Split(')', '#')[0]).Where(target => target.Length > 0 && !target.StartsWith("http", StringComparison.Ordinal)))
                Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(Repository.Combine(document))!, target)), $"{document} links to {target}");
        }
    }

    private static IEnumerable<string> Commands()
    {
        var inside = false;
        foreach (var line in File.ReadAllLines(Repository.Combine("README.md")))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                inside = line == "```sh";
            else if (inside && line.Length > 0)
                yield return line;
        }
    }

    private static string Expected(string command) => command switch
    {
        var curl when curl.StartsWith("curl", StringComparison.Ordinal) => "\"id\":",
        var register when register.EndsWith("-- discord register", StringComparison.Ordinal) => "Add the bot to a server",
        var manifest when manifest.EndsWith("-- slack manifest", StringComparison.Ordinal) => "\"slash_commands\":",
        var doctor when doctor.EndsWith("-- doctor", StringComparison.Ordinal) => "Nothing is at fault.",
        _ => "url ",
    };

    private static Process Start(string command, TempFolder folder, params (string Key, string Value)[] settings)
    {
        // A session of its own, so that what `dotnet run` starts can be stopped with it.
        var start = new ProcessStartInfo("setsid", ["bash", "-c", command])
        {
            WorkingDirectory = Repository.Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        start.Environment["DataPath"] = folder.Combine("data");
        foreach (var (key, value) in settings)
            start.Environment[key] = value;
        return Process.Start(start)!;
    }

    private static async Task UntilServingAsync(Process serving)
    {
        using var http = new HttpClient();
        var giveUp = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var response = await http.GetAsync("http://localhost:8080/healthz/ready");
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                Assert.False(serving.HasExited);
            }

            Assert.True(giveUp.Elapsed.TotalMinutes < 3, "Nothing answers at http://localhost:8080.");
            await Task.Delay(200);
        }
    }

    private static async Task StopAsync(Process? process)
    {
        if (process is null)
            return;
        using (var kill = Process.Start("kill", ["-TERM", "--", $"-{process.Id}"]))
            await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
