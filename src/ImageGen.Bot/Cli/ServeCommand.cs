using ImageGen.Bot.Discord;
using ImageGen.Bot.Hosting;
using ImageGen.Bot.Operator;
using ImageGen.Bot.Slack;
using ImageGen.Bot.Web;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ImageGen.Bot.Cli;

/// <summary>Runs the bot until it is told to stop.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (UnknownOption(args) is { } unknown)
            return CommandLine.Complain($"There is no option '{unknown}'. Options are settings: --urls http://localhost:9000, --Worker:Concurrency 4.", ExitCodes.BadInput);

        await using var app = Build(args);

        // Opened before listening: a ledger or store that cannot be used is a start-up error, not a thousand failed requests.
        app.Services.GetRequiredService<IJobLedger>();
        await app.Services.GetRequiredService<IJobLedger>().CheckAsync(CancellationToken.None);
        app.Services.GetRequiredService<IImageStore>();
        app.Services.GetService<DiscordSignature>();

        app.Lifetime.ApplicationStarted.Register(() => Announce(app));
        await app.RunAsync();
        return ExitCodes.Done;
    }

    private static string? UnknownOption(string[] args)
    {
        for (var at = 0; at < args.Length; at++)
        {
            var name = args[at].Split('=')[0];
            if (!name.StartsWith("--", StringComparison.Ordinal) || !Settings.IsOption(name[2..]))
                return args[at];
            if (!args[at].Contains('='))
                at++;
        }

        return null;
    }

    /// <summary>The whole application, not yet started.</summary>
    /// <param name="args">Settings.</param>
    /// <param name="change">What a test puts in place of a part.</param>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? change = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // Settings are read once. To hear of changes, .NET would watch every folder below this one, those of pictures too.
            Args = ["--hostBuilder:reloadConfigOnChange=false", .. args],
            WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
        });
        var settings = Settings.Read(builder.Configuration);
        builder.Logging.AddQuietConsole();
        builder.AddTelemetry(settings);
        builder.WebHost.ConfigureListening(builder.Configuration);
        builder.Services.AddImageGen(settings).AddWebSurface().AddOperator(settings);
        if (settings.Roles.HasFlag(Roles.Web))
            builder.Services.AddChatFaces(settings);
        if (settings.Roles.HasFlag(Roles.Worker))
            builder.Services.AddWorker(settings);
        change?.Invoke(builder.Services);

        var app = builder.Build();
        app.MapWebSurface(settings);
        if (settings.Roles.HasFlag(Roles.Web))
            app.MapOperator();
        if (settings.Roles.HasFlag(Roles.Web) && settings.Discord is not null)
            app.MapDiscord();
        if (settings.Roles.HasFlag(Roles.Web) && settings.Slack is { } slack)
        {
            app.MapSlack();
            if (slack.IsDistributed)
                app.MapSlackOAuth();
        }

        return app;
    }

    private static void Announce(WebApplication app)
    {
        var settings = app.Services.GetRequiredService<Settings>();
        if (settings is { State: StateProvider.Sqlite, Roles: not (Roles.Web | Roles.Worker) })
            Console.Error.WriteLine($"Roles={settings.Roles}: on SQLite one process does all the work, so nothing is drawn unless another process on this folder has the other role.");
        if (settings.ApiKeys.Count == 0 && !settings.PublicBaseUrl.IsLoopback)
            Console.Error.WriteLine("PublicBaseUrl is public and Api:Keys is empty: a proxy that does not send X-Forwarded-For would let everybody call the API. Set Api:Keys.");
        if (settings.Operator.Password is null && !settings.PublicBaseUrl.IsLoopback)
            Console.Error.WriteLine("PublicBaseUrl is public and Operator:Password is not set: a proxy that does not send X-Forwarded-For would let everybody see /operator. Set Operator:Password.");
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        Console.Out.WriteLine($"ImageGen.Bot is at {string.Join(", ", addresses)} ({settings.Roles.ToString().ToLowerInvariant()}; state in {settings.State}, pictures in {(settings.R2 is { } r2 ? $"bucket {r2.Bucket}" : settings.DataPath)}).");
    }
}
