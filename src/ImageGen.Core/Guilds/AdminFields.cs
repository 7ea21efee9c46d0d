using System.Globalization;
using ImageGen.Core.Prompts;
using static ImageGen.Core.Guilds.AdminValues;
using static ImageGen.Core.Requests.RequestValidator;

namespace ImageGen.Core.Guilds;

/// <summary>Every limit and rule admins can set.</summary>
public static class AdminFields
{
    /// <summary>Greatest quota, and greatest budget in US dollars.</summary>
    public const long MaxLimit = 1_000_000_000;

    /// <summary>Most blocked words.</summary>
    public const int MaxWords = 200;

    /// <summary>Most blocked patterns.</summary>
    public const int MaxPatterns = 50;

    /// <summary>Most channels, roles or providers in a list.</summary>
    public const int MaxIds = 100;

    /// <summary>Longest retention in days that can be set: the ledger forgets a job after that anyhow.</summary>
    public const int MaxRetentionDays = 90;

    private const int MaxWordLength = 60;

    /// <summary>The limits.</summary>
    public static IReadOnlyList<AdminField> Quotas { get; } =
    [
        Number("imagesPerUserPerDay", "Pictures a member may have a day", 0, MaxLimit, quotas => quotas.ImagesPerUserPerDay, (quotas, value) => quotas with { ImagesPerUserPerDay = value }),
        Number("imagesPerGuildPerDay", "Pictures everyone together may have a day", 0, MaxLimit, quotas => quotas.ImagesPerGuildPerDay, (quotas, value) => quotas with { ImagesPerGuildPerDay = value }),
        Number("imagesPerChannelPerDay", "Pictures a day in any one channel", 0, MaxLimit, quotas => quotas.ImagesPerChannelPerDay, (quotas, value) => quotas with { ImagesPerChannelPerDay = value }),
        Pairs("channels", "Pictures a day in particular channels", AdminFieldKind.NumberByChannel, LimitPair, quotas => quotas.Channels, (quotas, value) => quotas with { Channels = value }),
        Pairs("roles", "Pictures a day for members with a role; the most generous role counts", AdminFieldKind.NumberByRole, LimitPair, quotas => quotas.Roles, (quotas, value) => quotas with { Roles = value }),
        Quota("exemptRoles", "Roles that no limit but the budget binds", $"at most {MaxIds} roles", AdminFieldKind.Roles, quotas => Join(quotas.ExemptRoles),
            quotas => quotas with { ExemptRoles = [] }, (quotas, text, _) => Ids(text, MaxIds, ids => quotas with { ExemptRoles = ids })),
        Quota("budgetUsdPerMonth", "What everyone's pictures may cost a month, in USD", $"0 to {MaxLimit:N0} USD", AdminFieldKind.Dollars,
            quotas => quotas.BudgetPerGuildPerMonth?.Dollars.ToString("0.00####", CultureInfo.InvariantCulture), quotas => quotas with { BudgetPerGuildPerMonth = null }, Budget),
        Number("queuedPerUser", "Unfinished commands a member may have at once", 0, MaxLimit, quotas => quotas.QueuedPerUser, (quotas, value) => quotas with { QueuedPerUser = value }),
        Quota("weight", "Share of a busy provider: 0.5 waits twice as long as 1", "0.1 to 1", AdminFieldKind.Share, quotas => quotas.Weight?.ToString(CultureInfo.InvariantCulture),
            quotas => quotas with { Weight = null }, (quotas, text, context) => Weight(text, context) is var (weight, fault) && fault is null ? (quotas with { Weight = weight }, null) : (null, fault)),
        Pairs("roleWeights", "The same for members with a role", AdminFieldKind.NumberByRole, Weight, quotas => quotas.RoleWeights, (quotas, value) => quotas with { RoleWeights = value }),
        Choice<LimitAction>("atLimit", "What becomes of a command the budget does not stand", quotas => quotas.AtLimit, (quotas, value) => quotas with { AtLimit = value }),
        Quota("timeZone", "Where days and months begin", "an IANA time zone, such as Europe/Berlin", AdminFieldKind.Text, quotas => quotas.TimeZone,
            quotas => quotas with { TimeZone = null }, (quotas, text, _) => IsTimeZone(text)
                ? (quotas with { TimeZone = text }, null)
                : (null, $"must be an IANA time zone, such as Europe/Berlin or UTC; '{Quote(text)}' is not")),
    ];

    /// <summary>The rules.</summary>
    public static IReadOnlyList<AdminField> Rules { get; } =
    [
        Rule("channels", "Channels where pictures are made", $"at most {MaxIds} channels; empty for everywhere", AdminFieldKind.Channels, rules => Join(rules.Channels),
            rules => rules with { Channels = [] }, (rules, text, _) => Ids(text, MaxIds, ids => rules with { Channels = ids })),
        Rule("providers", "Providers that may draw", "names of configured providers; empty for all", AdminFieldKind.Providers, rules => Join(rules.Providers),
            rules => rules with { Providers = [] }, (rules, text, context) => Providers(text, context, names => rules with { Providers = names })),
        Rule("defaultProvider", "Who draws where a command names no provider", "a configured provider's name", AdminFieldKind.Provider, rules => rules.DefaultProvider,
            rules => rules with { DefaultProvider = null }, (rules, text, context) => Providers(text, context, names => rules with { DefaultProvider = names[0] }, most: 1)),
        RuleChoice<ReplyPlace>("replyIn", "Where pictures appear", rules => rules.ReplyIn, (rules, value) => rules with { ReplyIn = value }),
        RuleChoice<Strictness>("moderation", "How moderation judges: standard is milder in places for adults only", rules => rules.Moderation, (rules, value) => rules with { Moderation = value }),
        Rule("blockedWords", "Words no prompt may contain", $"at most {MaxWords} of {MaxWordLength} characters, with commas or a line each", AdminFieldKind.Words, rules => Join(rules.BlockedWords),
            rules => rules with { BlockedWords = [] }, (rules, text, _) => Words(text, MaxWords, MaxWordLength, words => rules with { BlockedWords = words })),
        Rule("blockedPatterns", "Regular expressions no prompt may match", $"at most {MaxPatterns} of {BlockedPattern.MaxLength} characters, a line each", AdminFieldKind.Patterns,
            rules => rules.BlockedPatterns.Count == 0 ? null : string.Join('\n', rules.BlockedPatterns),
            rules => rules with { BlockedPatterns = [] }, (rules, text, _) => Patterns(text, MaxPatterns, patterns => rules with { BlockedPatterns = patterns })),
        RuleChoice<ReferenceUse>("references", "Who may use reference images", rules => rules.References, (rules, value) => rules with { References = value }),
        Rule("referenceRoles", "Roles that may, where references is roles", $"at most {MaxIds} roles", AdminFieldKind.Roles, rules => Join(rules.ReferenceRoles),
            rules => rules with { ReferenceRoles = [] }, (rules, text, _) => Ids(text, MaxIds, ids => rules with { ReferenceRoles = ids })),
        RuleChoice<DeletionRight>("deletion", "Who may delete pictures and cancel commands", rules => rules.Deletion, (rules, value) => rules with { Deletion = value }),
        RuleSwitch("refine", "Whether prompts are refined where a command does not say", rules => rules.Refine, (rules, value) => rules with { Refine = value }),
        RuleSwitch("nearHits", "Whether a picture of a nearly equal prompt may be offered", rules => rules.NearHits, (rules, value) => rules with { NearHits = value }),
        Rule("retentionDays", "Days after which prompts and pictures are deleted", $"1 to {MaxRetentionDays}", AdminFieldKind.Number, rules => rules.RetentionDays?.ToString(CultureInfo.InvariantCulture),
            rules => rules with { RetentionDays = null }, (rules, text, _) => Whole(text, 1, MaxRetentionDays) is var (days, fault) && fault is null ? (rules with { RetentionDays = (int)days }, null) : (null, fault)),
        Rule("warnChannel", "The channel where admins are warned of used-up limits", "a channel; the audit log tells in any case", AdminFieldKind.Channel, rules => rules.WarnChannel,
            rules => rules with { WarnChannel = null }, (rules, text, _) => Ids(text, 1, ids => rules with { WarnChannel = ids[0] })),
    ];

    private static (QuotaPolicy? Value, string? Fault) Budget(QuotaPolicy quotas, string text, AdminFieldContext context)
    {
        if (!decimal.TryParse(text.TrimStart('$'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var dollars) || dollars > MaxLimit)
            return (null, $"must be an amount from 0 to {MaxLimit:N0} USD, such as 25.00; '{Quote(text)}' is not");
        if (!context.Admin.IsOperator && context.Installation.Quotas.BudgetPerGuildPerMonth is { } most && Usd.FromDollars(dollars) > most)
            return (null, $"can be at most {most}: that is what this bot's operator lets a server spend a month (Quotas:BudgetUsdPerGuildPerMonth)");
        return (quotas with { BudgetPerGuildPerMonth = Usd.FromDollars(dollars) }, null);
    }

    private static (double Value, string? Fault) Weight(string text, AdminFieldContext context)
    {
        var most = context.Admin.IsOperator ? 10 : 1;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight) && weight >= 0.1 && weight <= most
            ? (weight, null)
            : (0, $"must be a number from 0.1 to {most}, such as 0.5; '{Quote(text)}' is not");
    }

    private static (long Value, string? Fault) LimitPair(string text, AdminFieldContext context) => Whole(text, 0, MaxLimit);

    private static AdminField Number(string name, string title, long least, long greatest, Func<QuotaPolicy, long?> get, Func<QuotaPolicy, long?, QuotaPolicy> set) =>
        Quota(name, title, $"{least} to {greatest:N0}", AdminFieldKind.Number, quotas => get(quotas)?.ToString(CultureInfo.InvariantCulture), quotas => set(quotas, null),
            (quotas, text, _) => Whole(text, least, greatest) is var (number, fault) && fault is null ? (set(quotas, number), null) : (null, fault));

    private static AdminField Pairs<T>(
        string name,
        string title,
        AdminFieldKind kind,
        Func<string, AdminFieldContext, (T Value, string? Fault)> parse,
        Func<QuotaPolicy, IReadOnlyDictionary<string, T>> get,
        Func<QuotaPolicy, IReadOnlyDictionary<string, T>, QuotaPolicy> set)
        where T : IFormattable =>
        Quota(name, title, $"at most {MaxIds} pairs id=number", kind, quotas => get(quotas).Count == 0 ? null : string.Join(", ", get(quotas).Select(pair => $"{pair.Key}={pair.Value.ToString(null, CultureInfo.InvariantCulture)}")),
            quotas => set(quotas, new Dictionary<string, T>()), (quotas, text, context) => ByIds(text, MaxIds, value => parse(value, context), pairs => set(quotas, pairs)));

    private static AdminField Choice<T>(string name, string title, Func<QuotaPolicy, T?> get, Func<QuotaPolicy, T?, QuotaPolicy> set)
        where T : struct, Enum =>
        new(name, title, Names<T>(), AdminFieldKind.Choice, document => Name(get(document.Quotas)), document => document with { Quotas = set(document.Quotas, null) },
            (document, text, _) => OneOf<T>(text) is var (value, fault) && fault is null ? (document with { Quotas = set(document.Quotas, value) }, null) : (null, fault)) { Choices = [.. Enum.GetValues<T>().Select(value => Name<T>(value)!)] };

    private static AdminField RuleChoice<T>(string name, string title, Func<GuildRules, T?> get, Func<GuildRules, T?, GuildRules> set)
        where T : struct, Enum =>
        new(name, title, Names<T>(), AdminFieldKind.Choice, document => Name(get(document.Rules)), document => document with { Rules = set(document.Rules, null) },
            (document, text, _) => OneOf<T>(text) is var (value, fault) && fault is null ? (document with { Rules = set(document.Rules, value) }, null) : (null, fault)) { Choices = [.. Enum.GetValues<T>().Select(value => Name<T>(value)!)] };

    private static AdminField RuleSwitch(string name, string title, Func<GuildRules, bool?> get, Func<GuildRules, bool?, GuildRules> set) =>
        new(name, title, "on or off", AdminFieldKind.Switch, document => get(document.Rules) switch { null => null, true => "on", false => "off" }, document => document with { Rules = set(document.Rules, null) },
            (document, text, _) => OnOrOff(text) is var (value, fault) && fault is null ? (document with { Rules = set(document.Rules, value) }, null) : (null, fault)) { Choices = ["on", "off"] };

    private static AdminField Quota(
        string name, string title, string hint, AdminFieldKind kind, Func<QuotaPolicy, string?> read, Func<QuotaPolicy, QuotaPolicy> clear, Func<QuotaPolicy, string, AdminFieldContext, (QuotaPolicy? Value, string? Fault)> write) =>
        new(name, title, hint, kind, document => read(document.Quotas), document => document with { Quotas = clear(document.Quotas) },
            (document, text, context) => write(document.Quotas, text, context) is var (value, fault) && value is not null ? (document with { Quotas = value }, null) : (null, fault));

    private static AdminField Rule(
        string name, string title, string hint, AdminFieldKind kind, Func<GuildRules, string?> read, Func<GuildRules, GuildRules> clear, Func<GuildRules, string, AdminFieldContext, (GuildRules? Value, string? Fault)> write) =>
        new(name, title, hint, kind, document => read(document.Rules), document => document with { Rules = clear(document.Rules) },
            (document, text, context) => write(document.Rules, text, context) is var (value, fault) && value is not null ? (document with { Rules = value }, null) : (null, fault));
}
