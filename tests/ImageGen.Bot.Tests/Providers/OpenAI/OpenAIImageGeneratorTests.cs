using System.Security.Cryptography;
using System.Text;
using ImageGen.Bot.Hosting;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.OpenAI;
using ImageGen.Core;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using Microsoft.AspNetCore.Http;

namespace ImageGen.Bot.Tests.Providers.OpenAI;

public sealed class OpenAIImageGeneratorTests : IAsyncLifetime
{
    private FakeOpenAI _openAI = null!;

    public async ValueTask InitializeAsync() => _openAI = await FakeOpenAI.StartNewAsync();

    public async ValueTask DisposeAsync() => await _openAI.DisposeAsync();

    [Theory]
    [InlineData("gpt-image-2.6-flare", "16:9", ImageQuality.High, 4)]
    [InlineData("gpt-image-2.6-flare", "1:3", ImageQuality.Low, 1)]
    [InlineData("gpt-image-1", "16:9", ImageQuality.Low, 2)]
    [InlineData("dall-e-3", "9:16", ImageQuality.High, 2)]
    public async Task Draw_AnyModel_IsOrderedAsThatModelTakesIt(string model, string aspect, ImageQuality quality, int count)
    {
        using var bed = Bed(("Model", model));
        await bed.DrawAsync(ProviderBed.Spec(aspect, count, quality));

        Assert.Equal(count, bed.Pictures.Count);
        Assert.Equal(model == "dall-e-3" ? 2 : 1, _openAI.Orders.Count);
        Assert.All(bed.Pictures, picture => Assert.True(ImageHeader.TryRead(picture.Bytes, out _)));
    }

    [Fact]
    public async Task Draw_ResumedJob_OrdersOnlyWhatIsMissing()
    {
        using var bed = Bed();
        await bed.DrawAsync(ProviderBed.Spec(count: 4), first: 3);
        Assert.Single(bed.Pictures);
        Assert.Equal(1, Assert.Single(_openAI.Orders)["n"]!.GetValue<int>());
    }

    [Fact]
    public async Task Draw_FewerPicturesThanOrdered_OrdersTheRest()
    {
        _openAI.Missing = 1;
        using var bed = Bed();
        await bed.DrawAsync(ProviderBed.Spec(count: 3), first: 1);
        Assert.Equal([2, 1], _openAI.Orders.Select(order => order["n"]!.GetValue<int>()));
        Assert.Equal(2, bed.Pictures.Count);
    }

    [Fact]
    public async Task Draw_UsageKnown_CostsWhatWasUsedOnce()
    {
        using var bed = Bed();
        await bed.DrawAsync(ProviderBed.Spec(count: 2));
        Assert.Equal([Usd.Zero, Usd.FromDollars(0.0305m)], bed.Pictures.Select(picture => picture.Cost));
    }

    [Fact]
    public async Task Draw_UsageUnknown_CostsTheBound()
    {
        _openAI.Usage = null;
        using var bed = Bed();
        await bed.DrawAsync();
        Assert.Equal(bed.Generator.Capabilities.MaxPricePerImage(ProviderBed.Spec()), bed.Pictures[0].Cost);
        Assert.True(bed.Pictures[0].Cost > Usd.FromDollars(0.03m));
    }

    [Fact]
    public async Task Draw_PricesConfigured_CostsThose()
    {
        using var bed = Bed(("Prices:Square:Low", "0.01"), ("Prices:Square:High", "0.2"), ("Prices:Wide:Medium", "0.5"));
        await bed.DrawAsync(ProviderBed.Spec(quality: ImageQuality.High));
        await bed.DrawAsync(ProviderBed.Spec("3:2"));
        Assert.Equal([Usd.FromDollars(0.2m), Usd.FromDollars(0.5m)], bed.Pictures.Select(picture => picture.Cost));
    }

    [Fact]
    public async Task Draw_UserIdSecret_SendsAKeyedHashOfWhoAsked()
    {
        const string secret = "0123456789abcdef";
        using var bed = Bed(("UserIdSecret", secret));
        await bed.DrawAsync();
        Assert.Equal(Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), "discord:guild:ann"u8)), _openAI.Orders.First()["user"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Draw_WithReference_SendsItAsAnEdit(bool seekable)
    {
        var bytes = FakePicture.Png(512, 512, 300_000);
        using var bed = Bed();
        await bed.DrawAsync(ProviderBed.Spec(reference: "x/reference-1.png"), reference: new ReferenceImage("x/reference-1.png", _ => Task.FromResult<Stream>(seekable ? new MemoryStream(bytes) : new OneWay(bytes))));
        Assert.Equal([300_000L], _openAI.References);
        Assert.Single(bed.Pictures);
        Assert.Contains("POST /v1/images/edits", _openAI.Calls);
    }

    [Fact]
    public async Task Draw_AtAzure_SendsItsKeyHeaderToItsPath()
    {
        _openAI.IsAzure = true;
        using var bed = new ProviderBed(("Kind", "AzureOpenAI"), ("Endpoint", _openAI.Address.AbsoluteUri), ("ApiKey", _openAI.Key), ("Model", "gpt-image-1"));
        await bed.DrawAsync();
        Assert.Equal(["POST /openai/v1/images/generations"], _openAI.Calls);
        Assert.Single(bed.Pictures);
    }

    [Theory]
    [InlineData("/", "@@/")]
    [InlineData("+", "@@u002B")]
    [InlineData("=", "@@u003d")]
    public async Task Draw_EscapedBase64_IsThePicture(string character, string escape)
    {
        _openAI.Picture = static (width, height) => FakePicture.Png(width, height, 200_003);
        _openAI.Written = text => text.Replace(character, escape, StringComparison.Ordinal);
        using var bed = Bed();
        await bed.DrawAsync(ProviderBed.Spec(count: 2));
        Assert.All(bed.Pictures, picture => Assert.Equal(FakePicture.Png(1024, 1024, 200_003), picture.Bytes));
    }

    [Fact]
    public async Task Draw_AnswerCutBehindThePicture_KeepsThePicture()
    {
        _openAI.Next(Trouble.Answer(200, $"{{\"data\":[{{\"b64_json\":\"{Convert.ToBase64String(FakePicture.Png(1024, 1024))}\""));
        using var bed = Bed();
        await bed.DrawAsync();
        Assert.Equal(FakePicture.Png(1024, 1024), bed.Pictures[0].Bytes);
        Assert.Equal(bed.Generator.Capabilities.MaxPricePerImage(ProviderBed.Spec()), bed.Pictures[0].Cost);
    }

    [Fact]
    public async Task Draw_AddressInsteadOfAPicture_LoadsItFromTheEndpoint()
    {
        _openAI.Addresses = () => new Uri(_openAI.Address, "/file.png").AbsoluteUri;
        using var bed = Bed(("Model", "dall-e-3"));
        await bed.DrawAsync();
        Assert.Equal(FakePicture.Png(1024, 1024), bed.Pictures[0].Bytes);
    }

    [Theory]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://images.example.com/a.png")]
    [InlineData("http://oaidalleapiprodscus.blob.core.windows.net/a.png")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:pass@oaidalleapiprodscus.blob.core.windows.net/a.png")]
    [InlineData("not an address")]
    public async Task Draw_AddressElsewhere_IsNotFollowed(string address)
    {
        _openAI.Addresses = () => address;
        using var bed = Bed(("Model", "dall-e-3"));
        var fault = await bed.FailAsync();
        Assert.Equal((ErrorCode.ProviderUnavailable, false, true), (fault.Code, fault.IsTransient, fault.IsUncertain));
    }

    [Theory]
    [InlineData("localtest.example")]
    [InlineData("localhost.localdomain")]
    public async Task Draw_AllowedNameThatLeadsToThisMachine_IsNotConnectedTo(string host)
    {
        _openAI.Addresses = () => $"https://{host}/a.png";
        using var bed = Bed(("Model", "dall-e-3"), ("SampleHosts", host));
        Assert.True((await bed.FailAsync()).IsUncertain);
        Assert.DoesNotContain("GET /a.png", _openAI.Calls);
    }

    [Fact]
    public async Task Draw_AnswerStillComing_IsReadAlready()
    {
        var picture = FakePicture.Png(1024, 1024, 3_000_000);
        var text = $"{{\"data\":[{{\"b64_json\":\"{Convert.ToBase64String(picture)}\"}}]}}";
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _openAI.Next(async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(text[..2_000_000]);
            await seen.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync(text[2_000_000..]);
        });
        using var bed = Bed(("TimeoutSeconds", "20"));
        await bed.DrawAsync(onPicture: seen.SetResult);
        Assert.Equal(picture, bed.Pictures[0].Bytes);
    }

    [Fact]
    public async Task Draw_LongPicture_IsNeverHeldWhole()
    {
        const int length = 20 * 1024 * 1024;
        var picture = FakePicture.Png(1024, 1024, length);
        using var body = new Repeated(Encoding.UTF8.GetBytes(Convert.ToBase64String(picture)));
        using var answer = new ImageGen.Bot.Providers.OpenAI.ImageAnswer(body, body);
        var buffer = new byte[64 * 1024];
        long bytes = 0;
        // Nothing here waits, so all of it is of this thread.
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(await answer.NextAsync(CancellationToken.None));
        for (int read; (read = await answer.ReadPictureAsync(buffer, CancellationToken.None)) > 0;)
            bytes += read;
        Assert.False(await answer.NextAsync(CancellationToken.None));

        Assert.Equal(length, bytes);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * 1024 * 1024);
    }

    [Theory]
    [InlineData("gpt-image-2.6-flare", null, "Ok")]
    [InlineData("gpt-image-2.6-flare", "2020-01-01", "Fault")]
    [InlineData("gpt-image-9", null, "Fault")]
    public async Task Examine_Model_SaysWhetherItIsThereAndStays(string model, string? end, string expected)
    {
        _openAI.Models["gpt-image-2.6-flare"] = end;
        using var bed = Bed(("Model", model));
        Assert.Equal(expected, $"{(await bed.ExamineAsync())[1].State}");
    }

    [Fact]
    public async Task Examine_ModelAboutToStop_Warns()
    {
        _openAI.Models["gpt-image-1"] = TimeProvider.System.GetUtcNow().AddDays(10).ToString("yyyy-MM-dd");
        using var bed = Bed(("Model", "gpt-image-1"));
        Assert.Equal(Finding.Level.Warning, (await bed.ExamineAsync())[1].State);
    }

    [Fact]
    public async Task Examine_WrongKey_SaysWhichSetting()
    {
        using var bed = Bed(("ApiKey", "wrong-key-0123456789"));
        var finding = (await bed.ExamineAsync())[0];
        Assert.Equal(Finding.Level.Fault, finding.State);
        Assert.Contains("Providers:p:ApiKey", finding.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-key", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PriceUnknown_CountsTheHighestAndSaysSo()
    {
        using var bed = Bed(("Model", "my-own-model"));
        Assert.Equal(Usd.FromDollars(0.35m), bed.Generator.Capabilities.MaxPricePerImage(ProviderBed.Spec()));
        Assert.Single(bed.Log.Lines, line => line.Contains("is not known", StringComparison.Ordinal));
        Assert.Contains(await bed.ExamineAsync(), finding => finding.Remedy == "Set Providers:p:Prices.");
    }

    private ProviderBed Bed(params (string Key, string Value)[] settings) =>
        new([("Kind", "OpenAI"), ("Endpoint", _openAI.Endpoint), ("ApiKey", _openAI.Key), ("Model", "gpt-image-2.6-flare"), .. settings]);

    /// <summary>A stream that does not say how long it is.</summary>
    private sealed class OneWay(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }

    /// <summary>An answer whose only picture is given.</summary>
    private sealed class Repeated(byte[] base64) : ReadOnlyStream
    {
        private readonly byte[][] _parts = ["{\"data\":[{\"b64_json\":\""u8.ToArray(), base64, "\"}]}"u8.ToArray()];
        private int _part;
        private int _at;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            while (_part < _parts.Length && _at == _parts[_part].Length)
                (_part, _at) = (_part + 1, 0);
            if (_part == _parts.Length)
                return new(0);
            // An odd length, so that nothing ends where a quantum does.
            var length = Math.Min(Math.Min(buffer.Length, 16_381), _parts[_part].Length - _at);
            _parts[_part].AsMemory(_at, length).CopyTo(buffer);
            _at += length;
            return new(length);
        }
    }
}
