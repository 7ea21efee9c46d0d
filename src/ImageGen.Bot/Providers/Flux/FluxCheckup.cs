using System.Runtime.CompilerServices;
using ImageGen.Bot.Hosting;

namespace ImageGen.Bot.Providers.Flux;

/// <summary>Whether the key is let in, and credits are left.</summary>
internal sealed class FluxCheckup(ProviderOptions options, FluxClient client) : ProviderCheckup(options)
{
    private readonly ProviderOptions _options = options;

    protected override async IAsyncEnumerable<Finding> AskAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var credits = (await client.GetCreditsAsync(cancellation)).Credits;
        yield return Finding.Ok($"{_options.Endpoint} lets us in.");
        yield return credits switch
        {
            null => Finding.Warning("It does not say how many credits are left.", "See the account's page."),
            <= 0 => Finding.Fault("No credits are left.", "Buy some at dashboard.bfl.ai."),
            _ => Finding.Ok($"{credits:0.##} credits are left, at $0.01 each."),
        };
    }
}
