using ImageGen.Bot.Hosting;
using ImageGen.Core;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;
using Xunit;
using static ImageGen.Bot.Tests.Contracts.GuildProcess;

namespace ImageGen.Bot.Tests.Contracts;

// What an admin decides holds: at once where it was decided, soon everywhere, and while the store is away.
public abstract partial class GuildContract
{
    [Fact]
    public async Task Settings_ChangedByOneProcess_AreSeenByAnotherWithinASecond()
    {
        await using var harness = await CreateAsync();
        var (one, other) = (harness.Start(), harness.Start());
        Assert.False((await other.Settings.GetAsync(Guild, Stop)).Styles.TryFind("house-style", out _));

        await one.Administration.AddStyleAsync(Ann, House, null, Stop);
        Assert.True((await one.Settings.GetAsync(Guild, Stop)).Styles.TryFind("house-style", out _));
        harness.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True((await other.Settings.GetAsync(Guild, Stop)).Styles.TryFind("house-style", out var style));
        Assert.Equal("thick ink lines, muted colours", style.Guidance);
        Assert.False((await other.Settings.GetAsync(new("discord", "2"), Stop)).Styles.TryFind("house-style", out _));
    }

    [Fact]
    public async Task Settings_WhileTheStoreIsBusy_AreReadOnceForAllWhoAsk()
    {
        await using var harness = await CreateAsync();
        var counted = new CountedDocuments(harness.Start().Documents);
        var settings = new GuildSettingsStore(new ConfiguredGuildSettings(new QuotaPolicy()), counted, harness.Clock);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(async () => await settings.GetAsync(Guild, Stop))));
        Assert.InRange(counted.Reads, 1, 2);
        for (var n = 0; n < 100; n++)
            await settings.GetAsync(Guild, Stop);
        Assert.InRange(counted.Reads, 1, 2);

        // What is known is not forgotten because the store is away.
        counted.IsAway = true;
        harness.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await settings.GetAsync(Guild, Stop));
        await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await settings.GetAsync(new("discord", "2"), Stop));
    }

    [Fact]
    public async Task Settings_ReadWhileTheyAreChanged_AreReadAnewByWhoAsksAfterTheChange()
    {
        await using var harness = await CreateAsync();
        var process = harness.Start();
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var documents = new CountedDocuments(process.Documents) { Hold = answered.Task };
        var settings = new GuildSettingsStore(new ConfiguredGuildSettings(new QuotaPolicy()), documents, harness.Clock);
        var before = settings.GetAsync(Guild, Stop);
        await documents.HasRead;
        await process.Administration.AddStyleAsync(Ann, House, null, Stop);
        settings.Forget(Guild);

        documents.Hold = Task.CompletedTask;
        Assert.True((await settings.GetAsync(Guild, Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Stop)).Styles.TryFind("house-style", out _));
        answered.SetResult();
        Assert.False((await before).Styles.TryFind("house-style", out _));
        Assert.True((await settings.GetAsync(Guild, Stop)).Styles.TryFind("house-style", out _));
    }
}

/// <summary>Documents whose readings are counted, and that can be out of reach.</summary>
internal sealed class CountedDocuments(IGuildDocumentStore inner) : IGuildDocumentStore
{
    private readonly TaskCompletionSource _hasRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _reads;

    public int Reads => _reads;

    /// <summary>Done once a document was read, though it may not have been answered.</summary>
    public Task HasRead => _hasRead.Task;

    public bool IsAway { get; set; }

    /// <summary>What an answer waits for, once it was read.</summary>
    public Task Hold { get; set; } = Task.CompletedTask;

    public async Task<StoredGuild?> ReadAsync(ImageGen.Core.Chat.TenantId tenant, long? known, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _reads);
        var hold = Hold;
        var read = IsAway ? throw new LedgerUnavailableException("Away.") : await inner.ReadAsync(tenant, known, cancellation);
        _hasRead.TrySetResult();
        await hold;
        return read;
    }

    public Task<bool> ReplaceAsync(ImageGen.Core.Chat.TenantId tenant, long expected, GuildDocument document, AuditEntry entry, CancellationToken cancellation) =>
        inner.ReplaceAsync(tenant, expected, document, entry, cancellation);

    public Task<bool> NoteAsync(ImageGen.Core.Chat.TenantId tenant, AuditEntry entry, string? occasion, DateTimeOffset until, CancellationToken cancellation) =>
        inner.NoteAsync(tenant, entry, occasion, until, cancellation);

    public Task<IReadOnlyList<AuditEntry>> AuditAsync(ImageGen.Core.Chat.TenantId tenant, int limit, CancellationToken cancellation) =>
        inner.AuditAsync(tenant, limit, cancellation);

    public Task<IReadOnlyList<ImageGen.Core.Chat.TenantId>> TenantsAsync(CancellationToken cancellation) => inner.TenantsAsync(cancellation);
}
