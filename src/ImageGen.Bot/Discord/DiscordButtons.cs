using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Core;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Discord;

/// <summary>What the buttons on a job's message do. They carry what they need, so they work after any restart.</summary>
internal sealed class DiscordButtons(
    DiscordImagine imagine, DiscordClient discord, IJobLedger ledger, IGuildSettingsStore guilds, JobRemoval removal, ImageProviders providers, IImageStore store)
{
    public async Task<Answer> PressAsync(Invocation at, ActionId id, CancellationToken cancellation) => id.Action switch
    {
        ChatAction.Reroll => await AgainAsync(at, id, Again.Reroll, cancellation),
        ChatAction.Variations => await AgainAsync(at, id, Vary, cancellation),
        ChatAction.Remix => await RequestAsync(at, id, cancellation) is (_, { } request)
            ? new InteractionAnswer.OpenModal(DiscordForms.Remix(id, request, at.Texts))
            : Forgotten(at),
        ChatAction.Details => await ledger.FindAsync(at.Tenant, id.Job, cancellation) is { } job
            ? new InteractionAnswer.NewMessage(DiscordDetails.Of(job, store, providers, at.Texts))
            : Forgotten(at),
        ChatAction.Delete => await WhereAllowedAsync(at, id, DeleteAsync, cancellation),
        ChatAction.Cancel => await WhereAllowedAsync(at, id, CancelAsync, cancellation),
        ChatAction.Take => at.User == id.Owner
            ? await TakeAsync(at, id, cancellation)
            : Answer.Notice(at.Texts.Format("note.not_yours", ("owner", $"<@{id.Owner}>"))),
    };

    /// <summary>A filled form of a job: its request with the words changed.</summary>
    public Task<Answer> SubmitAsync(Invocation at, ActionId id, IReadOnlyDictionary<string, string> fields, CancellationToken cancellation)
    {
        var faults = ImagineCommand.Parse(fields.GetValueOrDefault("prompt", ""), out var typed);
        return AgainAsync(at, id, (job, request) =>
        {
            var start = id.Action == ChatAction.Variations ? Vary(job, request) : request;
            return DiscordForms.Merge(start, typed, fields);
        }, cancellation, faults);
    }

    private ImagineRequest Vary(ImageJob? job, ImagineRequest request) => Again.Variations(job, request, providers);

    private async Task<Answer> AgainAsync(
        Invocation at, ActionId id, Func<ImageJob?, ImagineRequest, ImagineRequest> change, CancellationToken cancellation, IReadOnlyList<FieldFault>? faults = null)
    {
        if (await RequestAsync(at, id, cancellation) is not (var job, { } request))
            return Forgotten(at);
        var isPrivate = job?.Order.Context is { IsPrivate: true } || at.Interaction.Message is { IsEphemeral: true };
        return await imagine.SubmitAsync(at, change(job, request), isPrivate, faults ?? [], cancellation);
    }

    /// <summary>What a job was made of: from the ledger, or, where it is forgotten, from its own message.</summary>
    public async Task<(ImageJob? Job, ImagineRequest? Request)> RequestAsync(Invocation at, ActionId id, CancellationToken cancellation) =>
        await ledger.FindAsync(at.Tenant, id.Job, cancellation) is { } job ? (job, Repeat.Of(job)) : (null, ForgottenJob.Request(at.Interaction.Message));

    private async Task<Answer> WhereAllowedAsync(Invocation at, ActionId id, Func<Invocation, ActionId, CancellationToken, Task<Answer>> act, CancellationToken cancellation)
    {
        var rules = (await guilds.GetAsync(at.Tenant, cancellation)).Rules;
        return at.MayDelete(rules, id.Owner) ? await act(at, id, cancellation) : Answer.Notice(at.Texts.Format(rules.Deletion switch
        {
            DeletionRight.Author => "note.only_author",
            DeletionRight.Admins => "note.only_admins",
            DeletionRight.AuthorAndAdmins or null => "note.not_yours",
        }, ("owner", $"<@{id.Owner}>")));
    }

    private async Task<Answer> DeleteAsync(Invocation at, ActionId id, CancellationToken cancellation)
    {
        await removal.DeleteAsync(at.Tenant, id.Job, cancellation);
        // The answer itself takes the picture off the message; then the message goes too.
        return new Answer(new InteractionAnswer.Update(DiscordViews.Deleted(at.User, at.Texts)), async stopping =>
        {
            var message = at.Interaction.Message;
            if (await discord.DeleteOriginalAsync(at.Interaction.Token, stopping) is not DiscordResult<Nothing>.Ok && message is { ChannelId: { } channel })
                await discord.DeleteMessageAsync(channel, message.Id, stopping);
        });
    }

    private async Task<Answer> CancelAsync(Invocation at, ActionId id, CancellationToken cancellation)
    {
        switch (await ledger.CancelAsync(at.Tenant, id.Job, cancellation))
        {
            // The outcome comes from the reply lane, which edits this very message, and may be there before this answer is
            // read: it must not be covered by a word of it being on its way.
            case CancelResult.Cancelled or CancelResult.Requested:
                return new InteractionAnswer.DeferredUpdate();
            case CancelResult.NotFound:
                return Forgotten(at);
            default:
                return Answer.Notice(at.Texts["note.finished"]);
        }
    }

    private async Task<Answer> TakeAsync(Invocation at, ActionId id, CancellationToken cancellation) =>
        await NearHitOffer.TakeAsync(ledger, at.Tenant, id.Job, cancellation) switch
        {
            (_, { } job, { } request) => await imagine.SubmitAsync(at, request, job.Order.Context is { IsPrivate: true }, [], cancellation),
            (CancelResult.NotFound, _, _) => Forgotten(at),
            _ => Answer.Notice(at.Texts["note.finished"]),
        };

    private static Answer Forgotten(Invocation at) => Answer.Notice(at.Texts["note.forgotten"]);
}
