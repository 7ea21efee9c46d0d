using System.Globalization;
using StackExchange.Redis;

namespace ImageGen.Benchmarks;

/// <summary>Reads redis-server's own counters.</summary>
internal sealed class ServerMeter : IAsyncDisposable
{
    private static readonly string[] Trips = ["evalsha", "eval", "bzpopmin"];

    private readonly ConnectionMultiplexer _connection;

    private ServerMeter(ConnectionMultiplexer connection) => _connection = connection;

    public static async Task<ServerMeter> ConnectAsync(string connectionString) =>
        new(await ConnectionMultiplexer.ConnectAsync(connectionString));

    public Task EmptyAsync() => _connection.GetDatabase().ExecuteAsync("FLUSHALL");

    public async Task<Dictionary<string, double>> ReadAsync()
    {
        var info = (string?)await _connection.GetDatabase().ExecuteAsync("INFO", "all") ?? "";
        var counters = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var line in info.Split("\r\n"))
        {
            // Plain lines are name:number, those of commandstats cmdstat_name:calls=number,…
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
                continue;
            var value = line[(colon + 1)..];
            if (value.StartsWith("calls=", StringComparison.Ordinal))
                value = value["calls=".Length..value.IndexOf(',', StringComparison.Ordinal)];
            if (double.TryParse(value, CultureInfo.InvariantCulture, out var number))
                counters[line[..colon]] = number;
        }

        return counters;
    }

    /// <summary>Waits until the server rewrites its log no more, which takes a core while it lasts.</summary>
    public async Task UntilQuietAsync()
    {
        while ((await ReadAsync()).GetValueOrDefault("aof_rewrite_in_progress") > 0)
            await Task.Delay(100);
    }

    /// <summary>What was used between two readings, a job.</summary>
    public static ServerUse Between(Dictionary<string, double> before, Dictionary<string, double> after, int jobs)
    {
        return new ServerUse(
            Trips.Sum(command => Grown($"cmdstat_{command}")),
            Grown("total_commands_processed"),
            Grown("total_net_input_bytes") + Grown("total_net_output_bytes"),
            Grown("used_memory"),
            (Grown("used_cpu_user") + Grown("used_cpu_sys")) * 1000);

        double Grown(string name) => (after.GetValueOrDefault(name) - before.GetValueOrDefault(name)) / jobs;
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.CloseAsync();
        _connection.Dispose();
    }
}
