using System.Text;
using ImageGen.Bot.Chat;
using ImageGen.Bot.Slack.Wire;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;

namespace ImageGen.Bot.Slack;

/// <summary>A workspace's styles as a file: sent to an admin, and read from what they uploaded.</summary>
internal sealed class SlackStyleFiles(GuildAdministration administration, SlackClient slack, SlackDirectFiles files)
{
    private const int MaxInMessage = 2900;

    /// <summary>Files told by their id alone.</summary>
    private const string CheckFileInfo = "check_file_info";

    /// <summary>Sends the styles to somebody as a direct message.</summary>
    /// <returns>What to tell them: where the file is, its text where it cannot be sent, or why there is neither.</returns>
    public async Task<IReadOnlyList<string>> ExportAsync(TenantId tenant, string user, CancellationToken cancellation)
    {
        var json = await administration.ExportStylesAsync(tenant, cancellation);
        var bytes = Encoding.UTF8.GetBytes(json);
        var file = new OutgoingFile("styles.json", "application/json", "The styles of this workspace", bytes.Length, _ => Task.FromResult<Stream>(new MemoryStream(bytes)));
        return await files.SendAsync(tenant, user, "The styles of this workspace are in this thread, as a file that the import takes.", [file], cancellation) ? ["The file is in our direct messages."]
            : json.Length <= MaxInMessage ? ["The file could not be sent, so here is its text:", $"```{Mrkdwn.EscapeEntities(json)}```"]
            : ["⚠️ The file could not be sent. The app needs the scope files:write for it."];
    }

    /// <summary>Reads a file of styles.</summary>
    /// <returns>Its text, or why it cannot be read.</returns>
    public async Task<(string? Json, string? Fault)> ReadAsync(TenantId tenant, SlackFile file, CancellationToken cancellation)
    {
        if (file.FileAccess == CheckFileInfo && await slack.GetFileAsync(tenant, file.Id, cancellation) is SlackResult<SlackFile>.Ok { Answer: var whole })
            file = whole;
        if (!Uri.TryCreate(file.UrlPrivate, UriKind.Absolute, out var url))
            return (null, "The file is gone. Upload it again.");
        if (file.Size > GuildAdministration.MaxImportBytes)
            return (null, TooLarge);
        var opened = await slack.OpenFileAsync(tenant, url, GuildAdministration.MaxImportBytes, static type => type != "text/html", cancellation);
        if (opened is not SlackResult<Stream>.Ok { Answer: var stream })
            return (null, opened is SlackResult<Stream>.Failed { Error: SlackError.WrongKind } ? "The file cannot be read. The app needs the scope files:read for it."
                : opened is SlackResult<Stream>.Failed { Error: SlackError.FileTooLarge } ? TooLarge
                : "Slack did not hand out the file. Try again.");
        await using var _ = stream;
        return await ReadAsync(stream, cancellation) is { } bytes ? (Encoding.UTF8.GetString(bytes), null) : (null, TooLarge);
    }

    private static string TooLarge => $"The file must have at most {GuildAdministration.MaxImportBytes} bytes.";

    /// <summary>All of it; null where it is longer than it may be, whatever was said.</summary>
    private static async Task<byte[]?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        using var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellation) is > 0 and var count)
        {
            read.Write(buffer, 0, count);
            if (read.Length > GuildAdministration.MaxImportBytes)
                return null;
        }

        return read.ToArray();
    }
}
