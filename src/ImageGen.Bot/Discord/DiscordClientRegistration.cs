using System.Reflection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ImageGen.Bot.Discord;

/// <summary>How this process calls Discord.</summary>
internal static class DiscordClientRegistration
{
    /// <summary>Discord asks for this form, and where to find who calls.</summary>
    public static readonly string UserAgent = $"DiscordBot (https://github.com/imagegen-bot/imagegen-bot, {Version})";

    /// <summary>No answer that is read is near this long.</summary>
    private const long MaxAnswerBytes = 8 * 1024 * 1024;

    private static string Version =>
        typeof(DiscordClientRegistration).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Registers <see cref="DiscordClient"/>.</summary>
    public static IServiceCollection AddDiscordClient(this IServiceCollection services, DiscordOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(options);
        services.TryAddSingleton<DiscordRateLimits>();
        services.TryAddSingleton<InvalidRequestGuard>();
        services.TryAddSingleton<SpentTokens>();
        services.AddHttpClient<DiscordClient>(http => Configure(http, options))
            .UseSocketsHttpHandler(static (handler, _) =>
            {
                handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
                handler.ConnectTimeout = TimeSpan.FromSeconds(10);
                handler.AllowAutoRedirect = false;
                handler.UseCookies = false;
                // Traces name the address, and the address of a reply holds its interaction's token.
                handler.ActivityHeadersPropagator = null;
            })
            // Connections are renewed by their own lifetime, so singletons may keep the client.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // As with traces.
            .RemoveAllLoggers();
        return services;
    }

    /// <summary>What every call has in common.</summary>
    public static void Configure(HttpClient http, DiscordOptions options)
    {
        http.BaseAddress = new Uri(options.ApiBaseUrl.AbsoluteUri.TrimEnd('/') + "/");
        http.DefaultRequestHeaders.UserAgent.ParseAdd(UserAgent);
        http.MaxResponseContentBufferSize = MaxAnswerBytes;
        // Each call has a limit of its own.
        http.Timeout = Timeout.InfiniteTimeSpan;
    }
}
