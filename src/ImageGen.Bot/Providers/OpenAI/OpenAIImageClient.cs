using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ImageGen.Core.Images;
using OpenAI.Images;

namespace ImageGen.Bot.Providers.OpenAI;

/// <summary>
/// Calls a server that speaks OpenAI's images API. Answers are read as they come in: no picture is held whole.
/// </summary>
internal sealed class OpenAIImageClient
{
    private readonly ProviderOptions _options;
    private readonly OpenAIConnection _connection;
    private readonly ImageClient _images;

    public OpenAIImageClient(ProviderOptions options, TimeProvider clock)
    {
        _options = options;
        _connection = new OpenAIConnection(options.Endpoint, options.ApiKey, options.IsAzure, options.Timeout, ProviderHttp.ForOrders(), clock);
        _images = _connection.Client.GetImageClient(options.Model);
    }

    /// <summary>Orders pictures.</summary>
    /// <returns>The answer, as it comes in.</returns>
    /// <exception cref="GenerationException">There is none.</exception>
    public async Task<ImageAnswer> OrderAsync(GenerationRequest request, int index, int count, CancellationToken limit, CancellationToken cancellation)
    {
        var order = Order(request, index, count);
        return Answer(await _connection.SendAsync(
            options => request.Reference is { } reference ? EditAsync(order, reference, options) : GenerateAsync(order, options), limit, cancellation));
    }

    /// <summary>Asks for the models that the key may use.</summary>
    /// <returns>The answer's document; null where it is none.</returns>
    /// <exception cref="GenerationException">There is no answer.</exception>
    public async Task<JsonNode?> ListModelsAsync(CancellationToken cancellation)
    {
        using var response = await _connection.AskAsync("models", body: null, cancellation, cancellation);
        return await OpenAIFaults.ReadAsync(response, cancellation);
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
        if (EndUserId.Of(_options.UserIdSecret, request.EndUser) is { } user)
            order["user"] = user;
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
