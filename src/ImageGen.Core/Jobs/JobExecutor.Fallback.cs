using ImageGen.Core.Guilds;
using ImageGen.Core.Images;

namespace ImageGen.Core.Jobs;

// Where a job goes when its provider gives up on it, and nobody insisted on that one.
public sealed partial class JobExecutor
{
    /// <summary>
    /// Moves the job to the first fallback that can take it, was not tried and that the budget stands. Pictures that are
    /// stored stay; only the missing ones are drawn there.
    /// </summary>
    /// <returns>Whether the job is out of this worker's hands.</returns>
    private async Task<bool> FallBackAsync(JobRun run, GenerationException fault)
    {
        var order = run.Job.Order;
        // A refusal or a bad request would be one elsewhere, too; or worse, would not.
        if (!order.MayFallBack || !run.IsWithProvider || fault.Code is not (ErrorCode.ProviderUnavailable or ErrorCode.TimedOut or ErrorCode.ProviderAccount))
            return false;

        var rules = await RulesAsync(order);
        var (gaveUp, isOverBudget) = ((IReadOnlyList<string>)[.. run.Progress.GaveUp, run.Job.Lane], false);
        foreach (var next in providers.Fallback.Where(next => rules?.MayDraw(next.Name) == true && next.Capabilities.CanTake(order.Prompt, order.Spec) && !gaveUp.Contains(next.Name, StringComparer.OrdinalIgnoreCase)))
        {
            switch (await RerouteAsync(run, next, gaveUp, fault.IsUncertain))
            {
                case LeaseStatus.Held:
                    LogFellBack(run.Job.Id, run.Job.Lane, next.Name, fault.Code);
                    return true;
                case LeaseStatus.CancelRequested:
                    LogCancelledOnTheWay(run.Job.Id, next.Name);
                    return true;
                case LeaseStatus.Lost:
                    LogLost(run.Job.Id);
                    return true;
                case LeaseStatus.OverBudget:
                    isOverBudget = true;
                    break;
            }
        }

        // Held back is not given up: it waits for its own provider where none that can stand in can be paid.
        if (!isOverBudget || (fault.IsHeldBack && fault.IsTransient))
            return false;
        await SettleAsync(
            run, JobOutcome.Failure(ErrorCode.BudgetExceeded, $"{fault.Message} Another provider could draw it, but the budget does not stand that."), fault.IsUncertain);
        return true;
    }

    /// <summary>What the guild allows; null, which allows nobody else, where that cannot be read.</summary>
    private async Task<GuildRules?> RulesAsync(JobOrder order)
    {
        try
        {
            return (await guilds.GetAsync(order.Tenant, CancellationToken.None)).Rules;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogRulesUnknown(fault, order.Id);
            return null;
        }
    }

    private async Task<LeaseStatus> RerouteAsync(JobRun run, IImageGenerator next, IReadOnlyList<string> gaveUp, bool lastCallUncertain)
    {
        var (progress, spent) = (run.Progress, CostOf(run, lastCallUncertain));
        var reroute = new Reroute(
            next.Name,
            progress with
            {
                Stage = JobStage.Queued,
                Prompt = progress.Prompt?.CutTo(next.Capabilities.MaxPromptLength),
                CallOpen = false,
                ProviderTask = null,
                Cost = Usd.Zero,
                Spent = progress.Spent + spent,
                UncertainAttempts = progress.UncertainAttempts + (lastCallUncertain ? 1 : 0),
                GaveUp = gaveUp,
                DrawnBefore = progress.Assets.Count,
            },
            spent,
            Bound(run, next, progress.Assets.Count));
        var status = LeaseStatus.Lost;
        await InsistAsync(async () =>
        {
            status = await ledger.RerouteAsync(run.Lease, reroute, CancellationToken.None);
            return true;
        });
        return status;
    }
}
