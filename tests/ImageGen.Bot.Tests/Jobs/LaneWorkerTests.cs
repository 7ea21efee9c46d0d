using System.Collections.Concurrent;
using ImageGen.Bot.Hosting;
using ImageGen.Bot.Tests.Contracts;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Worker;
using ImageGen.Core.Jobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageGen.Bot.Tests.Jobs;

public sealed class LaneWorkerTests
{
    private readonly Orders _orders = new(TimeProvider.System);
    private readonly ModelSignals _signals = new();
    private readonly ConcurrentQueue<string> _done = new();

    [Fact]
    public async Task Run_OneLaneBusy_ServesTheOtherInTurn()
    {
        var ledger = new LedgerModel(new LedgerOptions(), TimeProvider.System, _signals);
        for (var job = 0; job < 40; job++)
            await ledger.Take(_orders.Make(lane: "busy"));
        await ledger.Take(_orders.Make(tenant: "b", lane: "quiet"));

        await RunUntilAsync(ledger, 41);
        Assert.InRange(_done.ToList().IndexOf("quiet"), 0, 5);
    }

    [Fact]
    public async Task Run_JobThatThrowsAndLeaseThatBreaks_GoesOn()
    {
        var model = new LedgerModel(new LedgerOptions(), TimeProvider.System, _signals);
        var ledger = Flaky.Around(model, fails: call => call is (nameof(IJobLedger.LeaseAsync), 1), with: static () => new FormatException("unreadable"));
        for (var job = 0; job < 5; job++)
            await model.Take(_orders.Make(lane: "busy"));

        await RunUntilAsync(ledger, 5, fails: static done => done == 1);
        Assert.Equal(5, _done.Count);
    }

    private async Task RunUntilAsync(IJobLedger ledger, int jobs, Predicate<int>? fails = null)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var worker = new LaneWorker(ledger, _signals, new LaneSet([new("busy"), new("quiet")]), concurrency: 1, TimeSpan.FromMinutes(1), RunOneAsync, TimeProvider.System, new CryptoRandom(), NullLogger.Instance);
        await worker.RunAsync(stop.Token, CancellationToken.None);

        async Task RunOneAsync(LeasedJob leased, CancellationToken abort)
        {
            await ledger.Complete(leased.Lease);
            _done.Enqueue(leased.Job.Lane);
            if (_done.Count == jobs)
                await stop.CancelAsync();
            if (fails?.Invoke(_done.Count) == true)
                throw new InvalidOperationException("a bug");
        }
    }
}
