using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using ImageGen.Core;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Contracts;

/// <summary>What a random run does, one command a line. Commands name jobs and leases by how long ago they came, so that any part of a script is a script.</summary>
internal sealed record LedgerScript(IReadOnlyList<LedgerCommand> Commands)
{
    /// <summary>Whose jobs a script admits.</summary>
    public static readonly string[] Tenants = ["a", "b"];

    /// <summary>Where they wait, with the limits they are leased under.</summary>
    public static readonly LaneLimits[] Lanes =
        [new(Orders.Lane, MaxConcurrent: 3, RequestsPerMinute: 5), new("other"), new(Orders.ReplyLane, MaxConcurrent: 2)];

    /// <summary>What they count on.</summary>
    public static readonly QuotaClaim[] Limits =
    [
        .. Tenants.Select(tenant => Orders.Images($"images:{tenant}", 8)),
        .. Tenants.Select(tenant => Orders.Cost($"cost:{tenant}", 650, 100)),
        .. Tenants.Select(tenant => Orders.Open($"open:{tenant}", 5)),
    ];

    /// <summary>The same picture is the same work.</summary>
    private static readonly double[] Works = [1, 2, 0.5, 1, 3];

    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromSeconds(3.001), TimeSpan.FromSeconds(11.003), TimeSpan.FromSeconds(31.007), TimeSpan.FromSeconds(61.013)];

    public static Arbitrary<LedgerScript> Any { get; } = Arb.From(
        from length in Gen.Choose(10, 60)
        from commands in Command().ArrayOf(length)
        select new LedgerScript(commands),
        Shorter);

    public override string ToString() => Environment.NewLine + string.Join(Environment.NewLine, Commands);

    /// <summary>The script without its halves, quarters, … single commands.</summary>
    private static IEnumerable<LedgerScript> Shorter(LedgerScript script)
    {
        var commands = script.Commands;
        for (var length = commands.Count / 2; length > 0; length /= 2)
        {
            for (var start = 0; start + length <= commands.Count; start += length)
                yield return new LedgerScript([.. commands.Take(start), .. commands.Skip(start + length)]);
        }
    }

    private static Gen<LedgerCommand> Command() => Gen.Frequency(
        (30, Admit()),
        (24, Lease()),
        (6, OnLease("complete", (side, lease) => side.Ledger.Complete(lease, images: 1, cost: 60))),
        (3, OnLease("complete dearly", (side, lease) => side.Ledger.Complete(lease, images: 9, cost: 130))),
        (4, OnLease("fail", (side, lease) => side.Ledger.Settle(lease, LedgerSteps.Refusal with { Cost = new Usd(20) }, cost: 20))),
        (3, OnLease("end as cancelled", (side, lease) => side.Ledger.Settle(lease, LedgerSteps.Cancellation))),
        (3, OnLease("extend", (side, lease) => side.Ledger.Extend(lease))),
        (3, OnLease("checkpoint", (side, lease) => side.Ledger.Checkpoint(lease, new JobProgress { Seed = 3, CallOpen = true, Cost = new Usd(2), Assets = [Orders.Asset] }))),
        (3, OnLease("charge", (side, lease) => side.Ledger.Charge(lease, new JobProgress { UncertainAttempts = 1 }))),
        (3, OnLease("release", (side, lease) => side.Ledger.Release(lease))),
        (2, OnLease("hand back", (side, lease) => side.Ledger.Release(lease, counts: false))),
        (3, OnLease("release for 15 s", (side, lease) => side.Ledger.Release(lease, TimeSpan.FromSeconds(15)))),
        (2, OnLease("complete uncached", (side, lease) => side.Ledger.Complete(lease, images: 1, cost: 60, cached: false))),
        (2, OnLease("reroute to other", (side, lease) => side.Ledger.Reroute(lease, "other", new JobProgress { Seed = 4 }, maxCost: 100))),
        (3, OnLease("reroute dearly", (side, lease) => side.Ledger.Reroute(lease, "other", new JobProgress { Spent = new Usd(90), Assets = [Orders.Asset] }, spent: 90, maxCost: 250))),
        (2, OnLease("reroute for nothing", (side, lease) => side.Ledger.Reroute(lease, Orders.Lane))),
        (3, OnLease("finish the reply", (side, lease) => side.Ledger.FinishReply(lease))),
        (3, OnLease("finish the reply with a message", (side, lease) => side.Ledger.FinishReply(lease, "told"))),
        (7, OnJob("cancel", async (side, job) => $"{await side.Ledger.Cancel(job)}")),
        (3, OnJob("note a message", async (side, job) => $"{await side.Ledger.Note(job, "noted")}")),
        (1, OnJob("note a message as another", async (side, job) => $"{await side.Ledger.Note(job, "foreign", tenant: "c")}")),
        (1, OnJob("cancel as another", async (side, job) => $"{await side.Ledger.Cancel(job, tenant: "c")}")),
        (3, OnJob("move to other", (side, job) => MoveAsync(side, job, 100))),
        (2, OnJob("move dearly to other", (side, job) => MoveAsync(side, job, 500))),
        (3, OnJob("delete", async (side, job) => await side.Ledger.Delete(job) is { } deleted ? LedgerText.Of(deleted) : "nothing")),
        (5, Rescue()),
        (1, from lane in Gen.Elements(Lanes) select new LedgerCommand($"pause {lane.Name} for 20 s", side => side.Pause(lane, 20))),
        (1, from lane in Gen.Elements(Lanes) select new LedgerCommand($"resume {lane.Name}", side => side.Pause(lane, -1))),
        (8, from time in Gen.Elements(Pauses) select new LedgerCommand($"wait {time.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s", side => side.Wait(time))));

    private static Gen<LedgerCommand> Admit() =>
        from tenant in Gen.Elements(Tenants)
        from key in Gen.Choose(0, Works.Length - 1)
        from delivery in Gen.Choose(0, 12)
        from fresh in Gen.Choose(0, 7)
        from images in Gen.Choose(1, 2)
        from reply in Gen.Elements("", ", reply", ", reply if cached too")
        let lane = Lanes[key % 2].Name
        let work = Works[key]
        select new LedgerCommand(
            string.Create(CultureInfo.InvariantCulture, $"admit {tenant} key {key} in {lane}, delivery {delivery}, {images} images, work {work}{(fresh == 0 ? ", fresh" : "")}{reply}"),
            side => side.Admit(side.Orders.Make(
                tenant: tenant,
                key: $"{tenant}{key}",
                delivery: delivery < 6 ? $"{delivery}" : null,
                lane: lane,
                reply: reply.Length == 0 ? null : Orders.ReplyLane,
                replyIfCached: reply.EndsWith("too", StringComparison.Ordinal),
                fresh: fresh == 0,
                work: work,
                claims: [.. Limits.Where(limit => limit.Counter.EndsWith($":{tenant}", StringComparison.Ordinal))
                    .Select(limit => limit.Kind == ClaimKind.Images ? limit with { Amount = images } : limit)])));

    private static Gen<LedgerCommand> Lease() =>
        from lane in Gen.Elements(Lanes)
        from max in Gen.Choose(1, 3)
        select new LedgerCommand($"lease {max} of {lane.Name}", side => side.Lease(lane, max));

    private static Gen<LedgerCommand> Rescue() => Gen.Constant(new LedgerCommand("rescue", async side =>
        string.Join(' ', await Task.WhenAll(Lanes.Select(lane => side.Ledger.Rescue(maxRescues: 1, lane.Name))))));

    private static Gen<LedgerCommand> OnLease<T>(string what, Func<LedgerSide, Lease, Task<T>> act) =>
        from ago in Gen.Choose(0, 4)
        select new LedgerCommand($"{what} (lease {ago} ago)", async side => side.Leases.Count > ago ? $"{await act(side, side.Leases[^(ago + 1)])}" : "no lease");

    private static async Task<string> MoveAsync(LedgerSide side, ImageJob job, long cost) =>
        $"{await ((IOperatorLedger)side.Ledger).MoveAsync(job.Id, "other", new Usd(cost), CancellationToken.None)}";

    private static Gen<LedgerCommand> OnJob(string what, Func<LedgerSide, ImageJob, Task<string>> act) =>
        from ago in Gen.Choose(0, 9)
        select new LedgerCommand($"{what} (job {ago} ago)", async side => side.Jobs.Count > ago ? await act(side, side.Jobs[^(ago + 1)]) : "no job");
}

/// <summary>One line of a script: does something and tells what came of it.</summary>
internal sealed record LedgerCommand(string Text, Func<LedgerSide, Task<string>> Run)
{
    public override string ToString() => Text;
}
