using ImageGen.Bot.Chat;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ImageGen.Bot.Slack;

/// <summary>How this process calls Slack.</summary>
internal static class SlackClientRegistration
{
    /// <summary>Who calls.</summary>
    public static readonly string UserAgent = $"ImageGen.Bot/{ChatHttp.Version} (+{ChatHttp.Home})";

    /// <summary>
    /// Registers <see cref="SlackClient"/> and <see cref="SlackInstallations"/>. Where workspaces install the app themselves,
    /// Data Protection and the shared secrets must be there, too.
    /// </summary>
    public static IServiceCollection AddSlackClient(this IServiceCollection services, SlackOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(options);
        services.TryAddSingleton<SlackRateLimits>();
        services.AddHttpClient<SlackApi>(http => Configure(http, options))
            .KeepSecrets();
        services.AddSingleton<SlackClient>().AddSingleton<SlackOAuth>();
        if (!options.IsDistributed)
            return services.AddSingleton<SlackInstallations, ConfiguredSlackInstallation>();
        return services
            .AddSingleton<SlackOAuthState>()
            .AddSingleton<StoredSlackInstallations>()
            .AddSingleton<SlackInstallations>(static provider => provider.GetRequiredService<StoredSlackInstallations>());
    }

    /// <summary>What every call has in common.</summary>
    public static void Configure(HttpClient http, SlackOptions options) => ChatHttp.Configure(http, options.ApiBaseUrl, UserAgent);
}
