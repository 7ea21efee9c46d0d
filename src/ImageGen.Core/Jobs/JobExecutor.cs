using System.Globalization;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Prompts;
using Microsoft.Extensions.Logging;

namespace ImageGen.Core.Jobs;

/// <summary>
/// Works on one leased job: moderate, retrieve guidelines, refine, generate, store, settle. Each step that achieves
/// something is checkpointed, so that whoever runs the job next repeats, and pays for, nothing. The one place where a
/// job's exceptions are caught.
/// </summary>
public sealed partial class JobExecutor(
    IJobLedger ledger,
    IJobSignals signals,
    IGuildSettingsStore guilds,
    PromptPreparation prompts,
    PictureReview pictures,
    PromptRefiners refiners,
    ImageProviders providers,
    IImageStore store,
    ReferenceImages references,
    NearHits nearHits,
    ExecutionOptions options,
    TimeProvider clock,
    Random random,
    ILogger<JobExecutor> logger)
{
    /// <summary>Whether the last picture could not be kept.</summary>
    private volatile bool _storeFailed;

    /// <summary>Works on the job until it is settled, released or lost. Throws nothing.</summary>
    /// <param name="leased">The job and the right to work on it.</param>
    /// <param name="abort">Stops the work now: the job is handed back as if it had not been leased.</param>
    public async Task ExecuteAsync(LeasedJob leased, CancellationToken abort)
    {
        ArgumentNullException.ThrowIfNull(leased);
        using var work = JobTelemetry.Begin("process", leased, clock, logger);
        await using var keeper = new LeaseKeeper(ledger, signals, leased.Lease, options.LeaseDuration, logger, abort);
        var run = new JobRun(leased, ledger, keeper);
        try
        {
            await ChargeInterruptedCallAsync(run);
            Require(run);
            using (keeper.Within(options.PreparationLimit, clock))
            {
                await RefineAsync(run);
                await CopyReferenceAsync(run);
                await ReviewReferenceAsync(run);
                if (await OfferNearHitAsync(run))
                    return;
            }

            await DrawAsync(run);
            await ReviewPicturesAsync(run);
            await SettleAsync(run, Completed(run));
        }
        catch (OperationCanceledException) when (keeper.Reason != StopReason.None)
        {
            await StopAsync(run, keeper.Reason);
        }
        catch (GenerationException fault)
        {
            await FailAsync(run, fault);
        }
        catch (LedgerUnavailableException fault)
        {
            // The lease ends by itself, and the job starts again from its last checkpoint.
            LogLedgerAway(fault, run.Job.Id);
        }
        catch (Exception fault)
        {
            LogBug(fault, run.Job.Id);
            await FailAsync(run, new GenerationException(ErrorCode.Internal, $"Something went wrong here. Report job {run.Job.Id} to the operator.", fault)
            {
                IsTransient = true,
                IsUncertain = run.Progress.CallOpen,
            });
        }
    }

    /// <summary>
    /// A call found open was interrupted with the worker that made it. Where repeating costs money it may have been paid,
    /// so it is counted as such before anything else is risked.
    /// </summary>
    private async Task ChargeInterruptedCallAsync(JobRun run)
    {
        if (!run.Progress.CallOpen || run.Progress.ProviderTask is not null)
            return;

        // Still written as open: should this worker die before what follows is settled, the next one counts it again, and
        // so finds the budget empty again. Once too often is the safe side.
        var charged = run.Progress with { UncertainAttempts = run.Progress.UncertainAttempts + 1, Spent = run.Progress.Spent + Bound(run) };
        var status = await ledger.ChargeUncertainAsync(run.Lease, charged, run.Keeper.Work);
        run.Progress = charged with { CallOpen = false };
        run.Keeper.Observe(status);
        LogUncertain(run.Job.Id, run.Job.Lane);
        if (status == LeaseStatus.OverBudget)
            throw new GenerationException(ErrorCode.BudgetExceeded, "The drawing was interrupted, and the budget does not stand another attempt.");
        if (run.Progress.UncertainAttempts >= options.MaxAttempts)
        {
            run.IsWithProvider = true;
            throw new GenerationException(ErrorCode.TimedOut, "The drawing was interrupted too often to try it again.");
        }
    }

    private async Task RefineAsync(JobRun run)
    {
        var order = run.Job.Order;
        if (run.Progress.Prompt is { } prompt)
        {
            if (run.Progress.Stage < JobStage.Generating)
                await prompts.ReviewAsync(order, prompt, run.Job.Lane, run.Keeper.Work);
            return;
        }

        await prompts.PrepareAsync(order, Generator(run), async refined =>
        {
            run.Progress = run.Progress with
            {
                Prompt = refined,
                Seed = order.Spec.Seed ?? (uint)random.NextInt64(1L + uint.MaxValue),
                Cost = run.Progress.Cost + refined.Cost,
            };
            if (refined.Cost > Usd.Zero)
                await RecordAsync(run, run.Progress);
        }, run.Keeper.Work);
    }

    private async Task CopyReferenceAsync(JobRun run)
    {
        if (run.Job.Order.ReferenceUrl is null || run.Progress.Reference is not null)
            return;
        using var step = JobTelemetry.Step("copy_reference", run.Job.Lane);
        await run.CheckpointAsync(run.Progress with { Reference = await references.CopyAsync(run.Job.Order, run.Keeper.Work) });
    }

    /// <summary>Offers, once, a finished picture that is nearly what was asked for. The job waits again for as long as its author has to take that one instead.</summary>
    /// <returns>Whether the job is out of this worker's hands.</returns>
    private async Task<bool> OfferNearHitAsync(JobRun run)
    {
        if (run.Progress.Stage >= JobStage.Generating || run.Job.NearHit is not null || await nearHits.FindAsync(run.Job.Order, run.Keeper.Work) is not { } hit)
            return false;
        await run.CheckpointAsync(run.Progress with { NearHit = hit });
        if (nearHits.TimeToAnswer == TimeSpan.Zero)
            return false;
        await InsistAsync(() => ledger.ReleaseAsync(run.Lease, new Release(nearHits.TimeToAnswer, CountsAsAttempt: false), CancellationToken.None));
        return true;
    }

    private async Task DrawAsync(JobRun run)
    {
        var (spec, generator) = (run.Job.Order.Spec, Generator(run));
        if (run.Progress.Assets.Count == spec.Count)
            return;
        run.IsWithProvider = true;

        if (_storeFailed && !generator.Capabilities.FreeToRepeat && run.Progress.ProviderTask is null)
            await CheckStoreAsync(run);
        using var step = JobTelemetry.Step("generate", run.Job.Lane);
        // Given up where the ledger is away just now, the call would be counted as uncertain though nobody made it.
        await RecordAsync(run, run.Progress with { Stage = JobStage.Generating, CallOpen = !generator.Capabilities.FreeToRepeat });
        var request = new GenerationRequest
        {
            Prompt = run.Progress.Prompt!,
            Spec = spec,
            Seed = run.Progress.Seed!.Value,
            Reference = (run.Progress.Reference?.Key ?? spec.Reference) is { } key ? references.Stored(key) : null,
            FirstIndex = run.Progress.Assets.Count,
            Task = run.Progress.ProviderTask,
            SaveTaskAsync = (task, _) => RecordAsync(run, run.Progress with { ProviderTask = task }),
            EndUser = $"{run.Job.Order.Tenant}:{run.Job.Order.User}",
        };
        await foreach (var image in generator.GenerateAsync(request, run.Keeper.Work).WithCancellation(run.Keeper.Work))
        {
            await using var content = image.Content;
            var assets = (IReadOnlyList<ImageAsset>)[.. run.Progress.Assets, await StoreAsync(run, content)];
            var isLast = assets.Count == spec.Count;
            await RecordAsync(run, run.Progress with
            {
                Stage = JobStage.Storing,
                Assets = assets,
                Cost = run.Progress.Cost + image.Cost(),
                CallOpen = run.Progress.CallOpen && !isLast,
            });
            if (isLast)
                return;
        }

        throw new GenerationException(ErrorCode.ProviderUnavailable, $"The provider sent {run.Progress.Assets.Count} of {spec.Count} pictures.") { IsTransient = true };
    }

    /// <summary>Once a picture could not be kept, no other is bought until the store says that it can be used.</summary>
    private async Task CheckStoreAsync(JobRun run)
    {
        using (run.Keeper.Within(options.PreparationLimit, clock))
            await store.CheckAsync(run.Keeper.Work);
        _storeFailed = false;
    }

    /// <summary>A picture that came and could not be kept is paid all the same, so the call counts as uncertain.</summary>
    private async Task<ImageAsset> StoreAsync(JobRun run, Stream content)
    {
        using var step = JobTelemetry.Step("store", run.Job.Lane);
        try
        {
            var name = run.Progress.Assets.Count.ToString(CultureInfo.InvariantCulture);
            var drawer = Generator(run);
            var origin = new PictureOrigin(run.Job.Id, name, drawer.Name, drawer.Capabilities.IsModel ? drawer.Capabilities.Model : null);
            using (run.Keeper.Within(options.StoreLimit, clock))
                return await store.StoreAsync(origin, content, run.Keeper.Work);
        }
        catch (PictureException fault)
        {
            throw new GenerationException(ErrorCode.ProviderUnavailable, $"The provider sent a file that is {fault.What}.", fault)
            {
                IsTransient = true,
                IsUncertain = run.Progress.CallOpen,
            };
        }
        catch (GenerationException fault) when (run.Progress.CallOpen && !fault.IsUncertain)
        {
            throw new GenerationException(fault.Code, fault.Message, fault) { IsTransient = fault.IsTransient, RetryAfter = fault.RetryAfter, IsUncertain = true };
        }
    }

    /// <summary>Writes down what is, or was, paid for, even while the work is being stopped: unwritten, it would be paid again.</summary>
    private async Task RecordAsync(JobRun run, JobProgress progress)
    {
        run.Progress = progress;
        var status = LeaseStatus.Lost;
        await InsistAsync(async () =>
        {
            status = await ledger.CheckpointAsync(run.Lease, progress, CancellationToken.None);
            return true;
        });
        run.Keeper.Observe(status);
    }

    private static JobOutcome Completed(JobRun run) => new()
    {
        State = JobState.Completed,
        Assets = run.Progress.Assets,
    };

    /// <summary>A job may have waited longer than its provider stayed.</summary>
    private void Require(JobRun run)
    {
        if (providers.TryFind(run.Job.Lane, out _))
            return;
        run.IsWithProvider = true;
        throw new GenerationException(ErrorCode.ProviderUnavailable, $"The provider '{run.Job.Lane}' is not configured any more.") { IsUncertain = run.Progress.CallOpen };
    }

    private IImageGenerator Generator(JobRun run) => providers.TryFind(run.Job.Lane, out var generator)
        ? generator
        : throw new InvalidOperationException($"The provider '{run.Job.Lane}' went while a job was on its way to it.");

    /// <summary>Most that what is missing can cost at the present provider, which is what the job holds of its budget.</summary>
    private Usd Bound(JobRun run) => providers.TryFind(run.Job.Lane, out var generator) ? Bound(run, generator, run.Progress.DrawnBefore) : Usd.Zero;

    private Usd Bound(JobRun run, IImageGenerator generator, int drawn)
    {
        var spec = run.Job.Order.Spec;
        return (generator.Capabilities.MaxPricePerImage(spec) * (spec.Count - drawn)) + refiners.For(spec).MaxCost;
    }

    /// <summary>A job while it runs: what was leased, and what it has achieved by now.</summary>
    private sealed class JobRun(LeasedJob leased, IJobLedger ledger, LeaseKeeper keeper)
    {
        public ImageJob Job { get; } = leased.Job;

        public Lease Lease { get; } = leased.Lease;

        public LeaseKeeper Keeper { get; } = keeper;

        public JobProgress Progress { get; set; } = leased.Job.Progress;

        /// <summary>What fails from now on is the provider's doing.</summary>
        public bool IsWithProvider { get; set; }

        public async Task CheckpointAsync(JobProgress progress)
        {
            Progress = progress;
            Keeper.Observe(await ledger.CheckpointAsync(Lease, progress, Keeper.Work));
        }

        public async Task<bool> EndCallAsync(bool isOpen, bool taskEnded)
        {
            Progress = Progress with { CallOpen = isOpen, ProviderTask = taskEnded ? null : Progress.ProviderTask };
            return await ledger.CheckpointAsync(Lease, Progress, CancellationToken.None) != LeaseStatus.Lost;
        }
    }
}
