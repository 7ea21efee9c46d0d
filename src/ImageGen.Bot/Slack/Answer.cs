using ImageGen.Bot.Chat;
using ImageGen.Bot.Slack.Wire;

namespace ImageGen.Bot.Slack;

/// <summary>
/// What somebody is answered. Texts are set last, because a command is answered in the language known now, and
/// everything else in the one that is found out once Slack has its answer.
/// </summary>
internal sealed record Answer
{
    /// <summary>Nothing to be seen at once.</summary>
    public static Answer Silence { get; } = new();

    /// <summary>What only the user sees.</summary>
    public Func<Texts, OutgoingMessage>? Notice { get; init; }

    /// <summary>Whether <see cref="Notice"/> takes the place of the message whose button was pressed, which only the user sees too.</summary>
    public bool ReplacesOriginal { get; init; }

    /// <summary>What is wrong with a form, by field; it stays open.</summary>
    public Func<Texts, IReadOnlyDictionary<string, string>>? Errors { get; init; }

    /// <summary>What takes the place of a submitted form.</summary>
    public Wire.View? Instead { get; init; }

    /// <summary>What may take longer. Nothing that must happen hangs on it: it is lost with the process.</summary>
    public Func<CancellationToken, Task>? After { get; init; }

    /// <summary>A line that only the user sees.</summary>
    public static Answer Say(Func<Texts, string> text) => new() { Notice = texts => SlackViews.Notice(text(texts)) };

    /// <summary>Nothing at once, and something later.</summary>
    public static Answer Later(Func<CancellationToken, Task> after) => new() { After = after };
}
