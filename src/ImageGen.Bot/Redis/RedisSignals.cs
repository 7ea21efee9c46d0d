using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Redis;

/// <summary>
/// Hints by publish and subscribe: each of the two channels is subscribed to once a process, when first somebody asks,
/// and its messages are handed on here. After an outage everybody looks again, as hints were lost.
/// </summary>
internal sealed class RedisSignals : IJobSignals
{
    private const int IdLength = 26;

    private readonly TimeProvider clock;
    private readonly RedisListeners lanes = new(remember: true);
    private readonly RedisListeners jobs = new(remember: false);
    private readonly RedisSubscription work;
    private readonly RedisSubscription changes;

    public RedisSignals(RedisConnection redis, TimeProvider clock)
    {
        this.clock = clock;
        work = new RedisSubscription(redis, RedisKeys.Work, lanes.Signal);
        changes = new RedisSubscription(redis, RedisKeys.Changes, SignalJobs);
        redis.Resubscribed += (_, _) =>
        {
            lanes.SignalAll();
            jobs.SignalAll();
        };
    }

    /// <inheritdoc/>
    public async Task WaitForWorkAsync(IReadOnlyList<string> lanes, TimeSpan timeout, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(lanes);
        await work.EnsureAsync().WaitAsync(cancellation);
        var listener = new RedisListener();
        this.lanes.Add(lanes, listener);
        try
        {
            await listener.WaitAsync(timeout, clock, cancellation);
        }
        finally
        {
            this.lanes.Remove(lanes, listener);
        }
    }

    /// <inheritdoc/>
    public IJobWatch Watch(JobId id) => new JobWatch(this, id.Value);

    /// <summary>One message may tell of several jobs.</summary>
    private void SignalJobs(string ids)
    {
        for (var at = 0; at + IdLength <= ids.Length; at += IdLength)
            jobs.Signal(ids.Substring(at, IdLength));
    }

    private sealed class JobWatch : IJobWatch
    {
        private readonly RedisSignals signals;
        private readonly string[] id;
        private readonly RedisListener listener = new();

        public JobWatch(RedisSignals signals, string id)
        {
            this.signals = signals;
            this.id = [id];
            signals.jobs.Add(this.id, listener);
            _ = signals.changes.EnsureAsync();
        }

        public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellation)
        {
            await signals.changes.EnsureAsync().WaitAsync(cancellation);
            await listener.WaitAsync(timeout, signals.clock, cancellation);
        }

        public void Dispose() => signals.jobs.Remove(id, listener);
    }
}
