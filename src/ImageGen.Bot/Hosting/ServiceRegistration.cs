using ImageGen.Bot.Providers.Painter;
using ImageGen.Bot.Redis;
using ImageGen.Bot.Sqlite;
using ImageGen.Bot.Storage;
using ImageGen.Bot.Worker;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Prompts;

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
        .AddState(settings)
        .AddStorage(settings)
        .AddPrompts(settings)
        .AddProviders(settings)
        .AddSingleton<IGuildSettingsStore>(new ConfiguredGuildSettings(settings.Quotas))
        .AddSingleton<JobIntake>()
        .AddSingleton<JobExecutor>()
        .AddSingleton<ReplyExecutor>();

    /// <summary>Makes this process work on jobs.</summary>
    public static IServiceCollection AddWorker(this IServiceCollection services, Settings settings) => services
        .AddSingleton(new WorkerOptions([.. settings.Providers.Select(provider => provider.Limits)], settings.WorkerConcurrency, settings.ShutdownTimeout))
        .Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = settings.ShutdownTimeout + TimeSpan.FromSeconds(2);
            // One after the other, a slow request would use up the time in which workers hand their jobs back.
            host.ServicesStopConcurrently = true;
        })
        .AddHostedService<WorkerService>();

    private static IServiceCollection AddState(this IServiceCollection services, Settings settings) => settings.State switch
    {
        StateProvider.Sqlite => services.AddSqliteState(settings.DataPath),
        StateProvider.Redis => services.AddRedisState(settings.Redis!),
    };

    private static IServiceCollection AddStorage(this IServiceCollection services, Settings settings) => services
        .AddSingleton(new DiskImageStore(Path.Combine(settings.DataPath, "images"), settings.PublicBaseUrl))
        .AddSingleton<IImageStore>(provider => provider.GetRequiredService<DiskImageStore>());

    private static IServiceCollection AddPrompts(this IServiceCollection services, Settings settings) => services
        .AddSingleton<IModerator>(new WordListModerator(settings.BlockedWords))
        .AddSingleton<IStyleRetriever, NgramStyleRetriever>()
        .AddSingleton(new PromptRefiners(new TemplateRefiner()));

    private static IServiceCollection AddProviders(this IServiceCollection services, Settings settings) => services
        .AddSingleton(new ImageProviders(settings.Providers.Select(Generator), settings.DefaultProvider));

    private static IImageGenerator Generator(ProviderSettings provider) => provider.Kind switch
    {
        ProviderKind.Painter => new PainterGenerator(provider.Name),
    };
}
