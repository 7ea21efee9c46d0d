using System.Net;
using System.Text.Json;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core;
using ImageGen.Core.Chat;
using ImageGen.Core.Jobs;
using Xunit;

namespace ImageGen.Bot.Tests.OperatorPage;

public sealed class OperatorActionsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Retry_OfAFailedJob_IsOneNewJobHoweverOftenAsked()
    {
        await using var bed = await OperatorBed.StartAsync();
        var failed = await bed.FailAsync("a cat that fails at first");
        Assert.Equal(failed, Assert.Single((await bed.OverviewAsync()).Items("failed")).Text("id"));

        var (status, first) = await bed.ChangeAsync($"/jobs/{failed}/retry");
        var (_, second) = await bed.ChangeAsync($"/jobs/{failed}/retry");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(first.Text("job"), second.Text("job"));
        Assert.NotEqual(failed, first.Text("job"));
        var done = await bed.UntilAsync(first.Text("job")!, JobState.Completed);
        var order = (await bed.UntilAsync(failed, JobState.Failed)).Order;
        Assert.Equal((order.Prompt, order.Spec, order.User, order.Conversation), (done.Order.Prompt, done.Order.Spec, done.Order.User, done.Order.Conversation));
        Assert.Equal(2, bed.Main.Calls);
    }

    [Fact]
    public async Task Retry_OverTheLimit_IsRefusedAsItsAuthorWouldBe()
    {
        await using var bed = await OperatorBed.StartAsync(("Quotas:ImagesPerUserPerDay", "1"));
        var failed = await bed.FailAsync("a cat that fails");
        await bed.UntilAsync(await bed.OrderAsync("the one cat of the day"), JobState.Completed);

        var (status, problem) = await bed.ChangeAsync($"/jobs/{failed}/retry");
        Assert.Equal((HttpStatusCode.TooManyRequests, "quota_exceeded"), (status, problem.Text("code")));
    }

    [Fact]
    public async Task Reroute_OfAWaitingAndOfAFailedJob_DrawsBothElsewhere()
    {
        await using var bed = await OperatorBed.StartAsync();
        var failed = await bed.FailAsync("a cat that fails");
        await bed.ChangeAsync("/lanes/main/pause");
        var waiting = await bed.OrderAsync("a cat that waits");

        Assert.Equal(HttpStatusCode.OK, (await bed.ChangeAsync($"/jobs/{waiting}/reroute", new { provider = "other" })).Status);
        var (_, again) = await bed.ChangeAsync($"/jobs/{failed}/reroute", new { provider = "other" });

        Assert.Equal("other", (await bed.UntilAsync(waiting, JobState.Completed)).Outcome!.Provider);
        Assert.Equal("other", (await bed.UntilAsync(again.Text("job")!, JobState.Completed)).Outcome!.Provider);
    }

    [Theory]
    [InlineData("""{"provider":"main"}""", HttpStatusCode.Conflict, "waits for main already")]
    [InlineData("""{"provider":"nobody"}""", HttpStatusCode.BadRequest, "nobody")]
    [InlineData("{}", HttpStatusCode.BadRequest, "Name the provider")]
    [InlineData("[", HttpStatusCode.BadRequest, "JSON object")]
    [InlineData("null", HttpStatusCode.BadRequest, "JSON object")]
    public async Task Reroute_ThatCannotBe_IsExplained(string body, HttpStatusCode expected, string says)
    {
        await using var bed = await OperatorBed.StartAsync();
        await bed.ChangeAsync("/lanes/main/pause");
        var waiting = await bed.OrderAsync("a cat that waits");

        using var request = new HttpRequestMessage(HttpMethod.Post, $"/operator/api/jobs/{waiting}/reroute") { Content = OperatorBed.Json(body) };
        var (status, problem) = await bed.SendAsync(request, ("X-Operator", "1"));
        Assert.Equal(expected, status);
        Assert.Contains(says, problem.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CancelAndDelete_AreForWhatRunsAndForWhatHasEnded()
    {
        await using var bed = await OperatorBed.StartAsync();
        bed.Main.OnCall = (_, _, cancellation) => Task.Delay(Timeout.Infinite, cancellation);
        var running = await bed.OrderAsync("a cat that takes long");
        await bed.UntilAsync(running, JobState.Processing);

        Assert.Equal(HttpStatusCode.Conflict, (await bed.ChangeAsync($"/jobs/{running}/delete")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await bed.ChangeAsync($"/jobs/{running}/retry")).Status);
        Assert.Equal(HttpStatusCode.OK, (await bed.ChangeAsync($"/jobs/{running}/cancel")).Status);
        await bed.UntilAsync(running, JobState.Cancelled);
        Assert.Equal(HttpStatusCode.Conflict, (await bed.ChangeAsync($"/jobs/{running}/cancel")).Status);

        Assert.Equal(HttpStatusCode.OK, (await bed.ChangeAsync($"/jobs/{running}/delete")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await bed.GetAsync($"/jobs/{running}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await bed.ChangeAsync($"/jobs/{running}/delete")).Status);
    }

    [Fact]
    public async Task Pause_OfALane_HoldsItsJobsUntilItIsResumed()
    {
        await using var bed = await OperatorBed.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await bed.ChangeAsync("/lanes/main/pause", new { minutes = 15 })).Status);
        Assert.InRange((await bed.Ledger.LaneAsync("main", Stop)).PausedUntil!.Value - bed.Clock.GetUtcNow(), TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15));

        var waiting = await bed.OrderAsync("a cat that waits");
        var lane = (await bed.OverviewAsync()).Items("lanes").Single(one => one.Text("name") == "main");
        Assert.Equal((1, "local:local"), (lane.GetProperty("waiting").GetInt32(), Assert.Single(lane.Items("guilds")).Text("tenant")));

        Assert.Equal(HttpStatusCode.OK, (await bed.ChangeAsync("/lanes/main/resume")).Status);
        await bed.UntilAsync(waiting, JobState.Completed);
    }

    [Theory]
    [InlineData("/lanes/nobody/pause", """{"minutes":5}""", HttpStatusCode.NotFound)]
    [InlineData("/lanes/main/stop", "{}", HttpStatusCode.NotFound)]
    [InlineData("/lanes/main/pause", """{"minutes":0}""", HttpStatusCode.BadRequest)]
    [InlineData("/lanes/main/pause", """{"minutes":10081}""", HttpStatusCode.BadRequest)]
    [InlineData("/lanes/main/pause", """{"minutes":"soon"}""", HttpStatusCode.BadRequest)]
    [InlineData("/jobs/nonsense/cancel", "{}", HttpStatusCode.NotFound)]
    [InlineData("/jobs/00000000000000000000000000/explode", "{}", HttpStatusCode.NotFound)]
    public async Task Change_OfWhatIsNot_IsRefused(string path, string body, HttpStatusCode expected)
    {
        await using var bed = await OperatorBed.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/operator/api{path}") { Content = OperatorBed.Json(body) };
        Assert.Equal(expected, (await bed.SendAsync(request, ("X-Operator", "1"))).Status);
        Assert.Null((await bed.Ledger.LaneAsync("main", Stop)).PausedUntil);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Overview_TellsPromptsOnlyWhereItIsToldTo(bool shows)
    {
        await using var bed = await OperatorBed.StartAsync(("Operator:ShowPrompts", shows ? "true" : "false"));
        var failed = await bed.FailAsync("my most private cat");
        await bed.ChangeAsync("/lanes/main/pause");
        await bed.OrderAsync("my other private cat");

        var told = (await bed.OverviewAsync()).ToString() + (await bed.GetAsync($"/jobs/{failed}")).Json;
        Assert.Equal(shows, told.Contains("private cat", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Overview_TellsOfTheProcessTheCacheTheGuildsAndTheOperator()
    {
        await using var bed = await OperatorBed.StartAsync(("Providers:other:MaxConcurrent", "3"));
        await bed.UntilAsync(await bed.OrderAsync("the same cat"), JobState.Completed);
        await bed.OrderAsync("the same cat");
        await bed.ChangeAsync("/lanes/other/pause", new { minutes = 5 });

        var overview = await bed.OverviewAsync();
        for (var tries = 0; overview.Items("processes").Count == 0 && tries < 20; tries++)
        {
            await Task.Delay(500, Stop);
            overview = await bed.OverviewAsync();
        }

        var process = Assert.Single(overview.Items("processes"));
        Assert.Equal(Environment.MachineName, process.Text("host"));
        Assert.Equal(["web", "worker"], process.Items("roles").Select(role => role.GetString()));
        var lanes = overview.Items("lanes");
        Assert.Equal(["main", "other"], lanes.Select(lane => lane.Text("name")));
        Assert.Equal((1, 3), (lanes[1].GetProperty("workers").GetInt32(), lanes[1].GetProperty("maxConcurrent").GetInt32()));
        Assert.Equal((2, 1), (overview.GetProperty("cache").GetProperty("completed").GetInt32(), overview.GetProperty("cache").GetProperty("cached").GetInt32()));
        var guild = Assert.Single(overview.Items("guilds"));
        Assert.Equal(("local:local", 1), (guild.Text("tenant"), guild.Items("days")[0].GetProperty("images").GetInt32()));
        var entry = Assert.Single(overview.Items("audit"));
        Assert.Equal(("pause", "other", "127.0.0.1"), (entry.Text("action"), entry.Text("target"), entry.Text("from")));
    }
}
