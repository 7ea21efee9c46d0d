using ImageGen.Bot.Chat;
using ImageGen.Bot.Slack.Wire;
using ImageGen.Core;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Slack;

/// <summary><c>/imagine-admin</c> and the buttons of its pages. Every one of them asks first who it is that presses.</summary>
internal sealed class SlackAdmin(
    GuildAdministration administration, IGuildSettingsStore guilds, ImageProviders providers, SlackRights rights, SlackClient slack, SlackStyleFiles styles, UsageReportFiles reports, SlackDirectFiles files, SlackImagine imagine)
{
    /// <summary>What its buttons' ids begin with.</summary>
    public const string Prefix = "admin:";

    private const string PreviewPrompt = "a lighthouse on a cliff at dusk, a sailing boat below";
    private const int MaxAudit = 20;
    private const int UsageDays = 30;

    private static readonly string[] Help =
    [
        "`/imagine-admin` opens the menu; these words lead there directly:",
        "`styles` · `style add NAME` · `style edit NAME` · `style preview NAME` · `style rename NAME NEW-NAME` · `style remove NAME` · `style hide NAME` · `style show NAME`",
        "`quotas` · `quotas FIELD VALUE` · `rules` · `rules FIELD VALUE` (no value: this bot's default)",
        "`usage` · `audit` · `export` · `import` · `reset styles`, `quotas`, `rules` or `all`",
    ];

    /// <summary>A typed command.</summary>
    public Answer Command(SlackInvocation at, string text) => rights.IfAdmin(at, (admin, stopping) =>
    {
        var (word, rest) = Split(text);
        return (word, rest) switch
        {
            ("quotas" or "rules", { Length: > 0 }) => SetAsync(at, admin, word, rest, stopping),
            ("style", { Length: > 0 }) => StyleAsync(at, admin, rest, stopping),
            ("reset", "" or "styles" or "quotas" or "rules" or "all") => TellAsync(at, "Reset", ["This cannot be undone."], stopping, SlackAdminPages.ResetButtons(rest)),
            ("styles", "") => ListAsync(at, stopping),
            ("" or "quotas" or "rules" or "usage" or "audit" or "export" or "import", "") => OpenAsync(at, admin, word.Length > 0 ? word : "menu", null, stopping),
            _ => TellAsync(at, "Administration", Help, stopping),
        };
    });

    /// <summary>A button, or a choice of a menu.</summary>
    /// <param name="at">Who, where.</param>
    /// <param name="pressed">The button's id.</param>
    /// <param name="chosen">What was chosen.</param>
    /// <param name="view">The page it is on.</param>
    public Answer Press(SlackInvocation at, string pressed, string? chosen, IncomingView? view) => rights.IfAdmin(at, (admin, stopping) =>
    {
        var (word, rest) = pressed[Prefix.Length..].Split(':', 2) is [var first, var second] ? (first, second) : (pressed[Prefix.Length..], "");
        var subject = SlackAdminSubject.TryParse(view?.PrivateMetadata, out var found) ? found : null;
        return word switch
        {
            "pick" => OpenAsync(at, admin, "style", chosen, stopping),
            "preview" => PreviewAsync(at, rest, PreviewPrompt, stopping),
            "remove" => TellAsync(at, "Styles", administration.RemoveStyleAsync(admin, rest, subject?.Revision, stopping), stopping),
            "hide" => TellAsync(at, "Styles", administration.HideStyleAsync(admin, rest, null, stopping), stopping),
            "show" => TellAsync(at, "Styles", administration.ShowStyleAsync(admin, rest, null, stopping), stopping),
            "reset" when rest.Length > 0 => ResetAsync(at, admin, rest, stopping),
            _ => OpenAsync(at, admin, word, rest, stopping),
        };
    });

    /// <summary>Opens a page, in the place of the one that is open if any.</summary>
    private async Task<Answer> OpenAsync(SlackInvocation at, Admin admin, string page, string? subject, CancellationToken cancellation)
    {
        switch (page)
        {
            case "usage":
                return await TellAsync(at, "Usage", await UsageAsync(at, admin.User, cancellation), cancellation);
            case "audit":
                var entries = await administration.AuditAsync(at.Tenant, MaxAudit, cancellation);
                return await TellAsync(at, "Audit log", entries.Count > 0 ? [.. entries.SelectMany(entry => AdminTexts.Of(entry, SlackAdminPages.Markup))] : ["Nothing was changed yet."], cancellation);
            case "export":
                return await TellAsync(at, "Export", await styles.ExportAsync(at.Tenant, admin.User, cancellation), cancellation);
            case "reset":
                return await TellAsync(at, "Reset", ["This cannot be undone."], cancellation, SlackAdminPages.ResetButtons(""));
        }

        var guild = await administration.GetAsync(at.Tenant, cancellation);
        var style = page is "style" or "rename" && subject is not null ? await administration.FindStyleAsync(at.Tenant, subject, cancellation) : null;
        return page switch
        {
            "styles" => await ShowAsync(at, SlackAdminPages.Styles(await administration.ListStylesAsync(at.Tenant, cancellation)), cancellation),
            "quotas" => await ShowAsync(at, SlackAdminPages.Fields(SlackAdminPages.Quotas, guild, providers), cancellation),
            "rules" => await ShowAsync(at, SlackAdminPages.Fields(SlackAdminPages.Rules, guild, providers), cancellation),
            "import" => await ShowAsync(at, SlackAdminPages.ImportOf(guild.Revision), cancellation),
            "add" => await ShowAsync(at, SlackAdminPages.StyleOf(null, subject ?? "", guild.Revision, providers), cancellation),
            "rename" when style is not null => await ShowAsync(at, SlackAdminPages.RenameOf(style.Guide.Name, guild.Revision, providers), cancellation),
            "style" when style is not null => await ShowAsync(at, SlackAdminPages.StyleOf(style, "", guild.Revision, providers), cancellation),
            "style" or "rename" => await TellAsync(at, "Styles", [$"⚠️ There is no style '{Mrkdwn.Escape(Cut.To(subject ?? "", 40))}'."], cancellation),
            _ => await ShowAsync(at, SlackAdminPages.Menu(), cancellation),
        };
    }

    private Task<Answer> StyleAsync(SlackInvocation at, Admin admin, string text, CancellationToken cancellation)
    {
        var (word, rest) = Split(text);
        var (name, more) = Split(rest);
        return word switch
        {
            "add" => OpenAsync(at, admin, "add", name, cancellation),
            "edit" => OpenAsync(at, admin, "style", name, cancellation),
            "preview" => PreviewAsync(at, name, more.Length > 0 ? more : PreviewPrompt, cancellation),
            "rename" => TellAsync(at, "Styles", administration.RenameStyleAsync(admin, name, more, null, cancellation), cancellation),
            "remove" => TellAsync(at, "Styles", administration.RemoveStyleAsync(admin, name, null, cancellation), cancellation),
            "hide" => TellAsync(at, "Styles", administration.HideStyleAsync(admin, name, null, cancellation), cancellation),
            "show" => TellAsync(at, "Styles", administration.ShowStyleAsync(admin, name, null, cancellation), cancellation),
            _ => TellAsync(at, "Administration", Help, cancellation),
        };
    }

    private Task<Answer> SetAsync(SlackInvocation at, Admin admin, string part, string text, CancellationToken cancellation)
    {
        var space = text.IndexOfAny([' ', '\n']);
        var values = new Dictionary<string, string?> { [space < 0 ? text : text[..space]] = space < 0 ? null : text[(space + 1)..] };
        return part == "quotas"
            ? TellAsync(at, "Limits", administration.SetQuotasAsync(admin, values, null, cancellation), cancellation)
            : TellAsync(at, "Rules", administration.SetRulesAsync(admin, values, null, cancellation), cancellation);
    }

    private Task<Answer> ResetAsync(SlackInvocation at, Admin admin, string part, CancellationToken cancellation)
    {
        AdminPart? known = part switch { "styles" => AdminPart.Styles, "quotas" => AdminPart.Quotas, "rules" => AdminPart.Rules, _ => null };
        return known is null && part != "all"
            ? TellAsync(at, "Administration", Help, cancellation)
            : TellAsync(at, "Reset", administration.ResetAsync(admin, known, null, cancellation), cancellation);
    }

    private async Task<Answer> ListAsync(SlackInvocation at, CancellationToken cancellation) =>
        await TellAsync(at, "Styles", [.. (await administration.ListStylesAsync(at.Tenant, cancellation)).Select(style => AdminTexts.Of(style, SlackAdminPages.Markup))], cancellation);

    /// <summary>A small picture in a style as it is saved, for the admin alone.</summary>
    private Task<Answer> PreviewAsync(SlackInvocation at, string style, string prompt, CancellationToken cancellation) =>
        imagine.SubmitAsync(at, new ImagineRequest { Prompt = prompt, Style = style, Quality = "low" }, isPrivate: true, [], null, cancellation);

    /// <summary>The last month in words; a chart and a table of it go to the admin's direct messages.</summary>
    private async Task<IReadOnlyList<string>> UsageAsync(SlackInvocation at, string user, CancellationToken cancellation)
    {
        var guild = await guilds.GetAsync(at.Tenant, cancellation);
        var report = await reports.MakeAsync(at.Tenant, guild, UsageDays, Texts.For(null), SlackAdminPages.Markup.Person, Mrkdwn.Escape, cancellation);
        var sent = await files.SendAsync(at.Tenant, user, $"*{report.Title}*: a chart and a table are in this thread.", [report.Chart, report.Table], cancellation);
        return
        [
            $"*{report.Title}*", .. report.Lines,
            sent ? "A chart and a table are in our direct messages." : "⚠️ The chart and the table could not be sent. The app needs the scope files:write for it.",
        ];
    }

    private async Task<Answer> TellAsync(SlackInvocation at, string title, Task<AdminResult> doing, CancellationToken cancellation) =>
        await TellAsync(at, title, AdminTexts.Of(await doing, SlackAdminPages.Markup), cancellation);

    /// <summary>Says something in the way there is: as a page where a modal is or can be open, otherwise in a message.</summary>
    private Task<Answer> TellAsync(SlackInvocation at, string title, IReadOnlyList<string> lines, CancellationToken cancellation, params IReadOnlyList<Element> buttons) =>
        at.Origin == SlackOrigin.Home
            ? ShowAsync(at, SlackAdminPages.Of(title, lines, buttons), cancellation)
            : Task.FromResult(new Answer { Notice = _ => SlackAdminPages.Message(title, lines, buttons), ReplacesOriginal = at.Origin == SlackOrigin.Action });

    private async Task<Answer> ShowAsync(SlackInvocation at, ModalView view, CancellationToken cancellation)
    {
        var shown = at.Modal is { } open
            ? await slack.UpdateViewAsync(at.Tenant, open, view, cancellation)
            : await slack.OpenViewAsync(at.Tenant, at.Trigger ?? "", view, cancellation);
        return shown is SlackResult<OpenedView>.Ok ? Answer.Silence : Answer.Say(static texts => texts["slack.form.late"]);
    }

    private static (string Word, string More) Split(string text) =>
        text.Trim().Split([' ', '\n'], 2, StringSplitOptions.TrimEntries) switch { [var word, var rest] => (word.ToLowerInvariant(), rest), [var word] => (word.ToLowerInvariant(), ""), _ => ("", "") };
}
