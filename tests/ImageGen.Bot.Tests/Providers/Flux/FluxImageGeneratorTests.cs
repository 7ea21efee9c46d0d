using System.Text.Json.Nodes;
using ImageGen.Bot.Hosting;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Bfl;
using ImageGen.Core;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Providers.Flux;

public sealed class FluxImageGeneratorTests : IAsyncLifetime
{
    private FakeBfl _bfl = null!;

    public async ValueTask InitializeAsync() => _bfl = await FakeBfl.StartNewAsync();

    public async ValueTask DisposeAsync() => await _bfl.DisposeAsync();

    [Theory]
    [InlineData("flux-2-pro", "16:9")]
    [InlineData("flux-2-pro", "1:3")]
    [InlineData("flux-2-flex", "3:1")]
    [InlineData("flux-pro-1.1", "3:1")]
    [InlineData("flux-pro-1.1", "1:1")]
    [InlineData("flux-kontext-pro", "3:1")]
    public async Task Draw_AnyModel_IsOrderedAsThatModelTakesIt(string model, string aspect)
    {
        using var bed = Bed(("Model", model));
        await bed.DrawAsync(ProviderBed.Spec(aspect, guidance: 7));
        Assert.Single(bed.Pictures);
        var order = Assert.Single(_bfl.Orders);
        Assert.Equal(model == "flux-2-flex" ? 7 : null, order["guidance"]?.GetValue<double>());
        Assert.Equal(7, order["seed"]!.GetValue<int>());
        Assert.Equal(model == "flux-kontext-pro" ? "7:3" : null, order["aspect_ratio"]?.GetValue<string>());
    }

    [Fact]
    public async Task Draw_TwoPictures_SavesEachTaskAsSoonAsItIsKnown()
    {
        using var bed = Bed();
        await bed.DrawAsync(ProviderBed.Spec(count: 2));
        Assert.Equal([Usd.FromDollars(0.03m), Usd.FromDollars(0.03m)], bed.Pictures.Select(picture => picture.Cost));
        Assert.Equal([7, 8], _bfl.Orders.Select(order => order["seed"]!.GetValue<int>()));
        Assert.Collection(
            bed.Tasks,
            first => Assert.Contains("\"i\":0,\"id\":\"task-1\"", first, StringComparison.Ordinal),
            Assert.Null,
            second => Assert.Contains("\"i\":1,\"id\":\"task-2\"", second, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Draw_KnownTask_GoesOnWithItAndPaysNothing()
    {
        using var first = Bed(("TimeoutSeconds", "3"));
        _bfl.PollFaults.Enqueue(Trouble.Hang);
        var fault = await first.FailAsync();
        Assert.Equal((ErrorCode.TimedOut, true, true), (fault.Code, fault.IsTransient, fault.IsUncertain));

        using var second = Bed();
        await second.DrawAsync(task: Assert.Single(first.Tasks));
        Assert.Equal((1, 1, Usd.FromDollars(0.03m)), (_bfl.Paid, second.Pictures.Count, second.Pictures[0].Cost));
        Assert.Empty(second.Tasks);
    }

    [Fact]
    public async Task Draw_TaskOfAnEarlierPicture_IsNotTakenForThisOne()
    {
        using var bed = Bed();
        await bed.DrawAsync();
        await bed.DrawAsync(ProviderBed.Spec(count: 2), first: 1, task: bed.Tasks[0]);
        Assert.Equal(2, _bfl.Paid);
        Assert.Equal([null, 1], bed.Tasks.Skip(1).Select(task => task is null ? null : JsonNode.Parse(task)!["i"]!.GetValue<int?>()));
    }

    [Fact]
    public async Task Draw_WithReference_SendsItAsBase64()
    {
        var bytes = FakePicture.Png(512, 512, 200_001);
        using var bed = Bed();
        await bed.DrawAsync(ProviderBed.Spec(reference: "x/reference-1.png"), reference: new ReferenceImage("x/reference-1.png", _ => Task.FromResult<Stream>(new MemoryStream(bytes))));
        Assert.Equal(Convert.ToBase64String(bytes), _bfl.Orders.Single()["input_image"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Draw_QuestionFails_IsAskedAgain(int status)
    {
        _bfl.PollFaults.Enqueue(Trouble.Answer(status, "{}"));
        _bfl.PollFaults.Enqueue(Trouble.Drop);
        _bfl.PollFaults.Enqueue(Trouble.Html(200));
        using var bed = Bed();
        await bed.DrawAsync();
        Assert.Equal((1, 1), (_bfl.Paid, bed.Pictures.Count));
    }

    [Theory]
    [InlineData(400, ErrorCode.InvalidRequest, false, false)]
    [InlineData(401, ErrorCode.ProviderAccount, false, false)]
    [InlineData(402, ErrorCode.ProviderAccount, false, false)]
    [InlineData(403, ErrorCode.ProviderAccount, false, false)]
    [InlineData(404, ErrorCode.ProviderUnavailable, false, false)]
    [InlineData(422, ErrorCode.InvalidRequest, false, false)]
    [InlineData(429, ErrorCode.ProviderUnavailable, true, false)]
    [InlineData(500, ErrorCode.ProviderUnavailable, true, false)]
    [InlineData(503, ErrorCode.ProviderUnavailable, true, false)]
    [InlineData(504, ErrorCode.ProviderUnavailable, true, true)]
    public async Task Draw_Error_MeansWhatItSays(int status, ErrorCode expected, bool transient, bool uncertain)
    {
        _bfl.Next(Trouble.Answer(status, "{\"detail\":[{\"loc\":[\"body\",\"width\"],\"msg\":\"SECRET\"}]}"));
        await ExpectAsync(expected, transient, uncertain, ended: false);
        Assert.Single(_bfl.Orders);
    }

    [Fact]
    public async Task Draw_FieldNotTaken_IsNamed()
    {
        _bfl.Next(Trouble.Answer(422, "{\"detail\":[{\"loc\":[\"body\",\"width\"],\"msg\":\"SECRET\"}]}"), Trouble.Answer(422, "{\"detail\":\"SECRET\"}"));
        Assert.Contains("'width'", (await ExpectAsync(ErrorCode.InvalidRequest, false, false, false)).Message, StringComparison.Ordinal);
        await ExpectAsync(ErrorCode.InvalidRequest, false, false, false);
    }

    [Theory]
    [InlineData("Request Moderated", ErrorCode.Refused, false, false, true)]
    [InlineData("Content Moderated", ErrorCode.Refused, false, true, true)]
    [InlineData("Error", ErrorCode.ProviderUnavailable, true, false, true)]
    [InlineData("Task not found", ErrorCode.ProviderUnavailable, true, true, true)]
    public async Task Draw_TaskWithoutAPicture_MeansWhatItsStatusSays(string status, ErrorCode expected, bool transient, bool uncertain, bool ended)
    {
        _bfl.Ending = status;
        await ExpectAsync(expected, transient, uncertain, ended);
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"id\":\"x\"}")]
    [InlineData("{\"id\":7,\"polling_url\":\"x\"}")]
    public async Task Draw_ReceiptIsNonsense_IsUncertain(string body)
    {
        _bfl.Next(Trouble.Answer(200, body));
        await ExpectAsync(ErrorCode.ProviderUnavailable, true, true, ended: false);
    }

    [Fact]
    public async Task Draw_OrderDropped_IsUncertainAndOrderedOnce()
    {
        _bfl.Next(Trouble.Drop);
        await ExpectAsync(ErrorCode.ProviderUnavailable, true, true, ended: false);
        Assert.Single(_bfl.Orders);
    }

    [Fact]
    public async Task Draw_SampleExpired_IsCountedAndOrderedAnew()
    {
        _bfl.SampleFaults.Enqueue(Trouble.Answer(403, "<Error>SECRET</Error>", "application/xml"));
        await ExpectAsync(ErrorCode.ProviderUnavailable, true, true, ended: true);
    }

    [Fact]
    public async Task Draw_SampleRedirected_IsNotFollowed()
    {
        await using var elsewhere = await FakeBfl.StartNewAsync();
        _bfl.SampleFaults.Enqueue(Trouble.Redirect(elsewhere.Address.AbsoluteUri));
        await ExpectAsync(ErrorCode.ProviderUnavailable, true, true, ended: false);
        Assert.Empty(elsewhere.Calls);
    }

    [Fact]
    public async Task Draw_SampleIsAPage_IsTheProvidersFault()
    {
        _bfl.SampleFaults.Enqueue(Trouble.Html(200));
        await ExpectAsync(ErrorCode.ProviderUnavailable, true, true, ended: false);
    }

    [Fact]
    public async Task Draw_SampleElsewhere_IsNotLoaded()
    {
        await using var elsewhere = await FakeBfl.StartNewAsync();
        _bfl.SampleAddress = new Uri(elsewhere.Address, "/sample/task-1").AbsoluteUri;
        await ExpectAsync(ErrorCode.ProviderUnavailable, false, true, ended: false);
        Assert.Empty(elsewhere.Calls);
    }

    [Fact]
    public async Task Draw_PollingElsewhere_KeepsTheKey()
    {
        await using var elsewhere = await FakeBfl.StartNewAsync();
        _bfl.PollAddress = new Uri(elsewhere.Address, "/v1/get_result?id=task-1").AbsoluteUri;
        await ExpectAsync(ErrorCode.ProviderUnavailable, false, true, ended: false);
        Assert.Empty(elsewhere.Calls);
    }

    [Theory]
    [InlineData(0, "Fault")]
    [InlineData(10, "Ok")]
    public async Task Examine_Credits_SaysWhetherSomeAreLeft(int credits, string expected)
    {
        _bfl.Credits = credits;
        using var bed = Bed();
        Assert.Equal(expected, $"{(await bed.ExamineAsync())[1].State}");
    }

    private async Task<GenerationException> ExpectAsync(ErrorCode code, bool transient, bool uncertain, bool ended)
    {
        using var bed = Bed();
        var fault = await bed.FailAsync();
        Assert.Equal((code, transient, uncertain, ended), (fault.Code, fault.IsTransient, fault.IsUncertain, fault.IsTaskEnded));
        return fault;
    }

    private ProviderBed Bed(params (string Key, string Value)[] settings) =>
        new([("Kind", "Flux"), ("Endpoint", _bfl.Endpoint), ("ApiKey", _bfl.Key), ("Model", "flux-2-pro"), .. settings]);
}
