using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Core;
using ImageGen.Core.Jobs;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Discord;

/// <summary>Answers a verified interaction: the adapter's table of contents.</summary>
internal sealed partial class DiscordInteractions(
    DiscordImagine imagine, DiscordButtons buttons, DiscordLists lists, DiscordGallery gallery, DiscordAdmin admin, DiscordForget forget, DiscordSuggestions suggestions, DiscordReferences references,
    TimeProvider clock, ILogger<DiscordInteractions> logger)
{
    /// <summary>
    /// Discord waits three seconds. What takes longer may still come about: then its outcome is told by an edit of this
    /// very answer.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.2);

    /// <summary>Answers.</summary>
    /// <returns>Null for what is no interaction: it says neither who nor where, or is of no known kind.</returns>
    public async Task<Answer?> AnswerAsync(Interaction interaction, CancellationToken cancellation)
    {
        if (interaction.Type == InteractionType.Ping)
            return new InteractionAnswer.Pong();
        if (!Invocation.TryRead(interaction, out var at))
            return null;
        try
        {
            return await CarryOutAsync(at, cancellation).WaitAsync(Patience, clock, cancellation);
        }
        catch (Exception fault) when (fault is LedgerUnavailableException or TimeoutException)
        {
            LogLedgerAway(fault.Message);
            return Sorry(at, "note.away");
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            LogBug(fault, interaction.Type);
            return Sorry(at, "error.internal.text");
        }
    }

    private async Task<Answer?> CarryOutAsync(Invocation at, CancellationToken cancellation) => at.Interaction.Type switch
    {
        InteractionType.Command => await CommandAsync(at, cancellation),
        InteractionType.Component => await ComponentAsync(at, cancellation),
        InteractionType.Autocomplete => await suggestions.SuggestAsync(at, cancellation),
        InteractionType.ModalSubmit => await FormAsync(at, cancellation),
        _ => null,
    };

    private static Answer Sorry(Invocation at, string text) =>
        at.Interaction.Type == InteractionType.Autocomplete ? new InteractionAnswer.Choices(new ChoicesData([])) : Answer.Notice(at.Texts[text]);

    private Task<Answer> CommandAsync(Invocation at, CancellationToken cancellation) => (at.Data.Type, at.Data.Name) switch
    {
        (CommandType.Message, _) => ReferenceAsync(at, cancellation),
        (CommandType.Slash, DiscordCommands.Imagine) => imagine.CommandAsync(at, cancellation),
        (CommandType.Slash, DiscordCommands.Jobs) => lists.JobsAsync(at, cancellation),
        (CommandType.Slash, DiscordCommands.Gallery) => gallery.OpenAsync(at, cancellation),
        (CommandType.Slash, DiscordCommands.Quota) => lists.QuotaAsync(at, cancellation),
        (CommandType.Slash, DiscordCommands.Help) => lists.HelpAsync(at, cancellation),
        (CommandType.Slash, DiscordCommands.Forget) => Task.FromResult(DiscordForget.Ask(at)),
        (CommandType.Slash, DiscordAdminCommands.Name) => admin.CommandAsync(at, cancellation),
        _ => Task.FromResult(Unknown(at)),
    };

    private Task<Answer> ComponentAsync(Invocation at, CancellationToken cancellation) =>
        ActionId.TryParse(at.Data.CustomId, out var id) ? buttons.PressAsync(at, id, cancellation)
        : ListId.TryParse(at.Data.CustomId, out var list) ? list switch
        {
            ListId.Gallery page => gallery.TurnAsync(at, page, cancellation),
            ListId.Cancel cancel => lists.CancelAsync(at, cancel, cancellation),
            _ => throw new InvalidOperationException($"There is no list {list.GetType().Name}."),
        }
        : AdminId.TryParse(at.Data.CustomId, out var act) ? admin.PressAsync(at, act, cancellation)
        : Task.FromResult(DiscordForget.Owns(at.Data.CustomId) ? forget.Press(at) : Answer.Notice(at.Texts["unknown.component"]));

    private Task<Answer> FormAsync(Invocation at, CancellationToken cancellation)
    {
        var fields = DiscordForms.Fields(at.Data);
        if (ActionId.TryParse(at.Data.CustomId, out var id))
            return buttons.SubmitAsync(at, id, fields, cancellation);
        if (AdminId.TryParse(at.Data.CustomId, out var act))
            return admin.SubmitAsync(at, act, fields, cancellation);
        if (at.Data.CustomId != DiscordForms.ReferenceForm)
            return Task.FromResult(Answer.Notice(at.Texts["unknown.modal"]));

        var faults = ImagineCommand.Parse(fields.GetValueOrDefault("prompt", ""), out var typed).ToList();
        var request = DiscordForms.Merge(references.Attach(new ImagineRequest(), fields.GetValueOrDefault("image", ""), faults), typed, fields);
        return imagine.SubmitAsync(at, request, isPrivate: false, faults, cancellation);
    }

    /// <summary>"Use as reference": asks for the words to go with a message's picture, one of our own or an attached one.</summary>
    private async Task<Answer> ReferenceAsync(Invocation at, CancellationToken cancellation)
    {
        if (at.Data.TargetId is not { } target || at.Data.Resolved?.Messages?.GetValueOrDefault(target) is not { } message)
            return Unknown(at);
        if (!imagine.TakesReferences)
            return Answer.Notice(at.Texts.Fault(ReferenceFaults.NotTaken));
        if (ActionId.Find(message.CustomIds()) is { } own && await buttons.RequestAsync(at, own, cancellation) is ({ State: JobState.Completed }, { } request))
            return new InteractionAnswer.OpenModal(DiscordForms.Variation(own, request, at.Texts));

        var faults = new List<FieldFault>();
        var attached = message.AllAttachments().ToList();
        if (attached.Find(DiscordReferences.IsPicture) is not { } picture)
            faults.Add(attached.Count > 0 ? ReferenceFaults.NoPicture : ReferenceFaults.Missing);
        else if (references.Attach(new ImagineRequest(), picture, faults) is { ReferenceUrl: { } url })
            return faults.Count == 0 ? new InteractionAnswer.OpenModal(DiscordForms.Reference(url.AbsoluteUri, at.Texts)) : Notice(at, faults);
        return Notice(at, faults);
    }

    private static Answer Notice(Invocation at, IEnumerable<FieldFault> faults) => Answer.Notice(string.Join('\n', faults.Select(at.Texts.Fault)));

    private static Answer Unknown(Invocation at) => Answer.Notice(at.Texts["unknown.command"]);

    [LoggerMessage(Level = LogLevel.Error, Message = "A bug in an answer to a Discord interaction of type {Type}.")]
    private partial void LogBug(Exception fault, int type);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A Discord interaction could not be carried out: the ledger is away. {Reason}")]
    private partial void LogLedgerAway(string reason);
}
