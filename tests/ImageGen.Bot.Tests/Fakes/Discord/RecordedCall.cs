using System.Text.Json;

namespace ImageGen.Bot.Tests.Fakes.Discord;

/// <summary>A call of the API as it came, and what it was answered.</summary>
/// <param name="Route">Method and template, such as <c>PATCH /webhooks/{app}/{token}/messages/{message}</c>.</param>
/// <param name="Path">Method and path; an interaction's token is shown as three stars.</param>
/// <param name="Body">Its document; null for none.</param>
/// <param name="Files">The files with it, by number.</param>
/// <param name="At">Discord's time.</param>
internal sealed record RecordedCall(string Route, string Path, JsonElement? Body, IReadOnlyDictionary<int, Upload> Files, DateTimeOffset At)
{
    /// <summary>0 where the connection was closed without an answer.</summary>
    public int Status { get; set; }

    public override string ToString() => $"{Path} -> {Status} {Body?.GetRawText()}";
}
