using ImageGen.Bot.Discord.Wire;

namespace ImageGen.Bot.Discord;

/// <summary>What an interaction is answered with, and what is done once the answer has left.</summary>
/// <param name="Body">The answer, within three seconds.</param>
/// <param name="After">What may take longer. Nothing that must happen hangs on it: it is lost with the process.</param>
internal sealed record Answer(InteractionAnswer Body, Func<CancellationToken, Task>? After = null)
{
    public static implicit operator Answer(InteractionAnswer body) => new(body);

    /// <summary>A line that only the user sees.</summary>
    public static Answer Notice(string text) => new(new InteractionAnswer.NewMessage(DiscordViews.Notice(text)));
}
