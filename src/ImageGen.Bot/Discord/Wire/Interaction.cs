using System.Text.Json;

namespace ImageGen.Bot.Discord.Wire;

/// <summary>What Discord sends when somebody does something, as far as the bot heeds it. Nothing in it is believed to be there.</summary>
internal sealed record Interaction
{
    public required string Id { get; init; }

    /// <summary>See <see cref="InteractionType"/>.</summary>
    public int Type { get; init; }

    /// <summary>The right to answer, for 15 minutes. Secret.</summary>
    public required string Token { get; init; }

    public string? GuildId { get; init; }

    public string? ChannelId { get; init; }

    public IncomingChannel? Channel { get; init; }

    /// <summary>Who, in a guild.</summary>
    public IncomingMember? Member { get; init; }

    /// <summary>Who, outside of one.</summary>
    public IncomingUser? User { get; init; }

    /// <summary>What the bot may do in the channel: a decimal number of bits.</summary>
    public string? AppPermissions { get; init; }

    public string? Locale { get; init; }

    /// <summary>Who installed the app: <c>0</c> a guild, <c>1</c> the user.</summary>
    public Dictionary<string, JsonElement>? AuthorizingIntegrationOwners { get; init; }

    /// <summary>Most bytes of a file uploaded in answer.</summary>
    public long? AttachmentSizeLimit { get; init; }

    public InteractionData? Data { get; init; }

    /// <summary>The message a pressed button is on.</summary>
    public IncomingMessage? Message { get; init; }

    /// <summary>Holds nothing secret.</summary>
    public override string ToString() => $"Discord interaction {Id} of type {Type}";
}

/// <summary>Kinds of interactions.</summary>
internal static class InteractionType
{
    public const int Ping = 1;
    public const int Command = 2;
    public const int Component = 3;
    public const int Autocomplete = 4;
    public const int ModalSubmit = 5;
}

/// <summary>A command with its options, a pressed button or a filled form.</summary>
internal sealed record InteractionData
{
    /// <summary>The command's name.</summary>
    public string? Name { get; init; }

    /// <summary>The command's type: 1 typed, 3 of a message.</summary>
    public int Type { get; init; }

    /// <summary>A list's own items are not held to their annotations, so they are sifted.</summary>
    public IReadOnlyList<FilledOption?>? Options { get; init; }

    /// <summary>The options that are filled in: of the subcommand, where the command has any.</summary>
    public IEnumerable<FilledOption> FilledOptions => Path.LastOrDefault() is { } subcommand ? Sift(subcommand.Options) : Sift(Options);

    /// <summary>The subcommand as people type it: <c>style add</c>; empty where the command has none.</summary>
    public string Subcommand => string.Join(' ', Path.Select(static part => part.Name));

    private IEnumerable<FilledOption> Path
    {
        get
        {
            for (var level = Sift(Options); level.FirstOrDefault() is { Type: OptionType.Subcommand or OptionType.Group } below; level = Sift(below.Options))
                yield return below;
        }
    }

    public Resolved? Resolved { get; init; }

    /// <summary>The message a message command is of.</summary>
    public string? TargetId { get; init; }

    /// <summary>The button or form.</summary>
    public string? CustomId { get; init; }

    /// <summary>A form's fields.</summary>
    public IReadOnlyList<SubmittedComponent?>? Components { get; init; }

    private static IEnumerable<FilledOption> Sift(IReadOnlyList<FilledOption?>? options) => options?.OfType<FilledOption>() ?? [];
}

/// <summary>An option as filled in: a text, number or truth, or the id of what is resolved beside.</summary>
internal sealed record FilledOption
{
    public required string Name { get; init; }

    /// <summary>See <see cref="OptionType"/>.</summary>
    public int Type { get; init; }

    public JsonElement Value { get; init; }

    /// <summary>The one being typed.</summary>
    public bool Focused { get; init; }

    /// <summary>Of a subcommand or a group, what is below it.</summary>
    public IReadOnlyList<FilledOption?>? Options { get; init; }

    /// <summary>Whatever kind of value Discord sent, as typed; a validator judges it.</summary>
    public string Text
    {
        get
        {
            try
            {
                return Value.ValueKind switch
                {
                    JsonValueKind.String => Value.GetString()!,
                    JsonValueKind.Undefined or JsonValueKind.Null => "",
                    _ => Value.GetRawText(),
                };
            }
            catch (InvalidOperationException)
            {
                // An escape such as "\ud800" is valid JSON but no text.
                return "\ufffd";
            }
        }
    }

    public bool IsTrue => Value.ValueKind == JsonValueKind.True;
}

/// <summary>What ids in the options stand for.</summary>
internal sealed record Resolved
{
    public Dictionary<string, IncomingAttachment>? Attachments { get; init; }

    public Dictionary<string, IncomingMessage>? Messages { get; init; }
}

/// <summary>A form's field, in a label, in a row or by itself; or a message's button.</summary>
internal sealed record SubmittedComponent
{
    public string? CustomId { get; init; }

    public string? Value { get; init; }

    public SubmittedComponent? Component { get; init; }

    public IReadOnlyList<SubmittedComponent?>? Components { get; init; }

    /// <summary>Its own id and those within it.</summary>
    public IEnumerable<string> CustomIds() =>
        (CustomId is { } id ? [id] : Array.Empty<string>()).Concat(Components?.SelectMany(static inner => inner?.CustomIds() ?? []) ?? []);
}

internal sealed record IncomingChannel
{
    public required string Id { get; init; }

    /// <summary>See <see cref="ChannelType"/>.</summary>
    public int Type { get; init; }

    public bool Nsfw { get; init; }

    public string? ParentId { get; init; }
}

/// <summary>Kinds of channels that matter here.</summary>
internal static class ChannelType
{
    public const int GuildText = 0;
    public const int GuildAnnouncement = 5;

    public static bool IsThread(int type) => type is 10 or 11 or 12;
}

internal sealed record IncomingMember
{
    public IncomingUser? User { get; init; }

    /// <summary>What the guild calls them.</summary>
    public string? Nick { get; init; }

    public IReadOnlyList<string?>? Roles { get; init; }

    /// <summary>What the member may do in the channel: a decimal number of bits.</summary>
    public string? Permissions { get; init; }
}

internal sealed record IncomingUser
{
    public required string Id { get; init; }

    public string? Username { get; init; }

    /// <summary>What they call themselves.</summary>
    public string? GlobalName { get; init; }
}

/// <summary>A message: one of our own with a button on it, or one a message command is of.</summary>
internal sealed record IncomingMessage
{
    public required string Id { get; init; }

    public string? ChannelId { get; init; }

    public int Flags { get; init; }

    public IReadOnlyList<Embed?>? Embeds { get; init; }

    public IReadOnlyList<IncomingAttachment?>? Attachments { get; init; }

    /// <summary>What it forwards.</summary>
    public IReadOnlyList<MessageSnapshot?>? MessageSnapshots { get; init; }

    public IReadOnlyList<SubmittedComponent?>? Components { get; init; }

    /// <summary>Its own files and those it forwards.</summary>
    public IEnumerable<IncomingAttachment> AllAttachments() =>
        (Attachments ?? []).Concat((MessageSnapshots ?? []).SelectMany(static snapshot => snapshot?.Message?.Attachments ?? [])).OfType<IncomingAttachment>();

    /// <summary>Only one person sees it.</summary>
    public bool IsEphemeral => (Flags & MessageFlags.Ephemeral) != 0;

    /// <summary>What its buttons carry.</summary>
    public IEnumerable<string> CustomIds() => Components?.SelectMany(static row => row?.CustomIds() ?? []) ?? [];
}

/// <summary>A message as it was when it was forwarded.</summary>
internal sealed record MessageSnapshot(IncomingMessage? Message);

/// <summary>An attached file. Its address is signed and expires.</summary>
internal sealed record IncomingAttachment
{
    public required string Id { get; init; }

    public required string Url { get; init; }

    public string? ContentType { get; init; }

    public long Size { get; init; }
}

/// <summary>What Discord tells an application of itself, beside interactions.</summary>
internal sealed record WebhookEvent(WebhookEventBody? Event);

/// <summary>Which: <c>APPLICATION_AUTHORIZED</c>, <c>APPLICATION_DEAUTHORIZED</c>, …</summary>
internal sealed record WebhookEventBody(string? Type);
