using System.Reflection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ImageGen.Bot.Slack;

/// <summary>How this process calls Slack.</summary>
internal static class SlackClientRegistration
{
    /// <summary>Who calls.</summary>
    public static readonly string UserAgent = $"ImageGen.Bot/{Version} (+https://github.com/imagegen-bot/imagegen-bot)";

    private static string Version =>
        typeof(SlackClientRegistration).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

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
            .UseSocketsHttpHandler(static (handler, _) =>
            {
                handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
                handler.ConnectTimeout = TimeSpan.FromSeconds(10);
                // A token goes where it was meant to, or nowhere.
                handler.AllowAutoRedirect = false;
                handler.UseCookies = false;
                // Traces name the address, and a response_url is a secret.
                handler.ActivityHeadersPropagator = null;
            })
            // Connections are renewed by their own lifetime, so singletons may keep the client.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // As with traces.
            .RemoveAllLoggers();
        services.AddSingleton<SlackClient>();
        if (!options.IsDistributed)
            return services.AddSingleton<SlackInstallations, ConfiguredSlackInstallation>();
        return services
            .AddSingleton<SlackOAuth>()
            .AddSingleton<SlackOAuthState>()
            .AddSingleton<StoredSlackInstallations>()
            .AddSingleton<SlackInstallations>(static provider => provider.GetRequiredService<StoredSlackInstallations>());
    }

    /// <summary>What every call has in common.</summary>
    public static void Configure(HttpClient http, SlackOptions options)
    {
        http.BaseAddress = new Uri(options.ApiBaseUrl.AbsoluteUri.TrimEnd('/') + "/");
        http.DefaultRequestHeaders.UserAgent.ParseAdd(UserAgent);
        // Each call has a limit of its own.
        http.Timeout = Timeout.InfiniteTimeSpan;
    }
}
