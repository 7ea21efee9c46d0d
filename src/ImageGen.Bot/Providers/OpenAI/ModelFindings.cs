using System.Globalization;
using System.Text.Json.Nodes;
using ImageGen.Bot.Hosting;

namespace ImageGen.Bot.Providers.OpenAI;

/// <summary>What a list of models says of the configured one: whether it is there, and stays.</summary>
internal static class ModelFindings
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(60);

    /// <param name="answer">The list, as it was answered.</param>
    /// <param name="endpoint">Who answered.</param>
    /// <param name="model">The configured one.</param>
    /// <param name="key">The setting it is in.</param>
    /// <param name="isAzure">Azure lists what could be deployed, not what is.</param>
    /// <param name="clock">Says what day it is.</param>
    public static IEnumerable<Finding> Of(JsonNode? answer, Uri endpoint, string model, string key, bool isAzure, TimeProvider clock)
    {
        if (answer is not JsonObject document || document["data"] is not JsonArray models)
        {
            yield return Finding.Warning($"{endpoint} does not say which models it has.", "Where it is no OpenAI but a server like it, that may be as it is.");
            yield break;
        }

        yield return Finding.Ok($"{endpoint} lets us in.");
        if (!isAzure)
            yield return Of(models.OfType<JsonObject>().FirstOrDefault(listed => Text(listed, "id") == model), model, key, clock);
    }

    private static Finding Of(JsonObject? listed, string model, string key, TimeProvider clock)
    {
        if (listed is null)
            return Finding.Fault($"There is no model {model}.", $"Set {key} to one the key may use.");
        if (!DateOnly.TryParseExact(Text(listed, "shutdown_date"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var end))
            return Finding.Ok($"{model} is there.");
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if (end <= today)
            return Finding.Fault($"{model} was shut down on {end:yyyy-MM-dd}.", $"Set {key} to its successor.");
        return end <= today.AddDays(Soon.Days)
            ? Finding.Warning($"{model} will be shut down on {end:yyyy-MM-dd}.", $"Set {key} to its successor before.")
            : Finding.Ok($"{model} is there until {end:yyyy-MM-dd}.");
    }

    private static string? Text(JsonObject model, string name) => model[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
