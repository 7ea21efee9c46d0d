using System.Collections.Concurrent;
using ImageGen.Bot.Slack.Wire;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Slack;

/// <summary>
/// Posts a job's first message as soon as its command is acknowledged: who asked for what, and where it is. The reply
/// lane posts it where this process dies before; both under the same id, which Slack takes once.
/// </summary>
internal sealed class SlackRoots(SlackClient slack, SlackNotices notices, IJobLedger ledger)
{
    /// <summary>Names the first message among a job's.</summary>
    public const string Part = "root";

    private readonly ConcurrentDictionary<JobId, bool> _posting = new();

    /// <summary>Posts it, unless it is there; says it to the user alone where the bot is no member.</summary>
    public async Task PostAsync(SlackInvocation at, ImageJob job, CancellationToken cancellation)
    {
        // One delivery may come twice at once.
        if (!_posting.TryAdd(job.Id, true))
            return;
        try
        {
            var texts = await notices.TextsAsync(at, cancellation);
            if (await ledger.FindAsync(at.Tenant, job.Id, cancellation) is not { Message: null } now || now.State.IsFinal())
                return;
            var (conversation, root) = (now.Order.Conversation, SlackViews.Progress(now, texts));
            var posted = await slack.PostMessageAsync(at.Tenant, conversation.Channel, root with
            {
                ThreadTs = conversation.Thread is { Length: > 0 } thread ? thread : null,
                ClientMsgId = SlackViews.ClientId(job.Id, Part),
            }, cancellation);
            if (posted is SlackResult<SentMessage>.Ok { Answer: var sent })
                await ledger.NoteMessageAsync(at.Tenant, job.Id, new SlackMessageRef(sent.Channel, sent.Ts).ToString(), cancellation);
            else if (posted.Verdict() == SlackVerdict.Forbidden)
                await notices.TellAsync(at, SlackViews.Waiting(now, texts), replacesOriginal: false, cancellation);
        }
        finally
        {
            _posting.TryRemove(job.Id, out _);
        }
    }
}
