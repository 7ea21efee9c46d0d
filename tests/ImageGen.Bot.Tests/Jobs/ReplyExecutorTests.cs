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
    public async Task Reply_Delivered_NotesWhereItIsSeen()
    {
        using var pipeline = new Pipeline();
        pipeline.Replier.OnReply = static _ => new ReplyResult.Delivered("general/1");
        var job = await pipeline.SubmitAsync("a cool cat");
        await pipeline.RunAsync();
        await pipeline.ReplyAsync();

        Assert.Equal("general/1", (await pipeline.FindAsync(job)).Message);
    }

    [Fact]
    public async Task Reply_PlatformAsksEveryoneToWaitInTheLastAttempt_UsesItNotUp()
    {
        using var pipeline = new Pipeline();
        var (last, calls) = (Pipeline.Options.MaxReplyAttempts, 3 * Pipeline.Options.MaxReplyAttempts);
        pipeline.Replier.OnReply = call =>
            call == calls ? new ReplyResult.Delivered() : new ReplyResult.TryLater(TimeSpan.FromMilliseconds(1), CountsAsAttempt: call < last);
        await pipeline.SubmitAsync("a cool cat");
        await pipeline.RunAsync();
        for (var call = 1; call <= calls; call++)
            await pipeline.ReplyAsync();

        Assert.Equal(Enumerable.Range(1, calls).Select(call => Math.Min(call, last)), pipeline.Replier.Seen.Select(reply => reply.Job.Attempts));
        Assert.Equal(0, await WaitingAsync(pipeline));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reply_StillToWaitForWhenItIsTooOld_IsGivenUp(bool countsAsAttempt)
    {
        using var pipeline = new Pipeline();
        pipeline.Replier.OnReply = _ => new ReplyResult.TryLater(TimeSpan.FromMilliseconds(1), countsAsAttempt);
        await pipeline.SubmitAsync("a cool cat");
        await pipeline.RunAsync();
        pipeline.Pass(Pipeline.Options.MaxReplyAge - TimeSpan.FromMinutes(5));
        await pipeline.ReplyAsync();
        Assert.Equal(1, await WaitingAsync(pipeline));

        pipeline.Pass(TimeSpan.FromMinutes(5));
        await pipeline.ReplyAsync();

        Assert.Equal(0, await WaitingAsync(pipeline));
    }

    [Fact]
    public async Task Reply_OldButDeliverable_IsDelivered()
    {
        using var pipeline = new Pipeline();
        pipeline.Replier.OnReply = static _ => new ReplyResult.Delivered("general/1");
        var job = await pipeline.SubmitAsync("a cool cat");
        await pipeline.RunAsync();
        pipeline.Pass(2 * Pipeline.Options.MaxReplyAge);
        await pipeline.ReplyAsync();

        Assert.Equal("general/1", (await pipeline.FindAsync(job)).Message);
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
