using System.ClientModel;
using System.ClientModel.Primitives;
using Azure.Identity;
using ImageGen.Core.Images;
using OpenAI;

namespace ImageGen.Bot.Providers.OpenAI;

/// <summary>
/// A server that speaks OpenAI's API, reached through OpenAI's package: its pipeline and authentication, without its
/// retries, logging and buffering.
/// </summary>
internal sealed class OpenAIConnection
{
    private const string AzureScope = "https://cognitiveservices.azure.com/.default";
    private readonly string _endpoint;
    private readonly TimeProvider _clock;

    /// <param name="endpoint">Where the API is.</param>
    /// <param name="apiKey">Null where the server wants none, or Entra vouches for us.</param>
    /// <param name="isAzure">Whether it is Azure's: the key goes into another header, and without one Entra's token is sent.</param>
    /// <param name="timeout">How long a call may take; the caller's own limit.</param>
    /// <param name="http">Calls.</param>
    /// <param name="clock">Reads what answers say of time.</param>
    public OpenAIConnection(Uri endpoint, string? apiKey, bool isAzure, TimeSpan timeout, HttpClient http, TimeProvider clock)
    {
        _endpoint = endpoint.AbsoluteUri.TrimEnd('/');
        _clock = clock;
        // The package's one way to be given an authentication, which Azure's key header and Entra need, is marked as
        // experimental.
#pragma warning disable OPENAI001
        Client = new OpenAIClient(Authentication(apiKey, isAzure), new OpenAIClientOptions
        {
            Endpoint = endpoint,
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            // The caller's limit comes first.
            NetworkTimeout = timeout + TimeSpan.FromSeconds(30),
            ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false },
            EnableDistributedTracing = false,
        });
#pragma warning restore OPENAI001
    }

    /// <summary>Makes the package's clients.</summary>
    public OpenAIClient Client { get; }

    /// <summary>Asks for a document, or sends one and asks what comes of it.</summary>
    /// <param name="path">Below the endpoint.</param>
    /// <param name="body">What is sent, as JSON; null to only ask.</param>
    /// <param name="limit">Ends the call.</param>
    /// <param name="cancellation">The caller no longer wants it.</param>
    /// <returns>An answer of 2xx, its body not yet read.</returns>
    /// <exception cref="GenerationException">There is none.</exception>
    public Task<PipelineResponse> AskAsync(string path, BinaryContent? body, CancellationToken limit, CancellationToken cancellation) => SendAsync(async options =>
    {
        using var message = Client.Pipeline.CreateMessage();
        message.Request.Method = body is null ? "GET" : "POST";
        message.Request.Uri = new Uri($"{_endpoint}/{path}");
        if (body is not null)
        {
            message.Request.Headers.Set("Content-Type", "application/json");
            message.Request.Content = body;
        }

        message.Apply(options);
        await Client.Pipeline.SendAsync(message);
        return message.ExtractResponse()!;
    }, limit, cancellation);

    /// <summary>Makes a call and reads its faults.</summary>
    /// <returns>An answer of 2xx, its body not yet read.</returns>
    /// <exception cref="GenerationException">There is none.</exception>
    public async Task<PipelineResponse> SendAsync(Func<RequestOptions, Task<PipelineResponse>> send, CancellationToken limit, CancellationToken cancellation)
    {
        PipelineResponse response;
        try
        {
            // Exceptions of the package quote the answer; without them the answer is ours to read.
            response = await send(new RequestOptions { BufferResponse = false, ErrorOptions = ClientErrorBehaviors.NoThrow, CancellationToken = limit });
        }
        catch (AuthenticationFailedException)
        {
            throw ProviderFaults.Account("is not let in by Entra");
        }
        catch (ClientResultException fault)
        {
            throw ProviderFaults.OfCall(fault.InnerException ?? new HttpRequestException("The call broke."), cancellation);
        }
        catch (Exception fault) when (ProviderFaults.IsOfTheNetwork(fault))
        {
            throw ProviderFaults.OfCall(fault, cancellation);
        }

        if (response.Status is >= 200 and < 300)
            return response;
        using (response)
            throw await OpenAIFaults.OfAnswerAsync(response, _clock.GetUtcNow(), limit);
    }

    private static AuthenticationPolicy Authentication(string? apiKey, bool isAzure) => (isAzure, apiKey) switch
    {
        (true, { } key) => ApiKeyAuthenticationPolicy.CreateHeaderApiKeyPolicy(new ApiKeyCredential(key), "api-key"),
        (true, null) => new BearerTokenPolicy(new DefaultAzureCredential(), AzureScope),
        (false, { } key) => ApiKeyAuthenticationPolicy.CreateBearerAuthorizationPolicy(new ApiKeyCredential(key)),
        (false, null) => new NoAuthentication(),
    };

    /// <summary>For servers on one's own machine that ask nobody who they are.</summary>
    private sealed class NoAuthentication : AuthenticationPolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) => ProcessNext(message, pipeline, currentIndex);

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) => ProcessNextAsync(message, pipeline, currentIndex);
    }
}
