using System.Diagnostics.CodeAnalysis;

namespace ImageGen.Bot.Slack;

/// <summary>
/// Where a job is on Slack: what <see cref="Core.Jobs.ImageJob.Message"/> is here, written
/// <c>channel/root/result/files</c> with what is not there yet left out. Each part is noted as soon as Slack has it, so
/// that an attempt to reply goes on where the one before it stopped.
/// </summary>
/// <param name="Channel">The channel's id.</param>
/// <param name="Root">The message that was posted first: who asked for what.</param>
/// <param name="Result">The message with the buttons, in the root's thread; null where the root itself shows the outcome, or nothing does yet.</param>
internal sealed record SlackMessageRef(string Channel, string Root, string? Result = null)
{
    private const string Unshared = "?";

    /// <summary>Ids of the uploaded pictures.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Whether they are known to be in the thread; noted before, so that they are never uploaded and shown a second time.</summary>
    public bool IsShared { get; init; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out SlackMessageRef? reference)
    {
        reference = text?.Split('/') is [{ Length: > 0 } channel, { Length: > 0 } root, .. { Length: <= 2 } more]
            ? new SlackMessageRef(channel, root, more is [{ Length: > 0 } result, ..] ? result : null)
            {
                Files = more is [_, { Length: > 0 } files] ? files.TrimStart(Unshared[0]).Split(',') : [],
                IsShared = more is [_, { Length: > 0 } shared] && !shared.StartsWith(Unshared, StringComparison.Ordinal),
            }
            : null;
        return reference is not null;
    }

    /// <summary>Where people open it; null where the workspace's address is not known.</summary>
    public Uri? Link(string? domain) => domain is { Length: > 0 } && domain.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
        ? new Uri($"https://{domain}.slack.com/archives/{Channel}/p{(Result ?? Root).Replace(".", "", StringComparison.Ordinal)}")
        : null;

    public override string ToString() => $"{Channel}/{Root}/{Result}/{(IsShared ? "" : Unshared)}{string.Join(',', Files)}".TrimEnd(Unshared[0]).TrimEnd('/');
}
