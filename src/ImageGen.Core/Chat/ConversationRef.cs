using System.Text.Json.Serialization;

namespace ImageGen.Core.Chat;

/// <summary>
/// Where a command was given and its reply belongs. Has one string form, <c>platform/channel/thread/token</c>, each
/// part percent-encoded and trailing empty parts left out, so that it can be stored, indexed and read back.
/// </summary>
/// <param name="Platform">Chooses the <see cref="IChatReplier"/>: <c>discord</c>, <c>slack</c>, <c>web</c>, <c>cli</c>.</param>
/// <param name="Channel">The platform's channel; empty where there is none.</param>
/// <param name="Thread">The thread in it; empty where there is none.</param>
/// <param name="Token">What the platform wants to see with a reply: an interaction token, a response address. Secret.</param>
[JsonConverter(typeof(Converter))]
public sealed record ConversationRef(string Platform, string Channel = "", string Thread = "", string Token = "")
{
    /// <summary>Reads what <see cref="Format"/> writes.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static ConversationRef Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('/');
        if (parts.Length > 4 || parts[0].Length == 0)
            throw new FormatException("A conversation is written platform/channel/thread/token.");
        return new ConversationRef(Part(0), Part(1), Part(2), Part(3));

        string Part(int index) => index < parts.Length ? Uri.UnescapeDataString(parts[index]) : "";
    }

    /// <summary>The string form. Holds the token, so it is stored but never shown or logged.</summary>
    public string Format() =>
        string.Join('/', new[] { Platform, Channel, Thread, Token }.Select(Uri.EscapeDataString)).TrimEnd('/');

    /// <summary>The string form without its secret: what history is indexed by and logs may show.</summary>
    public override string ToString() => (this with { Token = "" }).Format();

    internal sealed class Converter() : TextJsonConverter<ConversationRef>(Parse, static value => value.Format());
}
