using ImageGen.Bot.Discord.Wire;
using ImageGen.Core.Guilds;

namespace ImageGen.Bot.Discord;

/// <summary><c>/imagegen</c>, its forms and its buttons: the one door to administration, and who may go through it.</summary>
internal sealed class DiscordAdmin(DiscordAdminStyles styles, DiscordAdminFields fields, DiscordAdminReports reports, GuildAdministration administration)
{
    /// <summary>A subcommand.</summary>
    public Task<Answer> CommandAsync(Invocation at, CancellationToken cancellation) => WhereAllowedAsync(at, () => at.Data.Subcommand.Split(' ') switch
    {
        ["style", var what] => styles.CommandAsync(at, what, cancellation),
        ["quota", "show"] => fields.ShowAsync(at, AdminAct.SetQuota, cancellation),
        ["quota", "set"] => fields.SetAsync(at, AdminAct.SetQuota, "limit", cancellation),
        ["rules", "show"] => fields.ShowAsync(at, AdminAct.SetRule, cancellation),
        ["rules", "set"] => fields.SetAsync(at, AdminAct.SetRule, "rule", cancellation),
        ["usage"] => Task.FromResult(reports.Usage(at)),
        ["audit"] => reports.AuditAsync(at, cancellation),
        ["reset"] => AskAsync(at, cancellation),
        _ => Task.FromResult(Answer.Notice(at.Texts["unknown.command"])),
    });

    /// <summary>A filled form.</summary>
    public Task<Answer> SubmitAsync(Invocation at, AdminId id, IReadOnlyDictionary<string, string> filled, CancellationToken cancellation) => WhereAllowedAsync(at, () => id.Act switch
    {
        AdminAct.AddStyle or AdminAct.EditStyle => styles.SubmitAsync(at, id, filled, cancellation),
        AdminAct.SetQuota or AdminAct.SetRule => fields.SubmitAsync(at, id, filled, cancellation),
        AdminAct.Reset => Task.FromResult(Answer.Notice(at.Texts["unknown.modal"])),
    });

    /// <summary>A pressed button: resetting is all that is asked back for.</summary>
    public Task<Answer> PressAsync(Invocation at, AdminId id, CancellationToken cancellation) => WhereAllowedAsync(at, async () =>
    {
        if (id.Act != AdminAct.Reset || !TryPart(id.Subject, out var part))
            return Answer.Notice(at.Texts["unknown.component"]);
        var result = await administration.ResetAsync(at.Admin, part, id.Revision, cancellation);
        return new InteractionAnswer.Update(DiscordAdminViews.Lines("Reset", Chat.AdminTexts.Of(result, DiscordAdminViews.Markup)) with { Content = "", Components = [] });
    });

    private static Task<Answer> WhereAllowedAsync(Invocation at, Func<Task<Answer>> act) =>
        at.MayManage ? act() : Task.FromResult(Answer.Notice(at.Texts["note.not_admin"]));

    /// <summary>Asks whether settings are really to go.</summary>
    private async Task<Answer> AskAsync(Invocation at, CancellationToken cancellation)
    {
        var what = at.Data.FilledOptions.FirstOrDefault(static option => option.Name == "what")?.Text ?? "";
        if (!TryPart(what, out var part))
            return Answer.Notice(at.Texts["unknown.command"]);
        var revision = (await administration.GetAsync(at.Tenant, cancellation)).Revision;
        var lost = part is null or AdminPart.Styles ? " This server's own styles are gone then; `/imagegen style export` keeps a copy." : "";
        return DiscordAdminViews.Private(new OutgoingMessage
        {
            Content = $"Take {(part is null ? "all settings" : $"all {what}")} of this server back to what holds everywhere with this bot?{lost}",
            Components = [new ActionRow([new Button { Style = ButtonStyle.Danger, Label = $"Reset {what}", CustomId = new AdminId(AdminAct.Reset, revision, what).ToString() }])],
        });
    }

    private static bool TryPart(string what, out AdminPart? part)
    {
        var isPart = Enum.TryParse<AdminPart>(what, ignoreCase: true, out var named) && what.All(char.IsAsciiLetter);
        part = isPart ? named : null;
        return isPart || what == DiscordAdminCommands.Everything;
    }
}
