using ImageGen.Bot.Chat;
using ImageGen.Bot.Slack.Wire;
using ImageGen.Core.Chat;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Slack;

/// <summary>
/// Tells a job's outcome on Slack: the first message (posted when the command came, else here), the picture in its
/// thread, then the first message brought up to date. What Slack has is noted at once (<see cref="SlackMessageRef"/>),
/// and posts carry an id of ours, so an attempt goes on where the one before it stopped and nothing is posted twice.
/// Where the bot is no member, the command's <c>response_url</c> tells it, else a direct message.
/// </summary>
internal sealed partial class SlackReplier(
    SlackClient slack, PictureFiles pictures, SlackPeople people, IJobLedger ledger, IImageStore store, ImageProviders providers, TimeProvider clock, ILogger<SlackReplier> logger)
    : IChatReplier
{
    /// <summary>The process that took the command posts the first message; it is given this long for it.</summary>
    private static readonly TimeSpan RootGrace = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan StepWait = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ImageWait = TimeSpan.FromSeconds(2);

    public string Platform => SlackInstallations.Platform;

    public async Task<ReplyResult> ReplyAsync(ChatReply reply, CancellationToken cancellation)
    {
        var result = await TellAsync(reply, cancellation);
        // An attempt that got further is no failed one: what it did is noted, and it can get no further than the end.
        return result is ReplyResult.TryLater { After: null } && await HasGotFurtherAsync(reply.Job, cancellation)
            ? new ReplyResult.TryLater(StepWait, CountsAsAttempt: false)
            : result;
    }

    /// <summary>Brings the first message up to date: what showed progress may have overtaken the outcome.</summary>
    public async Task RestoreAsync(ImageJob job, CancellationToken cancellation)
    {
        if (!SlackMessageRef.TryParse(job.Message, out var at))
            return;
        var telling = await SettingAsync(job, [.. job.Outcome!.Assets.Select(store.UrlOf)], cancellation);
        await slack.UpdateMessageAsync(job.Order.Tenant, at.Channel, at.Root, telling.Root(at), cancellation);
    }

    private async Task<bool> HasGotFurtherAsync(ImageJob job, CancellationToken cancellation) =>
        await ledger.FindAsync(job.Order.Tenant, job.Id, cancellation) is { } now && now.Message != job.Message;

    private async Task<ReplyResult> TellAsync(ChatReply reply, CancellationToken cancellation)
    {
        var telling = await SettingAsync(reply.Job, reply.ImageUrls, cancellation);
        if (SlackMessageRef.TryParse(reply.Job.Message, out var at))
            return await FillAsync(telling, at, isUpToDate: false, cancellation);
        if (telling.IsPrivate)
            return await PrivatelyAsync(telling, cancellation);
        if (!reply.Job.Cached && reply.Job.Order.CreatedAt + RootGrace - clock.GetUtcNow() is { Ticks: > 0 } left)
            return new ReplyResult.TryLater(left < TimeSpan.FromSeconds(1) ? left : TimeSpan.FromSeconds(1), CountsAsAttempt: false);
        return await InChannelAsync(telling, cancellation);
    }

    private async Task<SlackTelling> SettingAsync(ImageJob job, IReadOnlyList<Uri> urls, CancellationToken cancellation)
    {
        var order = job.Order;
        var locale = order.Context?.Locale ?? await people.LocaleAsync(order.Tenant, order.User, cancellation);
        return SlackTelling.Of(job, urls, locale, store, providers);
    }

    /// <summary>Posts the first message where the command was given, then all that belongs to it.</summary>
    private async Task<ReplyResult> InChannelAsync(SlackTelling telling, CancellationToken cancellation)
    {
        var posted = await PostRootAsync(telling, telling.Job.Order.Conversation.Channel, telling.Thread, SlackRoots.Part, cancellation);
        return posted switch
        {
            SlackResult<SentMessage>.Ok { Answer: var sent } => await StartedAsync(telling, sent, cancellation),
            _ when posted.Verdict() is SlackVerdict.Forbidden => await ElsewhereAsync(telling, cancellation),
            _ when posted.Verdict() is SlackVerdict.Refused or SlackVerdict.ImageNotLoaded => await SimplerAsync(telling, posted.Verdict(), InChannelAsync, posted, cancellation),
            _ => Told(posted),
        };
    }

    /// <summary>Tells the user alone: where they gave the command, else in a direct message.</summary>
    private async Task<ReplyResult> PrivatelyAsync(SlackTelling telling, CancellationToken cancellation)
    {
        if (!telling.IsWholeMessage)
            return await DirectlyAsync(telling, cancellation);
        if (await RespondAsync(telling, ResponseType.Ephemeral, cancellation) is { } told)
            return told;
        var (order, message) = (telling.Job.Order, telling.Outcome with { ThreadTs = telling.Thread });
        if (order.Conversation.Channel != order.User)
        {
            var shown = await slack.PostEphemeralAsync(order.Tenant, order.Conversation.Channel, order.User, message, cancellation);
            if (shown.Verdict() is SlackVerdict.Done or SlackVerdict.Later)
                return Told(shown);
        }

        return await DirectlyAsync(telling, cancellation);
    }

    /// <summary>Tells it where the bot is no member.</summary>
    private async Task<ReplyResult> ElsewhereAsync(SlackTelling telling, CancellationToken cancellation) =>
        telling.IsWholeMessage && await RespondAsync(telling, ResponseType.InChannel, cancellation) is { } told
            ? told
            : await DirectlyAsync(telling, cancellation);

    /// <summary>Goes elsewhere from a place that the bot was thrown out of; from a direct message there is nowhere to go.</summary>
    private async Task<ReplyResult> LeaveAsync<T>(SlackTelling telling, SlackResult<T> result, CancellationToken cancellation) =>
        telling.IsDirect ? Told(result) : await ElsewhereAsync(telling, cancellation);

    /// <summary>Sends the pictures directly from where they cannot be shared, which is said there: the first message would promise them for ever.</summary>
    private async Task<ReplyResult> GoDirectAsync(SlackTelling telling, SlackMessageRef at, CancellationToken cancellation)
    {
        await slack.UpdateMessageAsync(telling.Job.Order.Tenant, at.Channel, at.Root, SlackViews.InDirectMessage(telling.Job, telling.Texts), cancellation);
        return await DirectlyAsync(telling, cancellation);
    }

    /// <summary>Uses the command's <c>response_url</c>; null where it is no way, or none any more.</summary>
    private async Task<ReplyResult?> RespondAsync(SlackTelling telling, string type, CancellationToken cancellation)
    {
        var (job, order) = (telling.Job, telling.Job.Order);
        var handle = SlackReplyHandle.Parse(order.Conversation.Token);
        if (!handle.IsOpen(clock.GetUtcNow()) || job.Attempts > SlackReplyHandle.UsesOfReply)
            return null;
        var message = telling.Outcome with { ResponseType = type, ThreadTs = telling.Thread, ReplaceOriginal = false };
        var told = await slack.RespondAsync(order.Tenant, handle.Url, message, cancellation);
        return told.Verdict() is SlackVerdict.Done or SlackVerdict.Later ? Told(told) : null;
    }

    /// <summary>The last way: a direct message, with a thread of its own.</summary>
    private async Task<ReplyResult> DirectlyAsync(SlackTelling telling, CancellationToken cancellation)
    {
        telling = telling with { IsDirect = true };
        var posted = await PostRootAsync(telling, telling.Job.Order.User, null, "direct", cancellation);
        return posted switch
        {
            SlackResult<SentMessage>.Ok { Answer: var sent } => await StartedAsync(telling, sent, cancellation),
            _ when posted.Verdict() is SlackVerdict.Refused or SlackVerdict.ImageNotLoaded => await SimplerAsync(telling, posted.Verdict(), DirectlyAsync, posted, cancellation),
            _ => Told(posted),
        };
    }

    private Task<SlackResult<SentMessage>> PostRootAsync(SlackTelling telling, string channel, string? thread, string part, CancellationToken cancellation)
    {
        var order = telling.Job.Order;
        var root = telling.Root(new SlackMessageRef(channel, ""));
        return slack.PostMessageAsync(order.Tenant, channel, root with { ThreadTs = thread, ClientMsgId = SlackViews.ClientId(order.Id, part) }, cancellation);
    }

    private async Task<ReplyResult> StartedAsync(SlackTelling telling, SentMessage sent, CancellationToken cancellation)
    {
        var at = new SlackMessageRef(sent.Channel, sent.Ts);
        await NoteAsync(telling, at, cancellation);
        return await FillAsync(telling, at, isUpToDate: !sent.IsDuplicate, cancellation);
    }

    /// <summary>Adds to the first message what is not there yet.</summary>
    private async Task<ReplyResult> FillAsync(SlackTelling telling, SlackMessageRef at, bool isUpToDate, CancellationToken cancellation)
    {
        if (telling.Shape == SlackShape.Uploaded && !at.IsShared)
            return await ShareAsync(telling, at, isUpToDate, cancellation);
        if (!telling.IsInPlace(at) && at.Result is null)
            return await PostResultAsync(telling, at, isUpToDate, cancellation);
        if (isUpToDate)
            return new ReplyResult.Delivered(at.ToString());

        var updated = await slack.UpdateMessageAsync(telling.Job.Order.Tenant, at.Channel, at.Root, telling.Root(at), cancellation);
        return updated.Verdict() switch
        {
            // Who deletes the message has seen it, or does not want to. The picture has a message of its own.
            SlackVerdict.Done or SlackVerdict.Deleted => new ReplyResult.Delivered(at.ToString()),
            SlackVerdict.Forbidden when at.Result is not null => new ReplyResult.Delivered(at.ToString()),
            SlackVerdict.Forbidden => await LeaveAsync(telling, updated, cancellation),
            SlackVerdict.Refused or SlackVerdict.ImageNotLoaded => await SimplerAsync(
                telling, updated.Verdict(), (simpler, stop) => FillAsync(simpler, at, isUpToDate: false, stop), updated, cancellation),
            _ => Told(updated),
        };
    }

    /// <summary>
    /// Uploads the pictures and shares them in the thread. Sharing cannot be asked for twice, so the files are noted
    /// before: where Slack then knows of no file to share, it was shared already, or the upload has been dropped since.
    /// </summary>
    private async Task<ReplyResult> ShareAsync(SlackTelling telling, SlackMessageRef at, bool isUpToDate, CancellationToken cancellation)
    {
        var tenant = telling.Job.Order.Tenant;
        var wasTried = at.Files.Count > 0;
        var altTexts = ResultCard.Of(telling.Job, providers, telling.Texts).AltTexts;
        if (!wasTried)
        {
            var ids = new List<string>();
            foreach (var file in pictures.Of(telling.Job.Outcome!.Assets, altTexts))
            {
                var uploaded = await slack.UploadAsync(tenant, file, cancellation);
                if (uploaded is not SlackResult<string>.Ok { Answer: var id })
                    return await NotSharedAsync(uploaded);
                ids.Add(id);
            }

            at = at with { Files = ids };
            await NoteAsync(telling, at, cancellation);
        }

        var thread = telling.IsInPlace(at) ? telling.Thread : at.Root;
        var title = Cut.To(telling.Job.Order.Prompt.Value, 100);
        var shared = await slack.ShareAsync(tenant, at.Channel, thread, [.. at.Files.Select(id => new FileToShare(id, title))], cancellation);
        if (wasTried && shared is SlackResult<Nothing>.Failed { Error: SlackError.FileNotFound })
        {
            var found = await slack.GetFileAsync(tenant, at.Files[0], cancellation);
            if (found is SlackResult<SlackFile>.Failed { Error: SlackError.FileNotFound })
                return await ShareAsync(telling, at with { Files = [] }, isUpToDate, cancellation);
            // Who may not look takes it as shared, rather than show it twice.
            if (found.Verdict() == SlackVerdict.Later)
                return Told(found);
        }
        else if (shared is not SlackResult<Nothing>.Ok)
        {
            return await NotSharedAsync(shared);
        }

        at = at with { IsShared = true };
        await NoteAsync(telling, at, cancellation);
        return await FillAsync(telling, at, isUpToDate, cancellation);

        async Task<ReplyResult> NotSharedAsync<T>(SlackResult<T> result) => result.Verdict() switch
        {
            SlackVerdict.Later or SlackVerdict.TokenEnded => Told(result),
            SlackVerdict.Forbidden when !telling.IsDirect && result is not SlackResult<T>.Failed { Error: SlackError.MissingScope } => await GoDirectAsync(telling, at, cancellation),
            var verdict => await SimplerAsync(telling, verdict, (simpler, stop) => FillAsync(simpler, at with { Files = [] }, isUpToDate: false, stop), result, cancellation),
        };
    }

    /// <summary>Posts the picture in the thread of the first message.</summary>
    private async Task<ReplyResult> PostResultAsync(SlackTelling telling, SlackMessageRef at, bool isUpToDate, CancellationToken cancellation)
    {
        var order = telling.Job.Order;
        var message = telling.Outcome with { ThreadTs = at.Root, ClientMsgId = SlackViews.ClientId(order.Id, "result") };
        var posted = await slack.PostMessageAsync(order.Tenant, at.Channel, message, cancellation);
        switch (posted.Verdict())
        {
            case SlackVerdict.Done when posted is SlackResult<SentMessage>.Ok { Answer: var sent }:
                at = at with { Result = sent.Ts };
                await NoteAsync(telling, at, cancellation);
                return await FillAsync(telling, at, isUpToDate, cancellation);
            case SlackVerdict.Forbidden:
                return await LeaveAsync(telling, posted, cancellation);
            case SlackVerdict.Deleted:
                return new ReplyResult.Delivered(at.ToString());
            case SlackVerdict.Refused or SlackVerdict.ImageNotLoaded:
                return await SimplerAsync(telling, posted.Verdict(), (simpler, stop) => FillAsync(simpler, at, isUpToDate, stop), posted, cancellation);
            default:
                return Told(posted);
        }
    }

    /// <summary>Goes on with what is left where Slack will not have the outcome as it is.</summary>
    private async Task<ReplyResult> SimplerAsync<T>(
        SlackTelling telling, SlackVerdict verdict, Func<SlackTelling, CancellationToken, Task<ReplyResult>> goOn, SlackResult<T> result, CancellationToken cancellation)
    {
        // The address of a picture just stored may take a moment to be reachable from everywhere.
        if (verdict == SlackVerdict.ImageNotLoaded && telling.Job.Attempts <= 1)
            return new ReplyResult.TryLater(ImageWait);
        if (telling.Simpler(verdict) is not { } simpler)
            return Told(result);
        if (result is SlackResult<T>.Failed failed)
            LogRefused(telling.Job.Id, failed.Error, simpler.Shape);
        return await goOn(simpler, cancellation);
    }

    private Task<bool> NoteAsync(SlackTelling telling, SlackMessageRef at, CancellationToken cancellation) =>
        ledger.NoteMessageAsync(telling.Job.Order.Tenant, telling.Job.Id, at.ToString(), cancellation);

    private static ReplyResult Told<T>(SlackResult<T> result) => (result, result.Verdict()) switch
    {
        (SlackResult<T>.RateLimited limited, _) => new ReplyResult.TryLater(limited.RetryAfter, CountsAsAttempt: false),
        (_, SlackVerdict.Later) => new ReplyResult.TryLater(),
        (_, SlackVerdict.Done or SlackVerdict.Deleted) => new ReplyResult.Delivered(),
        (SlackResult<T>.Failed failed, _) => new ReplyResult.Undeliverable($"Slack answered {failed.Error}"),
        var (other, _) => throw new InvalidOperationException($"There is no answer {other.GetType().Name}."),
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: Slack would not have its outcome ({Error}); it is told as {Shape}.")]
    private partial void LogRefused(JobId job, string error, SlackShape shape);
}
