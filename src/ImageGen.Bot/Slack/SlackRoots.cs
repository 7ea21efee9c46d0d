using System.Collections.Concurrent;
using ImageGen.Bot.Chat;
using ImageGen.Bot.Slack.Wire;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Slack;

/// <summary>
/// Posts a job's first message as soon as its command is acknowledged: who asked for what, and where it is. The reply
/// lane posts it where this process dies before; both under the same id, which Slack takes once.
/// </summary>
internal sealed class SlackRoots(SlackClient slack, SlackNotices notices, IJobLedger ledger, IImageStore store, TimeProvider clock)
{
    /// <summary>Names the first message among a job's.</summary>
    public const string Part = "root";

    private const int MaxAttempts = 4;

    /// <summary>
    /// Most posted at once. Slack takes about one a second in a channel: of a flood, the rest would only stand in line,
    /// and all ask the ledger again at the moment Slack has them try anew.
    /// </summary>
    private const int MaxPosting = 100;

    private static readonly TimeSpan OutageWait = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<JobId, bool> _posting = new();

    /// <summary>Whether so many are on their way that no other is taken: the reply lane posts those with the pictures.</summary>
    public bool IsBusy => _posting.Count >= MaxPosting;

    /// <summary>Posts it, unless it is there or too many are on their way; says it to the user alone where the bot is no member.</summary>
    public async Task PostAsync(SlackInvocation at, ImageJob job, CancellationToken cancellation)
    {
        // One delivery may come twice at once.
        if (IsBusy || !_posting.TryAdd(job.Id, true))
            return;
        try
        {
            for (var attempt = 1; attempt <= MaxAttempts; attempt++)
            {
                if (await TryPostAsync(at, job, cancellation) is not { } wait)
                    return;
                await Task.Delay(wait < LongestWait ? wait : LongestWait, clock, cancellation);
            }
        }
        finally
        {
            _posting.TryRemove(job.Id, out _);
        }
    }

    /// <summary>Posts it if nothing tells of the job yet.</summary>
    /// <returns>How long to wait where Slack did not take it now; null where there is nothing more to do.</returns>
    private async Task<TimeSpan?> TryPostAsync(SlackInvocation at, ImageJob job, CancellationToken cancellation)
    {
        var texts = await notices.TextsAsync(at, cancellation);
        if (await ledger.FindAsync(at.Tenant, job.Id, cancellation) is not { Message: null } now || now.State.IsFinal())
            return null;
        var (conversation, root) = (now.Order.Conversation, SlackViews.Progress(now, NearHitOffer.Picture(now, store), texts));
        var posted = await slack.PostMessageAsync(at.Tenant, conversation.Channel, root with
        {
            ThreadTs = conversation.Thread is { Length: > 0 } thread ? thread : null,
            ClientMsgId = SlackViews.ClientId(job.Id, Part),
        }, cancellation);
        switch (posted)
        {
            case SlackResult<SentMessage>.Ok { Answer: var sent }:
                // Slack may have taken its time, and the reply gone ahead: it has noted more than this.
                if (await ledger.FindAsync(at.Tenant, job.Id, cancellation) is { Message: null })
                    await ledger.NoteMessageAsync(at.Tenant, job.Id, new SlackMessageRef(sent.Channel, sent.Ts).ToString(), cancellation);
                return null;
            case SlackResult<SentMessage>.RateLimited { RetryAfter: var wait }:
                return wait;
            case SlackResult<SentMessage>.Unreachable:
                return OutageWait;
            default:
                if (posted.Verdict() == SlackVerdict.Forbidden)
                    await notices.TellAsync(at, SlackViews.Waiting(now, texts), replacesOriginal: false, cancellation);
                return null;
        }
    }
}
