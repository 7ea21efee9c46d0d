using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Sqlite;

/// <summary>
/// Hints within this process. Another process on the same file (the command line beside a server) is not heard; whoever
/// waits looks again after a while anyhow.
/// </summary>
internal sealed class SqliteSignals(TimeProvider clock) : IJobSignals
{
    private readonly Lock gate = new();
    private readonly List<LaneWaiter> waiters = [];
    private readonly HashSet<string> unseen = [];
    private readonly Dictionary<JobId, List<JobWatch>> watches = [];

    public async Task WaitForWorkAsync(IReadOnlyList<string> lanes, TimeSpan timeout, CancellationToken cancellation)
    {
        var waiter = new LaneWaiter(lanes);
        lock (gate)
        {
            // A hint nobody has leased after came between the caller's last look and now.
            if (unseen.Overlaps(lanes))
            {
                unseen.ExceptWith(lanes);
                return;
            }

            waiters.Add(waiter);
        }

        try
        {
            await WaitAsync(waiter.Hint, timeout, cancellation);
        }
        finally
        {
            lock (gate)
                waiters.Remove(waiter);
        }
    }

    public IJobWatch Watch(JobId id)
    {
        var watch = new JobWatch(this, id);
        lock (gate)
        {
            if (!watches.TryGetValue(id, out var others))
                watches.Add(id, others = []);
            others.Add(watch);
        }

        return watch;
    }

    /// <summary>The lane has something to lease.</summary>
    public void Ready(string lane)
    {
        lock (gate)
        {
            unseen.Add(lane);
            foreach (var waiter in waiters.Where(waiter => waiter.Lanes.Contains(lane)))
                waiter.Hint.Set();
        }
    }

    /// <summary>Somebody has looked into the lane after all hints so far.</summary>
    public void Leased(string lane)
    {
        lock (gate)
            unseen.Remove(lane);
    }

    /// <summary>The job has changed.</summary>
    public void Changed(JobId id)
    {
        lock (gate)
        {
            if (watches.TryGetValue(id, out var found))
                found.ForEach(static watch => watch.Hint.Set());
        }
    }

    private Task WaitAsync(Hint hint, TimeSpan timeout, CancellationToken cancellation) => hint.WaitAsync(timeout, clock, cancellation);

    private void Remove(JobWatch watch)
    {
        lock (gate)
        {
            if (watches.TryGetValue(watch.Id, out var others) && others.Remove(watch) && others.Count == 0)
                watches.Remove(watch.Id);
        }
    }

    private sealed class LaneWaiter(IReadOnlyList<string> lanes)
    {
        public IReadOnlyList<string> Lanes { get; } = lanes;

        public Hint Hint { get; } = new();
    }

    private sealed class JobWatch(SqliteSignals signals, JobId id) : IJobWatch
    {
        public JobId Id { get; } = id;

        public Hint Hint { get; } = new();

        public Task WaitAsync(TimeSpan timeout, CancellationToken cancellation) => signals.WaitAsync(Hint, timeout, cancellation);

        public void Dispose() => signals.Remove(this);
    }

    /// <summary>Set until somebody has waited for it.</summary>
    private sealed class Hint
    {
        private TaskCompletionSource set = New();

        public void Set() => set.TrySetResult();

        public async Task WaitAsync(TimeSpan timeout, TimeProvider clock, CancellationToken cancellation)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            await Task.WhenAny(set.Task, Task.Delay(timeout, clock, stop.Token));
            await stop.CancelAsync();
            cancellation.ThrowIfCancellationRequested();
            if (set.Task.IsCompleted)
                set = New();
        }

        private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
