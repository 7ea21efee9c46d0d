using ImageGen.Bot.Redis;
using ImageGen.Bot.Tests.Fakes;

namespace ImageGen.Bot.Tests.Contracts;

public sealed class RedisSecretsTests(RedisStore store) : SecretStoreContract
{
    private protected override async Task<SecretsHarness> CreateAsync()
    {
        var clock = new ManualClock();
        var redis = await store.NextAsync();
        var opened = new List<RedisConnection>();
        return new SecretsHarness(clock, Open, CloseAsync);

        RedisSecrets Open()
        {
            opened.Add(new RedisConnection(redis));
            return new RedisSecrets(opened[^1], clock);
        }

        async ValueTask CloseAsync()
        {
            foreach (var connection in opened)
                await connection.DisposeAsync();
        }
    }
}
