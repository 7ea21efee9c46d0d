namespace ImageGen.Bot.Operator;

/// <summary>What a process says of itself every few seconds.</summary>
internal sealed record ProcessReport
{
    public required string Id { get; init; }
    public required string Host { get; init; }
    public required int ProcessId { get; init; }
    public required string Version { get; init; }

    /// <summary><c>web</c>, <c>worker</c>.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>The lanes it works on; empty where it is no worker.</summary>
    public required IReadOnlyList<string> Lanes { get; init; }

    /// <summary>Jobs, and as many replies, it works on at once.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Jobs and replies it works on now.</summary>
    public required int RunningCount { get; init; }

    /// <summary>The first of them.</summary>
    public required IReadOnlyList<string> Running { get; init; }

    /// <summary>Providers it holds back calls to.</summary>
    public required IReadOnlyList<OpenCircuit> OpenCircuits { get; init; }
}

/// <summary>A provider that a process holds back calls to.</summary>
/// <param name="Provider">Which.</param>
/// <param name="Cause">The code of the fault that held them back.</param>
/// <param name="Until">When it lets one through to see.</param>
internal sealed record OpenCircuit(string Provider, string Cause, DateTimeOffset Until);
