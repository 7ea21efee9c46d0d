using ImageGen.Bot.Redis;
using ImageGen.Core.Chat;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Prompts;
using Xunit;

namespace ImageGen.Bot.Tests.Redis;

/// <summary>A ledger on a given server, and the few calls these tests make of it.</summary>
internal sealed class RedisTestBed : IAsyncDisposable
{
    public const string Lane = "painter";

    private static readonly TenantId Tenant = new("discord", "1");
    private static readonly Random Random = new(1);

    private readonly RedisConnection connection;

    public RedisTestBed(string connectionString, string prefix = "{test}:")
    {
        connection = new RedisConnection(new RedisOptions { ConnectionString = connectionString, KeyPrefix = prefix });
        Ledger = new RedisLedger(connection, new LedgerOptions(), TimeProvider.System);
        Signals = new RedisSignals(connection, TimeProvider.System);
    }

    public RedisLedger Ledger { get; }

    public RedisSignals Signals { get; }

    /// <summary>Admits a job that reserves, and one day replies.</summary>
    public async Task<JobId> AdmitAsync(string prompt = "a cool cat")
    {
        var text = UserPrompt.Parse(prompt);
        var spec = new ImageSpec { Style = "realistic", Provider = Lane };
        var id = JobId.New(TimeProvider.System, Random);
        await Ledger.AdmitAsync(
            new AdmissionRequest
            {
                Order = new JobOrder
                {
                    Id = id,
                    Tenant = Tenant,
                    User = "7",
                    Conversation = new ConversationRef("discord", "9"),
                    Prompt = text,
                    Spec = spec,
                    Key = PromptKey.Compute(Tenant, text, spec, "painter/1", "template/1", "1"),
                    CreatedAt = TimeProvider.System.GetUtcNow(),
                },
                Lane = Lane,
                ReplyLane = LaneLimits.ReplyLane("discord"),
                Claims = [new QuotaClaim("open:7", ClaimKind.Open, 1, 100, null, "unfinished pictures")],
            },
            TestContext.Current.CancellationToken);
        return id;
    }

    public async Task<LeasedJob?> LeaseAsync(string lane = Lane, int? perMinute = null)
    {
        LaneLimits[] lanes = [new(lane, MaxConcurrent: 10, RequestsPerMinute: perMinute)];
        var batch = await Ledger.LeaseAsync(lanes, 1, TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        return batch.Jobs.SingleOrDefault();
    }

    public Task<bool> CompleteAsync(LeasedJob job) => Ledger.SettleAsync(
        job.Lease, new Settlement(new JobOutcome { State = JobState.Completed }, 1, default), TestContext.Current.CancellationToken);

    public Task<ImageJob?> FindAsync(JobId id) => Ledger.FindAsync(Tenant, id, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
