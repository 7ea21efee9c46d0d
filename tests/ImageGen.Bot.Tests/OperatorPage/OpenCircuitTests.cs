using ImageGen.Bot.Providers;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ImageGen.Bot.Tests.OperatorPage;

public sealed class OpenCircuitTests
{
    [Fact]
    public async Task Circuit_OfARemoteProvider_IsKnownWhileItHoldsCallsBack()
    {
        using var folder = new TempFolder();
        await using var bot = await LocalBot.StartAsync(folder, [("Providers:gpt:Kind", "OpenAI"), ("Providers:gpt:Model", "gpt-image-1"), ("Providers:gpt:ApiKey", "sk-test-0123456789"), ("Roles", "web")]);
        var circuit = Assert.Single(bot.Services.GetServices<CircuitBreaker>());
        Assert.Equal("gpt", circuit.Provider);
        Assert.Same(circuit, bot.Services.GetRequiredKeyedService<CircuitBreaker>("gpt"));
        Assert.Null(circuit.Open);

        circuit.Failed(new GenerationException(ErrorCode.ProviderAccount, "The account is empty."));
        Assert.Equal(ErrorCode.ProviderAccount, circuit.Open?.Cause);
        Assert.True(circuit.Open?.Until > TimeProvider.System.GetUtcNow());
        circuit.Succeeded();
        Assert.Null(circuit.Open);
    }
}
