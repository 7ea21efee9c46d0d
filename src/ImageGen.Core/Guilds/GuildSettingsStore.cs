using System.Collections.Concurrent;
using ImageGen.Core.Chat;
using ImageGen.Core.Jobs;

namespace ImageGen.Core.Guilds;

/// <summary>
/// Settings from each guild's document over the installation's defaults, kept in memory. A document older than
/// <see cref="Freshness"/> is asked for anew, which costs a look at its revision and nothing more where it is the same, so
/// a change is seen by every process within that time whatever messages are lost.
/// </summary>
/// <param name="installation">The installation's defaults.</param>
/// <param name="store">The documents.</param>
/// <param name="clock">Tells how old what is known is.</param>
public sealed class GuildSettingsStore(IGuildSettingsStore installation, IGuildDocumentStore store, TimeProvider clock) : IGuildSettingsStore
{
    /// <summary>How long settings are taken for current.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(500);

    /// <summary>Guilds known at once. Beyond, all are forgotten: reading the busy ones again is cheap, and seldom.</summary>
    private const int Most = 10_000;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<TenantId, Known> _known = new();
    private readonly ConcurrentDictionary<(TenantId, long Changes), Lazy<Task<Known>>> _reading = new();
    private long _changes;

    /// <inheritdoc/>
    public ValueTask<GuildSettings> GetAsync(TenantId tenant, CancellationToken cancellation) =>
        _known.TryGetValue(tenant, out var known) && IsFresh(known)
            ? new(known.Settings)
            : new(ReadAsync(tenant, known, cancellation));

    /// <summary>The installation's defaults for a tenant.</summary>
    public ValueTask<GuildSettings> InstallationAsync(TenantId tenant, CancellationToken cancellation) => installation.GetAsync(tenant, cancellation);

    /// <summary>Has the next look at a guild's settings read them anew: this process changed them.</summary>
    public void Forget(TenantId tenant)
    {
        lock (_gate)
        {
            _changes++;
            _known.TryRemove(tenant, out _);
        }
    }

    /// <summary>Whoever asks while they are being read waits for the same reading, unless it began before a change.</summary>
    private async Task<GuildSettings> ReadAsync(TenantId tenant, Known? known, CancellationToken cancellation)
    {
        var reading = _reading.GetOrAdd((tenant, Volatile.Read(ref _changes)), key => new Lazy<Task<Known>>(() => ReadOnceAsync(tenant, key.Changes, known)));
        try
        {
            return (await reading.Value.WaitAsync(cancellation)).Settings;
        }
        catch (LedgerUnavailableException) when (known is not null)
        {
            return known.Settings;
        }
    }

    private async Task<Known> ReadOnceAsync(TenantId tenant, long changes, Known? known)
    {
        try
        {
            // Another reading may have ended while whoever asks for this one was on the way.
            if (_known.TryGetValue(tenant, out var newer) && IsFresh(newer))
                return newer;
            var readAt = clock.GetTimestamp();
            var stored = await store.ReadAsync(tenant, known?.Revision, CancellationToken.None);
            var defaults = await installation.GetAsync(tenant, CancellationToken.None);
            var fresh = stored is null
                ? new Known(known!.Revision, known.Settings, readAt)
                : new Known(stored.Revision, stored.Revision == 0 ? defaults : stored.Document.Over(defaults), readAt);
            // What was read before a change is told to who asked then, and not kept.
            lock (_gate)
            {
                if (_known.Count >= Most)
                    _known.Clear();
                if (_changes == changes)
                    _known[tenant] = fresh;
            }

            return fresh;
        }
        finally
        {
            // Whoever asks from now on reads anew, also where those who waited for this reading gave up.
            _reading.TryRemove((tenant, changes), out _);
        }
    }

    private bool IsFresh(Known known) => clock.GetElapsedTime(known.ReadAt) < Freshness;

    private sealed record Known(long Revision, GuildSettings Settings, long ReadAt);
}
