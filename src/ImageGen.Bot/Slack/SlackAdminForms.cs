using ImageGen.Bot.Chat;
using ImageGen.Bot.Slack.Wire;
using ImageGen.Core;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Slack;

/// <summary>
/// Admins' forms that were sent. What is wrong is said at its field; where somebody else was faster, the form comes again
/// with both: what is saved now, and what was typed.
/// </summary>
internal sealed class SlackAdminForms(GuildAdministration administration, ImageProviders providers, SlackPeople people, SlackClient slack, SlackStyleFiles files)
{
    /// <summary>Whether it is such a form.</summary>
    public static bool Knows(string? form) => form is SlackAdminPages.Quotas or SlackAdminPages.Rules or SlackAdminPages.Style or SlackAdminPages.Rename or SlackAdminPages.Import;

    /// <summary>Saves a form.</summary>
    public async Task<Answer> SubmitAsync(SlackInvocation at, IncomingView view, CancellationToken cancellation)
    {
        if (await people.AdminAsync(at.Tenant, at.User, cancellation) is not { } admin)
            return Wrong(view, "slack.admins_only");
        if (!SlackAdminSubject.TryParse(view.PrivateMetadata, out var subject))
            return Wrong(view, "slack.unknown.form");
        if (view.CallbackId == SlackAdminPages.Import)
            return await ImportAsync(at, admin, view, subject, cancellation);

        var typed = SlackAdminForm.Typed(view, subject);
        var result = view.CallbackId switch
        {
            SlackAdminPages.Quotas => await administration.SetQuotasAsync(admin, typed, subject.Revision, cancellation),
            SlackAdminPages.Rules => await administration.SetRulesAsync(admin, typed, subject.Revision, cancellation),
            SlackAdminPages.Rename => await administration.RenameStyleAsync(admin, subject.Style, typed.GetValueOrDefault("newName") ?? subject.Style, subject.Revision, cancellation),
            // Of a new style nobody else can have changed anything.
            _ when subject.Style.Length == 0 => await administration.AddStyleAsync(admin, Draft(typed, All(view)), null, cancellation),
            _ => await administration.EditStyleAsync(admin, subject.Style, Draft(typed, typed), subject.Revision, cancellation),
        };
        return result switch
        {
            AdminResult.Invalid invalid => new Answer { Errors = _ => SlackAdminForm.Errors(invalid.Faults, view.State) },
            AdminResult.Conflict conflict => new Answer { Instead = Again(view.CallbackId!, subject, conflict, typed) },
            _ => Told(result, view.CallbackId is SlackAdminPages.Quotas ? "Limits" : view.CallbackId is SlackAdminPages.Rules ? "Rules" : "Styles"),
        };
    }

    /// <summary>The form once more, for what is saved now.</summary>
    private ModalView Again(string form, SlackAdminSubject subject, AdminResult.Conflict conflict, IReadOnlyDictionary<string, string?> typed)
    {
        var told = SlackAdminPages.Sections([$"⚠️ {Mrkdwn.Escape(conflict.Message)}", "What you typed is still in the form. Save again to set it over what is saved now."]);
        var revision = conflict.Guild.Revision;
        if (form is SlackAdminPages.Quotas or SlackAdminPages.Rules)
            return SlackAdminPages.Fields(form, conflict.Guild, providers, typed, told);
        if (form == SlackAdminPages.Rename)
            return SlackAdminPages.RenameOf(subject.Style, revision, providers, typed, told);
        // A style that is gone meanwhile can be added anew.
        var style = conflict.Guild.Document.Styles.FirstOrDefault(style => style.Name == subject.Style);
        return SlackAdminPages.StyleOf(style is null ? null : new ListedStyle(style, IsOwn: true, IsHidden: false), subject.Style, revision, providers, typed, told);
    }

    /// <summary>Reads what was pasted at once, and a file once Slack has its answer.</summary>
    private async Task<Answer> ImportAsync(SlackInvocation at, Admin admin, IncomingView view, SlackAdminSubject subject, CancellationToken cancellation)
    {
        var text = Find(view, SlackAdminPages.ImportText)?.Value;
        var replace = Find(view, SlackAdminPages.ImportReplace)?.SelectedOptions is { Count: > 0 };
        if (Find(view, SlackAdminPages.ImportFile)?.Files is not [{ } file, ..])
        {
            if (string.IsNullOrWhiteSpace(text))
                return new Answer { Errors = _ => new Dictionary<string, string> { [SlackAdminPages.ImportText] = "Choose a file, or paste its text." } };
            var result = await administration.ImportStylesAsync(admin, text, replace, subject.Revision, cancellation);
            return result is AdminResult.Invalid invalid
                ? new Answer { Errors = _ => SlackAdminForm.Errors([new FieldFault(SlackAdminPages.ImportText, string.Join('\n', invalid.Faults.Select(fault => fault.Message)))], view.State) }
                : Told(result, "Styles");
        }

        if (!string.IsNullOrWhiteSpace(text))
            return new Answer { Errors = _ => new Dictionary<string, string> { [SlackAdminPages.ImportText] = "Choose a file or paste its text, not both." } };
        return new Answer
        {
            Instead = SlackAdminPages.Of("Styles", ["Reading the file…"]),
            After = async stopping =>
            {
                var (json, fault) = await files.ReadAsync(at.Tenant, file, stopping);
                var lines = json is null ? [$"⚠️ {Mrkdwn.Escape(fault!)}"] : AdminTexts.Of(await administration.ImportStylesAsync(admin, json, replace, subject.Revision, stopping), SlackAdminPages.Markup);
                await slack.UpdateViewAsync(at.Tenant, view.Id ?? "", SlackAdminPages.Of("Styles", lines), stopping);
            },
        };
    }

    private static Answer Told(AdminResult result, string title) => new() { Instead = SlackAdminPages.Of(title, AdminTexts.Of(result, SlackAdminPages.Markup)) };

    private static StyleDraft Draft(IReadOnlyDictionary<string, string?> typed, IReadOnlyDictionary<string, string?> all) => new()
    {
        Name = all.GetValueOrDefault("name"),
        Title = typed.GetValueOrDefault("title"),
        Kind = typed.GetValueOrDefault("kind"),
        Keywords = typed.GetValueOrDefault("keywords"),
        Guidance = typed.GetValueOrDefault("guidance"),
        Negative = typed.GetValueOrDefault("negative"),
        Provider = typed.GetValueOrDefault("provider"),
        Aspect = typed.GetValueOrDefault("aspect"),
        Quality = typed.GetValueOrDefault("quality"),
    };

    /// <summary>What is in the form, the name it was opened with too.</summary>
    private static Dictionary<string, string?> All(IncomingView view) =>
        (view.State?.Values?.Values.SelectMany(static block => block ?? []) ?? []).DistinctBy(field => field.Key).ToDictionary(field => field.Key, field => field.Value?.Value, StringComparer.Ordinal);

    private static FilledElement? Find(IncomingView view, string field) => view.State?.Values?.GetValueOrDefault(field)?.GetValueOrDefault(field);

    private static Answer Wrong(IncomingView view, string key) =>
        new() { Errors = texts => SlackAdminForm.Errors([new FieldFault("", texts[key])], view.State) };
}
