using ImageGen.Bot.Hosting;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Sqlite;

/// <summary>Registers the embedded ledger.</summary>
public static class SqliteServiceCollectionExtensions
{
    /// <summary>Keeps jobs, quotas, the cache, the guilds' documents and the shared secrets in the file <c>imagegen.db</c>.</summary>
    /// <param name="services">Must also hold <see cref="LedgerOptions"/> and <see cref="TimeProvider"/>.</param>
    /// <param name="dataPath">The folder of the file; created where it is missing.</param>
    public static IServiceCollection AddSqliteState(this IServiceCollection services, string dataPath)
    {
        services.AddSingleton<SqliteSignals>();
        services.AddSingleton<IJobSignals>(static provider => provider.GetRequiredService<SqliteSignals>());
        services.AddSingleton<IJobLedger>(provider => new SqliteLedger(
            Path.Combine(dataPath, "imagegen.db"),
            provider.GetRequiredService<LedgerOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<SqliteSignals>()));
        services.AddSingleton<IOperatorLedger>(static provider => (SqliteLedger)provider.GetRequiredService<IJobLedger>());
        services.AddSingleton<ISecretStore>(static provider => ((SqliteLedger)provider.GetRequiredService<IJobLedger>()).Secrets);
        services.AddSingleton<IGuildDocumentStore>(static provider => ((SqliteLedger)provider.GetRequiredService<IJobLedger>()).Guilds);
        return services;
    }
}
