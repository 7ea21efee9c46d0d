using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fakes.Discord;

/// <summary>Discord's types of interactions.</summary>
internal enum InteractionType
{
    Ping = 1,
    Command = 2,
    Component = 3,
    Autocomplete = 4,
    ModalSubmit = 5,
}

/// <summary>Something a user did that the bot is to answer, and what became of it.</summary>
internal sealed class FakeInteraction
{
    /// <summary>How long the bot may use its token.</summary>
    public static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(15);

    private readonly FakeDiscord _discord;
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FakeInteraction(FakeDiscord discord, InteractionType type, FakeUser user, FakeChannel channel)
    {
        (_discord, Type, User, Channel) = (discord, type, user, channel);
        Id = discord.NewId();
        CreatedAt = discord.Now;

        // As long as Discord's are, so that whatever stores or logs one meets its true size.
        Token = Convert.ToBase64String(Encoding.ASCII.GetBytes($"interaction:{Id}:{Convert.ToHexString(RandomNumberGenerator.GetBytes(64))}")).TrimEnd('=');
    }

    public string Id { get; }

    public string Token { get; }

    public InteractionType Type { get; }

    public FakeUser User { get; }

    public FakeChannel Channel { get; }

    public DateTimeOffset CreatedAt { get; }

    /// <summary>What its type says of it: the command, the button, the form.</summary>
    public JsonObject? Data { get; init; }

    /// <summary>The message with the button, also where the button opened a form first.</summary>
    public FakeMessage? Source { get; init; }

    /// <summary>What opened the form.</summary>
    public FakeInteraction? Trigger { get; init; }

    /// <summary>How long the bot took to answer.</summary>
    public TimeSpan Took { get; internal set; }

    /// <summary>The answer's document; null for none.</summary>
    public JsonElement? Answer { get; internal set; }

    /// <summary>The answer's type; 0 for none.</summary>
    public int AnswerType { get; private set; }

    /// <summary>Why the user read "the application did not respond"; null where it did.</summary>
    public string? Failure { get; private set; }

    /// <summary>What <c>@original</c> stands for.</summary>
    internal FakeMessage? Original { get; set; }

    /// <summary>The message that came of it.</summary>
    public FakeMessage Message => Original ?? throw new InvalidOperationException($"No message came of {this}.");

    /// <summary>Whether the user still reads "thinking…".</summary>
    public bool IsThinking => Original?.IsThinking ?? false;

    public IReadOnlyList<FakeMessage> FollowUps { get; internal set; } = [];

    /// <summary>The form that opened.</summary>
    public FakeModal? Modal { get; internal set; }

    /// <summary>What an option was completed with.</summary>
    public IReadOnlyList<(string Name, string Value)> Choices { get; internal set; } = [];

    public bool IsAcknowledged => AnswerType != 0;

    /// <summary>Done when Discord knows whether it was answered.</summary>
    internal Task Settled => _settled.Task;

    /// <summary>How often its token was said to be unknown though it is not.</summary>
    internal int Races { get; set; }

    /// <summary>How often the bot used its token after being told there is no such.</summary>
    internal int NotFounds { get; set; }

    internal bool IsExpired => _discord.Now - CreatedAt > TokenLife;

    /// <summary>Nobody but the user brought the app here, so Discord allows fewer follow-ups.</summary>
    internal bool IsUserInstallOnly => !Owners.ContainsKey("0");

    private int Context => Channel switch { { Guild: not null } => 0, { Type: ChannelType.DirectMessage } => 1, _ => 2 };

    private JsonObject Owners
    {
        get
        {
            var owners = new JsonObject();
            if (Channel.Guild is { HasBot: true } guild)
                owners["0"] = guild.Id;
            else if (Channel.Type == ChannelType.DirectMessage)
                owners["0"] = "0";
            if (User.HasInstalled || owners.Count == 0)
                owners["1"] = User.Id;
            return owners;
        }
    }

    /// <summary>What Discord posts.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["id"] = Id,
            ["application_id"] = _discord.ApplicationId,
            ["type"] = (int)Type,
            ["token"] = Token,
            ["version"] = 1,
            ["entitlements"] = new JsonArray(),
            ["attachment_size_limit"] = Channel.AttachmentSizeLimit,
            ["authorizing_integration_owners"] = Owners,
        };
        if (Type == InteractionType.Ping)
        {
            (json["user"], json["app_permissions"]) = (User.ToJson(), $"{Permissions.OfABot}");
            return json;
        }

        (json["data"], json["locale"], json["context"]) = (Data?.DeepClone(), User.Locale, Context);
        (json["channel"], json["channel_id"]) = (Channel.ToJson(), Channel.Id);
        json["app_permissions"] = $"{(Channel.Guild is { HasBot: true } ? Channel.BotPermissions : Permissions.EmbedLinks | Permissions.AttachFiles)}";
        if (Channel.Guild is { } guild)
        {
            json["guild"] = new JsonObject { ["id"] = guild.Id, ["locale"] = guild.Locale, ["features"] = new JsonArray() };
            (json["guild_id"], json["guild_locale"], json["member"]) = (guild.Id, guild.Locale, User.ToMemberJson());
        }
        else
        {
            json["user"] = User.ToJson();
        }

        if (Source is not null)
            json["message"] = Source.ToJson();
        return json;
    }

    /// <summary>What a message says of where it came from.</summary>
    public JsonObject Metadata()
    {
        var metadata = new JsonObject { ["id"] = Id, ["type"] = (int)Type, ["user"] = User.ToJson(), ["authorizing_integration_owners"] = Owners };
        if (Type == InteractionType.Component)
            metadata["interacted_message_id"] = Source!.Id;
        if (Type == InteractionType.ModalSubmit)
            metadata["triggering_interaction_metadata"] = Trigger!.Metadata();
        return metadata;
    }

    public override string ToString() =>
        $"the interaction {Type} by {User.Name} in {Channel}\nwith {Data?.ToJsonString()}, answered with {Answer?.GetRawText() ?? "nothing"}{(Failure is null ? "" : $" ({Failure})")}";

    internal void Acknowledge(int answerType, JsonElement answer)
    {
        (AnswerType, Answer) = (answerType, answer);
        _settled.TrySetResult();
    }

    internal void Fail(string reason)
    {
        Failure = reason;
        _settled.TrySetResult();
    }
}

/// <summary>A form that is open before a user.</summary>
internal sealed class FakeModal(FakeInteraction openedBy, FakeDiscord discord, JsonElement data)
{
    public string Title => data.GetProperty("title").GetString()!;

    public string CustomId => data.GetProperty("custom_id").GetString()!;

    /// <summary>Its fields, and what they are filled with.</summary>
    public IReadOnlyList<ModalField> Fields =>
        [.. data.GetProperty("components").EnumerateArray().Select(label => new ModalField(label.GetProperty("label").GetString()!, label.GetProperty("component")))];

    /// <summary>Sends the form; a field that is not given goes as it was filled in.</summary>
    public Task<FakeInteraction> SubmitAsync(params (string CustomId, string Value)[] values)
    {
        foreach (var (id, _) in values.Where(value => Fields.All(field => field.CustomId != value.CustomId)))
            throw new InvalidOperationException($"The form has no field '{id}' but {string.Join(", ", Fields.Select(field => field.CustomId))}.");
        var components = new JsonArray([.. Fields.Select((field, index) => new JsonObject
        {
            ["type"] = 18,
            ["id"] = (2 * index) + 1,
            ["component"] = new JsonObject
            {
                ["type"] = 4,
                ["id"] = (2 * index) + 2,
                ["custom_id"] = field.CustomId,
                ["value"] = field.Accept(values.LastOrDefault(value => value.CustomId == field.CustomId).Value ?? field.Value),
            },
        })]);
        return discord.SendAsync(new FakeInteraction(discord, InteractionType.ModalSubmit, openedBy.User, openedBy.Channel)
        {
            Data = new JsonObject { ["custom_id"] = CustomId, ["components"] = components },
            Source = openedBy.Source,
            Trigger = openedBy,
        });
    }
}

/// <summary>A field of a form.</summary>
internal sealed record ModalField(string Label, JsonElement Input)
{
    public string CustomId => Input.GetProperty("custom_id").GetString()!;

    public string Value => Input.Part("value")?.GetString() ?? "";

    /// <summary>The client sends nothing that the field does not take.</summary>
    public string Accept(string value)
    {
        var (min, max) = (Input.Part("min_length")?.GetInt32() ?? 0, Input.Part("max_length")?.GetInt32() ?? 4000);
        var isRequired = Input.Part("required") is not { ValueKind: JsonValueKind.False };
        return value.Length > max || (value.Length < min && (isRequired || value.Length > 0)) || (isRequired && value.Length == 0)
            ? throw new InvalidOperationException($"Discord's client would not send '{value}' as {Label}: {Input}")
            : value;
    }
}
