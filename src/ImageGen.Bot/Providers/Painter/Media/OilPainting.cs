namespace ImageGen.Bot.Providers.Painter;

/// <summary>Loaded brush strokes that follow the forms, broad in the open and fine on the subject, with raised bristle marks.</summary>
internal sealed class OilPainting(Canvas canvas, Scene scene, uint seed) : Medium(canvas, scene, seed)
{
    public override void Prepare(CancellationToken cancellation)
    {
        var random = new Pcg32(Seed);
        float unit = Canvas.Unit;
        Lay(random, 8.5f * unit, 14f * unit, 4.6f * unit, everywhere: true, cancellation);
        Lay(random, 4.6f * unit, 6f * unit, 2f * unit, everywhere: false, cancellation);
    }

    public override Rgb Develop(int x, int y)
    {
        Rgb color = Canvas.At(x, y);
        float ridge = color.Luminance - Canvas.At(x + 1, y + 1).Luminance;
        float weave = ((x + (y & 2)) & 3) == 0 ? 0.006f : 0f;
        return color.Saturate(1.15f).Contrast(1.05f) + Rgb.Gray(Math.Clamp(ridge * 0.8f, -0.08f, 0.1f) + weave);
    }

    private void Lay(Pcg32 random, float spacing, float halfLength, float halfWidth, bool everywhere, CancellationToken cancellation)
    {
        int reach = (int)MathF.Max(3f, 4f * Canvas.Unit);
        for (float y = 0f; y < Canvas.Height; y += spacing)
        {
            cancellation.ThrowIfCancellationRequested();
            for (float x = 0f; x < Canvas.Width; x += spacing)
            {
                int centerX = (int)(x + random.NextFloat() * spacing), centerY = (int)(y + random.NextFloat() * spacing);
                float across = Canvas.At(centerX + reach, centerY).Luminance - Canvas.At(centerX - reach, centerY).Luminance;
                float down = Canvas.At(centerX, centerY + reach).Luminance - Canvas.At(centerX, centerY - reach).Luminance;
                float slope = MathF.Sqrt(across * across + down * down);
                bool onSubject = Canvas.MarkAt(centerX, centerY) >= Canvas.SubjectMark;
                if (everywhere ? onSubject : !onSubject && slope < 0.06f)
                    continue;

                // Strokes run along edges; where there are none, along a slow flow.
                float turn = Noise.Value(centerX * 0.004f / Canvas.Unit, centerY * 0.006f / Canvas.Unit, Seed) * 2.4f - 1.2f;
                (float alongX, float alongY) = slope > 0.03f ? (-down / slope, across / slope) : (Scalar.Cos(turn), Scalar.Sin(turn) * 0.6f);
                Rgb paint = Canvas.At(centerX, centerY) * random.Range(0.94f, 1.06f);
                Stroke(centerX, centerY, alongX, alongY, halfLength * random.Range(0.7f, 1.2f), halfWidth, paint, onSubject, random.Next());
            }
        }
    }

    private void Stroke(int centerX, int centerY, float alongX, float alongY, float halfLength, float halfWidth, Rgb paint, bool onSubject, uint bristles)
    {
        int spanX = (int)(MathF.Abs(alongX) * halfLength + MathF.Abs(alongY) * halfWidth) + 1;
        int spanY = (int)(MathF.Abs(alongY) * halfLength + MathF.Abs(alongX) * halfWidth) + 1;
        for (int y = Math.Max(0, centerY - spanY); y <= Math.Min(Canvas.Height - 1, centerY + spanY); y++)
        {
            for (int x = Math.Max(0, centerX - spanX); x <= Math.Min(Canvas.Width - 1, centerX + spanX); x++)
            {
                float dx = x - centerX, dy = y - centerY;
                float along = (dx * alongX + dy * alongY) / halfLength, across = (dy * alongX - dx * alongY) / halfWidth;
                float cover = 1f - across * across - along * along * along * along;
                if (cover <= 0f || Canvas.MarkAt(x, y) >= Canvas.SubjectMark != onSubject)
                    continue;
                float bristle = Noise.Lattice((int)MathF.Floor(across * 5f), 0, bristles);
                Canvas.Blend(x, y, paint * (0.93f + bristle * 0.14f), MathF.Min(cover * 2.5f, 0.92f));
            }
        }
    }
}
