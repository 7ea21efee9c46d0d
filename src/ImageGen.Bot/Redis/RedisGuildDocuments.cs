using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;
using StackExchange.Redis;

namespace ImageGen.Bot.Redis;

/// <summary>Guilds' documents beside the ledger. As with that, a call once sent is not abandoned.</summary>
internal sealed class RedisGuildDocuments(RedisConnection redis, TimeProvider clock) : IGuildDocumentStore
{
    public async Task<StoredGuild?> ReadAsync(TenantId tenant, long? known, CancellationToken cancellation)
    {
        var answer = (RedisResult[]?)await RunAsync(RedisScripts.GetGuild, cancellation, tenant.ToString(), known ?? -1);
        return answer switch
        {
            [_] => null,
            _ when (long)answer![0] is > 0 and var revision => new StoredGuild(revision, GuildDocument.Parse((string)answer[1]!)),
            _ => StoredGuild.None,
        };
    }

    public async Task<bool> ReplaceAsync(TenantId tenant, long expected, GuildDocument document, AuditEntry entry, CancellationToken cancellation) =>
        (int)await RunAsync(RedisScripts.ReplaceGuild, cancellation, tenant.ToString(), expected, document.ToJson(), entry.ToJson(), IGuildDocumentStore.MaxAudit) == 1;

    public async Task<bool> NoteAsync(TenantId tenant, AuditEntry entry, string? occasion, DateTimeOffset until, CancellationToken cancellation) =>
        (int)await RunAsync(
            RedisScripts.NoteAudit, cancellation, tenant.ToString(), entry.ToJson(), IGuildDocumentStore.MaxAudit, occasion ?? "", until.ToUnixTimeMilliseconds()) == 1;

    public async Task<IReadOnlyList<AuditEntry>> AuditAsync(TenantId tenant, int limit, CancellationToken cancellation)
    {
        var entries = (string[]?)await RunAsync(RedisScripts.Audit, cancellation, tenant.ToString(), limit);
        return [.. entries!.Select(AuditEntry.Parse)];
    }

    public async Task<IReadOnlyList<TenantId>> TenantsAsync(CancellationToken cancellation)
    {
        var tenants = (string[]?)await RunAsync(RedisScripts.Guilds, cancellation);
        return [.. tenants!.Select(TenantId.Parse)];
    }

    private Task<RedisResult> RunAsync(RedisScript script, CancellationToken cancellation, params RedisValue[] arguments)
    {
        cancellation.ThrowIfCancellationRequested();
        return redis.RunAsync(script, [clock.GetUtcNow().ToUnixTimeMilliseconds(), .. arguments]);
    }
}
