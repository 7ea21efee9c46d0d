using ImageGen.Bot.Hosting;
using StackExchange.Redis;

namespace ImageGen.Bot.Redis;

/// <summary>Secrets beside the ledger. As with that, a call once sent is not abandoned.</summary>
internal sealed class RedisSecrets(RedisConnection redis, TimeProvider clock) : ISecretStore
{
    public async Task<string?> GetAsync(string key, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return (string?)await redis.RunAsync(RedisScripts.GetSecret, [Now(), key]);
    }

    public async Task<bool> SwapAsync(string key, string? expected, string? value, TimeSpan? life, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return (int)await redis.RunAsync(RedisScripts.SwapSecret, [Now(), key, expected ?? "", value ?? "", (long)(life?.TotalMilliseconds ?? 0)]) == 1;
    }

    private RedisValue Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
