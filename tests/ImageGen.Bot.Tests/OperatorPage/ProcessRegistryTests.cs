using ImageGen.Bot.Operator;
using ImageGen.Bot.Tests.Contracts;
using ImageGen.Bot.Tests.Fakes;
using Xunit;

namespace ImageGen.Bot.Tests.OperatorPage;

public sealed class ProcessRegistryTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Processes_AreThereWhileTheySaySo()
    {
        await using var store = SqliteSecretsTests.Create();
        var (one, other, reader) = (new ProcessRegistry(store.Secrets), new ProcessRegistry(store.Reopen()), new ProcessRegistry(store.Reopen()));
        await BeginAsync(one, "one", store.Clock);
        store.Clock.Advance(TimeSpan.FromSeconds(5));
        await BeginAsync(other, "other", store.Clock);
        Assert.Equal(["one", "other"], await IdsAsync(reader));

        store.Clock.Advance(ProcessRegistry.Life - TimeSpan.FromSeconds(5));
        await other.WriteAsync(Report("other", store.Clock), Stop);
        Assert.Equal(["other"], await IdsAsync(reader));

        await one.WriteAsync(Report("one", store.Clock), Stop);
        Assert.Equal(2, (await IdsAsync(reader)).Count());
        await one.LeaveAsync("one", Stop);
        Assert.Equal(["other"], await IdsAsync(reader));
    }

    [Fact]
    public async Task Join_TakesTheDeadOffTheList()
    {
        await using var store = SqliteSecretsTests.Create();
        for (var died = 0; died < 5; died++)
            await BeginAsync(new ProcessRegistry(store.Secrets), $"dead{died}", store.Clock);
        store.Clock.Advance(ProcessRegistry.Life);
        await BeginAsync(new ProcessRegistry(store.Secrets), "alive", store.Clock);

        Assert.Equal("alive", await store.Secrets.GetAsync("processes", Stop));
    }

    private static async Task BeginAsync(ProcessRegistry registry, string id, TimeProvider clock)
    {
        await registry.WriteAsync(Report(id, clock), Stop);
        await registry.JoinAsync(id, Stop);
    }

    private static async Task<IEnumerable<string>> IdsAsync(ProcessRegistry registry) => (await registry.ReadAsync(Stop)).Select(report => report.Id);

    private static ProcessReport Report(string id, TimeProvider clock) => new()
    {
        Id = id,
        Host = "host",
        ProcessId = 1,
        Version = "1",
        Roles = ["worker"],
        StartedAt = clock.GetUtcNow(),
        SeenAt = clock.GetUtcNow(),
        Lanes = ["main"],
        Concurrency = 1,
        RunningCount = 0,
        Running = [],
        OpenCircuits = [],
    };
}
