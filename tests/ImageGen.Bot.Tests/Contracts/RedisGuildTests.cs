using ImageGen.Bot.Redis;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Contracts;

public sealed class RedisGuildTests(RedisStore store) : GuildContract
{
    private protected override async Task<GuildHarness> CreateAsync()
    {
        var clock = new ManualClock();
        var redis = await store.NextAsync();
        var opened = new List<RedisConnection>();
        return new GuildHarness(clock, Open, CloseAsync);

        (IJobLedger Ledger, IJobSignals Signals, IGuildDocumentStore Documents) Open()
        {
            opened.Add(new RedisConnection(redis));
            return (new RedisLedger(opened[^1], new LedgerOptions(), clock), new RedisSignals(opened[^1], clock), new RedisGuildDocuments(opened[^1], clock));
        }

        async ValueTask CloseAsync()
        {
            foreach (var connection in opened)
                await connection.DisposeAsync();
        }
    }
}
