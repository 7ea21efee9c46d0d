using System.Buffers;
using System.ClientModel.Primitives;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Providers.OpenAI;

/// <summary>What OpenAI's errors, and those of servers that speak like it, mean to a job.</summary>
internal static class OpenAIFaults
{
    /// <summary>No document that is read whole is this long.</summary>
    private const int MaxDocument = 1024 * 1024;

    private static readonly string[] Refusals =
        ["moderation_blocked", "content_policy_violation", "content_filter", "contentFilter", "ResponsibleAIPolicyViolation", "image_generation_user_error"];

    private static readonly string[] Accounts =
        ["billing_hard_limit_reached", "insufficient_quota", "account_deactivated", "billing_not_active", "access_terminated"];

    /// <summary>The fault that an answer other than 2xx says.</summary>
    public static async Task<GenerationException> OfAnswerAsync(PipelineResponse response, DateTimeOffset now, CancellationToken limit)
    {
        var error = (await ReadAsync(response, limit) as JsonObject)?["error"];
        return Of(response.Status, Text(error, "code"), Text(error, "type"), Text(error, "param"), RetryAfter(response.Headers, now));
    }

    /// <summary>What a status and an error's code mean.</summary>
    public static GenerationException Of(int status, string? code, string? type, string? param, TimeSpan? retryAfter)
    {
        if (status is 400 or 403 or 422 && IsOneOf(Refusals, code, type))
            return ProviderFaults.Refused();
        if (status is 400 or 402 or 403 or 429 && IsOneOf(Accounts, code, type))
            return ProviderFaults.Account("is used up");
        return status switch
        {
            402 => ProviderFaults.Account("is used up"),
            401 => ProviderFaults.Account("is not let in with the configured key"),
            403 => ProviderFaults.Account("may not use this model"),
            404 when code is "model_not_found" or "DeploymentNotFound" => ProviderFaults.Account("has no such model"),
            400 or 413 or 422 => ProviderFaults.Invalid(param),
            408 or 409 => ProviderFaults.Away(status, retryAfter),
            429 => ProviderFaults.Busy(retryAfter),
            >= 500 => ProviderFaults.Away(status, retryAfter),
            _ => ProviderFaults.Misconfigured($"The provider's address answers HTTP {status}."),
        };
    }

    /// <summary>Reads a document that has no pictures in it; null where it is none.</summary>
    public static async Task<JsonNode?> ReadAsync(PipelineResponse response, CancellationToken cancellation)
    {
        if (response.ContentStream is not { } body)
            return null;
        var bytes = ArrayPool<byte>.Shared.Rent(MaxDocument);
        try
        {
            var length = await body.ReadAtLeastAsync(bytes.AsMemory(0, MaxDocument), MaxDocument, throwOnEndOfStream: false, cancellation);
            return JsonNode.Parse(bytes.AsSpan(0, length));
        }
        catch (Exception fault) when (fault is JsonException || ProviderFaults.IsOfTheNetwork(fault))
        {
            // The status says enough.
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static bool IsOneOf(string[] codes, string? code, string? type) => codes.Contains(code) || codes.Contains(type);

    private static string? Text(JsonNode? error, string name) => error is JsonObject fields && fields[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static TimeSpan? RetryAfter(PipelineResponseHeaders headers, DateTimeOffset now) =>
        headers.TryGetValue("retry-after", out var header) ? ProviderFaults.RetryAfter(header, now) : null;
}
