using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fakes.Discord;

/// <summary>A message, as those who may see it do. What it says is replaced as a whole by an edit, never changed in place.</summary>
internal sealed class FakeMessage
{
    public const int EphemeralFlag = 64;
    private const int HasThreadFlag = 32;
    private const int LoadingFlag = 128;

    private readonly FakeDiscord _discord;
    private readonly TaskCompletionSource _pictured = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FakeMessage(FakeDiscord discord, FakeChannel channel, FakeUser author)
    {
        _discord = discord;
        Channel = channel;
        Author = author;
        Id = discord.NewId();
        SentAt = discord.Now;
    }

    public string Id { get; }

    public FakeChannel Channel { get; }

    public FakeUser Author { get; }

    public DateTimeOffset SentAt { get; }

    public DateTimeOffset? EditedAt { get; internal set; }

    public string Content { get; internal set; } = "";

    /// <summary>As the bot wrote them, <c>attachment://</c> included.</summary>
    public IReadOnlyList<JsonObject> Embeds { get; internal set; } = [];

    /// <summary>The rows.</summary>
    public IReadOnlyList<JsonObject> Components { get; internal set; } = [];

    public IReadOnlyList<FakeFile> Files { get; internal set; } = [];

    public string? Nonce { get; init; }

    /// <summary>The answer to the deferral is still to come: "the bot is thinking…".</summary>
    public bool IsThinking { get; internal set; }

    public bool IsEphemeral { get; init; }

    public bool IsDeleted { get; private set; }

    /// <summary>The message this one answers.</summary>
    public FakeMessage? ReplyTo { get; init; }

    /// <summary>What led to it.</summary>
    public FakeInteraction? Interaction { get; init; }

    /// <summary>Its thread, where one was made.</summary>
    public FakeChannel? Thread { get; internal set; }

    /// <summary>How often the bot has changed it.</summary>
    public int Edits { get; internal set; }

    /// <summary>Done once it shows a picture.</summary>
    public Task Pictured => _pictured.Task;

    /// <summary>When it first showed a picture; null while it shows none.</summary>
    public DateTimeOffset? PicturedAt { get; private set; }

    /// <summary>How often it was written with a picture to show.</summary>
    public int PictureWrites { get; private set; }

    /// <summary>Everything it says, for a test to search.</summary>
    public string Text => string.Join('\n', Embeds.Aggregate(new List<string?> { Content }, (said, embed) =>
    {
        said.AddRange([Value(embed, "title"), Value(embed, "description")]);
        foreach (var line in embed["fields"]?.AsArray() ?? [])
            said.AddRange([Value(line, "name"), Value(line, "value")]);
        said.AddRange([Value(embed["footer"], "text"), Value(embed["author"], "name")]);
        return said;
    }).Where(part => !string.IsNullOrEmpty(part)));

    /// <summary>The pictures in its embeds, and those beside them.</summary>
    public IReadOnlyList<Uri> Pictures =>
    [
        .. Embeds.Select(embed => Value(embed["image"], "url")).OfType<string>().Select(url => new Uri(Resolve(url))),
        .. LooseFiles.Select(file => file.Url),
    ];

    public IReadOnlyList<FakeButton> Buttons =>
        [.. Components.SelectMany(row => row["components"]!.AsArray()).Select(button => new FakeButton(this, (JsonObject)button!))];

    /// <summary>Files that no embed shows. Only these are among a message's attachments.</summary>
    private IEnumerable<FakeFile> LooseFiles
    {
        get
        {
            var embedded = Embeds.Select(embed => embed.ToJsonString()).ToArray();
            return Files.Where(file => !Array.Exists(embedded, embed => embed.Contains($"\"attachment://{file.Name}\"", StringComparison.Ordinal)));
        }
    }

    /// <summary>The one button whose custom_id begins so.</summary>
    public FakeButton Button(string customIdPrefix)
    {
        var matches = Buttons.Where(button => button.CustomId?.StartsWith(customIdPrefix, StringComparison.Ordinal) == true).ToArray();
        Assert.True(matches.Length == 1, $"{matches.Length} buttons begin with '{customIdPrefix}' on: {this}");
        return matches[0];
    }

    /// <summary>Presses a button: the one who gave the command, unless another is named.</summary>
    public Task<FakeInteraction> PressAsync(string customIdPrefix, FakeUser? by = null) =>
        (by ?? Interaction?.User ?? throw new InvalidOperationException("Nobody gave a command here: say who presses.")).PressAsync(Button(customIdPrefix));

    /// <summary>As by a moderator, or the one who may see it.</summary>
    public void Delete() => _discord.Change(() => IsDeleted = true);

    public Task<FakeMessage> UntilAsync(Func<FakeMessage, bool> condition, TimeSpan? within = null) =>
        _discord.UntilAsync(() => condition(this) ? this : null, () => $"The message did not become what the test waits for: {this}", within);

    /// <summary>Takes note of what was written.</summary>
    internal void Written()
    {
        if (Files.Count == 0 && Embeds.All(embed => embed["image"] is null))
            return;
        PictureWrites++;
        PicturedAt ??= _discord.Now;
        _pictured.TrySetResult();
    }

    public override string ToString() =>
        $"[{(IsDeleted ? "deleted " : "")}{(IsEphemeral ? "ephemeral " : "")}{(IsThinking ? "thinking " : "")}{Id} by {Author.Name}] {Text} "
        + $"{{{string.Join(", ", Buttons.Select(button => button.CustomId ?? button.Url))}}} files: {string.Join(", ", Files.Select(file => file.Name))}";

    /// <summary>The message object.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["id"] = Id,
            ["type"] = Kind,
            ["channel_id"] = Channel.Id,
            ["author"] = Author.ToJson(),
            ["content"] = Content,
            ["timestamp"] = FakeDiscord.Timestamp(SentAt),
            ["edited_timestamp"] = EditedAt is { } edited ? FakeDiscord.Timestamp(edited) : null,
            ["tts"] = false,
            ["mention_everyone"] = false,
            ["mentions"] = new JsonArray(),
            ["mention_roles"] = new JsonArray(),
            ["pinned"] = false,
            ["attachments"] = new JsonArray([.. LooseFiles.Select(file => file.ToJson(IsEphemeral))]),
            ["embeds"] = new JsonArray([.. Embeds.Select(Resolve)]),
            ["components"] = new JsonArray([.. Components.Select(row => row.DeepClone())]),
            ["flags"] = (IsEphemeral ? EphemeralFlag : 0) | (IsThinking ? LoadingFlag : 0) | (Thread is null ? 0 : HasThreadFlag),
        };
        if (Nonce is not null)
            json["nonce"] = Nonce;
        if (ReplyTo is not null)
            json["message_reference"] = Channel.Reference(ReplyTo.Id);
        if (Thread is not null)
            json["thread"] = Thread.ToJson();
        if (Interaction is not null)
            (json["application_id"], json["webhook_id"], json["interaction_metadata"]) = (_discord.ApplicationId, _discord.ApplicationId, Interaction.Metadata());
        return json;
    }

    private int Kind => (Interaction?.Type, ReplyTo) switch
    {
        (InteractionType.Command, null) => 20,
        (_, not null) => 19,
        _ => 0,
    };

    private static string? Value(JsonNode? part, string name) => part?[name]?.GetValue<string>();

    private JsonObject Resolve(JsonObject embed)
    {
        var resolved = embed.DeepClone().AsObject();
        resolved["type"] = "rich";
        foreach (var (part, name) in new[] { ("image", "url"), ("thumbnail", "url"), ("footer", "icon_url"), ("author", "icon_url") })
        {
            if (Value(resolved[part], name) is { } url)
                resolved[part]![name] = Resolve(url);
        }

        return resolved;
    }

    private string Resolve(string url) =>
        url.StartsWith("attachment://", StringComparison.Ordinal)
        && Files.FirstOrDefault(file => file.Name == url["attachment://".Length..]) is { } file
            ? file.Url.ToString()
            : url;
}

/// <summary>A button of a message.</summary>
internal sealed record FakeButton(FakeMessage Message, JsonObject Json)
{
    public string? CustomId => Json["custom_id"]?.GetValue<string>();

    public string? Label => Json["label"]?.GetValue<string>();

    public string? Url => Json["url"]?.GetValue<string>();

    public bool IsDisabled => Json["disabled"]?.GetValue<bool>() ?? false;
}
