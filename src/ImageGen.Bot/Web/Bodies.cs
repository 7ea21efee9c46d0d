using System.Buffers;

namespace ImageGen.Bot.Web;

/// <summary>Reads raw request bodies within a limit.</summary>
internal static class Bodies
{
    private const int ChunkBytes = 4096;

    /// <summary>The whole body; null where it is larger than allowed, found out before it is read whole. Kestrel drains the rest, so the caller reads the answer.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellation)
    {
        if (request.ContentLength > maxBytes)
            return null;
        var body = new ArrayBufferWriter<byte>(ChunkBytes);
        while (body.WrittenCount <= maxBytes)
        {
            var read = await request.Body.ReadAsync(body.GetMemory(ChunkBytes), cancellation);
            if (read == 0)
                return body.WrittenMemory;
            body.Advance(read);
        }

        return null;
    }
}
