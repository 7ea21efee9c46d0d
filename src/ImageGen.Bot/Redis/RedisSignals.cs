using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Redis;

/// <summary>
/// Hints by publish and subscribe: each of the two channels is subscribed to once a process, when first somebody asks,
/// and its messages are handed on here. After an outage everybody looks again, as hints were lost.
/// </summary>
internal sealed class RedisSignals : IJobSignals
{
    private const int IdLength = 26;

    private readonly SignalHub _lanes;
    private readonly SignalHub _jobs;
    private readonly RedisSubscription _work;
    private readonly RedisSubscription _changes;

    public RedisSignals(RedisConnection redis, TimeProvider clock)
    {
        _lanes = new SignalHub(clock);
        _jobs = new SignalHub(clock);
        _work = new RedisSubscription(redis, RedisKeys.Work, _lanes.Hint);
        _changes = new RedisSubscription(redis, RedisKeys.Changes, HintJobs);
        redis.Resubscribed += (_, _) =>
        {
            _lanes.HintAll();
            _jobs.HintAll();
        };
    }

    /// <inheritdoc/>
    public IJobWatch WatchLanes(IReadOnlyList<string> lanes) => new SubscribedWatch(_lanes.Watch(lanes), _work);

    /// <inheritdoc/>
    public IJobWatch Watch(JobId id) => new SubscribedWatch(_jobs.Watch([id.Value]), _changes);

    /// <summary>One message may tell of several jobs.</summary>
    private void HintJobs(string ids)
    {
        for (var at = 0; at + IdLength <= ids.Length; at += IdLength)
            _jobs.Hint(ids.Substring(at, IdLength));
    }

    /// <summary>
    /// A watch begun before its subscription stands: what happened until then was not heard, so its first wait ends as
    /// soon as it does. While Redis is away there are no hints, only the waiter's own looks.
    /// </summary>
    private sealed class SubscribedWatch(IJobWatch watch, RedisSubscription subscription) : IJobWatch
    {
        private bool _stands = subscription.Stands;

        public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellation)
        {
            if (!_stands)
            {
                try
                {
                    await subscription.EnsureAsync().WaitAsync(cancellation);
                    _stands = true;
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
