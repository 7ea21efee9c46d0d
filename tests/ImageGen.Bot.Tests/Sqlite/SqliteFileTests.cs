using ImageGen.Bot.Tests.Contracts;
using ImageGen.Bot.Sqlite;
using ImageGen.Core.Jobs;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ImageGen.Bot.Tests.Sqlite;

/// <summary>What becomes of the file: created, upgraded, shared, and refused where it cannot be used.</summary>
public sealed class SqliteFileTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Orders _orders = new(TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_NoFolder_CreatesIt()
    {
        var path = Path.Combine(_folder.Path, "deep", "down", "imagegen.db");
        _folder.Open(path).Dispose();
        Assert.True(File.Exists(path));
    }

    [Fact]
    public void Open_FolderCannotBeMade_NamesItAndTheRemedy()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "taken"), "");
        AssertRefused(Path.Combine(_folder.Path, "taken", "imagegen.db"), "DataPath");
    }

    [Fact]
    public void Open_PathIsAFolder_IsRefused()
    {
        Directory.CreateDirectory(_folder.Database);
        AssertRefused(_folder.Database, "DataPath");
    }

    [Fact]
    public void Open_NotADatabase_IsRefused()
    {
        File.WriteAllText(_folder.Database, new string('x', 8192));
        AssertRefused(_folder.Database, "damaged");
    }

    [Fact]
    public async Task Open_DamagedPages_IsRefused()
    {
        using (var ledger = _folder.Open())
        {
            for (var job = 0; job < 50; job++)
                await ledger.AdmitAsync(_orders.Make(claims: [Orders.Open("open", 1000)]), Stop);
        }

        using (var file = File.OpenWrite(_folder.Database))
        {
            file.Position = 4096;
            file.Write(Enumerable.Repeat((byte)0xAB, (int)file.Length - 8192).ToArray());
        }

        AssertRefused(_folder.Database, "damaged");
    }

    [Fact]
    public void Open_NewerSchema_AsksForAnUpdate()
    {
        _folder.Open().Dispose();
        Execute($"PRAGMA user_version = {SqliteSchema.Version + 1}");
        AssertRefused(_folder.Database, "newer ImageGen.Bot");
    }

    [Fact]
    public void Open_EmptyFile_GetsTheSchema()
    {
        File.WriteAllText(_folder.Database, "");
        _folder.Open().Dispose();
        Assert.Equal((long)SqliteSchema.Version, Execute("PRAGMA user_version"));
    }

    [Fact]
    public async Task Open_FileOfTheFirstVersion_KeepsItsJobsAndGoesOnWithThem()
    {
        var request = _orders.Make();
        var order = request.Order;
        Execute(SqliteSchema.Migrations[0] + "PRAGMA user_version = 1");
        Execute(
            $"""
            INSERT INTO jobs (id, status, lane, rank, step, tenant, user, conversation, key, created, request)
            VALUES ('{order.Id}', 'ready', '{request.Lane}', 1000000, 1000000, '{order.Tenant}', 'ann', '{order.Conversation}', '{order.Key}', 0, $order);
            INSERT INTO lanes (name, ready) VALUES ('{request.Lane}', 1);
            """,
            ("$order", LedgerJson.Write(order)));

        using var ledger = _folder.Open();

        Assert.Equal((long)SqliteSchema.Version, Execute("PRAGMA user_version"));
        var kept = (await ledger.FindAsync(order.Tenant, order.Id, Stop))!;
        Assert.Equal((order, JobState.Pending, 1, null), (kept.Order, kept.State, kept.Position, kept.Message));
        Assert.True(await ledger.NoteMessageAsync(order.Tenant, order.Id, "general/1", Stop));
        var leased = Assert.Single((await ledger.LeaseAsync([new LaneLimits(request.Lane)], 1, TimeSpan.FromMinutes(1), Stop)).Jobs);
        Assert.Equal((order.Id, "general/1"), (leased.Job.Id, leased.Job.Message));
    }

    [Fact]
    public async Task Open_FileMovedAside_StartsAnew()
    {
        using (var ledger = _folder.Open())
            await ledger.CheckAsync(Stop);
        File.Move(_folder.Database, _folder.Database + ".old");
        using var fresh = _folder.Open();
        await fresh.CheckAsync(Stop);
    }

    [Fact]
    public async Task Reopen_AfterDispose_KeepsEverything()
    {
        var request = _orders.Make(claims: [Orders.Open("open", 1000)]);
        using (var ledger = _folder.Open())
            await ledger.AdmitAsync(request, Stop);

        using var reopened = _folder.Open();
        var job = await reopened.FindAsync(request.Order.Tenant, request.Order.Id, Stop);
        Assert.Equal(request.Order, job!.Order);
        Assert.Equal([new CounterState(1, 0)], await reopened.CountersAsync([request.Claims[0].Counter], Stop));
        Assert.Equal(1, (await reopened.LaneAsync(request.Lane, Stop)).Waiting);
    }

    [Fact]
    public async Task TwoLedgers_OnOneFile_ShareItsJobs()
    {
        const int jobs = 200;
        using var server = _folder.Open();
        using var command = _folder.Open();
        await Task.WhenAll(Enumerable.Range(0, jobs).Select(job => (job % 2 == 0 ? server : command).AdmitAsync(_orders.Make(claims: [Orders.Open("open", 1000)]), Stop)));

        var leased = await Task.WhenAll(Enumerable.Range(0, jobs).Select(job =>
            (job % 2 == 0 ? command : server).LeaseAsync([new LaneLimits(Orders.Lane)], 1, TimeSpan.FromMinutes(1), Stop)));
        Assert.Equal(jobs, leased.SelectMany(static batch => batch.Jobs).DistinctBy(static job => job.Lease.Job).Count());
    }

    [Fact]
    public async Task Dispose_WithWorkQueued_DoesItFirst()
    {
        var ledger = _folder.Open();
        var admissions = Enumerable.Range(0, 100).Select(_ => ledger.AdmitAsync(_orders.Make(claims: [Orders.Open("open", 1000)]), Stop)).ToArray();
        ledger.Dispose();
        Assert.All(await Task.WhenAll(admissions), static admission => Assert.IsType<Admission.Queued>(admission));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => ledger.CheckAsync(Stop));
    }

    [Fact]
    public async Task AddSqliteState_RegistersLedgerAndSignals()
    {
        var services = new ServiceCollection().AddSingleton(new LedgerOptions()).AddSingleton(TimeProvider.System);
        await using var provider = services.AddSqliteState(_folder.Path).BuildServiceProvider();
        var ledger = provider.GetRequiredService<IJobLedger>();
        using var watch = provider.GetRequiredService<IJobSignals>().WatchLanes([Orders.Lane]);
        await ledger.AdmitAsync(_orders.Make(claims: [Orders.Open("open", 1000)]), Stop);
        await watch.WaitAsync(Timeout.InfiniteTimeSpan, Stop);
    }

    private void AssertRefused(string path, string advice)
    {
        var fault = Assert.Throws<LedgerUnavailableException>(() => _folder.Open(path));
        Assert.Contains(path, fault.Message, StringComparison.Ordinal);
        Assert.Contains(advice, fault.Message, StringComparison.Ordinal);
    }

    private object? Execute(string sql, params (string Name, string Value)[] values)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        return command.ExecuteScalar();
    }
}
