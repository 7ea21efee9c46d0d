namespace ImageGen.Bot.Providers.Painter;

/// <summary>What every layer of a painting is given: where to draw, with what, and what scene it belongs to.</summary>
internal sealed record Stage(Canvas Canvas, Pen Pen, Scene Scene, Pcg32 Random)
{
    public int Width => Canvas.Width;

    public int Height => Canvas.Height;

    /// <summary>A thousandth of the long side.</summary>
    public float Unit => Canvas.Unit;

    /// <summary>The short side: what sizes of things are measured by.</summary>
    public float Extent => Math.Min(Width, Height);

    public float Horizon => Scene.Composition.Horizon * Height;

    public Palette Palette => Scene.Palette;

    /// <summary>A seed for noise that belongs to one layer.</summary>
    public uint NoiseSeed(string layer) => Random.Fork(layer).Next();

    /// <summary>Sets how much air lies between the viewer and the next shapes.</summary>
    public void Distance(float haze)
    {
        float thick = Scene.Weather switch
        {
            Weather.Fog => 1.5f,
            Weather.Rain or Weather.Snow => 1.15f,
            Weather.Clear or Weather.Cloudy or Weather.Storm => 1f,
        };
        Pen.Frame = Affine.Pixels;
        Pen.Haze = Palette.Haze;
        Pen.HazeAmount = MathF.Min(haze * thick, 0.94f);
    }
}
