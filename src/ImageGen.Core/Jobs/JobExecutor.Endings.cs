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
            case StopReason.Lost:
                LogLost(run.Job.Id);
                break;
            case StopReason.None:
                break;
        }
    }

    private async Task FailAsync(JobRun run, GenerationException fault)
    {
        LogFault(fault, run.Job.Id, run.Job.Lane, fault.Code, run.Job.Attempts);
        JobTelemetry.Faulted(run.Job.Lane, fault.Code);
        if (fault.RetryAfter is { } pause)
            await InsistAsync(() => PauseAsync(run.Job.Lane, pause));

        if (!fault.IsTransient || run.Job.Attempts >= options.MaxAttempts)
        {
            await SettleAsync(run, JobOutcome.Failure(fault.Code, fault.Message), fault.IsUncertain);
            return;
        }

        // An answered call is not open any more, but its task may be: the next attempt goes on with it. A call whose
        // answer never came stays open, and the next attempt counts it, unless it has a task to go on with.
        if (run.Progress.CallOpen && (!fault.IsUncertain || fault.IsTaskEnded))
            await InsistAsync(() => run.EndCallAsync(isOpen: fault.IsUncertain, fault.IsTaskEnded));
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
        var bound = run.Job.Order.Spec is var spec && providers.TryFind(run.Job.Lane, out var generator)
            ? generator.Capabilities.MaxPricePerImage(spec) * spec.Count
            : Usd.Zero;
        // What the last call cost, as far as anyone can know; earlier uncertain calls are spent already.
        var cost = lastCallUncertain && bound > run.Progress.Cost ? bound : run.Progress.Cost;
        var outcome = ending with
        {
            RefinedPrompt = run.Progress.Prompt?.Value,
            Guidelines = run.Progress.Prompt?.Guidelines ?? [],
            Provider = run.Job.Lane,
            Seed = run.Progress.Seed,
            Cost = cost + (bound * run.Progress.UncertainAttempts),
            UncertainAttempts = run.Progress.UncertainAttempts + (lastCallUncertain ? 1 : 0),
            TraceParent = Telemetry.Parent,
        };
        var code = outcome.Error?.Code.Text() ?? "ok";
        if (!await InsistAsync(() => ledger.SettleAsync(run.Lease, new Settlement(outcome, run.Progress.Assets.Count, cost), CancellationToken.None)))
        {
            LogLost(run.Job.Id);
            return;
        }

        LogSettled(run.Job.Id, run.Job.Lane, outcome.State, code, run.Job.Attempts);
        JobTelemetry.Settled(run.Job, outcome, clock.GetUtcNow());
    }

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
