using ImageGen.Core.Chat;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Requests;

namespace ImageGen.Core.Guilds;

/// <summary>A part of what admins decide.</summary>
public enum AdminPart
{
    /// <summary>Own and hidden styles.</summary>
    Styles,

    /// <summary>Limits.</summary>
    Quotas,

    /// <summary>Rules.</summary>
    Rules,
}

/// <summary>
/// Everything admins do, written once for every face. Each operation is all or nothing, is judged against what is decided
/// at that moment, and leaves an entry in the audit log.
/// </summary>
/// <remarks>
/// A revision given to an operation is the one the admin was looking at: where somebody else changed the guild since, it
/// ends in <see cref="AdminResult.Conflict"/>. Without one it is a command of its own, and is simply done to what is there.
/// <para>The parts: <c>.Styles</c> and <c>.Values</c>, limits and rules.</para>
/// All methods throw <see cref="LedgerUnavailableException"/> where the store cannot be reached.
/// </remarks>
/// <param name="store">The documents.</param>
/// <param name="settings">What holds; told of changes.</param>
/// <param name="providers">Who can draw.</param>
/// <param name="ledger">Tells how much is used.</param>
/// <param name="users">Forgets people.</param>
/// <param name="clock">Stamps the audit log.</param>
public sealed partial class GuildAdministration(
    IGuildDocumentStore store, GuildSettingsStore settings, ImageProviders providers, IJobLedger ledger, UserRemoval users, TimeProvider clock)
{
    /// <summary>How often a command without a revision is done anew where others are faster.</summary>
    private const int Patience = 10;

    /// <summary>What is decided in a guild.</summary>
    public async Task<StoredGuild> GetAsync(TenantId tenant, CancellationToken cancellation) =>
        await store.ReadAsync(tenant, null, cancellation) ?? StoredGuild.None;

    /// <summary>The audit log, newest first.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="limit">At most this many, 1 to <see cref="IGuildDocumentStore.MaxAudit"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<IReadOnlyList<AuditEntry>> AuditAsync(TenantId tenant, int limit, CancellationToken cancellation) =>
        store.AuditAsync(tenant, Math.Clamp(limit, 1, IGuildDocumentStore.MaxAudit), cancellation);

    /// <summary>Takes a part, or with null everything, back to the installation's defaults.</summary>
    public Task<AdminResult> ResetAsync(Admin admin, AdminPart? part, long? revision, CancellationToken cancellation) =>
        ChangeAsync(admin, part is null ? "reset" : $"{AdminValues.Name(part)}.reset", revision, (document, _) => part switch
        {
            AdminPart.Styles => document with { Styles = [], Hidden = [] },
            AdminPart.Quotas => document with { Quotas = new QuotaPolicy() },
            AdminPart.Rules => document with { Rules = new GuildRules() },
            null => GuildDocument.Empty,
        }, cancellation);

    /// <summary>
    /// Deletes what is kept of a person: history, pictures, reference images, cache entries; what they have running is
    /// cancelled. What was spent stays counted. Noted in the audit log.
    /// </summary>
    /// <param name="admin">Who has it done: an admin, or the person.</param>
    /// <param name="user">The person, as the platform names them.</param>
    /// <param name="cancellation">Stops between two jobs; do it again then.</param>
    /// <exception cref="GenerationException">The picture store is away; do it again.</exception>
    public async Task<Forgotten> ForgetAsync(Admin admin, string user, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(admin);
        var forgotten = await users.ForgetAsync(admin.Tenant, user, cancellation);
        var change = new AuditChange($"user {(user == admin.User ? "themselves" : user)}", $"{forgotten.Jobs} jobs", forgotten.Unfinished == 0 ? null : $"{forgotten.Unfinished} still ending");
        await store.NoteAsync(admin.Tenant, AuditEntry.Of(admin, "user.forget", [change], clock.GetUtcNow()), null, default, cancellation);
        return forgotten;
    }

    /// <summary>Reads, judges, replaces: again where somebody else was faster and the admin did not look at a revision.</summary>
    private async Task<AdminResult> ChangeAsync(
        Admin admin, string action, long? revision, Func<GuildDocument, List<FieldFault>, GuildDocument> change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(admin);
        for (var attempt = 1; ; attempt++)
        {
            var present = await GetAsync(admin.Tenant, cancellation);
            if (attempt > Patience || (revision is not null && revision != present.Revision))
                return new AdminResult.Conflict(present, await store.AuditAsync(admin.Tenant, 1, cancellation) is [var latest, ..] ? latest : null);

            var faults = new List<FieldFault>();
            var next = change(present.Document, faults);
            if (faults.Count == 0 && next.Library(Prompts.BuiltInStyles.Library) is var library && !library.Guides.Any(guide => !next.Hidden.Contains(guide.Name, StringComparer.Ordinal)))
                faults.Add(new FieldFault("name", "At least one style must stay: show another one first."));
            if (faults.Count > 0)
                return new AdminResult.Invalid(faults);
            if (next.ToJson() == present.Document.ToJson())
                return new AdminResult.Unchanged(present);

            var changes = AuditDiff.Of(present.Document, next);
            if (!await store.ReplaceAsync(admin.Tenant, present.Revision, next, AuditEntry.Of(admin, action, changes, clock.GetUtcNow()), cancellation))
                continue;
            settings.Forget(admin.Tenant);
            return new AdminResult.Done(new StoredGuild(present.Revision + 1, next), changes);
        }
    }
}
