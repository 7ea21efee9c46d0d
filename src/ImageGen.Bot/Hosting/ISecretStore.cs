namespace ImageGen.Bot.Hosting;

/// <summary>
/// Small values that all processes share: installations of chat apps, the keys they are encrypted with, what prompts were
/// refined to. It lives where the ledger does. What must not be readable there is encrypted by who writes it.
/// </summary>
/// <remarks>Where the store cannot be reached, calls throw <see cref="Core.Jobs.LedgerUnavailableException"/>.</remarks>
internal interface ISecretStore
{
    /// <summary>The value; null where there is none, or none any more.</summary>
    Task<string?> GetAsync(string key, CancellationToken cancellation);

    /// <summary>Changes a value, unless it is no longer what the caller takes it for. One atomic step.</summary>
    /// <param name="key">Which.</param>
    /// <param name="expected">What it is now; null for none.</param>
    /// <param name="value">What it becomes, and not empty; null takes it away.</param>
    /// <param name="life">How long it stays; null for good.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether it was changed.</returns>
    Task<bool> SwapAsync(string key, string? expected, string? value, TimeSpan? life, CancellationToken cancellation);
}

/// <summary>What can be made of a swap.</summary>
internal static class SecretStores
{
    /// <summary>Changes a value whatever it is.</summary>
    /// <param name="store">Where.</param>
    /// <param name="key">Which.</param>
    /// <param name="change">What it becomes; called again where somebody else was faster. To leave it, returns what it was given.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task ChangeAsync(this ISecretStore store, string key, Func<string?, string?> change, CancellationToken cancellation)
    {
        while (await store.GetAsync(key, cancellation) is var present && change(present) is var changed && changed != present)
        {
            if (await store.SwapAsync(key, present, changed, life: null, cancellation))
                return;
        }
    }
}
