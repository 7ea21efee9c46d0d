using ImageGen.Core.Images;
using ImageGen.Core.Prompts;

namespace ImageGen.Core.Jobs;

// Pictures are moderated where they come in and before they go out.
public sealed partial class JobExecutor
{
    private async Task ReviewReferenceAsync(JobRun run)
    {
        if (run.Progress.Stage >= JobStage.Generating || (run.Progress.Reference?.Key ?? run.Job.Order.Spec.Reference) is not { } key)
            return;
        if (await ReviewPictureAsync(run, key) is not { Refusal: { } refusal })
            return;
        if (run.Progress.Reference is { } copy)
            await store.DeleteAsync([copy], CancellationToken.None);
        throw new GenerationException(ErrorCode.Refused, run.Progress.Cost > Usd.Zero ? refusal : $"{refusal} Nothing was charged.");
    }

    /// <summary>
    /// None is settled, and so none is shown, before all are reviewed, whoever drew them in whichever attempt. What was
    /// drawn is paid, so its quota and cost are spent.
    /// </summary>
    private async Task ReviewPicturesAsync(JobRun run)
    {
        // Another provider would not have them reviewed any sooner.
        run.IsWithProvider = false;
        foreach (var picture in run.Progress.Assets)
        {
            if (await ReviewPictureAsync(run, picture.Key) is not { Refusal: { } refusal })
                continue;
            await store.DeleteAsync(run.Progress.Assets, CancellationToken.None);
            throw new GenerationException(ErrorCode.Refused, $"{refusal} It was drawn, so it counts, and has been deleted.");
        }
    }

    private async Task<ModerationVerdict> ReviewPictureAsync(JobRun run, string key)
    {
        using var step = JobTelemetry.Step("moderate", run.Job.Lane);
        return await pictures.ReviewAsync(run.Job.Order, key, run.Keeper.Work);
    }
}
