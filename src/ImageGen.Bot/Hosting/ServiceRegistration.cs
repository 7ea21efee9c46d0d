using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord;
using ImageGen.Bot.Providers;
using ImageGen.Bot.Providers.Painter;
using ImageGen.Bot.Redis;
using ImageGen.Bot.Slack;
using ImageGen.Bot.Sqlite;
using ImageGen.Bot.Storage;
using ImageGen.Bot.Web;
using ImageGen.Bot.Worker;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Hosting;

/// <summary>What the settings come to: one method a part of the design.</summary>
internal static class ServiceRegistration
{
    /// <summary>Everything but the faces.</summary>
    public static IServiceCollection AddImageGen(this IServiceCollection services, Settings settings) => services
        .AddSingleton(settings)
        .AddSingleton(TimeProvider.System)
        .AddSingleton<Random, CryptoRandom>()
        .AddSingleton(settings.Ledger)
        .AddSingleton(settings.Execution)
        .AddSingleton<ICheckup>(parts => new LedgerCheckup(parts.GetRequiredService<IJobLedger>, settings))
        .AddSingleton<ICheckup>(new DataFolderCheckup(settings.DataPath, DataFolderCheckup.FreeBytes))
        .AddState(settings)
        .AddStorage(settings)
        .AddPrompts(settings)
        .AddProviders(settings)
        .AddChat(settings)
        .AddGuilds(settings)
        .AddSingleton<JobIntake>()
        .AddSingleton<JobRemoval>()
        .AddSingleton(parts => new LinkedReferences(settings.ReferenceHosts, parts.GetRequiredService<TimeProvider>()))
        .AddSingleton<IReferenceSource>(parts => parts.GetRequiredService<LinkedReferences>())
        .AddSingleton<ReferenceImages>()
        .AddSingleton<JobExecutor>()
        .AddSingleton<RunningJobs>()
        .AddSingleton<ReplyExecutor>()
        // Last, as it goes by what the others heard.
        .AddSingleton<ICheckup, ClockCheckup>();

    /// <summary>What guilds' admins decide, and what follows of it.</summary>
    private static IServiceCollection AddGuilds(this IServiceCollection services, Settings settings) => services
        .AddSingleton(parts => new GuildSettingsStore(
            new ConfiguredGuildSettings(settings.Quotas, settings.ReplyIn, settings.BudgetPerPersonPerMonth),
            parts.GetRequiredService<IGuildDocumentStore>(),
            parts.GetRequiredService<TimeProvider>()))
        .AddSingleton<IGuildSettingsStore>(parts => parts.GetRequiredService<GuildSettingsStore>())
        .AddSingleton<GuildAdministration>()
        .AddSingleton<UserRemoval>()
        .AddSingleton<RetentionSweep>()
        .AddSingleton<UsageWarnings>()
        .AddHostedService<UsageWarningService>();

    /// <summary>What chat platforms call.</summary>
    public static IServiceCollection AddChatFaces(this IServiceCollection services, Settings settings)
    {
        if (settings.Discord is not null)
            services.AddDiscordFace();
        if (settings.Slack is not null)
            services.AddSlackFace();
        services.AddSingleton<PictureGallery>().AddSingleton<ProgressFeed>().AddHostedService(provider => provider.GetRequiredService<ProgressFeed>());
        return services.AddSingleton<Afterwork>().AddHostedService(provider => provider.GetRequiredService<Afterwork>());
    }

    /// <summary>Makes this process work on jobs.</summary>
    public static IServiceCollection AddWorker(this IServiceCollection services, Settings settings) => services
        .AddSingleton(new WorkerOptions([.. settings.Providers.Select(provider => provider.Limits)], settings.WorkerConcurrency, settings.ShutdownTimeout))
        .Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = settings.ShutdownTimeout + TimeSpan.FromSeconds(2);
            // One after the other, a slow request would use up the time in which workers hand their jobs back.
            host.ServicesStopConcurrently = true;
        })
        .AddHostedService<WorkerService>()
        .AddHostedService<RetentionService>();

    private static IServiceCollection AddChat(this IServiceCollection services, Settings settings)
    {
        if (settings.Discord is { } discord)
            services.AddDiscord(discord);
        if (settings.Slack is { } slack)
            services.AddSlack(slack);
        if (settings.Slack is { IsDistributed: true })
            services.AddKeyRing(settings);
        return services.AddSingleton<PictureFiles>().AddSingleton<UsageReportFiles>();
    }

    private static IServiceCollection AddState(this IServiceCollection services, Settings settings) => settings.State switch
    {
        StateProvider.Sqlite => services.AddSqliteState(settings.DataPath),
        StateProvider.Redis => services.AddRedisState(settings.Redis!),
    };

    private static IServiceCollection AddStorage(this IServiceCollection services, Settings settings) => settings.R2 is { } r2
        ? services.AddR2Storage(r2, Path.Combine(settings.DataPath, "spool"))
        : services.AddDiskStorage(Path.Combine(settings.DataPath, "images"), settings.PublicBaseUrl);

    private static IServiceCollection AddProviders(this IServiceCollection services, Settings settings)
    {
        foreach (var remote in settings.Providers.Select(provider => provider.Remote).OfType<ProviderOptions>())
            services.AddRemoteProvider(remote);
        return services.AddSingleton(parts => new ImageProviders(
            settings.Providers.Select(provider => provider.Remote is null
                ? new PainterGenerator(provider.Name)
                : parts.GetRequiredKeyedService<IImageGenerator>(provider.Name)),
            settings.DefaultProvider,
            settings.Fallback));
    }
}
