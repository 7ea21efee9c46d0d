using Microsoft.Extensions.Logging.Console;

namespace ImageGen.Bot.Hosting;

/// <summary>Where the process listens and what it logs, unless the configuration says otherwise.</summary>
internal static class HostConfiguration
{
    /// <summary>One line an event; ASP.NET's own chatter only from warnings up. Overridden by Logging:LogLevel.</summary>
    public static ILoggingBuilder AddQuietConsole(this ILoggingBuilder logging, LogLevel ours = LogLevel.Information) => logging
        .AddFilter<ConsoleLoggerProvider>("Microsoft", LogLevel.Warning)
        // A failed start is said in one line by CommandLine; here it would be said before, with its stack.
        .AddFilter<ConsoleLoggerProvider>("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)
        // That keys are kept unencrypted is how KeyRing means it.
        .AddFilter<ConsoleLoggerProvider>("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
        .AddFilter<ConsoleLoggerProvider>("ImageGen", ours)
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });

    /// <summary>Listens at the default address where none is configured.</summary>
    public static void ConfigureListening(this IWebHostBuilder web, IConfiguration configuration)
    {
        if (configuration["urls"] is null && configuration["http_ports"] is null && configuration["https_ports"] is null)
            web.UseUrls(ServeDefaults.Url);
        web.ConfigureKestrel(static kestrel => kestrel.AddServerHeader = false);
    }

    /// <summary>Where this process listens, as people on this machine reach it; the first address where there are several.</summary>
    public static Uri ListeningUrl(IConfiguration configuration)
    {
        var port = configuration["http_ports"]?.Split(';')[0].Trim();
        var first = configuration["urls"]?.Split(';')[0] ?? (string.IsNullOrEmpty(port) ? ServeDefaults.Url : $"http://localhost:{port}");
        var local = first.Replace("://+", "://localhost", StringComparison.Ordinal)
            .Replace("://*", "://localhost", StringComparison.Ordinal)
            .Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal)
            .Replace("://[::]", "://localhost", StringComparison.Ordinal);
        return Uri.TryCreate(local, UriKind.Absolute, out var url) ? url : new Uri(ServeDefaults.Url);
    }
}
