using ImageGen.Core.Chat;

namespace ImageGen.Core.Guilds;

/// <summary>A guild's document and how often it was changed.</summary>
/// <param name="Revision">0 where nothing was ever decided.</param>
/// <param name="Document">What was decided.</param>
public sealed record StoredGuild(long Revision, GuildDocument Document)
{
    /// <summary>A guild whose admins never decided anything.</summary>
    public static StoredGuild None { get; } = new(0, GuildDocument.Empty);
}

/// <summary>
/// Keeps each guild's document and the audit log of its changes, shared by all processes. Lives where the ledger does.
/// </summary>
/// <remarks>All methods throw <see cref="Jobs.LedgerUnavailableException"/> where the store cannot be reached.</remarks>
public interface IGuildDocumentStore
{
    /// <summary>Entries of an audit log that are kept, the newest.</summary>
    const int MaxAudit = 1000;

    /// <summary>Reads a guild's document.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="known">The revision the caller has.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Null where it is still the known revision; <see cref="StoredGuild.None"/> where there is none.</returns>
    Task<StoredGuild?> ReadAsync(TenantId tenant, long? known, CancellationToken cancellation);

    /// <summary>Replaces a guild's document and notes it in the audit log, unless somebody else changed it meanwhile. One atomic step.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="expected">The revision that is replaced; 0 for none yet.</param>
    /// <param name="document">What it becomes.</param>
    /// <param name="entry">What the audit log says of it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>False where the revision has moved on; nothing happened.</returns>
    Task<bool> ReplaceAsync(TenantId tenant, long expected, GuildDocument document, AuditEntry entry, CancellationToken cancellation);

    /// <summary>Notes something in the audit log that changes nothing, once an occasion. One atomic step.</summary>
    /// <param name="tenant">Whose log.</param>
    /// <param name="entry">What it says.</param>
    /// <param name="occasion">What is noted once, by whichever process comes first; null notes it in any case.</param>
    /// <param name="until">When the occasion may come again.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether it was this call that noted it.</returns>
    Task<bool> NoteAsync(TenantId tenant, AuditEntry entry, string? occasion, DateTimeOffset until, CancellationToken cancellation);

    /// <summary>Reads the audit log, newest first.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="limit">At most this many, 1 to <see cref="MaxAudit"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<IReadOnlyList<AuditEntry>> AuditAsync(TenantId tenant, int limit, CancellationToken cancellation);

    /// <summary>Lists the guilds that have a document.</summary>
    Task<IReadOnlyList<TenantId>> TenantsAsync(CancellationToken cancellation);
}
