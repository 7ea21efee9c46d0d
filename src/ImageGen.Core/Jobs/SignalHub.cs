namespace ImageGen.Core.Jobs;

/// <summary>Hands hints to the watches of this process: what both adapters of <see cref="IJobSignals"/> do alike.</summary>
/// <param name="clock">Measures how long a watch waits.</param>
public sealed class SignalHub(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, HashSet<HubWatch>> _watches = new(StringComparer.Ordinal);

    /// <summary>Watches some topics until disposed.</summary>
    public IJobWatch Watch(IReadOnlyList<string> topics)
    {
        ArgumentNullException.ThrowIfNull(topics);
        var watch = new HubWatch(this, clock, topics);
        lock (_gate)
        {
            foreach (var topic in topics)
            {
                if (_watches.TryGetValue(topic, out var others))
                    others.Add(watch);
                else
                    _watches.Add(topic, [watch]);
            }
        }

        return watch;
    }

    /// <summary>Wakes whoever watches the topic.</summary>
    public void Hint(string topic)
    {
        lock (_gate)
        {
            if (!_watches.TryGetValue(topic, out var watches))
                return;
            foreach (var watch in watches)
                watch.Hint();
        }
    }

    /// <summary>Wakes everybody: hints may have been lost.</summary>
    public void HintAll()
    {
        lock (_gate)
        {
            foreach (var watch in _watches.Values.SelectMany(watches => watches))
                watch.Hint();
        }
    }

    private void Remove(HubWatch watch, IReadOnlyList<string> topics)
    {
        lock (_gate)
        {
            foreach (var topic in topics)
            {
                if (_watches.TryGetValue(topic, out var others) && others.Remove(watch) && others.Count == 0)
                    _watches.Remove(topic);
            }
        }
    }

    private sealed class HubWatch(SignalHub hub, TimeProvider clock, IReadOnlyList<string> topics) : IJobWatch
    {
        private TaskCompletionSource _next = Unset();

        // A hint stays until somebody has waited for it, so one that comes while nobody waits is not lost.
        public void Hint() => _next.TrySetResult();

        public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellation)
        {
            try
            {
                await _next.Task.WaitAsync(timeout, clock, cancellation);
                _next = Unset();
            }
            catch (TimeoutException)
            {
                // The caller looks by itself then; hints only save it the time.
            }
        }

        public void Dispose() => hub.Remove(this, topics);

        private static TaskCompletionSource Unset() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
