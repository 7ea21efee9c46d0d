namespace ImageGen.Bot.Redis;

/// <summary>A subscription made at the first need; one that could not be made is tried again at the next.</summary>
internal sealed class RedisSubscription(RedisConnection redis, string channel, Action<string> handle)
{
    private readonly Lock gate = new();
    private Task? made;

    /// <summary>Whether messages are being heard.</summary>
    public bool Stands => made is { IsCompletedSuccessfully: true };

    public Task EnsureAsync()
    {
        lock (gate)
        {
            if (made is null or { IsFaulted: true })
                made = redis.SubscribeAsync(channel, handle);
            return made;
        }
    }
}
