namespace ImageGen.Bot.Redis;

/// <summary>A subscription made at the first need; one that could not be made is tried again at the next.</summary>
internal sealed class RedisSubscription(RedisConnection redis, string channel, Action<string> handle)
{
    private readonly Lock _gate = new();
    private Task? _made;

    /// <summary>Whether messages are being heard.</summary>
    public bool Stands => _made is { IsCompletedSuccessfully: true };

    public Task EnsureAsync()
    {
        lock (_gate)
        {
            if (_made is null or { IsFaulted: true })
                _made = redis.SubscribeAsync(channel, handle);
            return _made;
        }
    }
}
