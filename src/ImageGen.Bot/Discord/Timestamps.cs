using System.Globalization;

namespace ImageGen.Bot.Discord;

/// <summary>Instants that Discord shows in the reader's own time zone and language.</summary>
internal static class Timestamps
{
    /// <summary>"in 3 hours".</summary>
    public static string Relative(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"<t:{at.ToUnixTimeSeconds()}:R>");
}
