using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Tests.Fakes.Discord;

/// <summary>A file on the CDN: what a user attached or the bot uploaded. A test may make it misbehave.</summary>
internal sealed class FakeFile(FakeDiscord discord, string folder, string name, byte[] bytes)
{
    public string Id { get; } = discord.NewId();

    public string Name => name;

    /// <summary>What is served.</summary>
    public byte[] Bytes { get; set; } = bytes;

    public string? Description { get; init; }

    /// <summary>How the bot sent it; null for a user's.</summary>
    public Upload? Upload { get; init; }

    /// <summary>What Discord says of it, and the CDN with it; a test may make it a lie.</summary>
    public string ContentType { get; set; } = ImageHeader.TryRead(bytes, out var header) ? header.ContentType : "application/octet-stream";

    /// <summary>How many bytes Discord says it has; a test may make it a lie.</summary>
    public long Size { get; set; } = bytes.Length;

    /// <summary>Whether the CDN answers 404, as it does for what was deleted.</summary>
    public bool IsGone { get; set; }

    /// <summary>Whether the CDN sends half of it and then nothing more.</summary>
    public bool Stalls { get; set; }

    /// <summary>How long the CDN thinks before it answers.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>How often it was asked for.</summary>
    public int Downloads { get; internal set; }

    public string Path => $"/attachments/{folder}/{Id}/{name}";

    /// <summary>Its address as of now: signed, and of use for a day.</summary>
    public Uri Url
    {
        get
        {
            var issued = discord.Now;
            var (ex, at) = (Hex(issued.AddDays(1)), Hex(issued));
            return new Uri(discord.Address, $"{Path}?ex={ex}&is={at}&hm={discord.SignPath($"{Path}?ex={ex}&is={at}")}");

            static string Hex(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString("x", CultureInfo.InvariantCulture);
        }
    }

    /// <summary>The attachment object.</summary>
    public JsonObject ToJson(bool ephemeral = false)
    {
        var json = new JsonObject
        {
            ["id"] = Id,
            ["filename"] = name,
            ["size"] = Size,
            ["url"] = Url.ToString(),
            ["proxy_url"] = Url.ToString(),
            ["content_type"] = ContentType,
        };
        if (ImageHeader.TryRead(Bytes, out var header))
            (json["width"], json["height"], json["placeholder"], json["placeholder_version"]) = (header.Width, header.Height, Convert.ToBase64String(Encoding.ASCII.GetBytes(Id)[..6]), 1);
        if (Description is not null)
            json["description"] = Description;
        if (ephemeral)
            json["ephemeral"] = true;
        return json;
    }
}
