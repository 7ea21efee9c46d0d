namespace ImageGen.Bot.Providers.Painter;

/// <summary>
/// Draws shapes on the canvas, modelled by the scene's light in the way of the medium.
/// Coordinates are in the units of <see cref="Frame"/>; y grows downwards.
/// </summary>
internal sealed class Pen(Canvas canvas, Light light, Shading shading)
{
    private readonly Rasterizer _rasterizer = new(canvas.Width, canvas.Height);
    private readonly Contour _contour = new();
    private readonly Relief _relief = new();
    private uint _mark;

    public Light Light => light;

    public Shading Shading => shading;

    public Affine Frame { get; set; } = Affine.Pixels;

    /// <summary>Set while the main subject is drawn.</summary>
    public bool OnSubject { get; set; }

    /// <summary>The colour of the air between the viewer and what is drawn, and how much of it there is.</summary>
    public Rgb Haze { get; set; }

    public float HazeAmount { get; set; }

    public float Opacity { get; set; } = 1f;

    public void Polygon(Material material, params ReadOnlySpan<float> xy)
    {
        _contour.Clear();
        _contour.AddPolygon(Frame, xy);
        Fill(material);
    }

    /// <summary>A closed curve that passes through all the points.</summary>
    public void Loop(Material material, params ReadOnlySpan<float> xy)
    {
        _contour.Clear();
        _contour.AddLoop(Frame, xy);
        Fill(material);
    }

    /// <summary>A closed curve symmetric about x = 0, given by its right half from top to bottom.</summary>
    public void Symmetric(Material material, params ReadOnlySpan<float> xy)
    {
        int count = xy.Length / 2;
        Span<float> whole = stackalloc float[xy.Length * 2];
        xy.CopyTo(whole);
        for (int i = 0; i < count; i++)
        {
            whole[2 * (count + i)] = -xy[2 * (count - 1 - i)];
            whole[2 * (count + i) + 1] = xy[2 * (count - 1 - i) + 1];
        }

        Loop(material, whole);
    }

    public void Ellipse(Material material, float x, float y, float radiusX, float radiusY, float turn = 0f)
    {
        _contour.Clear();
        _contour.AddEllipse(Frame, x, y, radiusX, radiusY, turn);
        Fill(material);
    }

    public void Rectangle(Material material, float x, float y, float width, float height)
        => Polygon(material, x, y, x + width, y, x + width, y + height, x, y + height);

    /// <summary>A line along a smooth curve, tapering from one width to the other.</summary>
    public void Stroke(Material material, float startWidth, float endWidth, params ReadOnlySpan<float> xy)
    {
        _contour.Clear();
        _contour.AddRibbon(Frame, startWidth, endWidth, xy);
        Fill(material);
    }

    /// <summary>Screens a round soft light over what is there.</summary>
    public void Glow(Rgb color, float x, float y, float radius, float strength)
        => SoftDisc(x, y, radius, radius, strength * Opacity, color, screens: true);

    /// <summary>A soft dark patch on the ground, which gives a thing its weight.</summary>
    public void Shadow(float x, float y, float radiusX, float radiusY, float strength)
        => SoftDisc(x, y, radiusX, radiusY, strength * Opacity, light.Ambient * 0.25f, screens: false);

    /// <summary>The colour of a surface that faces the viewer, in this light and through this air.</summary>
    public Rgb Lit(Rgb color) => (color * light.Ambient.Mix(light.Key, 0.8f)).Mix(Haze, HazeAmount);

    private void Fill(Material material)
    {
        if (!_rasterizer.Fill(_contour.Points))
            return;
        uint mark = NextMark(material);
        bool modelled = shading != Shading.Flat && material.Round > 0f && !material.Glows;
        if (modelled)
            _relief.Raise(_rasterizer, material.Round, light);
        Shade(material, mark, modelled);
    }

    private uint NextMark(Material material)
    {
        if (material.Detail || material.Opacity * Opacity < 0.6f)
            return 0;
        _mark = _mark % 126 + 1;
        return OnSubject ? _mark | Canvas.SubjectMark : _mark;
    }

    private void Shade(Material material, uint mark, bool modelled)
    {
        Rgb shadow = light.Ambient, key = light.Key;
        float opacity = material.Opacity * Opacity / 255f;
        int left = _rasterizer.Left, top = _rasterizer.Top;
        int columns = _rasterizer.Columns, rows = _rasterizer.Rows;
        float texture = shading == Shading.Flat ? 0f : shading == Shading.Cel ? material.Texture * 0.3f : material.Texture;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<byte> mask = _rasterizer.Mask.AsSpan(row * columns, columns);
            Rgb color = material.Fade is { } fade ? material.Color.Mix(fade, (row + 0.5f) / rows) : material.Color;
            Rgb even = material.Glows ? color : Lit(color);
            for (int column = 0; column < columns; column++)
            {
                byte coverage = mask[column];
                if (coverage == 0)
                    continue;
                int x = left + column, y = top + row;
                Rgb shaded = even;
                if (modelled)
                    shaded = Model(color, shadow, key, _relief.Facing(column, row)).Mix(Haze, HazeAmount);
                if (texture > 0f)
                    shaded *= 1f + texture * (Noise.Value(x * 0.22f, y * 0.13f, 7u) + Noise.Lattice(x, y, 9u) * 0.5f - 0.75f);
                if (mark != 0 && coverage > 127)
                    canvas.Mark(x, y, mark);
                canvas.Blend(x, y, shaded, coverage * opacity);
            }
        }
    }

    /// <summary>The tone of a surface; facing is -1 where it turns away from the light, +1 where it faces it.</summary>
    private Rgb Model(Rgb color, Rgb shadow, Rgb key, float facing)
    {
        if (shading == Shading.Cel)
        {
            Rgb flat = color * shadow.Mix(key, facing < -0.2f ? 0.3f : 0.85f);
            return facing > 0.62f ? flat.Mix(key, 0.22f) : flat;
        }

        Rgb lit = color * shadow.Mix(key, Scalar.SmoothStep(-0.95f, 0.42f, facing));
        return facing > 0.25f ? lit.Mix(key, (facing - 0.25f) * 0.38f) : lit;
    }

    private void SoftDisc(float x, float y, float radiusX, float radiusY, float strength, Rgb color, bool screens)
    {
        Point center = Frame.Map(x, y);
        float scale = Frame.Scale;
        radiusX *= scale;
        radiusY *= scale;
        int left = Math.Max(0, (int)(center.X - radiusX)), right = Math.Min(canvas.Width - 1, (int)(center.X + radiusX));
        int top = Math.Max(0, (int)(center.Y - radiusY)), bottom = Math.Min(canvas.Height - 1, (int)(center.Y + radiusY));
        for (int row = top; row <= bottom; row++)
        {
            float dy = (row - center.Y) / radiusY;
            for (int column = left; column <= right; column++)
            {
                float dx = (column - center.X) / radiusX;
                float amount = Scalar.Falloff(dx * dx + dy * dy) * strength;
                if (amount <= 0.002f)
                    continue;
                if (screens)
                    canvas.Set(column, row, canvas.At(column, row).Screen(color * amount));
                else
                    canvas.Blend(column, row, color, amount);
            }
        }
    }
}
