using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Identity;
using ImageGen.Core.Images;
using OpenAI;
using OpenAI.Images;

namespace ImageGen.Bot.Providers.OpenAI;

/// <summary>
/// Calls a server that speaks OpenAI's images API, through OpenAI's package: its pipeline and authentication, without
/// its retries, logging and buffering.
/// </summary>
internal sealed class OpenAIImageClient
{
    private const string AzureScope = "https://cognitiveservices.azure.com/.default";
    private readonly ProviderOptions _options;
    private readonly TimeProvider _clock;
    private readonly ImageClient _images;

    public OpenAIImageClient(ProviderOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        // The package's one way to be given an authentication, which Azure's key header and Entra need, is marked as
        // experimental.
#pragma warning disable OPENAI001
        _images = new ImageClient(options.Model, Authentication(options), new OpenAIClientOptions
        {
            Endpoint = options.Endpoint,
            Transport = new HttpClientPipelineTransport(ProviderHttp.ForOrders()),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            // Our own limit comes first.
            NetworkTimeout = options.Timeout + TimeSpan.FromSeconds(30),
            ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false },
            EnableDistributedTracing = false,
        });
#pragma warning restore OPENAI001
    }

    /// <summary>Orders pictures.</summary>
    /// <returns>The answer, as it comes in.</returns>
    /// <exception cref="GenerationException">There is none.</exception>
    public async Task<ImageAnswer> OrderAsync(GenerationRequest request, int index, int count, CancellationToken limit, CancellationToken cancellation)
    {
        var order = Order(request, index, count);
        return Answer(await SendAsync(
            options => request.Reference is { } reference ? EditAsync(order, reference, options) : GenerateAsync(order, options), limit, cancellation));
    }

    /// <summary>Asks for the models that the key may use.</summary>
    /// <returns>The answer's document; null where it is none.</returns>
    /// <exception cref="GenerationException">There is no answer.</exception>
    public async Task<JsonNode?> ListModelsAsync(CancellationToken cancellation)
    {
        using var response = await SendAsync(async options =>
        {
            using var message = _images.Pipeline.CreateMessage();
            message.Request.Method = "GET";
            message.Request.Uri = new Uri(_options.Endpoint.AbsoluteUri.TrimEnd('/') + "/models");
            message.Apply(options);
            await _images.Pipeline.SendAsync(message);
            return message.ExtractResponse()!;
        }, cancellation, cancellation);
        return await OpenAIFaults.ReadAsync(response, cancellation);
    }

    private async Task<PipelineResponse> SendAsync(Func<RequestOptions, Task<PipelineResponse>> send, CancellationToken limit, CancellationToken cancellation)
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

    private async Task<PipelineResponse> GenerateAsync(JsonObject order, RequestOptions options)
    {
        using var content = BinaryContent.CreateJson(order.ToJsonString());
        return (await _images.GenerateImagesAsync(content, options)).GetRawResponse();
    }

    private async Task<PipelineResponse> EditAsync(JsonObject order, ReferenceImage reference, RequestOptions options)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in order)
            form.Add(new StringContent(value!.ToString(), Encoding.UTF8) { Headers = { ContentType = null } }, name);
        var extension = Path.GetExtension(reference.Key).TrimStart('.');
        using var picture = new StreamContent(await reference.OpenAsync(options.CancellationToken));
        picture.Headers.ContentType = new MediaTypeHeaderValue(extension == "jpg" ? "image/jpeg" : $"image/{extension}");
        form.Add(picture, "image[]", $"reference.{extension}");
        using var content = new FormContent(form);
        return (await _images.GenerateImageEditsAsync(content, form.Headers.ContentType!.ToString(), options)).GetRawResponse();
    }

    private JsonObject Order(GenerationRequest request, int index, int count)
    {
        var (family, spec) = (_options.Family, request.Spec);
        var size = family.Size.Nearest(spec.Aspect);
        var order = new JsonObject
        {
            ["model"] = _options.Model,
            ["prompt"] = request.Prompt.Value,
            ["n"] = count,
            ["size"] = $"{size.Width}x{size.Height}",
        };
        if (family.Qualities is { } qualities)
            order["quality"] = qualities[spec.Quality];
        if (family.Seed)
            order["seed"] = unchecked(request.Seed + (uint)index);
        if (_options.UserIdSecret is { } secret && request.EndUser is { } user)
            order["user"] = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(user)));
        foreach (var (name, value) in family.Fields)
        {
            // Edits are not moderated apart.
            if (name != "moderation" || request.Reference is null)
                order[name] = value?.DeepClone();
        }

        return order;
    }

    private static ImageAnswer Answer(PipelineResponse response)
    {
        if (response.ContentStream is { } body && response.Headers.TryGetValue("Content-Type", out var type) && type!.StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
            return new ImageAnswer(body, response);
        response.Dispose();
        throw ProviderFaults.Garbled("an answer that is no JSON");
    }

    private static AuthenticationPolicy Authentication(ProviderOptions options) => options switch
    {
        { IsAzure: true, ApiKey: { } key } => ApiKeyAuthenticationPolicy.CreateHeaderApiKeyPolicy(new ApiKeyCredential(key), "api-key"),
        { IsAzure: true } => new BearerTokenPolicy(new DefaultAzureCredential(), AzureScope),
        { ApiKey: { } key } => ApiKeyAuthenticationPolicy.CreateBearerAuthorizationPolicy(new ApiKeyCredential(key)),
        _ => new NoAuthentication(),
    };

    /// <summary>For servers on one's own machine that ask nobody who they are.</summary>
    private sealed class NoAuthentication : AuthenticationPolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) => ProcessNext(message, pipeline, currentIndex);

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) => ProcessNextAsync(message, pipeline, currentIndex);
    }

    /// <summary>A form as the package takes bodies.</summary>
    private sealed class FormContent(MultipartFormDataContent form) : BinaryContent
    {
        public override bool TryComputeLength(out long length)
        {
            length = form.Headers.ContentLength ?? 0;
            return form.Headers.ContentLength is not null;
        }

        public override void WriteTo(Stream stream, CancellationToken cancellationToken = default) => form.CopyTo(stream, null, cancellationToken);

        public override Task WriteToAsync(Stream stream, CancellationToken cancellationToken = default) => form.CopyToAsync(stream, cancellationToken);

        public override void Dispose() => form.Dispose();
    }
}
