using System.Buffers;
using System.ClientModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Providers.OpenAI;

/// <summary>Asks one service: time-limited, behind a circuit breaker of its own, its answers read strictly.</summary>
internal sealed class OpenAIService(OpenAIServiceOptions options, TimeProvider clock, ILogger logger)
{
    /// <summary>No answer is this long.</summary>
    private const int MaxAnswer = 1024 * 1024;

    private readonly OpenAIConnection _connection =
        new(options.Endpoint, options.ApiKey, options.IsAzure, options.Timeout, ProviderHttp.ForQuestions(), clock);

    private readonly CircuitBreaker _breaker = new(options.Section.ToLowerInvariant(), clock, logger);

    /// <summary>Sends a document.</summary>
    /// <exception cref="GenerationException">There is no answer, or none that is one.</exception>
    public async Task<T> AskAsync<T>(string path, JsonObject body, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        using var content = BinaryContent.CreateJson(body.ToJsonString());
        return await AskAsync(path, content, type, cancellation);
    }

    /// <summary>Sends what is written as it is sent.</summary>
    /// <exception cref="GenerationException">There is no answer, or none that is one.</exception>
    public async Task<T> AskAsync<T>(string path, BinaryContent body, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        _breaker.Check();
        try
        {
            using var limit = new TimeLimit(options.Timeout, clock, cancellation);
            using var response = await _connection.AskAsync(path, body, limit.Token, cancellation);
            var answer = await ReadAsync(response.ContentStream ?? Stream.Null, type, limit.Token, cancellation);
            _breaker.Succeeded();
            return answer;
        }
        catch (GenerationException fault)
        {
            _breaker.Failed(fault);
            throw;
        }
    }

    /// <summary>Asks for the models that the key may use. Not held back: an operator wants to know how it is now.</summary>
    /// <returns>The answer's document; null where it is none.</returns>
    /// <exception cref="GenerationException">There is no answer.</exception>
    public async Task<JsonNode?> ListModelsAsync(CancellationToken cancellation)
    {
        using var limit = new TimeLimit(options.Timeout, clock, cancellation);
        using var response = await _connection.AskAsync("models", body: null, limit.Token, cancellation);
        return await OpenAIFaults.ReadAsync(response, limit.Token);
    }

    private static async Task<T> ReadAsync<T>(Stream body, JsonTypeInfo<T> type, CancellationToken limit, CancellationToken cancellation)
        where T : class
    {
        var bytes = ArrayPool<byte>.Shared.Rent(MaxAnswer);
        try
        {
            var length = await body.ReadAtLeastAsync(bytes.AsMemory(0, MaxAnswer), MaxAnswer, throwOnEndOfStream: false, limit);
            return JsonSerializer.Deserialize(bytes.AsSpan(0, length), type) ?? throw ProviderFaults.Garbled("an empty answer");
        }
        catch (JsonException)
        {
            throw ProviderFaults.Garbled("an answer that is not as documented");
        }
        catch (Exception fault) when (ProviderFaults.IsOfTheNetwork(fault))
        {
            throw Uncertain(ProviderFaults.OfCall(fault, cancellation));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>An answer that had begun was made, whatever broke it.</summary>
    private static GenerationException Uncertain(GenerationException fault) => fault.IsUncertain
        ? fault
        : new GenerationException(fault.Code, fault.Message, fault.InnerException) { IsTransient = fault.IsTransient, IsUncertain = true };
}
