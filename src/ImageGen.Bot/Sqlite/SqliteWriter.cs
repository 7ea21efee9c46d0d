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

    private readonly BlockingCollection<Operation> queue = [];
    private readonly SqliteDatabase database;
    private readonly SqliteSession session;
    private readonly TimeProvider clock;
    private readonly SqliteSignals signals;
    private readonly Thread thread;

    public SqliteWriter(SqliteDatabase database, TimeProvider clock, SqliteSignals signals)
    {
        this.database = database;
        this.clock = clock;
        this.signals = signals;
        session = database.Open();
        thread = new Thread(Write) { Name = "SQLite writer", IsBackground = true };
        thread.Start();
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
            queue.Add(operation, CancellationToken.None);
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
        queue.CompleteAdding();
        thread.Join();
        queue.Dispose();
        session.Dispose();
    }

    private void Write()
    {
        var batch = new List<Operation>(LargestBatch);
        foreach (var first in queue.GetConsumingEnumerable())
        {
            batch.Add(first);
            // Callers whom the last commit has just released mostly ask again at once: let them into this batch.
            Thread.Yield();
            while (batch.Count < LargestBatch && queue.TryTake(out var next))
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
                batch.ForEach(operation => operation.Complete(signals));
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
            session.Execute("BEGIN IMMEDIATE");
            foreach (var operation in batch)
                operation.Run(new SqliteTransition(session, clock.GetUtcNow()));
            session.Execute("COMMIT");
            return null;
        }
        catch (Exception fault)
        {
            return RollBack(SqliteFaults.OfStore(fault, database.Path) ?? fault);
        }
    }

    private Exception RollBack(Exception fault)
    {
        try
        {
            if (session.InTransaction)
                session.Execute("ROLLBACK");
            return fault;
        }
        catch (Microsoft.Data.Sqlite.SqliteException worse)
        {
            return SqliteFaults.OfStore(worse, database.Path) as Exception ?? worse;
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
        private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private SqliteTransition? transition;
        private T result = default!;

        public Task<T> Completion => completion.Task;

        public override bool IsTakenBack() => cancellation.IsCancellationRequested && completion.TrySetCanceled(cancellation);

        public override void Run(SqliteTransition transition)
        {
            this.transition = transition;
            result = body(transition);
        }

        public override void Complete(SqliteSignals signals)
        {
            transition?.Publish(signals);
            completion.SetResult(result);
        }

        public override void Fail(Exception fault) => completion.SetException(fault);
    }
}
