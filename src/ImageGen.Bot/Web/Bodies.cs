namespace ImageGen.Bot.Web;

/// <summary>Reads raw request bodies within a limit.</summary>
internal static class Bodies
{
    /// <summary>The whole body; null where it is larger than allowed, found out before it is read whole. Kestrel drains the rest, so the caller reads the answer.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellation)
    {
        if (request.ContentLength > maxBytes)
            return null;
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            if (read.Buffer.Length > maxBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                var bytes = new byte[read.Buffer.Length];
                var at = 0;
                foreach (var segment in read.Buffer)
                {
                    segment.Span.CopyTo(bytes.AsSpan(at));
                    at += segment.Length;
                }

                reader.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
