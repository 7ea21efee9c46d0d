using ImageGen.Bot.Chat;
using ImageGen.Bot.Slack.Wire;
using ImageGen.Core.Jobs;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Slack;

/// <summary>What a verified request is answered with, and what is done once the answer has left.</summary>
/// <param name="Message">A line that only the user sees, in answer to a command.</param>
/// <param name="Form">What becomes of a submitted form that does not close.</param>
/// <param name="After">What may take longer.</param>
internal sealed record SlackResponse(OutgoingMessage? Message = null, SubmissionAnswer? Form = null, Func<CancellationToken, Task>? After = null);

/// <summary>Answers verified requests: the adapter's table of contents.</summary>
internal sealed partial class SlackInteractions(
    SlackImagine imagine,
    SlackButtons buttons,
    SlackLists lists,
    SlackHome home,
    SlackAdmin admin,
    SlackAdminForms adminForms,
    SlackForget forget,
    SlackNotices notices,
    SlackPeople people,
    SlackGroups groups,
    SlackInstallations installations,
    TimeProvider clock,
    ILogger<SlackInteractions> logger)
{
    /// <summary>Slack waits three seconds. What takes longer may still come about, and its outcome is told then.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.2);

    /// <summary>Answers a typed command.</summary>
    /// <returns>Null for what is none: it says neither who nor where.</returns>
    public async Task<SlackResponse?> CommandAsync(TypedCommand command, CancellationToken cancellation) =>
        SlackInvocation.TryRead(command, clock.GetUtcNow(), out var at)
            ? await CarryOutAsync(at, () => CommandAsync(at, command, cancellation), cancellation)
            : null;

    /// <summary>Answers a button, a shortcut or a form.</summary>
    /// <returns>Null for what is none.</returns>
    public async Task<SlackResponse?> InteractionAsync(Interaction interaction, CancellationToken cancellation)
    {
        if (interaction.Type == InteractionType.Closed)
            return new SlackResponse();
        return SlackInvocation.TryRead(interaction, clock.GetUtcNow(), out var at)
            ? await CarryOutAsync(at, () => InteractionAsync(at, interaction, cancellation), cancellation)
            : null;
    }

    /// <summary>Heeds an event. One that does not concern the bot is acknowledged all the same.</summary>
    public async Task<SlackResponse> EventAsync(EventEnvelope envelope, CancellationToken cancellation)
    {
        switch (envelope.Event)
        {
            // Whoever answers bots, itself among them, never stops.
            case { Type: EventType.Mention, BotId: null } told when SlackInvocation.TryRead(envelope, out var at):
                return await CarryOutAsync(at, () => MentionAsync(at, envelope, told, cancellation), cancellation);
            case { Type: EventType.HomeOpened, Tab: "home" } when SlackInvocation.TryRead(envelope, out var at):
                return await CarryOutAsync(at, () => Task.FromResult(Answer.Later(stopping => home.PublishAsync(at, stopping))), cancellation);
            case { Type: EventType.Uninstalled }:
            case { Type: EventType.TokensRevoked, Tokens.Bot.Count: > 0 }:
                await installations.RemoveAsync(SlackInvocation.WorkspaceOf(envelope), envelope.OccurredAt ?? clock.GetUtcNow(), cancellation);
                return new SlackResponse();
            default:
                return new SlackResponse();
        }
    }

    private Task<Answer> CommandAsync(SlackInvocation at, TypedCommand command, CancellationToken cancellation)
    {
        var text = Mrkdwn.Unescape(command.Text).Trim();
        return command.Command switch
        {
            SlackManifest.Command when text.Length > 0 => TypedAsync(at, text, null, cancellation),
            SlackManifest.Command => Task.FromResult(imagine.OpenForm(at, new ImagineRequest(), isPrivate: false)),
            SlackManifest.AdminCommand => Task.FromResult(admin.Command(at, text)),
            SlackManifest.ForgetCommand => Task.FromResult(SlackForget.Ask()),
            _ => Task.FromResult(Unknown("slack.unknown.command")),
        };
    }

    private Task<Answer> MentionAsync(SlackInvocation at, EventEnvelope envelope, IncomingEvent told, CancellationToken cancellation)
    {
        var text = Mrkdwn.Words(AfterMention(told.Text ?? "", envelope.Authorizations is [{ UserId: { } bot }, ..] ? bot : null));
        return text.Length == 0 && told.Files is not { Count: > 0 }
            ? lists.HelpAsync(at, cancellation)
            : TypedAsync(at, text, told.Files, cancellation);
    }

    private Task<Answer> TypedAsync(SlackInvocation at, string text, IReadOnlyList<SlackFile?>? files, CancellationToken cancellation) =>
        lists.Find(text) is { } list ? list(at, cancellation) : imagine.TypedAsync(at, text, files, cancellation);

    private async Task<Answer> InteractionAsync(SlackInvocation at, Interaction interaction, CancellationToken cancellation) => at.Origin switch
    {
        SlackOrigin.Form when interaction.View is { CallbackId: SlackForms.Imagine } view => await imagine.FilledAsync(at, view, cancellation),
        SlackOrigin.Form when interaction.View is { } view && SlackAdminForms.Knows(view.CallbackId) => await adminForms.SubmitAsync(at, view, cancellation),
        SlackOrigin.Form => Refusal(at, "slack.unknown.form"),
        SlackOrigin.Shortcut when interaction is { CallbackId: SlackManifest.ImagineThis, Message: { } message } => imagine.OpenForm(at, message),
        SlackOrigin.Shortcut => Unknown("slack.unknown.command"),
        SlackOrigin.Home => await HomeAsync(at, interaction, cancellation),
        _ => await ActionAsync(at, interaction, cancellation),
    };

    private Task<Answer> ActionAsync(SlackInvocation at, Interaction interaction, CancellationToken cancellation)
    {
        var pressed = Pressed(interaction);
        return ActionId.TryParse(pressed, out var id) ? buttons.PressAsync(at, id, cancellation)
            : ListId.TryParse(pressed, out var list) ? lists.PressAsync(at, list, cancellation)
            : Task.FromResult(
                pressed == SlackForget.Action ? forget.Confirmed(at)
                : IsAdmins(pressed) ? admin.Press(at, pressed!, null, null)
                : Unknown("slack.unknown.button"));
    }

    private async Task<Answer> HomeAsync(SlackInvocation at, Interaction interaction, CancellationToken cancellation)
    {
        // The picture asked for here comes as a direct message.
        if (Pressed(interaction) == SlackHome.ImagineAction)
            return imagine.OpenForm(at, new ImagineRequest(), isPrivate: false);
        if (IsAdmins(Pressed(interaction)))
            return admin.Press(at, Pressed(interaction)!, interaction.Actions![0]?.SelectedOption?.Value, interaction.View);
        if (!ListId.TryParse(Pressed(interaction), out var list))
            return Unknown("slack.unknown.button");
        var answer = await lists.PressAsync(at, list, cancellation);
        return answer with
        {
            After = async stopping =>
            {
                await (answer.After?.Invoke(stopping) ?? Task.CompletedTask);
                await home.PublishAsync(at, stopping);
            },
        };
    }

    /// <summary>Answers in the way there is for what somebody did, and in their language as far as it is known.</summary>
    private async Task<SlackResponse> CarryOutAsync(SlackInvocation at, Func<Task<Answer>> actAsync, CancellationToken cancellation)
    {
        var answer = await AnswerAsync(at, actAsync, cancellation);
        var texts = Texts.For(people.KnownLocale(at.Tenant, at.User));
        if (at.Origin == SlackOrigin.Form && answer.Errors is { } errors)
            return new SlackResponse(Form: SubmissionAnswer.Wrong(errors(texts)), After: RefreshAsync);
        if (at.Origin == SlackOrigin.Form && answer.Instead is { } instead)
            return new SlackResponse(Form: SubmissionAnswer.Instead(instead), After: stopping => CompleteAsync(answer, stopping));
        if (at.Origin == SlackOrigin.Command && answer.Notice is { } notice)
            return new SlackResponse(notice(texts) with { ResponseType = ResponseType.Ephemeral }, After: stopping => CompleteAsync(answer with { Notice = null }, stopping));
        return new SlackResponse(After: stopping => CompleteAsync(answer, stopping));

        async Task CompleteAsync(Answer left, CancellationToken stopping)
        {
            await notices.CompleteAsync(at, left, stopping);
            await RefreshAsync(stopping);
        }

        async Task RefreshAsync(CancellationToken stopping)
        {
            await people.RefreshAsync(at.Tenant, at.User, stopping);
            await groups.RefreshAsync(at.Tenant, stopping);
        }
    }

    private async Task<Answer> AnswerAsync(SlackInvocation at, Func<Task<Answer>> actAsync, CancellationToken cancellation)
    {
        try
        {
            return await CarryOutAsync().WaitAsync(Patience, clock, cancellation);
        }
        catch (Exception fault) when (fault is LedgerUnavailableException or TimeoutException)
        {
            LogLedgerAway(fault.Message);
            return Refusal(at, "note.away");
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            LogBug(fault, at.Origin);
            return Refusal(at, "error.internal.text");
        }

        async Task<Answer> CarryOutAsync() =>
            await installations.IsInstalledAsync(at.Workspace, cancellation) ? await actAsync() : Refusal(at, "slack.not_installed");
    }

    /// <summary>The element that was pressed.</summary>
    private static string? Pressed(Interaction interaction) => interaction.Actions is [{ ActionId: var pressed }, ..] ? pressed : null;

    private static bool IsAdmins(string? pressed) => pressed?.StartsWith(SlackAdmin.Prefix, StringComparison.Ordinal) == true;

    /// <summary>What is written after the bot's mention; where it is not known which user the bot is, after the first one.</summary>
    private static string AfterMention(string text, string? bot)
    {
        var start = text.IndexOf(bot is null ? "<@" : $"<@{bot}", StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf('>', start);
        return end < 0 ? text : text[(end + 1)..];
    }

    private static Answer Unknown(string key) => Answer.Say(texts => texts[key]);

    /// <summary>A line, or in a form the error that keeps it open.</summary>
    private static Answer Refusal(SlackInvocation at, string key) => Answer.Say(texts => texts[key]) with
    {
        Errors = texts => new Dictionary<string, string> { [at.FirstField ?? SlackForms.Prompt] = texts[key] },
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "A bug in an answer to a Slack {Origin}.")]
    private partial void LogBug(Exception fault, SlackOrigin origin);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A Slack request could not be carried out: the ledger is away. {Reason}")]
    private partial void LogLedgerAway(string reason);
}
