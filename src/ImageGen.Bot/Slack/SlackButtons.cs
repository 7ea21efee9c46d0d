using ImageGen.Bot.Chat;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Slack;

/// <summary>What the buttons on a job's message do. They carry what they need, so they work after any restart.</summary>
internal sealed class SlackButtons(
    SlackImagine imagine, SlackLists lists, SlackClient slack, SlackRights rights, SlackNotices notices, IJobLedger ledger, JobRemoval removal, ImageProviders providers)
{
    public async Task<Answer> PressAsync(SlackInvocation at, ActionId id, CancellationToken cancellation) => id.Action switch
    {
        ChatAction.Reroll => await AgainAsync(at, id, Again.Reroll, cancellation),
        ChatAction.Variations => await AgainAsync(at, id, (job, request) => Again.Variations(job, request, providers), cancellation),
        ChatAction.Remix => await RequestAsync(at, id, cancellation) is (var job, { } request)
            ? imagine.OpenForm(at, request, IsPrivate(at, job))
            : Forgotten,
        ChatAction.Details => await lists.DetailsAsync(at, id.Job, cancellation),
        ChatAction.Delete => await rights.IfMayDeleteAsync(at, id.Owner, stop => DeleteAsync(at, id, stop), cancellation),
        ChatAction.Cancel => await rights.IfMayDeleteAsync(at, id.Owner, stop => CancelAsync(at, id, stop), cancellation),
        ChatAction.Take => at.User == id.Owner
            ? await TakeAsync(at, id, cancellation)
            : Answer.Say(texts => texts.Format("slack.not_yours", ("owner", Mrkdwn.Mention(id.Owner)))),
    };

    /// <summary>What is said where neither the ledger nor the message knows the job.</summary>
    public static Answer Forgotten { get; } = Answer.Say(static texts => texts["note.forgotten"]);

    private async Task<Answer> AgainAsync(SlackInvocation at, ActionId id, Func<ImageJob?, ImagineRequest, ImagineRequest> change, CancellationToken cancellation) =>
        await RequestAsync(at, id, cancellation) is (var job, { } request)
            ? await imagine.SubmitAsync(at, change(job, request), IsPrivate(at, job), [], null, cancellation)
            : Forgotten;

    /// <summary>What a job was made of: from the ledger, or, where it is forgotten, from its own message.</summary>
    private async Task<(ImageJob? Job, ImagineRequest? Request)> RequestAsync(SlackInvocation at, ActionId id, CancellationToken cancellation) =>
        await ledger.FindAsync(at.Tenant, id.Job, cancellation) is { } job ? (job, Repeat.Of(job)) : (null, ForgottenJob.Request(at.Message));

    private static bool IsPrivate(SlackInvocation at, ImageJob? job) => job?.Order.Context is { IsPrivate: true } || at.IsEphemeral;

    private async Task<Answer> DeleteAsync(SlackInvocation at, ActionId id, CancellationToken cancellation)
    {
        var deleted = await removal.DeleteAsync(at.Tenant, id.Job, cancellation);
        return Answer.Later(stopping => TakeAwayAsync(at, deleted, stopping));
    }

    /// <summary>Takes away the message with the button and the uploaded pictures; the message above them tells who did it.</summary>
    private async Task TakeAwayAsync(SlackInvocation at, ImageJob? deleted, CancellationToken cancellation)
    {
        var pressed = at.Message?.Ts ?? "";
        var isGone = !at.IsEphemeral && (await slack.DeleteMessageAsync(at.Tenant, at.Channel, pressed, cancellation)).Verdict() is SlackVerdict.Done or SlackVerdict.Deleted;
        if (!isGone)
            await slack.RespondAsync(at.Tenant, at.Handle.Url ?? "", new Wire.OutgoingMessage { DeleteOriginal = true }, cancellation);
        if (!SlackMessageRef.TryParse(deleted?.Message, out var message))
            return;
        foreach (var file in message.Files)
            await slack.DeleteFileAsync(at.Tenant, file, cancellation);
        if (message.Root != pressed)
            await slack.UpdateMessageAsync(at.Tenant, message.Channel, message.Root, SlackViews.Deleted(at.User, await notices.TextsAsync(at, cancellation)), cancellation);
    }

    private async Task<Answer> TakeAsync(SlackInvocation at, ActionId id, CancellationToken cancellation) =>
        await NearHitOffer.TakeAsync(ledger, at.Tenant, id.Job, cancellation) switch
        {
            (_, var job, { } request) => await imagine.SubmitAsync(at, request, IsPrivate(at, job), [], null, cancellation),
            (CancelResult.NotFound, _, _) => Forgotten,
            _ => Answer.Say(static texts => texts["note.finished"]),
        };

    private async Task<Answer> CancelAsync(SlackInvocation at, ActionId id, CancellationToken cancellation)
    {
        switch (await ledger.CancelAsync(at.Tenant, id.Job, cancellation))
        {
            // The outcome comes from the reply lane, which updates this very message, and may be there before any word of it
            // being on its way would be.
            case CancelResult.Cancelled or CancelResult.Requested:
                return Answer.Silence;
            case CancelResult.NotFound:
                return Forgotten;
            default:
                return Answer.Say(static texts => texts["note.finished"]);
        }
    }
}
