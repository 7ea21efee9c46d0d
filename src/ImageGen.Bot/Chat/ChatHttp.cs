using System.Reflection;
using ImageGen.Bot.Hosting;

namespace ImageGen.Bot.Chat;

/// <summary>How this process calls chat platforms.</summary>
internal static class ChatHttp
{
    /// <summary>Where to find who calls.</summary>
    public const string Home = "https://github.com/imagegen-bot/imagegen-bot";

    /// <summary>This program's version.</summary>
    public static string Version { get; } =
        typeof(ChatHttp).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>What every call has in common.</summary>
    public static void Configure(HttpClient http, Uri baseUrl, string userAgent)
    {
        http.BaseAddress = new Uri(baseUrl.AbsoluteUri.TrimEnd('/') + "/");
        http.DefaultRequestHeaders.UserAgent.ParseAdd(userAgent);
        // Each call has a limit of its own.
        http.Timeout = Timeout.InfiniteTimeSpan;
    }

    /// <summary>Connections for addresses that are secrets themselves: an interaction's token, a response URL.</summary>
    public static IHttpClientBuilder KeepSecrets(this IHttpClientBuilder client) => client
        .UseSocketsHttpHandler(static (handler, _) =>
        {
            handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
            handler.ConnectTimeout = TimeSpan.FromSeconds(10);
            // A token goes where it was meant to, or nowhere.
            handler.AllowAutoRedirect = false;
            handler.UseCookies = false;
            // .NET's own traces name the address.
            handler.ActivityHeadersPropagator = null;
        })
        .AddHttpMessageHandler(static () => new CallTracing())
        // Connections are renewed by their own lifetime, so singletons may keep the client.
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
        // As with traces.
        .RemoveAllLoggers();
}
