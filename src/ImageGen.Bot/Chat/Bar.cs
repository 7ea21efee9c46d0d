namespace ImageGen.Bot.Chat;

/// <summary>How full something is, as people see it in chat: <c>▰▰▰▱▱▱▱▱▱▱</c>.</summary>
internal static class Bar
{
    private const int Cells = 10;

    /// <summary>Ten cells. A cell is filled as soon as any of it is, and the last one only when all is used up.</summary>
    public static string Of(long used, long limit)
    {
        var share = limit <= 0 ? 1 : Math.Clamp((double)used / limit, 0, 1);
        var filled = share >= 1 ? Cells : Math.Min((int)Math.Ceiling(share * Cells), Cells - 1);
        return new string('▰', filled) + new string('▱', Cells - filled);
    }
}
