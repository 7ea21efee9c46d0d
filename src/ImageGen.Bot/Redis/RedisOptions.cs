using StackExchange.Redis;

namespace ImageGen.Bot.Redis;

/// <summary>Where the distributed ledger is kept: configuration section <c>State:Redis</c>.</summary>
public sealed record RedisOptions
{
    /// <summary>What to connect with: <c>host:port,password=…,ssl=true</c>, as StackExchange.Redis reads it.</summary>
    public string ConnectionString { get; set; } = "localhost:6379";

    /// <summary>What is wrong with a connection string; null where nothing is. Holds nothing of its values, which may be secret.</summary>
    public static string? FaultOf(string connectionString)
    {
        try
        {
            return ConfigurationOptions.Parse(connectionString).EndPoints.Count > 0 ? null : "it names no host";
        }
        catch (ArgumentException fault)
        {
            return fault.Message.Split('\n')[0].TrimEnd('.');
        }
    }

    /// <summary>Begins every key and channel. The braces make all keys share one slot of a cluster, as one script touches many.</summary>
    public string KeyPrefix { get; set; } = "{imagegen}:";
}
