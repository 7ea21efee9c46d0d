using ImageGen.Bot.Hosting;
using ImageGen.Bot.Web;
using ImageGen.Core.Jobs;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ImageGen.Bot.Cli;

/// <summary>Runs the bot until it is told to stop.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        await using var app = Build(args);

        // Opened before listening: a ledger that cannot be used is a start-up error, not a thousand failed requests.
        app.Services.GetRequiredService<IJobLedger>();
        await app.Services.GetRequiredService<IJobLedger>().CheckAsync(CancellationToken.None);

        app.Lifetime.ApplicationStarted.Register(() => Announce(app));
        await app.RunAsync();
        return ExitCodes.Done;
    }

    /// <summary>The whole application, not yet started.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
        });
        var settings = Settings.Read(builder.Configuration);
        builder.Logging.AddQuietConsole();
        builder.WebHost.ConfigureListening(builder.Configuration);
        builder.Services.AddImageGen(settings).AddWebSurface();
        if (settings.Roles.HasFlag(Roles.Worker))
            builder.Services.AddWorker(settings);

        var app = builder.Build();
        app.MapWebSurface(settings);
        return app;
    }

    private static void Announce(WebApplication app)
    {
        var settings = app.Services.GetRequiredService<Settings>();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        Console.Out.WriteLine($"ImageGen.Bot is at {string.Join(", ", addresses)} ({settings.Roles.ToString().ToLowerInvariant()}; state in {settings.State}, pictures in {settings.DataPath}).");
    }
}
