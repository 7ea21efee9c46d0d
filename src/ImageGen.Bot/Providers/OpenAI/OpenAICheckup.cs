using System.Runtime.CompilerServices;
using ImageGen.Bot.Hosting;

namespace ImageGen.Bot.Providers.OpenAI;

/// <summary>Whether the key is let in, and the model is there and stays.</summary>
internal sealed class OpenAICheckup(ProviderOptions options, OpenAIImageClient client, TimeProvider clock) : ProviderCheckup(options)
{
    private readonly ProviderOptions _options = options;

    protected override async IAsyncEnumerable<Finding> AskAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var models = await client.ListModelsAsync(cancellation);
        foreach (var finding in ModelFindings.Of(models, _options.Endpoint, _options.Model, $"Providers:{_options.Name}:Model", _options.IsAzure, clock))
            yield return finding;
    }
}
