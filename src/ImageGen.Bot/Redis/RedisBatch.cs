using StackExchange.Redis;

namespace ImageGen.Bot.Redis;

/// <summary>
/// Transitions that one script makes many of. There is one call at a time, and what is asked for meanwhile goes together
/// in the next: a burst costs Redis few scripts, and a single transition waits for nobody.
/// </summary>
/// <param name="redis">Where the script runs.</param>
/// <param name="script">Answers each transition with an array, or with an error where it failed.</param>
/// <param name="shared">What comes before the transitions in its arguments, at the time of a call.</param>
internal sealed class RedisBatch(RedisConnection redis, RedisScript script, Func<RedisValue[]> shared)
{
    /// <summary>Bounds how long Redis serves nobody else.</summary>
    private const int MostTransitions = 64;

    private readonly Lock _gate = new();
    private readonly Queue<Transition> _waiting = [];
    private bool _calling;

    /// <summary>Makes a transition.</summary>
    /// <param name="arguments">As many as every other transition of this script has.</param>
    /// <exception cref="Core.Jobs.LedgerUnavailableException">Redis cannot be reached, or takes no writes.</exception>
    public Task<RedisResult[]> RunAsync(params RedisValue[] arguments)
    {
        var transition = new Transition(arguments);
        lock (_gate)
        {
            _waiting.Enqueue(transition);
            if (_calling)
                return transition.Task;
            _calling = true;
        }

        _ = CallAsync();
        return transition.Task;
    }

    /// <summary>Calls until nothing waits.</summary>
    private async Task CallAsync()
    {
        while (Next() is { Count: > 0 } batch)
        {
            try
            {
                var answers = (RedisResult[])(await redis.RunAsync(script, [.. shared(), .. batch.SelectMany(transition => transition.Arguments)]))!;
                for (var at = 0; at < batch.Count; at++)
                    Answer(batch[at], answers[at]);
                // Who was just answered goes on first: what they ask for next goes along in the next call.
                if (batch.Count > 1)
                    await Task.Yield();
            }
            catch (Exception fault)
            {
                batch.ForEach(transition => transition.TrySetException(fault));
            }
        }
    }

    /// <summary>An answer that is an error throws when it is read.</summary>
    private void Answer(Transition transition, RedisResult answer)
    {
        try
        {
            transition.SetResult((RedisResult[])answer!);
        }
        catch (RedisServerException fault)
        {
            transition.SetException(redis.Explained(fault));
        }
    }

    private List<Transition> Next()
    {
        var batch = new List<Transition>();
        lock (_gate)
        {
            while (batch.Count < MostTransitions && _waiting.TryDequeue(out var transition))
                batch.Add(transition);
            _calling = batch.Count > 0;
        }

        return batch;
    }

    private sealed class Transition(RedisValue[] arguments) : TaskCompletionSource<RedisResult[]>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public RedisValue[] Arguments => arguments;
    }
}
