using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;
using ImageGen.Core.Prompts;

namespace ImageGen.Bot.Hosting;

/// <summary>Every tenant gets the installation's settings.</summary>
internal sealed class ConfiguredGuildSettings(QuotaPolicy quotas) : IGuildSettingsStore
{
    private readonly GuildSettings _settings = new() { Styles = BuiltInStyles.Library, Quotas = quotas };

    public ValueTask<GuildSettings> GetAsync(TenantId tenant, CancellationToken cancellation) => new(_settings);
}
