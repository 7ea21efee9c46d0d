using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Redis;

/// <summary>
/// Hints by publish and subscribe: each of the two channels is subscribed to once a process, when first somebody asks,
/// and its messages are handed on here. After an outage everybody looks again, as hints were lost.
/// </summary>
internal sealed class RedisSignals : IJobSignals
{
    private const int IdLength = 26;

    private readonly SignalHub lanes;
    private readonly SignalHub jobs;
    private readonly RedisSubscription work;
    private readonly RedisSubscription changes;

    public RedisSignals(RedisConnection redis, TimeProvider clock)
    {
        lanes = new SignalHub(clock);
        jobs = new SignalHub(clock);
        work = new RedisSubscription(redis, RedisKeys.Work, lanes.Hint);
        changes = new RedisSubscription(redis, RedisKeys.Changes, HintJobs);
        redis.Resubscribed += (_, _) =>
        {
            lanes.HintAll();
            jobs.HintAll();
        };
    }

    /// <inheritdoc/>
    public IJobWatch WatchLanes(IReadOnlyList<string> lanes) => new SubscribedWatch(this.lanes.Watch(lanes), work);

    /// <inheritdoc/>
    public IJobWatch Watch(JobId id) => new SubscribedWatch(jobs.Watch([id.Value]), changes);

    /// <summary>One message may tell of several jobs.</summary>
    private void HintJobs(string ids)
    {
        for (var at = 0; at + IdLength <= ids.Length; at += IdLength)
            jobs.Hint(ids.Substring(at, IdLength));
    }

    /// <summary>
    /// A watch begun before its subscription stands: what happened until then was not heard, so its first wait ends as
    /// soon as it does. While Redis is away there are no hints, only the waiter's own looks.
    /// </summary>
    private sealed class SubscribedWatch(IJobWatch watch, RedisSubscription subscription) : IJobWatch
    {
        private bool stands = subscription.Stands;

        public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellation)
        {
            if (!stands)
            {
                try
                {
                    await subscription.EnsureAsync().WaitAsync(cancellation);
                    stands = true;
                    return;
                }
                catch (LedgerUnavailableException)
                {
                    // The next wait tries again.
                }
            }

            await watch.WaitAsync(timeout, cancellation);
        }

        public void Dispose() => watch.Dispose();
    }
}
