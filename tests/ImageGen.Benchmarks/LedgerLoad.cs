using System.Diagnostics;
using System.Threading.Channels;
using ImageGen.Bot.Worker;
using ImageGen.Core;
using ImageGen.Core.Chat;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Prompts;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageGen.Benchmarks;

/// <summary>Puts jobs through a ledger the way the bot does, but for drawing.</summary>
internal static class LedgerLoad
{
    public const string Lane = "painter";

    public const string Prompt = "a cool cat riding a bicycle through the rain at night, number";

    public const int Callers = 64;

    private const int Tenants = 20;

    private static readonly LaneLimits[] Lanes = [new(Lane)];
    private static readonly Settlement Done = new(
        new JobOutcome
        {
            State = JobState.Completed,
            Assets = [new ImageAsset("2026/11/0123456789abcdef0123456789abcdef.png", "image/png", 1024, 1024, 1_500_000, new string('a', 64))],
            Provider = "painter",
        },
        Images: 1,
        Cost: new Usd(42_000));

    /// <summary>Admits jobs and drains as many.</summary>
    /// <param name="workers">How many jobs are worked on at once.</param>
    /// <param name="first">The number of the first, where the ledger has been given others before: none comes twice.</param>
    /// <param name="day">The date their usage is tallied under, as the product's is; null where it is not.</param>
    public static async Task<Measurement> MeasureAsync(
        IJobLedger ledger, IJobSignals signals, ServerMeter? meter, int jobs, int workers = 16, int first = 0, DateOnly? day = null)
    {
        var requests = Requests(first, jobs, day);
        var before = meter is null ? null : await meter.ReadAsync();
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;

        var adding = Stopwatch.GetTimestamp();
        await AdmitAsync(ledger, requests);
        var added = Stopwatch.GetElapsedTime(adding);

        var draining = Stopwatch.GetTimestamp();
        await DrainAsync(ledger, signals, jobs, workers);
        var drained = Stopwatch.GetElapsedTime(draining);

        process.Refresh();
        cpu = process.TotalProcessorTime - cpu;
        var use = before is null ? null : ServerMeter.Between(before, await meter!.ReadAsync(), jobs);
        return new Measurement(jobs / added.TotalSeconds, jobs / drained.TotalSeconds, use, cpu.TotalMilliseconds / jobs);
    }

    /// <summary>Whose the job of a number is.</summary>
    public static TenantId TenantOf(int job) => new("discord", $"{100_000_000_000_000_000 + (job % Tenants)}");

    /// <summary>Admits jobs that are left waiting.</summary>
    public static Task AdmitAsync(IJobLedger ledger, int jobs, int first, DateOnly? day) => AdmitAsync(ledger, Requests(first, jobs, day));

    private static async Task AdmitAsync(IJobLedger ledger, AdmissionRequest[] requests)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            for (var at = Interlocked.Increment(ref next); at < requests.Length; at = Interlocked.Increment(ref next))
            {
                if (await ledger.AdmitAsync(requests[at], CancellationToken.None) is not Admission.Queued)
                    throw new InvalidOperationException("A job was not queued.");
            }
        })));
    }

    /// <summary>One dispatcher leases for all free workers at once, as the product's does.</summary>
    private static async Task DrainAsync(IJobLedger ledger, IJobSignals signals, int jobs, int workers)
    {
        var free = Channel.CreateBounded<bool>(workers);
        for (var worker = 0; worker < workers; worker++)
            free.Writer.TryWrite(true);

        using var watch = signals.WatchLanes([Lanes[0].Name]);
        var working = new List<Task>(jobs);
        while (working.Count < jobs)
        {
            var slots = 0;
            await free.Reader.WaitToReadAsync();
            while (free.Reader.TryRead(out _))
                slots++;
            var batch = await ledger.LeaseAsync(Lanes, slots, TimeSpan.FromMinutes(1), CancellationToken.None);
            working.AddRange(batch.Jobs.Select(WorkAsync));
            for (var idle = slots - batch.Jobs.Count; idle > 0; idle--)
                free.Writer.TryWrite(true);
            if (batch.Jobs.Count == 0)
                await watch.WaitAsync(TimeSpan.FromSeconds(1), CancellationToken.None);
        }

        await Task.WhenAll(working);

        async Task WorkAsync(LeasedJob job)
        {
            if (!await ledger.SettleAsync(job.Lease, Done, CancellationToken.None))
                throw new InvalidOperationException("A lease was lost.");
            free.Writer.TryWrite(true);
        }
    }

    /// <summary>Jobs that come one by one while the product's own worker waits: milliseconds from the call that admits each to its work.</summary>
    public static async Task<IReadOnlyList<double>> IdleStartsAsync(IJobLedger ledger, IJobSignals signals, int jobs)
    {
        var begun = Channel.CreateUnbounded<long>();
        var worker = new LaneWorker(ledger, signals, new LaneSet(Lanes), concurrency: 16, TimeSpan.FromMinutes(1), WorkAsync, TimeProvider.System, new Random(1), NullLogger.Instance);
        using var stop = new CancellationTokenSource();
        var working = worker.RunAsync(stop.Token, CancellationToken.None);
        var waits = new List<double>(jobs);
        foreach (var request in Requests(first: 0, jobs, usageDay: null))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), CancellationToken.None);
            var asked = Stopwatch.GetTimestamp();
            await ledger.AdmitAsync(request, CancellationToken.None);
            waits.Add(Stopwatch.GetElapsedTime(asked, await begun.Reader.ReadAsync(CancellationToken.None)).TotalMilliseconds);
        }

        await stop.CancelAsync();
        await working;
        return waits;

        async Task WorkAsync(LeasedJob job, CancellationToken abort)
        {
            begun.Writer.TryWrite(Stopwatch.GetTimestamp());
            await ledger.SettleAsync(job.Lease, Done, CancellationToken.None);
        }
    }

    /// <summary>The documents of a job: what a bot on any queue would have to keep of it.</summary>
    public static (string Order, string Outcome) Documents => (LedgerJson.Write(Requests(0, 1, null)[0].Order), LedgerJson.Write(Done.Outcome));

    private static AdmissionRequest[] Requests(int first, int jobs, DateOnly? usageDay)
    {
        var clock = TimeProvider.System;
        var random = new Random(first);
        var (day, resets) = (clock.GetUtcNow().ToString("yyyy-MM-dd", null), new DateTimeOffset(clock.GetUtcNow().UtcDateTime.Date.AddDays(1), TimeSpan.Zero));
        var spec = new ImageSpec { Style = "realistic", Provider = "painter" };
        var requests = new AdmissionRequest[jobs];
        for (var at = first; at < first + jobs; at++)
        {
            var tenant = TenantOf(at);
            var user = $"{200_000_000_000_000_000 + (at % (Tenants * 5))}";
            var prompt = UserPrompt.Parse($"{Prompt} {at}");
            requests[at - first] = new AdmissionRequest
            {
                Order = new JobOrder
                {
                    Id = JobId.New(clock, random),
                    Tenant = tenant,
                    User = user,
                    Conversation = new ConversationRef("discord", $"{300_000_000_000_000_000 + (at % Tenants)}", "", $"token-{at}"),
                    Prompt = prompt,
                    Spec = spec,
                    Key = PromptKey.Compute(tenant, prompt, spec, "painter/1", "template/1", "1"),
                    CreatedAt = clock.GetUtcNow(),
                },
                Delivery = $"interaction-{at}",
                Lane = Lanes[0].Name,
                Day = usageDay,
                Claims =
                [
                    new QuotaClaim($"images:day:{tenant}:{user}:{day}", ClaimKind.Images, 1, 1_000_000, resets, "pictures a day for you"),
                    new QuotaClaim($"images:day:{tenant}:{day}", ClaimKind.Images, 1, 1_000_000, resets, "pictures a day for this server"),
                ],
            };
        }

        return requests;
    }
}
