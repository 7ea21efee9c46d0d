using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fakes;

/// <summary>
/// Holds documents against the types of npm's discord-api-types and @slack/types, by the TypeScript compiler
/// (<c>tests/conformance</c>): somebody else's reading of what Discord and Slack take.
/// </summary>
internal static class ConformanceCheck
{
    /// <summary>Checks all documents in one run of the compiler.</summary>
    /// <param name="documents">Each with its type's name in discord-api-types/v10, such as <c>APIInteractionResponse</c>, or <c>SlackBlocks</c> or <c>SlackView</c>.</param>
    /// <returns>A line for each fault, which begins with the document's number and type; none where all conform.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(IEnumerable<(string Type, JsonElement Value)> documents)
    {
        using var folder = new TempFolder();
        var count = 0;
        foreach (var (type, value) in documents)
        {
            var document = new JsonObject { ["type"] = type, ["value"] = JsonNode.Parse(value.GetRawText()) };
            await File.WriteAllTextAsync(folder.Combine($"{++count:D4}-{type}.json"), document.ToJsonString());
        }

        Assert.True(count > 0, "There is nothing to check.");
        Assert.True(Directory.Exists(Repository.Combine("tests/conformance/node_modules")), "Run 'npm ci' in tests/conformance, as tests/run.sh does.");
        var start = new ProcessStartInfo("node", [Repository.Combine("tests/conformance/check.mjs"), folder.Path])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        var (output, error) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync();
        return node.ExitCode == 0 ? [] : [.. $"{await output}{await error}".Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
