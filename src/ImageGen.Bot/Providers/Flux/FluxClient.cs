using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Providers.Flux;

/// <summary>Calls Black Forest Labs' API. Its key goes nowhere else, whatever an answer says.</summary>
internal sealed class FluxClient(ProviderOptions options, AllowedHosts apiHosts, TimeProvider clock)
{
    /// <summary>Hosts of the API, which send tasks to each other.</summary>
    public static readonly IReadOnlyList<string> ApiHosts = ["*.bfl.ai"];

    /// <summary>Hosts of results.</summary>
    public static readonly IReadOnlyList<string> DefaultHosts = ["*.bfl.ai", "bfldeliverysc.blob.core.windows.net", "bfldeliveryprod.blob.core.windows.net"];

    /// <summary>No document of it is near this long.</summary>
    private const int MaxDocument = 1024 * 1024;

    private readonly HttpClient _orders = ProviderHttp.ForOrders();
    private readonly HttpClient _questions = ProviderHttp.ForQuestions();

    /// <summary>Orders a picture.</summary>
    /// <exception cref="GenerationException">It was not taken, or nobody knows.</exception>
    public async Task<FluxReceipt> OrderAsync(FluxOrder order, CancellationToken limit, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, Address(options.Model)) { Content = order };
        return await SendAsync(_orders, message, FluxJson.Default.FluxReceipt, limit, cancellation);
    }

    /// <summary>Asks how a task stands.</summary>
    public async Task<FluxProgress> PollAsync(FluxTask task, CancellationToken limit, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(task.PollingUrl, UriKind.Absolute, out var url) || !apiHosts.Allows(url))
            throw ProviderFaults.Misconfigured("The provider sends us to a host that is not its own.");
        using var message = new HttpRequestMessage(HttpMethod.Get, url);
        return await SendAsync(_questions, message, FluxJson.Default.FluxProgress, limit, cancellation, notFound: FluxFaults.Gone);
    }

    /// <summary>Asks what is left on the account.</summary>
    public async Task<FluxCredits> GetCreditsAsync(CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, Address("credits"));
        return await SendAsync(_questions, message, FluxJson.Default.FluxCredits, cancellation, cancellation);
    }

    private Uri Address(string path) => new($"{options.Endpoint.AbsoluteUri.TrimEnd('/')}/v1/{path}");

    private async Task<T> SendAsync<T>(
        HttpClient http, HttpRequestMessage message, JsonTypeInfo<T> type, CancellationToken limit, CancellationToken cancellation, Func<GenerationException>? notFound = null)
    {
        message.Headers.Add("x-key", options.ApiKey);
        message.Headers.Accept.ParseAdd("application/json");
        try
        {
            using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit);
            var document = await ReadAsync(response, limit);
            if (!response.IsSuccessStatusCode)
                throw notFound is not null && response.StatusCode == HttpStatusCode.NotFound ? notFound() : Fault(response, document);
            return Parse(response, document, type) ?? throw ProviderFaults.Garbled("an answer that is no JSON");
        }
        catch (Exception fault) when (ProviderFaults.IsOfTheNetwork(fault))
        {
            throw ProviderFaults.OfCall(fault, cancellation);
        }
    }

    private GenerationException Fault(HttpResponseMessage response, byte[] document)
    {
        var field = response.StatusCode == HttpStatusCode.UnprocessableEntity ? Parse(response, document, FluxJson.Default.FluxComplaint)?.Field : null;
        var retryAfter = response.Headers.TryGetValues("Retry-After", out var values) ? values.First() : null;
        return FluxFaults.Of((int)response.StatusCode, field, ProviderFaults.RetryAfter(retryAfter, clock.GetUtcNow()));
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken limit)
    {
        await using var body = await response.Content.ReadAsStreamAsync(limit);
        using var document = new MemoryStream();
        var chunk = new byte[8192];
        for (int read; (read = await body.ReadAsync(chunk, limit)) > 0;)
        {
            if (document.Length + read > MaxDocument)
                throw ProviderFaults.Garbled("far too long an answer");
            document.Write(chunk, 0, read);
        }

        return document.ToArray();
    }

    private static T? Parse<T>(HttpResponseMessage response, byte[] document, JsonTypeInfo<T> type)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/json")
            return default;
        try
        {
            return JsonSerializer.Deserialize(document, type);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
