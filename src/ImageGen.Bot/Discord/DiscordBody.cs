using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord.Wire;

namespace ImageGen.Bot.Discord;

/// <summary>Bodies of calls. Each knows its length.</summary>
internal static class DiscordBody
{
    public static HttpContent Json<T>(T value, JsonTypeInfo<T> type) => Json(JsonSerializer.SerializeToUtf8Bytes(value, type));

    public static HttpContent Json(ReadOnlyMemory<byte> json) =>
        new ReadOnlyMemoryContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    /// <summary>The message, and with files a form of it and them.</summary>
    public static async Task<HttpContent> MessageAsync(OutgoingMessage message, IReadOnlyList<OutgoingFile> files, CancellationToken cancellation)
    {
        var json = Json(message, DiscordJson.Default.OutgoingMessage);
        if (files.Count == 0)
            return json;
        var form = new MultipartFormDataContent { { json, "payload_json" } };
        try
        {
            // Opened here and not while sending: a file that cannot be read is then no fault of the network's.
            for (var index = 0; index < files.Count; index++)
                form.Add(await FileContent.OpenAsync(files[index], cancellation), $"files[{index}]", files[index].Filename);
            return form;
        }
        catch
        {
            form.Dispose();
            throw;
        }
    }

    /// <summary>A stream that cannot tell its length, with the length it is known to have.</summary>
    private sealed class FileContent : StreamContent
    {
        private readonly long _length;

        private FileContent(Stream stream, OutgoingFile file)
            : base(stream)
        {
            _length = file.Length;
            Headers.ContentType = new MediaTypeHeaderValue(file.ContentType);
        }

        public static async Task<FileContent> OpenAsync(OutgoingFile file, CancellationToken cancellation) =>
            new(await file.OpenAsync(cancellation), file);

        protected override bool TryComputeLength(out long length)
        {
            length = _length;
            return true;
        }
    }
}
