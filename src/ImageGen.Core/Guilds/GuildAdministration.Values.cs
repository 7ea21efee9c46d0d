using System.Globalization;
using ImageGen.Core.Jobs;
using ImageGen.Core.Requests;

namespace ImageGen.Core.Guilds;

public sealed partial class GuildAdministration
{
    /// <summary>Sets limits: those named, by the names of <see cref="AdminFields.Quotas"/>. Null or an empty text goes back to the installation's.</summary>
    public async Task<AdminResult> SetQuotasAsync(Admin admin, IReadOnlyDictionary<string, string?> values, long? revision, CancellationToken cancellation)
    {
        var result = await SetAsync(admin, "quotas.set", AdminFields.Quotas, values, revision, cancellation);
        return result is AdminResult.Done done ? done with { Notes = await NotesAsync(admin, done.Guild.Document, cancellation) } : result;
    }

    /// <summary>Sets rules: those named, by the names of <see cref="AdminFields.Rules"/>. Null or an empty text goes back to the installation's.</summary>
    public Task<AdminResult> SetRulesAsync(Admin admin, IReadOnlyDictionary<string, string?> values, long? revision, CancellationToken cancellation) =>
        SetAsync(admin, "rules.set", AdminFields.Rules, values, revision, cancellation);

    private async Task<AdminResult> SetAsync(
        Admin admin, string action, IReadOnlyList<AdminField> fields, IReadOnlyDictionary<string, string?> values, long? revision, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(admin);
        ArgumentNullException.ThrowIfNull(values);
        var context = new AdminFieldContext(admin, await settings.InstallationAsync(admin.Tenant, cancellation), providers);
        return await ChangeAsync(admin, action, revision, (document, faults) =>
        {
            foreach (var (name, value) in values)
            {
                if (fields.FirstOrDefault(field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase)) is not { } field)
                {
                    faults.Add(Unknown(name, fields));
                    continue;
                }

                var (next, fault) = field.Write(document, (value ?? "").Trim(), context);
                if (fault is not null)
                    faults.Add(new FieldFault(field.Name, $"{field.Name} {fault}."));
                document = next ?? document;
            }

            if (faults.Count == 0 && document.Rules is { DefaultProvider: { } provider } rules && !rules.MayDraw(provider))
                faults.Add(new FieldFault("defaultProvider", $"defaultProvider must be one of the providers that may draw ({string.Join(", ", rules.Providers)}); '{provider}' is not."));
            return document;
        }, cancellation);
    }

    private static FieldFault Unknown(string name, IReadOnlyList<AdminField> fields)
    {
        var names = fields.Select(field => field.Name).ToList();
        var near = names.FirstOrDefault(known => Suggestion.For(name, [known.ToLowerInvariant()]).Nearest is not null);
        var advice = near is null ? $"Choose one of: {string.Join(", ", names)}." : $"Did you mean '{near}'?";
        return new FieldFault(name.Length <= 64 ? name : "field", $"There is no such field. {advice}");
    }

    /// <summary>A limit may be set below what is used: then that is said, because nothing is drawn until it resets.</summary>
    private async Task<IReadOnlyList<string>> NotesAsync(Admin admin, GuildDocument document, CancellationToken cancellation)
    {
        var quotas = document.Over(await settings.InstallationAsync(admin.Tenant, cancellation)).Quotas;
        var usage = await UsageReport.ReadAsync(ledger, quotas, admin.Tenant, admin.User, clock.GetUtcNow(), cancellation);
        return
        [
            .. from limit in usage.Limits
               where limit is { Kind: LimitKind.GuildCost or LimitKind.GuildImages, Limit: not null } && limit.Used >= limit.Limit
               let isCost = limit.Kind == LimitKind.GuildCost
               let used = isCost ? new Usd(limit.Used).ToString() : limit.Used.ToString(CultureInfo.InvariantCulture) + " pictures"
               select $"{used} of the {(isCost ? "month's budget" : "day's pictures")} are used already, so nothing more is drawn until {LimitMessages.Instant(limit.ResetsAt!.Value)}.",
        ];
    }
}
