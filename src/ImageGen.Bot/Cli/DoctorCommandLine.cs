using System.Text.Json;
using System.Text.Json.Serialization;
using ImageGen.Bot.Hosting;
using ImageGen.Core;
using Spectre.Console;

namespace ImageGen.Bot.Cli;

/// <summary><c>doctor</c>: tries every configured part for real and says what to mend.</summary>
internal static partial class DoctorCommandLine
{
    private const string Help = """
        Usage: ImageGen.Bot doctor [--json]

        Tries every configured part for real: ledger, Redis, disk, pictures, providers, chat
        platforms, clocks. Says how each stands and what to do about what does not.

          --json   print the findings as JSON

        Exit codes: 0 nothing is at fault, 2 bad input, 4 something is.
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    internal sealed record PartFindings(string Part, IReadOnlyList<Finding> Findings);

    internal sealed record Report(bool Ok, IReadOnlyList<PartFindings> Parts);

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Any(arg => arg is "--help" or "-h"))
            return CommandLine.Print(Help);
        if (args.FirstOrDefault(arg => arg != "--json") is { } unknown)
            return CommandLine.Complain($"There is no option '{unknown}'. Try doctor --help.", ExitCodes.BadInput);

        var builder = Host.CreateApplicationBuilder();
        var settings = Settings.Read(builder.Configuration);
        builder.Logging.ClearProviders();
        builder.Services.AddImageGen(settings);
        using var host = builder.Build();

        var parts = new List<PartFindings>();
        var checkups = host.Services.GetServices<ICheckup>().ToList();
        using var span = Telemetry.Source.StartActivity("doctor");
        foreach (var checkup in checkups)
            parts.Add(new PartFindings(checkup.Part, await ExamineAsync(checkup)));
        var report = new Report(!parts.Any(part => part.Findings.Any(finding => finding.State == Finding.Level.Fault)), parts);
        if (args.Contains("--json"))
            Console.Out.WriteLine(JsonSerializer.Serialize(report, Json.Default.Report));
        else
            Print(report);
        return report.Ok ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static async Task<IReadOnlyList<Finding>> ExamineAsync(ICheckup checkup)
    {
        var findings = new List<Finding>();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await foreach (var finding in checkup.ExamineAsync(patience.Token))
                findings.Add(finding);
        }
        catch (OperationCanceledException)
        {
            findings.Add(Finding.Fault($"No answer within {Patience.TotalSeconds:0} seconds.", "See whether it can be reached from here."));
        }

        return findings;
    }

    private static void Print(Report report)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = false }.AddColumns("part", "state", "finding");
        foreach (var (part, findings) in report.Parts)
        {
            foreach (var finding in findings)
            {
                table.AddRow(new Text(part), State(finding.State), new Text(finding.What));
                if (finding.Remedy is { } remedy)
                    table.AddRow(new Text(""), new Text(""), new Markup($"[yellow]→ {Markup.Escape(remedy)}[/]"));
            }
        }

        // Addresses are there to be copied: no line of theirs is broken where the output is no terminal.
        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = 1000;
        console.Write(table);
        console.WriteLine(report.Ok ? "Nothing is at fault." : "Something is at fault.");
    }

    private static Markup State(Finding.Level state) => state switch
    {
        Finding.Level.Ok => new Markup("[green]ok[/]"),
        Finding.Level.Warning => new Markup("[yellow]note[/]"),
        Finding.Level.Fault => new Markup("[red]FAULT[/]"),
    };

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonSerializable(typeof(Report))]
    private sealed partial class Json : JsonSerializerContext;
}
