namespace ImageGen.Bot.Redis;

/// <summary>Somebody who waits for hints, and is told of one that came while he looked away.</summary>
internal sealed class RedisListener
{
    private TaskCompletionSource next = Unset();

    public void Signal() => next.TrySetResult();

    public async Task WaitAsync(TimeSpan timeout, TimeProvider clock, CancellationToken cancellation)
    {
        try
        {
            await next.Task.WaitAsync(timeout, clock, cancellation);
            next = Unset();
        }
        catch (TimeoutException)
        {
            // Then the caller looks by itself: hints only save it the time.
        }
    }

    private static TaskCompletionSource Unset() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Who waits for which name.</summary>
/// <param name="remember">
/// Whether a hint for a name nobody waits for is kept for the next who does: it may have come between a look and the
/// waiting. Only for names that are few.
/// </param>
internal sealed class RedisListeners(bool remember)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, HashSet<RedisListener>> names = new(StringComparer.Ordinal);
    private readonly HashSet<string> missed = new(StringComparer.Ordinal);

    public void Add(IReadOnlyList<string> waitedFor, RedisListener listener)
    {
        lock (gate)
        {
            foreach (var name in waitedFor)
            {
                if (missed.Remove(name))
                    listener.Signal();
                if (names.TryGetValue(name, out var listeners))
                    listeners.Add(listener);
                else
                    names.Add(name, [listener]);
            }
        }
    }

    public void Remove(IReadOnlyList<string> waitedFor, RedisListener listener)
    {
        lock (gate)
        {
            foreach (var name in waitedFor)
            {
                if (names.TryGetValue(name, out var listeners) && listeners.Remove(listener) && listeners.Count == 0)
                    names.Remove(name);
            }
        }
    }

    public void Signal(string name)
    {
        lock (gate)
        {
            if (names.TryGetValue(name, out var listeners))
            {
                foreach (var listener in listeners)
                    listener.Signal();
            }
            else if (remember)
            {
                missed.Add(name);
            }
        }
    }

    public void SignalAll()
    {
        lock (gate)
        {
            foreach (var listener in names.Values.SelectMany(listeners => listeners))
                listener.Signal();
        }
    }
}

/// <summary>A subscription made at the first need; one that could not be made is tried again at the next.</summary>
internal sealed class RedisSubscription(RedisConnection redis, string channel, Action<string> handle)
{
    private readonly Lock gate = new();
    private Task? made;

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
