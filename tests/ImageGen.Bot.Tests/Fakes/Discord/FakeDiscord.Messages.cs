using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fakes.Discord;

/// <summary>How a document becomes a message.</summary>
internal sealed partial class FakeDiscord
{
    /// <summary>Writes or edits a message; all of it, or nothing where it is refused.</summary>
    private void Write(string where, FakeMessage message, MessageUse use, string at, JsonElement body, IReadOnlyDictionary<int, Upload> uploads)
    {
        if (uploads.Values.Any(upload => upload.Bytes.Length > message.Channel.AttachmentSizeLimit))
            throw ApiRefusal.TooLarge;
        var form = new Form();
        try
        {
            MessageForm.Look(form, use, at, body, uploads, message.Files);
        }
        finally
        {
            foreach (var complaint in form.Complaints)
                Violate($"{where}: {complaint}");
        }

        var content = body.TryGetProperty("content", out var text) ? text.GetString()?.Trim() ?? "" : message.Content;
        var embeds = body.TryGetProperty("embeds", out var list) ? Objects(list) : message.Embeds;
        var components = body.TryGetProperty("components", out var rows) ? Numbered(Objects(rows)) : message.Components;
        var files = FilesAfter(message, use, body, uploads, embeds);
        if (content.Length == 0 && embeds.Count == 0 && files.Count == 0)
            throw ApiRefusal.EmptyMessage;

        (message.Content, message.Components, message.Files) = (content, components, files);
        message.Embeds = [.. embeds.Select(embed => Detached(embed, message, files))];
        if (use is MessageUse.ChannelEdit or MessageUse.WebhookEdit or MessageUse.AnswerEdit)
            (message.Edits, message.EditedAt) = (message.Edits + 1, message.IsThinking ? null : Now);
        message.IsThinking = false;
        message.Written();
    }

    private IReadOnlyList<FakeFile> FilesAfter(FakeMessage message, MessageUse use, JsonElement body, IReadOnlyDictionary<int, Upload> uploads, IReadOnlyList<JsonObject> embeds)
    {
        var uploaded = uploads.ToDictionary(upload => $"{upload.Key}", upload => upload.Value, StringComparer.Ordinal);
        if (body.Part("attachments") is { } listed)
        {
            var entries = listed.EnumerateArray().Select(entry => (Id: $"{entry.GetProperty("id")}", Name: entry.Part("filename"), Description: entry.Part("description"))).ToArray();
            return
            [
                .. entries.Select(entry => uploaded.Remove(entry.Id, out var upload)
                    ? Stored(upload, entry.Name?.GetString() ?? upload.Name, entry.Description?.GetString())
                    : message.Files.First(file => file.Id == entry.Id)),
                .. uploaded.Values.Select(upload => Stored(upload, upload.Name, null)),
            ];
        }

        // An update by an interaction's answer drops the files it does not list; other edits keep them (discord-api-docs#6277).
        var kept = use == MessageUse.AnswerEdit
            ? message.Files.Where(file => embeds.Any(embed => embed.ToJsonString().Contains($"\"attachment://{file.Name}\"", StringComparison.Ordinal)))
            : message.Files;
        return [.. kept, .. uploaded.Values.Select(upload => Stored(upload, upload.Name, null))];

        FakeFile Stored(Upload upload, string name, string? description) =>
            Add(new FakeFile(this, message.Channel.Id, name, upload.Bytes) { Description = description, Upload = upload });
    }

    /// <summary>An embed still shows a file that its message has lost: by the address it had.</summary>
    private static JsonObject Detached(JsonObject embed, FakeMessage message, IReadOnlyList<FakeFile> files)
    {
        var text = embed.ToJsonString();
        foreach (var lost in message.Files.Where(file => files.All(kept => kept.Name != file.Name)))
            text = text.Replace($"\"attachment://{lost.Name}\"", $"\"{lost.Url}\"", StringComparison.Ordinal);
        return JsonNode.Parse(text)!.AsObject();
    }

    private static JsonObject[] Objects(JsonElement list) =>
        list.ValueKind == JsonValueKind.Null ? [] : [.. list.EnumerateArray().Select(item => JsonNode.Parse(item.GetRawText())!.AsObject())];

    /// <summary>Components that come without a number get one.</summary>
    private static JsonObject[] Numbered(JsonObject[] rows)
    {
        var number = 0;
        foreach (var component in rows.SelectMany(row => row["components"]!.AsArray().Select(button => button!.AsObject()).Prepend(row)))
            component["id"] ??= ++number;
        return rows;
    }

    private static bool IsEphemeral(JsonElement? data) =>
        data?.Part("flags") is { ValueKind: JsonValueKind.Number } flags && (flags.GetInt32() & FakeMessage.EphemeralFlag) != 0;
}
