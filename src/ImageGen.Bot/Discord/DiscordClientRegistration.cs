using ImageGen.Bot.Chat;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ImageGen.Bot.Discord;

/// <summary>How this process calls Discord.</summary>
internal static class DiscordClientRegistration
{
    /// <summary>Discord asks for this form, and where to find who calls.</summary>
    public static readonly string UserAgent = $"DiscordBot ({ChatHttp.Home}, {ChatHttp.Version})";

    /// <summary>No answer that is read is near this long.</summary>
    private const long MaxAnswerBytes = 8 * 1024 * 1024;

    /// <summary>Registers <see cref="DiscordClient"/>.</summary>
    public static IServiceCollection AddDiscordClient(this IServiceCollection services, DiscordOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(options);
        services.TryAddSingleton<DiscordRateLimits>();
        services.TryAddSingleton<InvalidRequestGuard>();
        services.TryAddSingleton<SpentTokens>();
        services.AddHttpClient<DiscordClient>(http => Configure(http, options))
            .KeepSecrets();
        return services;
    }

    /// <summary>What every call has in common.</summary>
    public static void Configure(HttpClient http, DiscordOptions options)
    {
        ChatHttp.Configure(http, options.ApiBaseUrl, UserAgent);
        http.MaxResponseContentBufferSize = MaxAnswerBytes;
    }
}
