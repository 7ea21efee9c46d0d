using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Chat;

/// <summary>Where an unfinished job is, in a line.</summary>
internal static class ProgressText
{
    public static string Of(ImageJob job, Texts texts) => job switch
    {
        { CancelRequested: true } => texts["progress.cancelling"],
        _ when NearHitOffer.IsOpen(job) => texts["progress.near"],
        { Stage: JobStage.Refining } => texts["progress.refining"],
        { Stage: JobStage.Generating or JobStage.Storing, Order.Spec.Count: > 1 and var count } when job.Progress.Assets.Count is var drawn && drawn < count =>
            texts.Format("progress.painting.nth", ("number", drawn + 1), ("count", count)),
        { Stage: JobStage.Generating } => texts["progress.painting"],
        { Stage: JobStage.Storing } => texts["progress.storing"],
        { Stage: JobStage.Done } => texts["progress.storing"],
        { Position: null, Attempts: > 0 } => texts["progress.retrying"],
        { Position: null } => texts["progress.following"],
        { Position: 1 } => texts["progress.next"],
        { Position: { } position } => texts.Format("progress.position", ("position", position)),
    };
}
