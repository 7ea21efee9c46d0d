namespace ImageGen.Bot.Chat;

/// <summary>Shortens text for places that take only so much of it.</summary>
internal static class Cut
{
    /// <summary>The text, or its beginning and an ellipsis: at most so many UTF-16 units, and never half of a surrogate pair.</summary>
    public static string To(string text, int maxLength)
    {
        if (text.Length <= maxLength)
            return text;
        var end = char.IsHighSurrogate(text[maxLength - 2]) ? maxLength - 2 : maxLength - 1;
        return text[..end].TrimEnd() + "…";
    }
}
