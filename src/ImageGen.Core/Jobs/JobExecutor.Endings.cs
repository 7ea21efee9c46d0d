using ImageGen.Core.Images;

namespace ImageGen.Core.Jobs;

// How a run ends: stopped, failed or settled, each written down whatever else stops.
public sealed partial class JobExecutor
{
    private async Task StopAsync(JobRun run, StopReason reason)
    {
        switch (reason)
        {
            case StopReason.Cancelled:
                await SettleAsync(run, LimitMessages.Cancelled, lastCallUncertain: run.Progress.CallOpen);
                break;
            case StopReason.Aborted:
                // Outcomes are written though the process is stopping; the host waits for this.
                await InsistAsync(() => ledger.ReleaseAsync(run.Lease, Release.HandBack, CancellationToken.None));
                LogHandedBack(run.Job.Id);
                break;
            case StopReason.TimedOut:
                await FailAsync(run, TooSlow(run));
                break;
            case StopReason.Lost:
                LogLost(run.Job.Id);
                break;
            case StopReason.None:
                break;
        }
    }

    private static GenerationException TooSlow(JobRun run) => run.IsWithProvider
        ? new(ErrorCode.StorageUnavailable, "The picture could not be stored in time.") { IsTransient = true, IsUncertain = run.Progress.CallOpen }
        : new(ErrorCode.TimedOut, "It took too long to prepare the drawing. Nothing was charged.") { IsTransient = true };

    private async Task FailAsync(JobRun run, GenerationException fault)
    {
        LogFault(fault, run.Job.Id, run.Job.Lane, fault.Code, run.Job.Attempts);
        JobTelemetry.Faulted(run.Job.Lane, fault.Code);
        if (fault.Code == ErrorCode.StorageUnavailable)
            _storeFailed = true;
        // A lane is not paused for calls that are held back where others of its jobs can go elsewhere meanwhile.
        if (fault.RetryAfter is { } pause && !(fault.IsHeldBack && providers.Fallback.Count > 0))
            await InsistAsync(() => PauseAsync(run.Job.Lane, pause));

        var isLast = !fault.IsTransient || run.Job.Attempts >= options.MaxAttempts;
        if ((isLast || fault.IsHeldBack) && await FallBackAsync(run, fault))
            return;
        if (isLast)
        {
            await SettleAsync(run, JobOutcome.Failure(fault.Code, fault.Message), fault.IsUncertain);
            return;
        }

        // An answered call is not open any more, but its task may be: the next attempt goes on with it. A call whose
        // answer never came stays open, and the next attempt counts it, unless it has a task to go on with.
        // One that was counted when this attempt began is written as open still, and is not to be counted again.
        var isCounted = !run.Progress.CallOpen && run.Progress.UncertainAttempts > run.Job.Progress.UncertainAttempts;
        if (isCounted || (run.Progress.CallOpen && (!fault.IsUncertain || fault.IsTaskEnded)))
            await InsistAsync(() => run.EndCallAsync(isOpen: fault.IsUncertain && !isCounted, fault.IsTaskEnded));
        var delay = fault.RetryAfter ?? options.Backoff(run.Job.Attempts, random);
        await InsistAsync(() => ledger.ReleaseAsync(run.Lease, new Release(delay, CountsAsAttempt: true), CancellationToken.None));
    }

    private async Task<bool> PauseAsync(string lane, TimeSpan pause)
    {
        await ledger.PauseLaneAsync(lane, clock.GetUtcNow() + pause, CancellationToken.None);
        return true;
    }

    private async Task SettleAsync(JobRun run, JobOutcome ending, bool lastCallUncertain = false)
    {
        using var step = JobTelemetry.Step("settle", run.Job.Lane);
        var cost = CostOf(run, lastCallUncertain);
        var outcome = ending with
        {
            RefinedPrompt = run.Progress.Told?.Value,
            Guidelines = run.Progress.Told?.Guidelines ?? [],
            Refiner = run.Progress.Told?.Refiner,
            RefinedInsteadOf = run.Progress.Told?.InsteadOf,
            Provider = run.Job.Lane,
            FallbackFrom = run.Progress.GaveUp is [var first, ..] ? first : run.Job.Lane != run.Job.Order.Spec.Provider ? run.Job.Order.Spec.Provider : null,
            Seed = run.Progress.Seed,
            Cost = cost + run.Progress.Spent,
            UncertainAttempts = run.Progress.UncertainAttempts + (lastCallUncertain ? 1 : 0),
            TraceParent = Telemetry.Parent,
        };
        var code = outcome.Error?.Code.Text() ?? "ok";
        // What another provider drew, or another refiner told it, is not what the key says, and the one asked for may be
        // back for the next request.
        var isAsAsked = outcome is { FallbackFrom: null, RefinedInsteadOf: null };
        var settlement = new Settlement(outcome, run.Progress.Assets.Count - run.Progress.Inherited, cost, IsCached: isAsAsked);
        if (!await InsistAsync(() => ledger.SettleAsync(run.Lease, settlement, CancellationToken.None)))
        {
            LogLost(run.Job.Id);
            return;
        }

        LogSettled(run.Job.Id, run.Job.Lane, outcome.State, code, run.Job.Attempts);
        JobTelemetry.Settled(run.Job, outcome, clock.GetUtcNow());
    }

    /// <summary>What the present provider's calls cost, as far as anyone can know; earlier uncertain calls are spent already.</summary>
    private Usd CostOf(JobRun run, bool lastCallUncertain) =>
        lastCallUncertain && Bound(run) is var bound && bound > run.Progress.Cost ? bound : run.Progress.Cost;

    /// <summary>
    /// What is known must be written down, whatever else stops. A ledger that is away is asked again until the lease has
    /// surely ended; after that another worker has the job, and this one's word no longer counts.
    /// </summary>
    private async Task<bool> InsistAsync(Func<Task<bool>> transition)
    {
        var giveUp = clock.GetUtcNow() + options.LeaseDuration;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await transition();
            }
            catch (LedgerUnavailableException) when (clock.GetUtcNow() < giveUp)
            {
                await Task.Delay(options.Backoff(attempt, random) / 4, clock, CancellationToken.None);
            }
            catch (LedgerUnavailableException)
            {
                return false;
            }
        }
    }
}
