namespace ImageGen.Bot.Providers.Painter;

/// <summary>Finds the borders between marked shapes: where a draughtsman would put the line.</summary>
internal sealed class Outline
{
    private const int Samples = 12;
    private readonly Canvas _canvas;
    private readonly int[] _dx = new int[Samples];
    private readonly int[] _dy = new int[Samples];

    /// <param name="canvas">The marked canvas.</param>
    /// <param name="radius">Half the width of the line, in pixels.</param>
    public Outline(Canvas canvas, float radius)
    {
        _canvas = canvas;
        for (int i = 0; i < Samples; i++)
        {
            _dx[i] = (int)MathF.Round(Scalar.Cos(i * Scalar.Tau / Samples) * radius);
            _dy[i] = (int)MathF.Round(Scalar.Sin(i * Scalar.Tau / Samples) * radius);
        }
    }

    /// <summary>1 on a border, falling smoothly to 0 at the line's edge: the share of a ring that lies in other shapes.</summary>
    public float At(int x, int y)
    {
        uint mark = _canvas.Nearest(x, y) >> 24;
        int others = 0;
        for (int i = 0; i < Samples; i++)
        {
            if (_canvas.Nearest(x + _dx[i], y + _dy[i]) >> 24 != mark)
                others++;
        }

        return others == 0 ? 0f : Scalar.SmoothStep(0.02f, 0.34f, others / (float)Samples);
    }
}
