using ImageGen.Bot.Sqlite;
using ImageGen.Core.Jobs;
using Xunit;

namespace ImageGen.Bot.Tests.Sqlite;

/// <summary>Group commits.</summary>
public sealed class SqliteWriterTests : IDisposable
{
    private const string Write = "INSERT INTO lanes (name) VALUES (?1)";

    private readonly TestFolder _folder = new();
    private readonly SqliteWriter _writer;
    private readonly SqliteDatabase _database;

    public SqliteWriterTests()
    {
        _database = new SqliteDatabase(_folder.Database);
        _writer = new SqliteWriter(_database, TimeProvider.System, new SqliteSignals(TimeProvider.System));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _writer.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Run_OneOfABatchThrows_OnlyThatOneFails()
    {
        using var gate = new ManualResetEventSlim();
        var first = await HoldAsync(gate);
        var before = _writer.RunAsync(transition => transition.Db.Execute(Write, "before"), Stop);
        var faulty = _writer.RunAsync(Faulty, Stop);
        var after = _writer.RunAsync(transition => transition.Db.Execute(Write, "after"), Stop);
        gate.Set();

        await first.Done;
        Assert.Equal(1, await before);
        await Assert.ThrowsAsync<InvalidOperationException>(() => faulty);
        Assert.Equal(1, await after);
        Assert.Equal(["after", "before"], Names());
    }

    [Fact]
    public async Task Run_ManyAtOnce_CommitsThemTogether()
    {
        using var gate = new ManualResetEventSlim();
        var first = await HoldAsync(gate);
        var seen = Enumerable.Range(0, 50).Select(lane => _writer.RunAsync(
            transition =>
            {
                transition.Db.Execute(Write, $"lane {lane}");
                return Names().Count;
            },
            Stop)).ToArray();
        gate.Set();

        await first.Done;
        Assert.All(await Task.WhenAll(seen), static others => Assert.Equal(0, others));
        Assert.Equal(50, Names().Count);
    }

    [Fact]
    public async Task Run_TakenBackBeforeItsTurn_DoesNothing()
    {
        using var gate = new ManualResetEventSlim();
        using var taken = new CancellationTokenSource();
        var first = await HoldAsync(gate);
        var second = _writer.RunAsync(transition => transition.Db.Execute(Write, "second"), taken.Token);
        await taken.CancelAsync();
        gate.Set();

        await first.Done;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Empty(Names());
    }

    [Fact]
    public async Task Run_StatementFails_IsNoFaultOfTheStore()
    {
        await _writer.RunAsync(static transition => transition.Db.Execute(Write, "twice"), Stop);
        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(
            () => _writer.RunAsync(static transition => transition.Db.Execute(Write, "twice"), Stop));
    }

    [Fact]
    public async Task Run_FileLockedByAnother_IsUnavailableThenWorks()
    {
        using (var other = _database.Open())
        {
            other.Execute("BEGIN IMMEDIATE");
            var fault = await Assert.ThrowsAsync<LedgerUnavailableException>(
                () => _writer.RunAsync(static transition => transition.Db.Execute(Write, "late"), Stop));
            Assert.Contains("locked", fault.Message, StringComparison.Ordinal);
        }

        Assert.Equal(1, await _writer.RunAsync(static transition => transition.Db.Execute(Write, "late"), Stop));
    }

    /// <summary>Keeps the writer busy until the gate opens; what is asked for from now on is of another batch.</summary>
    private async Task<Held> HoldAsync(ManualResetEventSlim gate)
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var done = _writer.RunAsync(
            _ =>
            {
                entered.SetResult();
                return gate.Wait(TimeSpan.FromSeconds(30), Stop);
            },
            Stop);
        await entered.Task;
        return new Held(done);
    }

    private static int Faulty(SqliteTransition transition)
    {
        transition.Db.Execute(Write, "faulty");
        throw new InvalidOperationException();
    }

    private List<string> Names()
    {
        using var session = _database.Open();
        var names = new List<string>();
        using var rows = session.Query("SELECT name FROM lanes ORDER BY name");
        while (rows.Read())
            names.Add(rows.Text(0));
        return names;
    }

    private sealed record Held(Task Done);
}
