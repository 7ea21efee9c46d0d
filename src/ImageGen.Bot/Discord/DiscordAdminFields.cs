using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Discord;

/// <summary><c>/imagegen quota …</c> and <c>/imagegen rules …</c>: every field there is, shown and set alike.</summary>
internal sealed class DiscordAdminFields(GuildAdministration administration, IGuildSettingsStore guilds, IJobLedger ledger, TimeProvider clock)
{
    /// <summary>Every limit or rule; with limits, how much of those for everyone is used.</summary>
    public async Task<Answer> ShowAsync(Invocation at, AdminAct act, CancellationToken cancellation)
    {
        var decided = (await administration.GetAsync(at.Tenant, cancellation)).Document;
        var settings = await guilds.GetAsync(at.Tenant, cancellation);
        var lines = Fields(act).Select(field => AdminTexts.Of(field, decided, settings, DiscordAdminViews.Markup)).ToList();
        var sheet = DiscordAdminViews.Lines(Title(act), lines);
        if (act == AdminAct.SetRule)
            return DiscordAdminViews.Private(sheet);
        var usage = await UsageReport.ReadAsync(ledger, settings.Quotas, at.Tenant, at.User, clock.GetUtcNow(), cancellation, at.Roles, at.Conversation().Channel);
        return DiscordAdminViews.Private(sheet with
        {
            Embeds = [sheet.Embeds![0] with { Fields = [.. usage.Limits.Select(limit => LimitText.Of(limit, at.Texts, Timestamps.Relative)).Select(fact => new EmbedField(fact.Label, fact.Value))] }],
        });
    }

    /// <summary>Sets a field at once where there is a value, and otherwise in a form filled in with what it is.</summary>
    public async Task<Answer> SetAsync(Invocation at, AdminAct act, string option, CancellationToken cancellation)
    {
        var options = at.Data.FilledOptions.ToList();
        var name = options.Find(filled => filled.Name == option)?.Text ?? "";
        if (options.Find(filled => filled.Name == "value")?.Text is { } value)
            return DiscordAdminViews.Result(Title(act), await SetAsync(at, act, name, value == DiscordAdminCommands.Default ? null : value, null, cancellation));
        if (Fields(act).FirstOrDefault(known => known.Name == name) is not { } field)
            return Answer.Notice(at.Texts["unknown.command"]);

        var guild = await administration.GetAsync(at.Tenant, cancellation);
        var present = field.Read(guild.Document);
        return present is { Length: > DiscordAdminForms.MaxLength }
            ? Answer.Notice($"{field.Title}: that is {present.Length:N0} characters, and a form on Discord takes {DiscordAdminForms.MaxLength:N0}. Give a new `value`, or use the admin API.")
            : new InteractionAnswer.OpenModal(DiscordAdminForms.Value(new AdminId(act, guild.Revision, field.Name), field, present));
    }

    /// <summary>A filled form.</summary>
    public async Task<Answer> SubmitAsync(Invocation at, AdminId id, IReadOnlyDictionary<string, string> filled, CancellationToken cancellation) =>
        DiscordAdminViews.Result(Title(id.Act), await SetAsync(at, id.Act, id.Subject, filled.GetValueOrDefault("value"), id.Revision, cancellation), filled);

    /// <summary>The fields an act sets.</summary>
    public static IReadOnlyList<AdminField> Fields(AdminAct act) => act == AdminAct.SetQuota ? AdminFields.Quotas : AdminFields.Rules;

    private static string Title(AdminAct act) => act == AdminAct.SetQuota ? "Limits" : "Rules";

    private Task<AdminResult> SetAsync(Invocation at, AdminAct act, string name, string? value, long? revision, CancellationToken cancellation)
    {
        var values = new Dictionary<string, string?> { [name] = value };
        return act == AdminAct.SetQuota
            ? administration.SetQuotasAsync(at.Admin, values, revision, cancellation)
            : administration.SetRulesAsync(at.Admin, values, revision, cancellation);
    }
}
