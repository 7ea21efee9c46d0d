using ImageGen.Bot.Tests.Fakes.Discord;

namespace ImageGen.Benchmarks;

/// <summary>What became of a burst.</summary>
internal sealed record BurstResult(string Subject, IReadOnlyList<SentCommand> Sent)
{
    /// <summary>From the first command to the last picture.</summary>
    public required TimeSpan Drained { get; init; }

    public required int WaitingWhenSent { get; init; }

    /// <summary>What each process used until the last picture.</summary>
    public required IReadOnlyList<(string Name, TimeSpan Time)> ProcessorTimes { get; init; }

    /// <summary>What each process used while commands were sent.</summary>
    public required IReadOnlyList<(string Name, TimeSpan Time)> SendingTimes { get; init; }

    /// <summary>Pictures the provider drew.</summary>
    public required int Drawn { get; init; }

    public required IReadOnlyList<string> Violations { get; init; }

    /// <summary>Messages that appeared.</summary>
    public required int Messages { get; init; }

    private Latency Acknowledged { get; } = Latency.Of(Sent.Select(command => command.Acknowledged));

    private Latency FirstPictures { get; } = Latency.Of(Others(Sent).GroupBy(command => command.Guild).Select(guild => guild.First()).Where(first => first.IsPictured).Select(first => first.Pictured));

    private Latency OthersPictures { get; } = Latency.Of(Others(Sent).Where(command => command.IsPictured).Select(command => command.Pictured));

    private Latency Late { get; } = Latency.Of(Sent.Select(command => command.Late));

    private int Pictured { get; } = Sent.Count(command => command.IsPictured);

    /// <summary>What must not be.</summary>
    public IReadOnlyList<string> Faults =>
    [
        .. Sent.Where(command => !command.IsPictured).Take(5).Select(command => $"{Subject}: no picture came of a command in guild {command.Guild}: {command.Interaction.Failure ?? $"{command.Interaction.Message}"}"),
        .. Pictured < Sent.Count ? [$"{Subject}: {Sent.Count - Pictured} commands have no picture"] : Array.Empty<string>(),
        .. Sent.Count(command => !command.Interaction.IsAcknowledged || command.Interaction.Took > FakeDiscord.AnswerWithin) is > 0 and var slow ? [$"{Subject}: {slow} were not acknowledged within 3 s"] : Array.Empty<string>(),
        .. Drawn != Sent.Count ? [$"{Subject}: {Drawn} pictures were drawn for {Sent.Count} commands"] : Array.Empty<string>(),
        .. Messages != Sent.Count ? [$"{Subject}: {Messages} messages answer {Sent.Count} commands"] : Array.Empty<string>(),
        .. Violations.Take(5).Select(violation => $"{Subject}: Discord minds {violation}"),
    ];

    /// <summary>The table.</summary>
    public static IEnumerable<(string Name, Func<BurstResult, string> Of)> Rows(double firstWithinMs, double acknowledgedWithinMs) =>
    [
        ("commands sent", run => $"{run.Sent.Count:N0}"),
        ("sent late by, p99, ms", run => $"{run.Late.P99:N0}"),
        ("acknowledged, p50, ms", run => $"{run.Acknowledged.P50:N1}"),
        ($"acknowledged, p99, ms (at most {acknowledgedWithinMs:N0})", run => Judge(run.Acknowledged.P99, acknowledgedWithinMs)),
        ("acknowledged, p99.9, ms", run => $"{run.Acknowledged.P999:N0}"),
        ("acknowledged, slowest, ms (at most 3,000)", run => Judge(run.Acknowledged.Max, 3_000)),
        ("one picture each", run => $"{run.Pictured:N0}"),
        ("of these, written again afterwards", run => $"{run.Sent.Count(command => command.IsPictured && command.Interaction.Message.PictureWrites > 1):N0}"),
        ("pictures drawn", run => $"{run.Drawn:N0}"),
        ("messages", run => $"{run.Messages:N0}"),
        ("waiting when all were sent", run => $"{run.WaitingWhenSent:N0}"),
        ("last picture after, s", run => $"{run.Drained.TotalSeconds:N1}"),
        ("the others' first pictures, p50, ms", run => $"{run.FirstPictures.P50:N0}"),
        ($"the others' first pictures, slowest, ms (at most {firstWithinMs:N0})", run => Judge(run.FirstPictures.Max, firstWithinMs)),
        ("all of the others' pictures, slowest, ms", run => $"{run.OthersPictures.Max:N0}"),
        .. new[] { "web", "worker", "bot", "Redis", "load and fakes" }.SelectMany(process => new (string, Func<BurstResult, string>)[]
        {
            ($"CPU ms a command, {process}, while sending", run => run.ProcessorUse(run.SendingTimes, process)),
            ($"CPU ms a command, {process}", run => run.ProcessorUse(run.ProcessorTimes, process)),
        }),
    ];

    private string ProcessorUse(IReadOnlyList<(string Name, TimeSpan Time)> times, string process) =>
        times.Where(time => time.Name == process).Select(time => $"{time.Time.TotalMilliseconds / Sent.Count:N2}").FirstOrDefault("-");

    private static IEnumerable<SentCommand> Others(IReadOnlyList<SentCommand> sent) => sent.Where(command => command.Guild > 0);

    private static string Judge(double value, double target) => $"{value:N0} {(value <= target ? "reached" : "missed")}";
}
