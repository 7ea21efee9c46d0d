using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Providers.Flux;

/// <summary>An order's body. A reference image is turned into base64 on its way out, so that it is never held whole.</summary>
internal sealed class FluxOrder : HttpContent
{
    /// <summary>Read at once; a multiple of three, so that no padding comes in between.</summary>
    private const int ChunkLength = 48 * 1024;

    private readonly byte[] _start;
    private readonly Stream? _reference;
    private readonly byte[] _end;

    private FluxOrder(JsonObject fields, Stream? reference)
    {
        var text = fields.ToJsonString();
        _reference = reference;
        _start = Encoding.UTF8.GetBytes(reference is null ? text : text[..^1] + ",\"input_image\":\"");
        _end = reference is null ? [] : "\"}"u8.ToArray();
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    /// <summary>The order of one picture.</summary>
    public static async Task<FluxOrder> CreateAsync(ModelFamily family, GenerationRequest request, int index, CancellationToken cancellation)
    {
        var spec = request.Spec;
        var fields = new JsonObject { ["prompt"] = request.Prompt.Value };
        if (family.Size.RatioUpTo is null)
        {
            var size = family.Size.Nearest(spec.Aspect);
            fields["width"] = size.Width;
            fields["height"] = size.Height;
        }
        else
        {
            fields["aspect_ratio"] = family.Size.NearestRatio(spec.Aspect).ToString();
        }

        if (family.Seed)
            fields["seed"] = unchecked(request.Seed + (uint)index);
        if (family.Guidance is { } range && spec.Guidance is { } guidance)
            fields["guidance"] = Math.Clamp(guidance, range.Least, range.Greatest);
        foreach (var (name, value) in family.Fields)
            fields[name] = value?.DeepClone();
        return new FluxOrder(fields, request.Reference is { } reference ? await reference.OpenAsync(cancellation) : null);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_start, cancellationToken);
        if (_reference is null)
            return;
        var bytes = ArrayPool<byte>.Shared.Rent(ChunkLength);
        var text = ArrayPool<byte>.Shared.Rent(Base64.GetMaxEncodedToUtf8Length(ChunkLength));
        try
        {
            for (int read; (read = await _reference.ReadAtLeastAsync(bytes.AsMemory(0, ChunkLength), ChunkLength, throwOnEndOfStream: false, cancellationToken)) > 0;)
            {
                Base64.EncodeToUtf8(bytes.AsSpan(0, read), text, out _, out var written);
                await stream.WriteAsync(text.AsMemory(0, written), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<byte>.Shared.Return(text);
        }

        await stream.WriteAsync(_end, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _start.Length + _end.Length + (_reference is { CanSeek: true } ? (_reference.Length + 2) / 3 * 4 : 0);
        return _reference is null or { CanSeek: true };
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _reference?.Dispose();
        base.Dispose(disposing);
    }
}
