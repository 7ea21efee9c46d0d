using ImageGen.Bot.Hosting;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Chat;
using ImageGen.Core.Jobs;
using ImageGen.Core.Prompts;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ImageGen.Bot.Tests.Contracts;

/// <summary>What every home of shared secrets must do.</summary>
public abstract class SecretStoreContract
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_NothingThere_IsNull()
    {
        await using var harness = await CreateAsync();
        Assert.Null(await harness.Secrets.GetAsync("a", Stop));
    }

    [Fact]
    public async Task Swap_NothingForAValue_IsThereForEveryProcess()
    {
        await using var harness = await CreateAsync();
        Assert.True(await harness.Secrets.SwapAsync("a", null, "one\ntwo ü", null, Stop));
        Assert.Equal("one\ntwo ü", await harness.Reopen().GetAsync("a", Stop));
        Assert.Null(await harness.Secrets.GetAsync("b", Stop));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("other")]
    public async Task Swap_AnotherValueThanExpected_ChangesNothing(string? expected)
    {
        await using var harness = await CreateAsync();
        await harness.Secrets.SwapAsync("a", null, "one", null, Stop);
        Assert.False(await harness.Secrets.SwapAsync("a", expected, "two", null, Stop));
        Assert.False(await harness.Secrets.SwapAsync("a", expected, null, null, Stop));
        Assert.Equal("one", await harness.Secrets.GetAsync("a", Stop));
    }

    [Fact]
    public async Task Swap_ValueExpectedWhereNoneIs_ChangesNothing()
    {
        await using var harness = await CreateAsync();
        Assert.False(await harness.Secrets.SwapAsync("a", "one", "two", null, Stop));
        Assert.Null(await harness.Secrets.GetAsync("a", Stop));
    }

    [Fact]
    public async Task Swap_ExpectedValue_IsReplacedAndTakenAway()
    {
        await using var harness = await CreateAsync();
        await harness.Secrets.SwapAsync("a", null, "one", null, Stop);
        Assert.True(await harness.Secrets.SwapAsync("a", "one", "two", null, Stop));
        Assert.Equal("two", await harness.Secrets.GetAsync("a", Stop));
        Assert.True(await harness.Secrets.SwapAsync("a", "two", null, null, Stop));
        Assert.Null(await harness.Secrets.GetAsync("a", Stop));
    }

    [Fact]
    public async Task Swap_WithALife_EndsWithIt()
    {
        await using var harness = await CreateAsync();
        await harness.Secrets.SwapAsync("a", null, "one", Minute, Stop);
        harness.Clock.Advance(Minute - TimeSpan.FromMilliseconds(1));
        Assert.Equal("one", await harness.Secrets.GetAsync("a", Stop));
        harness.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await harness.Secrets.GetAsync("a", Stop));
        Assert.False(await harness.Secrets.SwapAsync("a", "one", "two", null, Stop));
        Assert.True(await harness.Secrets.SwapAsync("a", null, "two", null, Stop));
        harness.Clock.Advance(TimeSpan.FromDays(400));
        Assert.Equal("two", await harness.Secrets.GetAsync("a", Stop));
    }

    [Fact]
    public async Task Swap_ByManyAtOnce_SucceedsForOne()
    {
        await using var harness = await CreateAsync();
        var other = harness.Reopen();
        var swaps = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => (n % 2 == 0 ? harness.Secrets : other).SwapAsync("a", null, $"{n}", null, Stop)));
        Assert.Single(swaps, swapped => swapped);
        Assert.Equal($"{Array.IndexOf(swaps, true)}", await other.GetAsync("a", Stop));
    }

    [Fact]
    public async Task Change_ByManyAtOnce_LosesNothing()
    {
        await using var harness = await CreateAsync();
        var other = harness.Reopen();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(n => (n % 2 == 0 ? harness.Secrets : other).ChangeAsync("a", present => $"{present}x", Stop)));
        Assert.Equal("xxxxxxxxxx", await other.GetAsync("a", Stop));
    }

    [Fact]
    public async Task Refinements_InTheStore_AreOneForAllProcessesAndOfOneTenantAndGuide()
    {
        await using var harness = await CreateAsync();
        var counted = new CountedRefiner();
        var one = new RememberingRefiner(counted, new StoredRefinements(harness.Secrets, new LedgerOptions()));
        var other = new RememberingRefiner(counted, new StoredRefinements(harness.Reopen(), new LedgerOptions()));
        var guide = BuiltInStyles.Library.Default;
        var request = new RefinementRequest(UserPrompt.Parse("a cool cat"), [guide], null, 4000) { Tenant = new TenantId("discord", "1"), EndUser = "ann" };
        await one.KeepAsync(request, await one.RefineAsync(request, Stop), Stop);

        Assert.Equal("number 1", (await other.RefineAsync(request with { EndUser = "bob" }, Stop)).Value);
        foreach (var different in new[]
        {
            request with { Tenant = new TenantId("discord", "2") }, request with { Negative = "text" }, request with { MaxLength = 1000 }, request with { Guides = [guide with { Version = 2 }] },
            request with { Guides = [] }, request with { Prompt = UserPrompt.Parse("a cool Cat") },
        })
            Assert.NotEqual("number 1", (await other.RefineAsync(different, Stop)).Value);

        // Somebody was faster: the first stays.
        await other.KeepAsync(request, await counted.RefineAsync(request, Stop), Stop);
        Assert.Equal("number 1", (await one.RefineAsync(request, Stop)).Value);
        harness.Clock.Advance(new LedgerOptions().CacheTtl);
        Assert.NotEqual("number 1", (await one.RefineAsync(request, Stop)).Value);
    }

    [Fact]
    public async Task KeyRing_InTheStore_IsOneForAllProcesses()
    {
        await using var harness = await CreateAsync();
        await using var one = Protecting(harness.Secrets);
        await using var other = Protecting(harness.Reopen());
        var secret = one.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect("a cat");
        Assert.Equal("a cat", other.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Unprotect(secret));
    }

    [Fact]
    public async Task KeyRing_TwoKeys_KeepsBoth()
    {
        await using var harness = await CreateAsync();
        await using var services = Protecting(harness.Secrets);
        var keys = services.GetRequiredService<IKeyManager>();
        var now = DateTimeOffset.UnixEpoch.AddYears(60);
        keys.CreateNewKey(now, now.AddDays(90));
        keys.CreateNewKey(now, now.AddDays(90));
        Assert.Equal(2, keys.GetAllKeys().Count);
    }

    private protected abstract Task<SecretsHarness> CreateAsync();

    private sealed class CountedRefiner : PromptRefiner
    {
        private int _count;

        public override string Version => "counted/1";

        protected override Task<Proposal> ProposeAsync(RefinementRequest request, CancellationToken cancellation) =>
            Task.FromResult(new Proposal($"number {++_count}"));
    }

    private static ServiceProvider Protecting(ISecretStore store)
    {
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName("test");
        services.Configure<KeyManagementOptions>(keys => keys.XmlRepository = new StoredKeyRing(store));
        return services.BuildServiceProvider();
    }
}

/// <summary>Secrets of a test's own.</summary>
internal sealed class SecretsHarness(ManualClock clock, Func<ISecretStore> open, Func<ValueTask> dispose) : IAsyncDisposable
{
    public ManualClock Clock => clock;

    public ISecretStore Secrets { get; } = open();

    /// <summary>Opens the same store as another process would.</summary>
    public ISecretStore Reopen() => open();

    public ValueTask DisposeAsync() => dispose();
}
