namespace ImageGen.Bot.Providers.Painter;

/// <summary>
/// What a subject's draw function is given. Its frame has the origin at the middle of the subject's foot
/// and the top near y = -100, so every subject is drawn on the same hundred-unit grid.
/// </summary>
internal sealed record Figure(Pen Pen, Pcg32 Random, Scene Scene)
{
    public bool Wears(Attire item) => (Scene.Attire & item) != Attire.None;

    /// <summary>The colour the text asks for, or one of the subject's natural ones.</summary>
    public Rgb Coat(params ReadOnlySpan<uint> natural) => Scene.SubjectColor ?? Rgb.Hex(Random.Pick(natural));

    /// <summary>The small strong colour of the picture.</summary>
    public Rgb Accent => Scene.Palette.Accent;

    /// <summary>Lamps and windows are lit.</summary>
    public bool LightsOn => Scene.Dark || Scene.Time == TimeOfDay.Sunset;

    /// <summary>Draws inside a frame moved, stretched and turned within the present one.</summary>
    public void Within(float x, float y, float scaleX, float scaleY, float turn, Action draw)
    {
        Affine before = Pen.Frame;
        Pen.Frame = before.Inner(x, y, scaleX, scaleY, turn);
        draw();
        Pen.Frame = before;
    }
}
