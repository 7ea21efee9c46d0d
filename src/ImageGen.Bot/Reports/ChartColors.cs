namespace ImageGen.Bot.Reports;

/// <summary>What charts are drawn with, 0xRRGGBB.</summary>
internal static class ChartColors
{
    public const uint Paper = 0xFBFBFD;
    public const uint Ink = 0x1F2430;
    public const uint Muted = 0x646C7D;
    public const uint Grid = 0xE4E7ED;
    public const uint Baseline = 0xA9B0BD;

    /// <summary>Told apart by eyes of all kinds, and dark enough on paper.</summary>
    public static IReadOnlyList<uint> Series { get; } = [0x3B6FD8, 0xEE8A2E, 0x27A08B, 0xC4528A, 0x8467CF, 0xC9A227];
}
