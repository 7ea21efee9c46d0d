using ImageGen.Bot.Hosting;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ImageGen.Bot.Redis;

/// <summary>Keeps the ledger on Redis.</summary>
public static class RedisServiceCollectionExtensions
{
    /// <summary>Registers <see cref="IJobLedger"/>, <see cref="IJobSignals"/>, the guilds' documents, the shared secrets and a checkup. Connects at the first call.</summary>
    public static IServiceCollection AddRedisState(this IServiceCollection services, RedisOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new LedgerOptions());
        services.AddSingleton(_ => new RedisConnection(options));
        services.AddSingleton<IJobLedger, RedisLedger>();
        services.AddSingleton<IOperatorLedger>(static provider => (RedisLedger)provider.GetRequiredService<IJobLedger>());
        services.AddSingleton<IJobSignals, RedisSignals>();
        services.AddSingleton<ISecretStore, RedisSecrets>();
        services.AddSingleton<ICheckup, RedisCheckup>();
        services.AddSingleton<IGuildDocumentStore, RedisGuildDocuments>();
        return services;
    }
}
