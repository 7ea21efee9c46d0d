using System.Text.Json.Nodes;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>A file: what a user attached or the bot uploaded. A test may make it misbehave.</summary>
internal sealed class FakeFile(FakeWorkspace workspace, FakeUser owner, string name, byte[] bytes, string? id = null)
{
    public string Id { get; } = id ?? workspace.Slack.NewId("F");

    public FakeWorkspace Workspace => workspace;

    public FakeUser Owner => owner;

    public string Name => name;

    public required string Title { get; init; }

    /// <summary>What a screen reader says.</summary>
    public string? AltText { get; init; }

    /// <summary>What is served.</summary>
    public byte[] Bytes { get; set; } = bytes;

    /// <summary>What Slack says of it; a test may make it a lie.</summary>
    public string ContentType { get; set; } = TypeOf(bytes);

    /// <summary>How many bytes Slack says it has; a test may make it a lie.</summary>
    public long Size { get; set; } = bytes.Length;

    /// <summary>Whether it was deleted.</summary>
    public bool IsGone { get; set; }

    /// <summary>Whether half of it is sent and then nothing more.</summary>
    public bool Stalls { get; set; }

    /// <summary>How long Slack thinks before it sends it.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>How often it was sent.</summary>
    public int Downloads { get; internal set; }

    /// <summary>When blocks may show it: Slack works on an upload for some seconds.</summary>
    public DateTimeOffset UsableAt { get; internal set; }

    /// <summary>The channels whose members see it.</summary>
    internal HashSet<FakeChannel> Shares { get; } = [];

    public string Path => $"/files-pri/{workspace.Id}-{Id}/{name}";

    /// <summary>Where it is, for whoever has a token with <c>files:read</c>.</summary>
    public Uri Url => new(workspace.Slack.Address, Path);

    internal static string TypeOf(byte[] content) => ImageHeader.TryRead(content, out var header) ? header.ContentType : "application/octet-stream";

    /// <summary>The file object.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["id"] = Id,
            ["created"] = workspace.Slack.Now.ToUnixTimeSeconds(),
            ["timestamp"] = workspace.Slack.Now.ToUnixTimeSeconds(),
            ["name"] = name,
            ["title"] = Title,
            ["mimetype"] = ContentType,
            ["filetype"] = ContentType.Split('/')[^1].Replace("jpeg", "jpg", StringComparison.Ordinal),
            ["pretty_type"] = ContentType.Split('/')[^1].ToUpperInvariant(),
            ["user"] = owner.Id,
            ["user_team"] = workspace.Id,
            ["editable"] = false,
            ["size"] = Size,
            ["mode"] = "hosted",
            ["is_external"] = false,
            ["external_type"] = "",
            ["is_public"] = Shares.Any(channel => channel.Kind == ChannelKind.Public),
            ["public_url_shared"] = false,
            ["display_as_bot"] = false,
            ["username"] = "",
            ["url_private"] = Url.ToString(),
            ["url_private_download"] = new Uri(workspace.Slack.Address, $"/files-pri/{workspace.Id}-{Id}/download/{name}").ToString(),
            ["media_display_type"] = "unknown",
            ["permalink"] = $"https://{workspace.Domain}.slack.com/files/{owner.Id}/{Id}/{name}",
            ["is_starred"] = false,
            ["has_rich_preview"] = false,
            ["file_access"] = "visible",
            ["channels"] = new JsonArray([.. Shares.Select(channel => JsonValue.Create(channel.Id))]),
        };
        if (ImageHeader.TryRead(Bytes, out var header))
            (json["original_w"], json["original_h"]) = (header.Width, header.Height);
        if (AltText is not null)
            json["alt_txt"] = AltText;
        return json;
    }
}
