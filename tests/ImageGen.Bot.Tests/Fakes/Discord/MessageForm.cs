using System.Text.Json;
using static ImageGen.Bot.Tests.Fakes.Discord.Checks;

namespace ImageGen.Bot.Tests.Fakes.Discord;

/// <summary>Where a message's document is written; what it may say differs.</summary>
internal enum MessageUse
{
    ChannelPost,
    ChannelEdit,
    FollowUp,
    WebhookEdit,
    Answer,
    AnswerEdit,
}

/// <summary>The rules of a message's document, and of the files that come with it.</summary>
internal static class MessageForm
{
    private const int SuppressEmbeds = 4;
    private const int SuppressNotifications = 4096;

    private static readonly Check Media = Object(new Field("url", MediaUrl, IsRequired: true));

    private static readonly Check Embed = Object(
        new Field("title", Text(256)),
        new Field("description", Text(4096)),
        new Field("url", Url),
        new Field("timestamp", Text(64, 1)),
        new Field("color", Integer(0, 0xFFFFFF)),
        new Field("footer", Object(new Field("text", Text(2048, 1), IsRequired: true), new Field("icon_url", MediaUrl))),
        new Field("image", Media),
        new Field("thumbnail", Media),
        new Field("author", Object(new Field("name", Text(256, 1), IsRequired: true), new Field("url", Url), new Field("icon_url", MediaUrl))),
        new Field("fields", List(Object(new Field("name", Text(256, 1), IsRequired: true), new Field("value", Text(1024, 1), IsRequired: true), new Field("inline", TrueOrFalse)), 25)))
        .Also(SaysSomething);

    private static readonly Check Attachment = Object(
        new Field("id", NumberOrSnowflake, IsRequired: true),
        new Field("filename", Text(260, 1)),
        new Field("title", Text(1024)),
        new Field("description", Text(1024)));

    private static readonly Check Mentions = Object(new Field("parse", List(Text(8), 3)), new Field("replied_user", TrueOrFalse));

    private static readonly Check Reference = Object(
        new Field("message_id", Snowflake, IsRequired: true),
        new Field("channel_id", Snowflake),
        new Field("guild_id", Snowflake),
        new Field("fail_if_not_exists", TrueOrFalse));

    private static readonly Dictionary<MessageUse, Check> Forms = Enum.GetValues<MessageUse>().ToDictionary(use => use, Fields);

    /// <summary>Looks at all of a message that can be judged by itself.</summary>
    /// <param name="form">Takes what is wrong.</param>
    /// <param name="use">Where it is written.</param>
    /// <param name="at">Where in the request's document it stands.</param>
    /// <param name="body">The message.</param>
    /// <param name="uploads">The files that came with it, by number.</param>
    /// <param name="kept">The files that the message has already.</param>
    public static void Look(Form form, MessageUse use, string at, JsonElement body, IReadOnlyDictionary<int, Upload> uploads, IReadOnlyList<FakeFile> kept)
    {
        Forms[use](form, at, body);
        form.ThrowIfRefused();
        LookAtMentions(form, body);
        LookAtEmbeds(form, at, body);
        ComponentForm.LookAtIds(form, Join(at, "components"), body.Part("components"));
        LookAtFlags(form, use, body);
        LookAtFiles(form, at, body, uploads, kept);
        form.ThrowIfRefused();
    }

    private static Check Fields(MessageUse use)
    {
        var edits = use is MessageUse.ChannelEdit or MessageUse.WebhookEdit or MessageUse.AnswerEdit;
        List<Field> fields =
        [
            new("content", Text(2000), MayBeNull: edits),
            new("embeds", List(Embed, 10), MayBeNull: edits),
            new("components", List(ComponentForm.Row, 5), MayBeNull: edits),
            new("allowed_mentions", Mentions, MayBeNull: edits),
            new("flags", Integer(0, int.MaxValue), MayBeNull: edits),
            new("attachments", List(Attachment, 10)),
        ];
        if (!edits)
            fields.Add(new Field("tts", TrueOrFalse));
        if (use == MessageUse.ChannelPost)
            fields.AddRange([new("nonce", Nonce), new("enforce_nonce", TrueOrFalse), new("message_reference", Reference)]);
        return Object([.. fields]);
    }

    private static void LookAtMentions(Form form, JsonElement body)
    {
        // Discord would read the mentions out of the text; we want nobody pinged, and said so each time.
        if (body.Part("allowed_mentions") is not { ValueKind: JsonValueKind.Object } mentions
            || mentions.Part("parse") is not { ValueKind: JsonValueKind.Array } parse || parse.GetArrayLength() > 0)
            form.Complain("'allowed_mentions' is not { \"parse\": [] }");
    }

    private static void LookAtEmbeds(Form form, string at, JsonElement body)
    {
        if (body.Part("embeds") is { ValueKind: JsonValueKind.Array } embeds && embeds.EnumerateArray().Sum(Length) > 6000)
            form.Refuse(Join(at, "embeds"), "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000");

        static int Length(JsonElement embed) =>
            Count(embed, "title") + Count(embed, "description") + Count(embed.Part("footer"), "text") + Count(embed.Part("author"), "name")
            + (embed.Part("fields")?.EnumerateArray().Sum(field => Count(field, "name") + Count(field, "value")) ?? 0);

        static int Count(JsonElement? part, string name) => part?.Part(name)?.GetString()?.Length ?? 0;
    }

    private static void LookAtFlags(Form form, MessageUse use, JsonElement body)
    {
        var flags = body.Part("flags") is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : 0;
        var allowed = use switch
        {
            MessageUse.ChannelPost => SuppressEmbeds | SuppressNotifications,
            MessageUse.FollowUp or MessageUse.Answer => SuppressEmbeds | SuppressNotifications | FakeMessage.EphemeralFlag,
            MessageUse.ChannelEdit or MessageUse.WebhookEdit or MessageUse.AnswerEdit => SuppressEmbeds,
        };
        if ((flags & ~allowed) != 0)
            form.Complain($"'flags' of {flags & ~allowed} have no effect here");
    }

    private static void LookAtFiles(Form form, string at, JsonElement body, IReadOnlyDictionary<int, Upload> uploads, IReadOnlyList<FakeFile> kept)
    {
        var names = new List<string>();
        var listed = body.Part("attachments");
        if (listed is null)
            names.AddRange(kept.Select(file => file.Name));
        foreach (var (index, entry) in (listed?.EnumerateArray() ?? []).Index())
        {
            var id = $"{entry.GetProperty("id")}";
            if (int.TryParse(id, out var number) && uploads.TryGetValue(number, out var upload))
                names.Add(entry.Part("filename")?.GetString() ?? upload.Name);
            else if (kept.FirstOrDefault(file => file.Id == id) is { } file)
                names.Add(file.Name);
            else
                form.Refuse(Join(at, $"attachments.{index}.id"), "ATTACHMENT_NOT_FOUND", $"There is neither an upload nor an attachment {id}.");
        }

        var ids = listed?.EnumerateArray().Select(entry => $"{entry.GetProperty("id")}").ToArray() ?? [];
        if (ids.Distinct(StringComparer.Ordinal).Count() != ids.Length)
            form.Complain("an attachment is listed twice");
        foreach (var number in uploads.Keys.Where(number => !ids.Contains($"{number}")))
            form.Complain($"files[{number}] is not listed in 'attachments'");
        foreach (var name in names.Where(name => !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-')))
            form.Complain($"Discord would rename the file '{name}'");
        foreach (var (where, url) in MediaOf(body).Where(media => media.Url.StartsWith("attachment://", StringComparison.Ordinal)))
        {
            if (!names.Contains(url["attachment://".Length..], StringComparer.Ordinal))
                form.Complain($"'{where}' names {url}, which is no file of the message");
        }
    }

    private static IEnumerable<(string At, string Url)> MediaOf(JsonElement body)
    {
        if (body.Part("embeds") is not { ValueKind: JsonValueKind.Array } embeds)
            yield break;
        foreach (var (index, embed) in embeds.EnumerateArray().Index())
        {
            foreach (var (part, name) in new[] { ("image", "url"), ("thumbnail", "url"), ("footer", "icon_url"), ("author", "icon_url") })
            {
                if (embed.Part(part)?.Part(name)?.GetString() is { } url)
                    yield return ($"embeds.{index}.{part}.{name}", url);
            }
        }
    }

    private static void SaysSomething(Form form, string at, JsonElement embed)
    {
        if (!embed.EnumerateObject().Any(part => part.Name is "title" or "description" or "fields" or "image" or "thumbnail" or "author" or "footer"))
            form.Refuse(Join(at, "description"), "BASE_TYPE_REQUIRED", "This field is required");
    }

    private static void NumberOrSnowflake(Form form, string at, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number)
            Snowflake(form, at, value);
    }

    private static void Nonce(Form form, string at, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number)
            Text(25)(form, at, value);
    }
}

/// <summary>Reading what may not be there.</summary>
internal static class JsonParts
{
    public static JsonElement? Part(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var part) && part.ValueKind != JsonValueKind.Null ? part : null;
}
