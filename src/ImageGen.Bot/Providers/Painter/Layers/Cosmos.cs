namespace ImageGen.Bot.Providers.Painter;

/// <summary>Outer space: nebulae and a far world.</summary>
internal static class Cosmos
{
    public static void Paint(Stage stage)
    {
        Pcg32 random = stage.Random.Fork("cosmos");
        Nebula(stage, random);
        stage.Distance(0f);
        if (stage.Scene.Subject?.Name == "planet")
            return;
        float x = (stage.Scene.Composition.Mirrored ? 0.8f : 0.2f) * stage.Width;
        float radius = stage.Extent * random.Range(0.1f, 0.17f);
        Planet(stage.Pen, random, x, stage.Height * random.Range(0.2f, 0.32f), radius, null, ringed: random.Chance(0.6f));
    }

    public static void Planet(Pen pen, Pcg32 random, float x, float y, float radius, Rgb? color, bool ringed)
    {
        Rgb body = color ?? random.Pick(Rgb.Hex(0xD98A5A), Rgb.Hex(0x6FA8C8), Rgb.Hex(0xC9A0D8), Rgb.Hex(0xE2B66A), Rgb.Hex(0x68B89A));
        Affine before = pen.Frame;
        pen.Frame = before.Inner(x, y, radius / 100f, radius / 100f, random.Range(-0.5f, -0.2f));
        pen.Glow(body.Mix(Rgb.White, 0.3f), 0f, 0f, 150f, 0.45f);
        if (ringed)
            Ring(pen, body, front: false);
        pen.Ellipse(new Material(body) { Round = 0.6f }, 0f, 0f, 100f, 100f);
        for (int band = 0; band < 9; band++)
        {
            float top = -86f + band * 20f, half = MathF.Sqrt(MathF.Max(0f, 10000f - top * top)) - 13f;
            float bend = random.Range(-5f, 5f);
            Rgb shade = body.RotateHue(random.Range(-0.05f, 0.05f)) * random.Range(0.78f, 1.15f);
            pen.Stroke(new Material(shade) { Round = 0f, Detail = true, Opacity = 0.5f }, random.Range(6f, 15f), random.Range(3f, 12f), -half, top, 0f, top + bend, half, top);
        }

        // The night side: a crescent drawn over the disc, with a soft edge made of several steps.
        for (int step = 0; step < 6; step++)
        {
            float inner = 40f - step * 14f, side = pen.Light.X < 0f == before.Xx > 0f ? 1f : -1f;
            pen.Loop(new Material(Rgb.Hex(0x0A0820)) { Round = 0f, Detail = true, Opacity = 0.17f },
                0f, -100f, side * 71f, -71f, side * 100f, 0f, side * 71f, 71f, 0f, 100f, side * inner * 0.8f, 50f, side * inner, 0f, side * inner * 0.8f, -50f);
        }

        if (ringed)
            Ring(pen, body, front: true);
        pen.Frame = before;
    }

    private static void Ring(Pen pen, Rgb body, bool front)
    {
        float side = front ? 1f : -1f;
        for (int ring = 0; ring < 3; ring++)
        {
            float radius = 138f + ring * 22f, depth = (26f + ring * 5f) * side;
            pen.Stroke(new Material(body.Mix(Rgb.White, 0.45f - ring * 0.15f)) { Round = 0f, Opacity = 0.85f, Detail = true }, 10f, 10f,
                -radius, 0f, -radius * 0.92f, depth * 0.55f, -radius * 0.6f, depth * 0.9f, 0f, depth * 1.12f, radius * 0.6f, depth * 0.9f, radius * 0.92f, depth * 0.55f, radius, 0f);
        }
    }

    private static void Nebula(Stage stage, Pcg32 random)
    {
        uint seed = random.Next();
        float scale = 2.4f / stage.Extent;
        var gas = new Field(stage.Width, stage.Height, 4, (x, y) => Noise.Fbm(x * scale + 2f * Noise.Value(x * scale, y * scale, seed), y * scale, 5, seed));
        var hue = new Field(stage.Width, stage.Height, 8, (x, y) => Noise.Fbm(x * scale * 0.7f, y * scale * 0.7f + 40f, 2, seed));
        Rgb one = stage.Palette.Horizon, other = random.Pick(Rgb.Hex(0x2FA8C8), Rgb.Hex(0x7A4FD8), Rgb.Hex(0xE8785A));
        for (int y = 0; y < stage.Height; y++)
        {
            for (int x = 0; x < stage.Width; x++)
            {
                float density = Scalar.SmoothStep(0.42f, 0.78f, gas.At(x, y));
                if (density > 0.01f)
                    stage.Canvas.Set(x, y, stage.Canvas.At(x, y).Screen(one.Mix(other, Scalar.SmoothStep(0.3f, 0.7f, hue.At(x, y))) * (density * 0.8f)));
            }
        }
    }
}
