using ImageGen.Core.Jobs;
using ImageGen.Core.Prompts;

namespace ImageGen.Bot.Hosting;

/// <summary>What prompts were refined to, for all processes, as long as the pictures drawn from it answer for them.</summary>
internal sealed class StoredRefinements(ISecretStore store, LedgerOptions options) : IRefinementMemory
{
    public Task<string?> FindAsync(string key, CancellationToken cancellation) => store.GetAsync(key, cancellation);

    public async Task KeepAsync(string key, string value, CancellationToken cancellation) =>
        // Whoever was first is right: a second one's text is used once and forgotten.
        await store.SwapAsync(key, expected: null, value, options.CacheTtl, cancellation);

    public Task ForgetAsync(string key, CancellationToken cancellation) => store.ChangeAsync(key, static _ => null, cancellation);
}
