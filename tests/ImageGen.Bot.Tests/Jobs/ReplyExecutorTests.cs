using ImageGen.Core.Chat;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Jobs;

public sealed class ReplyExecutorTests
{
    [Fact]
    public async Task Reply_PlatformAway_IsTriedAgainAndNothingIsDrawnAgain()
    {
        using var pipeline = new Pipeline();
        pipeline.Replier.OnReply = static call => call < 3 ? new ReplyResult.TryLater(TimeSpan.FromMilliseconds(1)) : new ReplyResult.Delivered();
        await pipeline.SubmitAsync("a cool cat");
        await pipeline.RunAsync();
        for (var attempt = 1; attempt <= 3; attempt++)
            await pipeline.ReplyAsync();

        Assert.Equal((3, 1), (pipeline.Replier.Seen.Count, pipeline.Generator.Drawn));
        Assert.Equal(0, await WaitingAsync(pipeline));
    }

    [Fact]
    public async Task Reply_PlatformAwayForGood_IsGivenUpAfterTheLastAttempt()
    {
        using var pipeline = new Pipeline();
        pipeline.Replier.OnReply = static _ => throw new HttpRequestException("away");
        await pipeline.SubmitAsync("a cool cat");
        await pipeline.RunAsync();
        for (var attempt = 1; attempt <= Pipeline.Options.MaxReplyAttempts; attempt++)
            await pipeline.ReplyAsync();
        Assert.Equal(0, await WaitingAsync(pipeline));
    }

    [Fact]
    public async Task Reply_FiftyCallersOfOnePrompt_EachAreTold()
    {
        using var pipeline = new Pipeline();
        var jobs = await Task.WhenAll(Enumerable.Range(0, 50).Select(caller => pipeline.SubmitAsync("a cool cat", user: $"user {caller}")));
        await pipeline.RunAsync();
        for (var reply = 0; reply < 50; reply++)
            await pipeline.ReplyAsync();

        Assert.Equal(1, pipeline.Generator.Drawn);
        Assert.Equal(jobs.Select(job => job.Id).Order(Comparer), pipeline.Replier.Seen.Select(reply => reply.Job.Id).Order(Comparer));
    }

    [Fact]
    public async Task Reply_CancelledWhileWaiting_TellsItsAuthor()
    {
        using var pipeline = new Pipeline();
        var job = await pipeline.SubmitAsync("a cool cat");
        await pipeline.Ledger.CancelAsync(Pipeline.Tenant, job.Id, CancellationToken.None);
        await pipeline.ReplyAsync();
        Assert.Equal(JobState.Cancelled, Assert.Single(pipeline.Replier.Seen).Job.State);
    }

    private static readonly Comparer<JobId> Comparer = Comparer<JobId>.Create(static (left, right) => string.CompareOrdinal(left.Value, right.Value));

    private static async Task<long> WaitingAsync(Pipeline pipeline)
    {
        var lane = await pipeline.Ledger.LaneAsync(LaneLimits.ReplyLane("test"), CancellationToken.None);
        return lane.Waiting + lane.Delayed + lane.Leased;
    }
}
