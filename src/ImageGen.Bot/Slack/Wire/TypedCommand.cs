using Microsoft.AspNetCore.WebUtilities;

namespace ImageGen.Bot.Slack.Wire;

/// <summary>What Slack sends when somebody types a command: a form. Nothing in it is believed to be there.</summary>
internal sealed record TypedCommand
{
    public string? TeamId { get; init; }

    public string? TeamDomain { get; init; }

    public string? EnterpriseId { get; init; }

    public bool IsEnterpriseInstall { get; init; }

    public string? ChannelId { get; init; }

    public string? UserId { get; init; }

    public string Command { get; init; } = "";

    /// <summary>What was typed after the command, with <c>&amp;</c>, <c>&lt;</c> and <c>&gt;</c> as entities.</summary>
    public string Text { get; init; } = "";

    /// <summary>Where up to five answers go within 30 minutes. Secret.</summary>
    public string? ResponseUrl { get; init; }

    /// <summary>The right to open a modal, once, within 3 seconds.</summary>
    public string? TriggerId { get; init; }

    public static TypedCommand Read(IReadOnlyDictionary<string, string> form) => new()
    {
        TeamId = form.GetValueOrDefault("team_id"),
        TeamDomain = form.GetValueOrDefault("team_domain"),
        EnterpriseId = form.GetValueOrDefault("enterprise_id"),
        IsEnterpriseInstall = form.GetValueOrDefault("is_enterprise_install") == "true",
        ChannelId = form.GetValueOrDefault("channel_id"),
        UserId = form.GetValueOrDefault("user_id"),
        Command = form.GetValueOrDefault("command", ""),
        Text = form.GetValueOrDefault("text", ""),
        ResponseUrl = form.GetValueOrDefault("response_url"),
        TriggerId = form.GetValueOrDefault("trigger_id"),
    };
}

/// <summary>Bodies that are forms.</summary>
internal static class Form
{
    /// <summary>Each field's first value; null where the text is no form a chat platform would send.</summary>
    public static IReadOnlyDictionary<string, string>? Read(string body)
    {
        try
        {
            using var reader = new FormReader(body) { ValueLengthLimit = body.Length + 1 };
            return reader.ReadForm().ToDictionary(field => field.Key, field => field.Value[0] ?? "", StringComparer.Ordinal);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
