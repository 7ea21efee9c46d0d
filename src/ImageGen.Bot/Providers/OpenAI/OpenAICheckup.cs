using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using ImageGen.Bot.Hosting;

namespace ImageGen.Bot.Providers.OpenAI;

/// <summary>Whether the key is let in, and the model is there and stays.</summary>
internal sealed class OpenAICheckup(ProviderOptions options, OpenAIImageClient client, TimeProvider clock) : ProviderCheckup(options)
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(60);
    private readonly ProviderOptions _options = options;

    private string ModelKey => $"Providers:{_options.Name}:Model";

    protected override async IAsyncEnumerable<Finding> AskAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        if (await client.ListModelsAsync(cancellation) is not JsonObject answer || answer["data"] is not JsonArray models)
        {
            yield return Finding.Warning($"{_options.Endpoint} does not say which models it has.", "Where it is no OpenAI but a server like it, that may be as it is.");
            yield break;
        }

        yield return Finding.Ok($"{_options.Endpoint} lets us in.");
        // Azure lists what could be deployed, not what is.
        if (!_options.IsAzure)
            yield return Model(models.OfType<JsonObject>().FirstOrDefault(model => Text(model, "id") == _options.Model));
    }

    private Finding Model(JsonObject? model)
    {
        if (model is null)
            return Finding.Fault($"There is no model {_options.Model}.", $"Set {ModelKey} to one the key may use.");
        if (!DateOnly.TryParseExact(Text(model, "shutdown_date"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var end))
            return Finding.Ok($"{_options.Model} is there.");
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if (end <= today)
            return Finding.Fault($"{_options.Model} was shut down on {end:yyyy-MM-dd}.", $"Set {ModelKey} to its successor.");
        return end <= today.AddDays(Soon.Days)
            ? Finding.Warning($"{_options.Model} will be shut down on {end:yyyy-MM-dd}.", $"Set {ModelKey} to its successor before.")
            : Finding.Ok($"{_options.Model} is there until {end:yyyy-MM-dd}.");
    }

    private static string? Text(JsonObject model, string name) => model[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
