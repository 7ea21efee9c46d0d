using System.Collections.Concurrent;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Sqlite;

/// <summary>
/// The one writer of this process: a thread that commits together whatever was asked for while it made the last commit.
/// A single caller waits for one flush of the disk; a thousand callers share a few.
/// </summary>
/// <remarks>
/// An operation may run twice, in its batch and then alone, so it changes nothing but the database and its transition.
/// </remarks>
internal sealed class SqliteWriter : IDisposable
{
    /// <summary>Bounds how long the first operation of a batch waits for the last.</summary>
    private const int LargestBatch = 256;

    private readonly BlockingCollection<Operation> _queue = [];
    private readonly SqliteDatabase _database;
    private readonly SqliteSession _session;
    private readonly TimeProvider _clock;
    private readonly SqliteSignals _signals;
    private readonly Thread _thread;

    public SqliteWriter(SqliteDatabase database, TimeProvider clock, SqliteSignals signals)
    {
        _database = database;
        _clock = clock;
        _signals = signals;
        _session = database.Open();
        _thread = new Thread(Write) { Name = "SQLite writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Runs an operation in a transaction.</summary>
    /// <param name="body">Runs on the writer's thread; if it throws, nothing it did remains.</param>
    /// <param name="cancellation">Takes the operation back unless it is being run.</param>
    /// <returns>Its result, once it is committed.</returns>
    public Task<T> RunAsync<T>(Func<SqliteTransition, T> body, CancellationToken cancellation)
    {
        var operation = new Operation<T>(body, cancellation);
        try
        {
            _queue.Add(operation, CancellationToken.None);
        }
        catch (InvalidOperationException fault)
        {
            throw new ObjectDisposedException("The ledger is closed.", fault);
        }

        return operation.Completion;
    }

    /// <summary>Does what is queued, then stops.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _queue.Dispose();
        _session.Dispose();
    }

    private void Write()
    {
        var batch = new List<Operation>(LargestBatch);
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            batch.Add(first);
            // Callers whom the last commit has just released mostly ask again at once: let them into this batch.
            Thread.Yield();
            while (batch.Count < LargestBatch && _queue.TryTake(out var next))
                batch.Add(next);
            batch.RemoveAll(static operation => operation.IsTakenBack());
            Commit(batch);
            batch.Clear();
        }
    }

    private void Commit(List<Operation> batch)
    {
        var fault = batch.Count == 0 ? null : TryCommit(batch);
        switch (fault)
        {
            case null:
                batch.ForEach(operation => operation.Complete(_signals));
                break;

            // The store is to blame, so the others would fail as well, perhaps after waiting for a lock each.
            case LedgerUnavailableException:
            case not null when batch.Count == 1:
                batch.ForEach(operation => operation.Fail(fault));
                break;

            default:
                batch.ForEach(operation => Commit([operation]));
                break;
        }
    }

    private Exception? TryCommit(List<Operation> batch)
    {
        try
        {
            // Immediate: taking the lock at the first write could fail where another process wrote since the first read.
            _session.Execute("BEGIN IMMEDIATE");
            foreach (var operation in batch)
                operation.Run(new SqliteTransition(_session, _clock.GetUtcNow()));
            _session.Execute("COMMIT");
            return null;
        }
        catch (Exception fault)
        {
            return RollBack(SqliteFaults.OfStore(fault, _database.Path) ?? fault);
        }
    }

    private Exception RollBack(Exception fault)
    {
        try
        {
            if (_session.InTransaction)
                _session.Execute("ROLLBACK");
            return fault;
        }
        catch (Microsoft.Data.Sqlite.SqliteException worse)
        {
            return SqliteFaults.OfStore(worse, _database.Path) as Exception ?? worse;
        }
    }

    private abstract class Operation
    {
        public abstract bool IsTakenBack();

        public abstract void Run(SqliteTransition transition);

        public abstract void Complete(SqliteSignals signals);

        public abstract void Fail(Exception fault);
    }

    private sealed class Operation<T>(Func<SqliteTransition, T> body, CancellationToken cancellation) : Operation
    {
        private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private SqliteTransition? _transition;
        private T _result = default!;

        public Task<T> Completion => _completion.Task;

        public override bool IsTakenBack() => cancellation.IsCancellationRequested && _completion.TrySetCanceled(cancellation);

        public override void Run(SqliteTransition transition)
        {
            _transition = transition;
            _result = body(transition);
        }

        public override void Complete(SqliteSignals signals)
        {
            _transition?.Publish(signals);
            _completion.SetResult(_result);
        }

        public override void Fail(Exception fault) => _completion.SetException(fault);
    }
}
