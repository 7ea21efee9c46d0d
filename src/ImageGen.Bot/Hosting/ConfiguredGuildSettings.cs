using ImageGen.Core;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;
using ImageGen.Core.Prompts;

namespace ImageGen.Bot.Hosting;

/// <summary>
/// Every tenant gets the installation's settings. One that is a single person gets a budget of its own kind: otherwise
/// anybody could leave a guild's budget behind by writing to the bot directly.
/// </summary>
internal sealed class ConfiguredGuildSettings(QuotaPolicy quotas, ReplyPlace replyIn = ReplyPlace.Message, Usd? budgetPerPerson = null) : IGuildSettingsStore
{
    private readonly GuildSettings _guild = new() { Styles = BuiltInStyles.Library, Quotas = quotas, Rules = new GuildRules { ReplyIn = replyIn } };

    private readonly GuildSettings _person = new()
    {
        Styles = BuiltInStyles.Library,
        Quotas = quotas with { ImagesPerGuildPerDay = null, BudgetPerGuildPerMonth = budgetPerPerson ?? quotas.BudgetPerGuildPerMonth },
    };

    public ValueTask<GuildSettings> GetAsync(TenantId tenant, CancellationToken cancellation) => new(tenant.IsPerson ? _person : _guild);
}
