using ImageGen.Bot.Hosting;
using ImageGen.Bot.Providers.Flux;
using ImageGen.Bot.Providers.OpenAI;
using ImageGen.Core;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Providers;

/// <summary>Puts providers that are called over the network together.</summary>
internal static partial class ProviderServiceCollectionExtensions
{
    /// <summary>One provider, under its name, and its checkup.</summary>
    public static IServiceCollection AddRemoteProvider(this IServiceCollection services, ProviderOptions options)
    {
        services
            .AddKeyedSingleton(options.Name, (parts, _) => new CircuitBreaker(
                options.Name, parts.GetRequiredService<TimeProvider>(), parts.GetRequiredService<ILogger<GuardedGenerator>>()))
            .AddSingleton(parts => parts.GetRequiredKeyedService<CircuitBreaker>(options.Name));
        var downloads = new Downloads(new AllowedHosts(options.SampleHosts, options.Endpoint));
        if (options.Family.Speaks == ProviderProtocol.Flux)
        {
            return services
                .AddKeyedSingleton(options.Name, (parts, _) => new FluxClient(options, new AllowedHosts(FluxClient.ApiHosts, options.Endpoint), parts.GetRequiredService<TimeProvider>()))
                .AddKeyedSingleton<IImageGenerator>(options.Name, (parts, _) => Guarded(parts, options, (clock, random) =>
                    new FluxImageGenerator(options, parts.GetRequiredKeyedService<FluxClient>(options.Name), downloads, clock, random)))
                .AddSingleton<ICheckup>(parts => new FluxCheckup(options, parts.GetRequiredKeyedService<FluxClient>(options.Name)));
        }

        return services
            .AddKeyedSingleton(options.Name, (parts, _) => new OpenAIImageClient(options, parts.GetRequiredService<TimeProvider>()))
            .AddKeyedSingleton<IImageGenerator>(options.Name, (parts, _) => Guarded(parts, options, (clock, _) =>
                new OpenAIImageGenerator(options, parts.GetRequiredKeyedService<OpenAIImageClient>(options.Name), downloads, clock)))
            .AddSingleton<ICheckup>(parts => new OpenAICheckup(options, parts.GetRequiredKeyedService<OpenAIImageClient>(options.Name), parts.GetRequiredService<TimeProvider>()));
    }

    private static GuardedGenerator Guarded(IServiceProvider parts, ProviderOptions options, Func<TimeProvider, Random, IImageGenerator> create)
    {
        var clock = parts.GetRequiredService<TimeProvider>();
        var logger = parts.GetRequiredService<ILogger<GuardedGenerator>>();
        if (options.IsPriceUnknown)
            LogUnknownPrice(logger, options.Name, options.Model, options.EffectivePrice.Bound(ImageQuality.High, default, hasReference: true));
        return new GuardedGenerator(create(clock, parts.GetRequiredService<Random>()), parts.GetRequiredKeyedService<CircuitBreaker>(options.Name));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Provider {Provider}: what {Model} costs is not known. A picture counts as {Price}, the highest price of the table; set its Prices.")]
    private static partial void LogUnknownPrice(ILogger logger, string provider, string model, Usd price);
}
