using System.Globalization;
using ImageGen.Bot.Chat;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Discord;

/// <summary>The part of <c>/imagegen</c> that looks back.</summary>
internal sealed class DiscordAdminReports(GuildAdministration administration, IJobLedger ledger, IGuildSettingsStore guilds, TimeProvider clock)
{
    private const int UsualDays = 30;
    private const int UsualEntries = 10;

    /// <summary><c>/imagegen usage</c>.</summary>
    public async Task<Answer> UsageAsync(Invocation at, CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime((await guilds.GetAsync(at.Tenant, cancellation)).Quotas.Local(clock.GetUtcNow()).DateTime);
        var first = today.AddDays(1 - Count(at, "days", UsualDays, DiscordAdminCommands.MaxDays));
        var days = await ledger.UsageByDayAsync(at.Tenant, first, today, cancellation);
        return DiscordAdminViews.Sheet("Usage", AdminTexts.Usage(first, today, days, DiscordAdminViews.Markup));
    }

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
