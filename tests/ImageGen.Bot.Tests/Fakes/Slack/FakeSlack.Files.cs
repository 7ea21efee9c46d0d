using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>Files: the bot's uploads in three steps, and what people attached.</summary>
internal sealed partial class FakeSlack
{
    /// <summary>How long Slack works on an upload before blocks may show it.</summary>
    private static readonly TimeSpan Processing = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, Ticket> _tickets = [];

    private Answer GetUploadUrl(SlackCall call)
    {
        var (name, length) = (call["filename"], call.Arguments.Number("length") ?? 0);
        if (length <= 0 || string.IsNullOrWhiteSpace(name))
            throw SlackRefusal.Fault("invalid_arguments", "must have a filename and a length of more than 0");
        if (call.Arguments.Text("alt_txt")?.Length > 1000)
            throw SlackRefusal.Fault("alt_txt_too_large");
        var ticket = new Ticket(Secret(24), NewId("F"), call.Installation, name, length, call.Arguments.Text("alt_txt"));
        _tickets[ticket.Secret] = ticket;
        return Answer.Ok(new JsonObject { ["upload_url"] = new Uri(Address, $"/upload/v1/{ticket.Secret}").ToString(), ["file_id"] = ticket.FileId });
    }

    private Answer TakeUpload(SlackCall call)
    {
        if (!_tickets.TryGetValue(call.Route("ticket"), out var ticket) || ticket.Bytes is not null)
            return new Answer(404) { Text = "not found" };
        if (call.Bytes!.Length != ticket.Length)
        {
            Violate(call, $"{call.Bytes.Length} bytes were uploaded where {ticket.Length} were announced");
            return new Answer(400) { Text = "length mismatch" };
        }

        ticket.Bytes = call.Bytes;
        return new Answer(200) { Text = $"OK - {ticket.Length}" };
    }

    private Answer CompleteUpload(SlackCall call)
    {
        if (call.Arguments.Json("files") is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() == 0)
            throw SlackRefusal.Fault("invalid_arguments", "must be a list of files [json-pointer:/files]");
        foreach (var odd in list.EnumerateArray().SelectMany(file => file.EnumerateObject()).Where(part => part.Name is not ("id" or "title" or "highlight_type")))
            Violate(call, $"'{odd.Name}' is no field of a file");
        if (call.Arguments["channels"] is not null || call.Arguments["blocks"] is not null)
            Violate(call, "'channels' and 'blocks' are not for this bot: 'channel_id' and a message of its own are");
        var tickets = list.EnumerateArray().Select(file => (Title: file.TextPart("title"), Ticket: _tickets.Values.FirstOrDefault(ticket =>
            ticket.FileId == file.TextPart("id") && ticket is { Bytes: not null, IsCompleted: false } && ticket.Installation == call.Installation) ?? throw NotFound(file.TextPart("id")))).ToArray();
        var channel = call.Arguments.Text("channel_id") is { } id ? FindChannel(call, id, asMember: true) : null;
        if (channel is { IsArchived: true })
            throw new SlackRefusal("posting_to_channel_denied");
        var comment = call.Arguments.Text("initial_comment") ?? "";
        if (comment.Length > LongestText)
            throw SlackRefusal.Fault("msg_too_long");
        if (channel is not null)
            LookAtMarkup(call.Method, [comment], Readers(channel));
        var root = channel is null ? null : FindThread(call.Method, call.Arguments, channel);

        var files = tickets.Select(upload =>
        {
            upload.Ticket.IsCompleted = true;
            var workspace = channel?.Workspace ?? call.Installation.Workspace;
            return Add(new FakeFile(workspace, call.Installation.Bot, upload.Ticket.Name, upload.Ticket.Bytes!, upload.Ticket.FileId)
            {
                Title = upload.Title ?? upload.Ticket.Name,
                AltText = upload.Ticket.AltText,
                UsableAt = Now + Processing,
            });
        }).ToArray();
        if (channel is not null)
        {
            Array.ForEach(files, file => file.Shares.Add(channel));
            channel.Add(new FakeMessage(channel, call.Installation.Bot) { Root = root, Content = comment, Files = files });
        }

        return Answer.Ok(new JsonObject { ["files"] = new JsonArray([.. files.Select(file => new JsonObject { ["id"] = file.Id, ["title"] = file.Title })]) });
    }

    /// <summary>A bot that was killed before it heard that a file is shared asks once more, and rightly.</summary>
    private SlackRefusal NotFound(string? file) => new("file_not_found") { IsBotsFault = !_files.ContainsKey(file ?? "") };

    private Answer GetFile(SlackCall call)
    {
        var file = _files.GetValueOrDefault(call["file"]);
        if (file is null || !call.Installation.Covers(file.Workspace) || (file.Owner != call.Installation.Bot && !file.Shares.Any(channel => channel.HasBot)))
            throw new SlackRefusal("file_not_found");
        return file.IsGone ? throw new SlackRefusal("file_deleted") : Answer.Ok(new JsonObject { ["file"] = file.ToJson() });
    }

    private Answer DeleteFile(SlackCall call)
    {
        var file = _files.GetValueOrDefault(call["file"]);
        if (file is null or { IsGone: true } || !call.Installation.Covers(file.Workspace))
            throw new SlackRefusal("file_not_found");
        if (file.Owner != call.Installation.Bot)
            throw SlackRefusal.Fault("cant_delete_file");
        file.IsGone = true;
        foreach (var message in file.Shares.SelectMany(channel => channel.History).Where(message => message.Files.Contains(file)))
        {
            message.Files = [.. message.Files.Where(other => other != file)];
            if (message is { Files.Count: 0, Content: "", Blocks.Count: 0 })
                message.Delete();
        }

        return Answer.Ok();
    }

    private async Task ServeFileAsync(HttpContext http)
    {
        var file = Change(() =>
        {
            var found = _files.GetValueOrDefault(((string)http.Request.RouteValues["id"]!).Split('-')[^1]);
            var token = _tokens.GetValueOrDefault($"{http.Request.Headers.Authorization}".Replace("Bearer ", "", StringComparison.Ordinal));
            if (found is null || token is null or { IsRevoked: true } || token.ExpiresAt <= Now || !token.Installation.Covers(found.Workspace) || !token.Installation.Scopes.Contains("files:read"))
                return null;
            found.Downloads++;
            return found;
        });
        if (file is null)
        {
            // Who may not see a file is asked to sign in, with 200.
            http.Response.ContentType = "text/html; charset=utf-8";
            await http.Response.WriteAsync("<!DOCTYPE html><html><head><title>Slack</title></head><body><form id=\"signin_form\">Sign in</form></body></html>");
            return;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _host.Lifetime.ApplicationStopping);
        if (file.Delay > TimeSpan.Zero)
            await Task.Delay(file.Delay, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (file.IsGone)
        {
            http.Response.StatusCode = 404;
            return;
        }

        http.Response.ContentType = file.ContentType;
        http.Response.ContentLength = file.Bytes.Length;
        await http.Response.Body.WriteAsync(file.Stalls ? file.Bytes.AsMemory(0, file.Bytes.Length / 2) : file.Bytes);
        if (!file.Stalls)
            return;
        await http.Response.Body.FlushAsync();
        await Task.Delay(Timeout.Infinite, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Abort();
    }

    /// <summary>An upload that was announced.</summary>
    private sealed record Ticket(string Secret, string FileId, FakeInstallation Installation, string Name, int Length, string? AltText)
    {
        public byte[]? Bytes { get; set; }

        public bool IsCompleted { get; set; }
    }
}
