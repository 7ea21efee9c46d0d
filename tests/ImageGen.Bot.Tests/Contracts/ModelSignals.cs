using System.Collections.Concurrent;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Contracts;

/// <summary>Hints between whoever shares one <see cref="LedgerModel"/>.</summary>
internal sealed class ModelSignals : IJobSignals
{
    private readonly ConcurrentDictionary<Listener, byte> listeners = [];

    public void Hint(string topic)
    {
        foreach (var listener in listeners.Keys)
            listener.Hear(topic);
    }

    public async Task WaitForWorkAsync(IReadOnlyList<string> lanes, TimeSpan timeout, CancellationToken cancellation)
    {
        using var listener = new Listener(this, lanes);
        await listener.WaitAsync(timeout, cancellation);
    }

    public IJobWatch Watch(JobId id) => new Listener(this, [id.Value]);

    private sealed class Listener : IJobWatch
    {
        private readonly ModelSignals owner;
        private readonly IReadOnlyList<string> topics;
        private readonly SemaphoreSlim heard = new(0);

        public Listener(ModelSignals owner, IReadOnlyList<string> topics)
        {
            this.owner = owner;
            this.topics = topics;
            owner.listeners[this] = 0;
        }

        public void Hear(string topic)
        {
            if (topics.Contains(topic))
                heard.Release();
        }

        public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellation)
        {
            await heard.WaitAsync(timeout, cancellation);
            while (heard.CurrentCount > 0)
                await heard.WaitAsync(cancellation);
        }

        public void Dispose() => owner.listeners.TryRemove(this, out _);
    }
}
