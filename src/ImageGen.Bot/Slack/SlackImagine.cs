using ImageGen.Bot.Chat;
using ImageGen.Bot.Slack.Wire;
using ImageGen.Core;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Slack;

/// <summary>Orders pictures: from <c>/imagine</c>, a mention, a button or a form, all through one door.</summary>
internal sealed class SlackImagine(
    JobIntake intake, IGuildSettingsStore guilds, ImageProviders providers, SlackClient slack, SlackReferences references, SlackRoots roots, SlackNotices notices, SlackGroups groups, ProgressFeed progress)
{
    /// <summary>A command as typed, with a picture to go by where files are with it.</summary>
    public Task<Answer> TypedAsync(SlackInvocation at, string text, IReadOnlyList<SlackFile?>? files, CancellationToken cancellation)
    {
        var faults = ImagineCommand.Parse(text, out var request).ToList();
        return SubmitAsync(at, references.Attach(request, files, faults), isPrivate: false, faults, null, cancellation);
    }

    /// <summary>A filled form.</summary>
    public Task<Answer> FilledAsync(SlackInvocation at, IncomingView view, CancellationToken cancellation)
    {
        if (!SlackFormSubject.TryParse(view.PrivateMetadata, out var subject))
            return Task.FromResult(new Answer { Errors = texts => SlackForms.Errors([(SlackForms.Prompt, texts["slack.unknown.form"])], view.State) });
        var (request, isPrivate, faults) = SlackForms.Read(view.State, subject);
        var where = subject.Conversation;
        return SubmitAsync(
            at with { Channel = where.Channel, Thread = where.Thread, Handle = SlackReplyHandle.Parse(where.Token) }, request, isPrivate, faults, view.State, cancellation);
    }

    /// <summary>Opens the form, filled as far as the request goes. The right to do that ends within seconds.</summary>
    public Answer OpenForm(SlackInvocation at, ImagineRequest request, bool isPrivate) => Answer.Later(async cancellation =>
    {
        if (at.Trigger is not { Length: > 0 } trigger)
            return;
        var guild = await guilds.GetAsync(at.Tenant, cancellation);
        var texts = await notices.TextsAsync(at, cancellation);
        var subject = new SlackFormSubject(at.Conversation, request.Reference, request.ReferenceUrl);
        var opened = await slack.OpenViewAsync(at.Tenant, trigger, SlackForms.Of(subject, request, isPrivate, guild, providers, texts), cancellation);
        if (opened is not SlackResult<OpenedView>.Ok)
            await notices.TellAsync(at, SlackViews.Notice(texts["slack.form.late"]), replacesOriginal: false, cancellation);
    });

    /// <summary>Opens the form for a message: its words, and its picture where somebody can go by it.</summary>
    public Answer OpenForm(SlackInvocation at, IncomingMessage message)
    {
        var request = new ImagineRequest { Prompt = Mrkdwn.Words(message.Text ?? "") };
        if (providers.ForReference is not null)
            request = references.Attach(request, message.Files, []);
        return OpenForm(at, request, isPrivate: false);
    }

    /// <summary>
    /// Orders a picture. Where that works, nothing need be said at once: the first message follows, or with a cached
    /// picture all of it, through the reply lane. Costs one round trip to the ledger.
    /// </summary>
    public async Task<Answer> SubmitAsync(
        SlackInvocation at, ImagineRequest request, bool isPrivate, IReadOnlyList<FieldFault> faults, ViewState? form, CancellationToken cancellation)
    {
        switch (await intake.SubmitAsync(request, at.Requester(isPrivate, groups.Of(at.Tenant, at.User)), cancellation, faults))
        {
            case Ticket.Accepted { Job: var job } when job.State.IsFinal():
                return Answer.Silence;
            case Ticket.Accepted { Job: var job } when isPrivate && at.Origin == SlackOrigin.Form:
                // A form is nowhere: what it is about has the place.
                return Answer.Later(async stopping => await notices.TellAsync(at, SlackViews.Waiting(job, await notices.TextsAsync(at, stopping)), replacesOriginal: false, stopping));
            case Ticket.Accepted { Job: var job } when isPrivate || (at.Origin == SlackOrigin.Command && roots.IsBusy):
                return new Answer { Notice = texts => SlackViews.Waiting(job, texts) };
            case Ticket.Accepted { Job: var job }:
                return Answer.Later(async stopping =>
                {
                    await roots.PostAsync(at, job, stopping);
                    progress.Follow(job);
                });
            case Ticket.Invalid invalid when at.Origin == SlackOrigin.Form:
                return new Answer { Errors = texts => SlackForms.Errors(invalid.Faults.Select(fault => (fault.Field, texts.Fault(fault))), form) };
            case Ticket.Invalid invalid:
                return new Answer { Notice = texts => SlackViews.Faults(invalid.Faults, texts) };
            case Ticket.OverLimit over when at.Origin == SlackOrigin.Form:
                return new Answer { Errors = texts => SlackForms.Errors([(SlackForms.Prompt, LimitText.Of(over, texts, Mrkdwn.Plain))], form) };
            case Ticket.OverLimit over:
                return Answer.Say(texts => LimitText.Of(over, texts, Mrkdwn.When));
            case var other:
                throw new InvalidOperationException($"Intake answered {other.GetType().Name}.");
        }
    }
}
