using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ImageGen.Bot.Chat;

/// <summary>Bodies that ought to be JSON: what somebody sends to a webhook, and what a platform answers.</summary>
internal static class JsonBody
{
    /// <summary>The body as a document; null where it is something else. What stands between a platform and this bot also answers, in HTML.</summary>
    public static T? Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
