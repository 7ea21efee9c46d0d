using System.Globalization;
using ImageGen.Bot.Chat;
using ImageGen.Core.Guilds;

namespace ImageGen.Bot.Discord;

/// <summary>The part of <c>/imagegen</c> that looks back.</summary>
internal sealed class DiscordAdminReports(GuildAdministration administration, UsageReportFiles reports, DiscordOriginal original, IGuildSettingsStore guilds)
{
    private const int UsualDays = 30;
    private const int UsualEntries = 10;

    /// <summary><c>/imagegen usage</c>: the sums in words, a chart, and everything as a table.</summary>
    public Answer Usage(Invocation at) => original.Promise(at, async stopping =>
    {
        var guild = await guilds.GetAsync(at.Tenant, stopping);
        var report = await reports.MakeAsync(
            at.Tenant, guild, Count(at, "days", UsualDays, DiscordAdminCommands.MaxDays), at.Texts, DiscordAdminViews.Markup.Person, static name => Markdown.Escape(name), stopping);
        IReadOnlyList<OutgoingFile> files = [report.Chart, report.Table];
        return (DiscordAdminViews.Lines(report.Title, report.Lines) with { Attachments = DiscordViews.Attachments(files) }, files);
    });

    /// <summary><c>/imagegen audit</c>.</summary>
    public async Task<Answer> AuditAsync(Invocation at, CancellationToken cancellation)
    {
        var entries = await administration.AuditAsync(at.Tenant, Count(at, "entries", UsualEntries, DiscordAdminCommands.MaxEntries), cancellation);
        return DiscordAdminViews.Sheet("Audit log", entries.Count == 0 ? ["Nothing was changed yet."] : [.. entries.SelectMany(entry => AdminTexts.Of(entry, DiscordAdminViews.Markup))]);
    }

    private static int Count(Invocation at, string option, int usual, int most) =>
        int.TryParse(at.Data.FilledOptions.FirstOrDefault(filled => filled.Name == option)?.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? Math.Clamp(count, 1, most)
            : usual;
}
