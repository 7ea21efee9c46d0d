using ImageGen.Bot.Chat;
using ImageGen.Bot.Slack.Wire;
using ImageGen.Core.Chat;

namespace ImageGen.Bot.Slack;

/// <summary>Files for one person, in their direct messages with the bot.</summary>
internal sealed class SlackDirectFiles(SlackClient slack)
{
    /// <summary>Sends files to somebody, in the thread of a message that says what they are.</summary>
    /// <returns>Whether they have them.</returns>
    public async Task<bool> SendAsync(TenantId tenant, string user, string notice, IReadOnlyList<OutgoingFile> files, CancellationToken cancellation)
    {
        var uploaded = new List<FileToShare>();
        foreach (var file in files)
        {
            if (await slack.UploadAsync(tenant, file, cancellation) is not SlackResult<string>.Ok { Answer: var id })
                return false;
            uploaded.Add(new FileToShare(id, file.Filename));
        }

        // A file is shared in a channel by its id, which for a direct message only a message tells.
        var shared = await slack.PostMessageAsync(tenant, user, SlackViews.Notice(notice), cancellation).ThenAsync(message =>
            slack.ShareAsync(tenant, message.Channel, message.Ts, uploaded, cancellation));
        return shared.Verdict() == SlackVerdict.Done;
    }
}
