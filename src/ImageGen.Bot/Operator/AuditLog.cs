using System.Text.Json;
using ImageGen.Bot.Hosting;

namespace ImageGen.Bot.Operator;

/// <summary>What an operator did.</summary>
/// <param name="At">When.</param>
/// <param name="From">The address it came from.</param>
/// <param name="Action">What: <c>retry</c>, <c>pause</c>, …</param>
/// <param name="Target">The job or lane; empty for none.</param>
/// <param name="Outcome">What came of it.</param>
internal sealed record AuditEntry(DateTimeOffset At, string From, string Action, string Target, string Outcome);

/// <summary>The last actions of operators, on all web processes together; also in the log, for as long as that is kept.</summary>
internal sealed partial class AuditLog(ISecretStore store, TimeProvider clock, ILogger<AuditLog> logger)
{
    public const int Kept = 200;

    private const string Key = "operator-audit";

    /// <summary>Notes an action.</summary>
    public async Task AddAsync(HttpContext http, string action, string target, string outcome, CancellationToken cancellation)
    {
        var entry = new AuditEntry(clock.GetUtcNow(), http.Connection.RemoteIpAddress?.ToString() ?? "", action, target, outcome);
        LogAction(entry.From, entry.Action, entry.Target, entry.Outcome);
        await store.ChangeAsync(Key, present => Write([entry, .. Parse(present).Take(Kept - 1)]), cancellation);
    }

    /// <summary>The last first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> ReadAsync(CancellationToken cancellation) => Parse(await store.GetAsync(Key, cancellation));

    private static IReadOnlyList<AuditEntry> Parse(string? entries) =>
        entries is null ? [] : JsonSerializer.Deserialize(entries, OperatorJson.Default.IReadOnlyListAuditEntry) ?? [];

    private static string Write(IReadOnlyList<AuditEntry> entries) => JsonSerializer.Serialize(entries, OperatorJson.Default.IReadOnlyListAuditEntry);

    [LoggerMessage(Level = LogLevel.Information, Message = "Operator at {From}: {Action} {Target}. {Outcome}")]
    private partial void LogAction(string from, string action, string target, string outcome);
}
