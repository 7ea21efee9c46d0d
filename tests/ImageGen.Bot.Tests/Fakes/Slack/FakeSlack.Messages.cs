using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>How arguments become a message.</summary>
internal sealed partial class FakeSlack
{
    /// <summary>What Slack keeps of a text; the rest is cut off.</summary>
    private const int LongestPost = 40_000;

    /// <summary>What Slack advises, and takes in an update.</summary>
    private const int LongestText = 4000;

    private static readonly string[] NotOurs =
        ["attachments", "unfurled_attachments", "markdown_text", "as_user", "link_names", "parse", "username", "icon_url", "icon_emoji", "current_draft_last_updated_ts"];

    /// <summary>Looks at a message before it is written.</summary>
    /// <param name="where">For complaints.</param>
    /// <param name="given">The arguments.</param>
    /// <param name="readers">Who asked, and may be mentioned.</param>
    /// <param name="longest">How long its text may be.</param>
    /// <returns>Null for what is not given.</returns>
    private (string? Text, IReadOnlyList<JsonObject>? Blocks) Look(string where, SlackArguments given, IReadOnlyCollection<FakeUser> readers, int longest)
    {
        foreach (var name in NotOurs.Where(name => given[name] is not null))
            Violate($"{where}: '{name}' is not for this bot: legacy, or a scope or markup that it does not ask for");
        var text = given.Text("text");
        if (text?.Length > longest)
            throw SlackRefusal.Fault("msg_too_long");
        if (text?.Length > LongestText)
            Violate($"{where}: a text of {text.Length} characters; Slack advises at most {LongestText}");
        var blocks = given.Json("blocks", "invalid_blocks_format");
        if (blocks is { } list)
        {
            var findings = BlockForm.LookAtBlocks(list);
            if (findings.Refusals.Count > 0)
                throw SlackRefusal.Fault("invalid_blocks", findings.Refusals);
            if (list.GetArrayLength() > 0 && string.IsNullOrWhiteSpace(text))
                Violate($"{where}: blocks without a text, which is what screen readers and notifications say");
            LookAtPictures(findings);
            LookAtMarkup(where, findings.Markup, readers);
        }

        if (given.Flag("mrkdwn") != false)
            LookAtMarkup(where, [text ?? ""], readers);
        return (text, blocks is { } found ? BlockReading.Named(this, found) : null);
    }

    private void LookAtPictures(Findings findings)
    {
        foreach (var (at, file) in findings.SlackFiles)
        {
            var found = file.TextPart("id") is { } id ? _files.GetValueOrDefault(id) : _files.Values.FirstOrDefault(one => one.Url.ToString() == file.TextPart("url"));
            if (found is null or { IsGone: true } || found.UsableAt > Now)
                throw SlackRefusal.Fault("invalid_blocks", $"invalid slack file [json-pointer:{at}]");
        }

        foreach (var (at, url) in findings.Pictures)
        {
            var isUnreachable = new Uri(url).IsLoopback && !ReachesLoopback;
            if (isUnreachable || PicturesCannotBeDownloaded)
                throw new SlackRefusal("invalid_blocks") { Details = [$"downloading image failed [json-pointer:{at}]"], IsBotsFault = isUnreachable };
        }
    }

    private void LookAtMarkup(string where, IEnumerable<string> texts, IReadOnlyCollection<FakeUser> readers)
    {
        foreach (var complaint in texts.SelectMany(text => Markup.Complaints(text, id => readers.Any(reader => reader.Id == id) || _users.GetValueOrDefault(id) is { IsBot: true })))
            Violate($"{where}: {complaint}");
    }

    /// <summary>Writes a message.</summary>
    private static FakeMessage Post(FakeMessage message, (string? Text, IReadOnlyList<JsonObject>? Blocks) said)
    {
        if (string.IsNullOrWhiteSpace(said.Text) && said.Blocks is null or { Count: 0 })
            throw SlackRefusal.Fault("no_text");
        (message.Content, message.Blocks) = (said.Text ?? "", said.Blocks ?? []);
        return message.Channel.Add(message);
    }

    /// <summary>Changes a message. Blocks that are not given stay.</summary>
    private void Rewrite(string where, FakeMessage message, (string? Text, IReadOnlyList<JsonObject>? Blocks) said)
    {
        if (said is { Text: null, Blocks: null } || (string.IsNullOrWhiteSpace(said.Text) && said.Blocks is { Count: 0 }))
            throw SlackRefusal.Fault("no_text");
        if (said.Blocks is null && message.Blocks.Count > 0)
            Violate($"{where}: a message with blocks gets another text only, which nobody sees: an empty array removes the blocks");
        (message.Content, message.Blocks) = (said.Text ?? message.Content, said.Blocks ?? message.Blocks);
        message.Edits++;
    }

    /// <summary>The thread that a message is to go to.</summary>
    /// <returns>Null for the channel itself, where the thread's first message is gone too: Slack does not say so.</returns>
    private FakeMessage? FindThread(string where, SlackArguments given, FakeChannel channel)
    {
        if (given.Text("thread_ts") is not { } ts)
            return null;
        if (ts.Split('.') is not [{ Length: >= 9 } seconds, { Length: 6 } rest] || !long.TryParse(seconds + rest, out _))
            throw SlackRefusal.Fault("invalid_thread_ts");
        var root = channel.FindThread(ts);
        if (root is not null && root.Ts != ts)
            Violate($"{where}: 'thread_ts' is a reply's, not that of the thread's first message");
        return root;
    }

    /// <summary>A channel that the bot may write to.</summary>
    private FakeChannel FindChannel(SlackCall call, string id, bool asMember = false)
    {
        if (_users.TryGetValue(id, out var person) && !asMember && call.Installation.Covers(person.Workspace))
            return DirectMessages(person);
        var channel = _channels.GetValueOrDefault(id);
        if (channel is null || !call.Installation.Covers(channel.Workspace) || (!channel.HasBot && channel.Kind != ChannelKind.Public))
            throw new SlackRefusal("channel_not_found");
        if (!channel.HasBot && (asMember || !call.Installation.Scopes.Contains("chat:write.public")))
            throw new SlackRefusal("not_in_channel");
        return channel;
    }
}
