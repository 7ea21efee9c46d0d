using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Core.Guilds;

namespace ImageGen.Bot.Discord;

/// <summary>What admins see on Discord, for their eyes only.</summary>
internal static class DiscordAdminViews
{
    private const int MaxDescription = 4096;
    private const int MaxTyped = 1000;

    /// <summary>How Discord writes it.</summary>
    public static AdminMarkup Markup { get; } = new(Markdown.Escape, static role => $"<@&{role}>", static person => $"<@{person}>", Timestamps.Relative);

    /// <summary>Lines under a title.</summary>
    public static OutgoingMessage Lines(string title, IReadOnlyList<string> lines) =>
        new() { Embeds = [new Embed { Title = title, Description = AdminTexts.Fit(lines, MaxDescription) }] };

    /// <summary>The same as an answer.</summary>
    public static Answer Sheet(string title, IReadOnlyList<string> lines) => Private(Lines(title, lines));

    /// <summary>What a change came to.</summary>
    public static Answer Result(string title, AdminResult result) => Sheet(title, AdminTexts.Of(result, Markup));

    /// <summary>What a form came to; where nothing was saved, with what was typed into it, so that it need not be typed again.</summary>
    public static Answer Result(string title, AdminResult result, IReadOnlyDictionary<string, string> typed) => Sheet(title,
    [
        .. AdminTexts.Of(result, Markup),
        .. result is AdminResult.Done or AdminResult.Unchanged ? [] : typed.Where(field => field.Value.Length > 0).Select(field => $"-# {field.Key} as you typed it:\n{Markdown.Escape(field.Value, MaxTyped)}"),
    ]);

    /// <summary>A message only the user sees.</summary>
    public static Answer Private(OutgoingMessage message) => new InteractionAnswer.NewMessage(message with { Flags = MessageFlags.Ephemeral });
}
