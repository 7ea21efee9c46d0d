using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Chat;
using ImageGen.Core.Jobs;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Tests.Jobs;

/// <summary>A picture that is nearly there is offered while the one asked for is drawn, and never given in its place.</summary>
public sealed class NearHitsTests
{
    private const string Drawn = "a very cool cat on a roof in the warm light of the evening sun";

    [Theory]
    [InlineData(Drawn + ", please", true)]
    [InlineData("a very cool cat on a roof in warm light of the evening sun", true)]
    [InlineData("two very cool cats on a roof in the warm light of the evening sun", false)]
    [InlineData("a very cool red cat on a roof in the warm light of the evening sun", false)]
    [InlineData("a dog at the sea", false)]
    [InlineData(Drawn + ", please --style cartoon", false)]
    [InlineData(Drawn + ", please --ar 16:9", false)]
    [InlineData(Drawn + ", please --quality high", false)]
    [InlineData(Drawn + ", please --count 2", false)]
    [InlineData(Drawn + ", please --no dogs", false)]
    [InlineData(Drawn + ", please --raw", false)]
    [InlineData(Drawn + ", please --seed 7", false)]
    [InlineData(Drawn + ", please --fresh", false)]
    public async Task Execute_PictureThatIsNearlyThere_IsOfferedAndTheOtherDrawn(string command, bool offered)
    {
        using var pipeline = new Pipeline(JobExecutorTests.Paid(), nearness: 0.9);
        var first = await RunAsync(pipeline, Drawn);
        var job = await RunAsync(pipeline, command, user: "bob");

        Assert.Equal(offered ? new NearHit(first.Id, first.Outcome!.Assets[0], job.Id) : null, job.Progress.NearHit);
        Assert.Equal((JobState.Completed, false, 2), (job.State, job.Cached, pipeline.Generator.Calls));
        Assert.NotEqual(first.Outcome!.Assets[0], job.Outcome!.Assets[0]);
    }

    [Fact]
    public async Task Execute_TimeToAnswer_IsWaitedForBeforeAnythingIsDrawn()
    {
        using var pipeline = new Pipeline(JobExecutorTests.Paid(), nearness: 0.9, timeToAnswer: TimeSpan.FromSeconds(15));
        await RunAsync(pipeline, Drawn);
        var offered = await RunAsync(pipeline, Drawn + ", please");
        Assert.Equal((JobState.Pending, 0, 1), (offered.State, offered.Attempts, pipeline.Generator.Calls));
        Assert.NotNull(offered.Progress.NearHit);

        pipeline.Pass(TimeSpan.FromSeconds(16));
        await pipeline.RunAsync();
        var drawn = await pipeline.FindAsync(offered);
        Assert.Equal((JobState.Completed, false, 2), (drawn.State, drawn.Cached, pipeline.Generator.Calls));
    }

    [Fact]
    public async Task Execute_TakenInstead_CostsNothing()
    {
        using var pipeline = new Pipeline(JobExecutorTests.Paid(), nearness: 0.9, timeToAnswer: TimeSpan.FromSeconds(15));
        var first = await RunAsync(pipeline, Drawn);
        var offered = await RunAsync(pipeline, Drawn + ", please");
        var before = await pipeline.CountersAsync();

        Assert.Equal(CancelResult.Cancelled, await pipeline.Ledger.CancelAsync(Pipeline.Tenant, offered.Id, CancellationToken.None));
        var requester = new Requester(Pipeline.Tenant, "ann", new ConversationRef("test", "general"));
        var taken = Assert.IsType<Ticket.Accepted>(await pipeline.Intake.SubmitAsync(Repeat.Of(first), requester, CancellationToken.None)).Job;
        Assert.Equal((true, first.Outcome!.Assets[0]), (taken.Cached, taken.Outcome!.Assets[0]));
        var after = await pipeline.CountersAsync();
        Assert.Equal((before.Images.Spent, before.Cost.Spent, 0L), (after.Images.Spent, after.Cost.Spent, after.Cost.Reserved));
    }

    [Fact]
    public async Task Execute_SwitchedOff_LooksForNothing()
    {
        using var pipeline = new Pipeline(JobExecutorTests.Paid());
        await RunAsync(pipeline, Drawn);
        Assert.Null((await RunAsync(pipeline, Drawn + ", please")).Progress.NearHit);
    }

    [Theory]
    [InlineData(true, false, "bob", false)]
    [InlineData(true, false, "ann", false)]
    [InlineData(false, true, "ann", false)]
    public async Task Execute_PictureOfAPrivateOrAdultPlace_StaysThere(bool isPrivate, bool isAgeRestricted, string asker, bool offered)
    {
        using var pipeline = new Pipeline(JobExecutorTests.Paid(), nearness: 0.9);
        await RunAsync(pipeline, Drawn, context: new ChatContext { IsPrivate = isPrivate, IsAgeRestricted = isAgeRestricted });
        Assert.Equal(offered, (await RunAsync(pipeline, Drawn + ", please", asker)).Progress.NearHit is not null);
    }

    [Fact]
    public async Task Execute_PictureOfAnotherChannel_StaysThere()
    {
        using var pipeline = new Pipeline(JobExecutorTests.Paid(), nearness: 0.9);
        await RunAsync(pipeline, Drawn, channel: "direct-messages");
        Assert.Null((await RunAsync(pipeline, Drawn + ", please")).Progress.NearHit);
    }

    [Fact]
    public async Task Execute_PictureTheCacheHasForgotten_IsNotOffered()
    {
        using var pipeline = new Pipeline(JobExecutorTests.Paid(), nearness: 0.9);
        await RunAsync(pipeline, Drawn);
        pipeline.Pass(new LedgerOptions().CacheTtl);
        Assert.Null((await RunAsync(pipeline, Drawn + ", please")).Progress.NearHit);
    }

    [Fact]
    public async Task Execute_HeirOfAJobWithAnOffer_WasOfferedNothing()
    {
        using var pipeline = new Pipeline(JobExecutorTests.Paid(), nearness: 0.9, timeToAnswer: TimeSpan.FromSeconds(15));
        await RunAsync(pipeline, Drawn);
        var offered = await RunAsync(pipeline, Drawn + ", please");
        var follower = Assert.IsType<Ticket.Accepted>(await pipeline.Intake.SubmitAsync(
            Drawn + ", please", new Requester(Pipeline.Tenant, "bob", new ConversationRef("test", "general")), CancellationToken.None)).Job;
        await pipeline.Ledger.CancelAsync(Pipeline.Tenant, offered.Id, CancellationToken.None);

        Assert.NotNull((await pipeline.FindAsync(offered)).NearHit);
        Assert.Null((await pipeline.FindAsync(follower)).NearHit);
    }

    [Fact]
    public async Task Execute_PictureOfAnotherTenant_IsNotSeen()
    {
        using var pipeline = new Pipeline(JobExecutorTests.Paid(), nearness: 0.9);
        await RunAsync(pipeline, Drawn, tenant: new TenantId("test", "other"));
        Assert.Null((await RunAsync(pipeline, Drawn + ", please")).Progress.NearHit);
    }

    private static async Task<ImageJob> RunAsync(Pipeline pipeline, string command, string user = "ann", ChatContext? context = null, TenantId? tenant = null, string channel = "general")
    {
        var requester = new Requester(tenant ?? Pipeline.Tenant, user, new ConversationRef("test", channel)) { Context = context ?? ChatContext.None };
        var job = Assert.IsType<Ticket.Accepted>(await pipeline.Intake.SubmitAsync(command, requester, CancellationToken.None)).Job;
        await pipeline.RunAsync();
        return (await pipeline.Ledger.FindAsync(requester.Tenant, job.Id, CancellationToken.None))!;
    }
}
