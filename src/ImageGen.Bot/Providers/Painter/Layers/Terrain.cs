namespace ImageGen.Bot.Providers.Painter;

/// <summary>Land: mountain ranges, hills, dunes and the ground underfoot.</summary>
internal static class Terrain
{
    /// <summary>Ranges one behind another, paler with distance.</summary>
    public static void Mountains(Stage stage, bool snow)
    {
        Pcg32 random = stage.Random.Fork("mountains");
        int ranges = 3;
        Rgb rock = random.Pick(Rgb.Hex(0x6F7387), Rgb.Hex(0x7A6E72), Rgb.Hex(0x5F7482));
        for (int range = 0; range < ranges; range++)
        {
            float near = (range + 1f) / ranges;
            uint seed = random.Next();
            float rise = stage.Extent * (0.46f - 0.22f * near) * random.Range(0.85f, 1.25f);
            float frequency = (1.4f + near * 1.6f) / stage.Extent;
            float peak = random.NextFloat() * stage.Width;
            float foot = stage.Horizon + stage.Height * 0.03f * near;
            float[] ridge = Profile(stage, x =>
            {
                float aside = (x - peak) / (stage.Width * 0.6f);
                return foot - rise * (0.2f + 0.8f * Noise.Ridged(x * frequency, 5, seed)) * (0.72f + 0.5f * Scalar.Falloff(aside * aside));
            });
            Rgb body = near > 0.9f && !snow ? rock.Mix(Rgb.Hex(0x3F6248), 0.5f) : rock;
            stage.Distance(0.72f - 0.5f * near);
            Slope(stage, ridge, Math.Min(stage.Height, (int)(stage.Horizon + stage.Height * 0.06f)), body, body * 0.85f, 0.9f, seed, foot - rise * (snow ? 0.52f : 0.7f));
        }
    }

    /// <summary>Rolling hills up to the viewer's feet.</summary>
    public static void Hills(Stage stage, Rgb far, Rgb near, int count, float height)
    {
        Pcg32 random = stage.Random.Fork("hills");
        for (int hill = 0; hill < count; hill++)
        {
            float t = (hill + 1f) / count;
            uint seed = random.Next();
            float foot = Scalar.Lerp(stage.Horizon, stage.Horizon + (stage.Height - stage.Horizon) * 0.3f, hill / MathF.Max(1f, count - 1f));
            float frequency = random.Range(0.9f, 1.6f) / stage.Extent;
            float[] ridge = Profile(stage, x => foot - stage.Extent * height * (1.1f - 0.5f * t) * (Noise.Fbm(x * frequency, t * 5f, 2, seed) - 0.08f));
            stage.Distance(0.5f * (1f - t));
            int bottom = hill == count - 1 ? stage.Height : (int)(foot + stage.Height * 0.16f);
            Slope(stage, ridge, Math.Min(bottom, stage.Height), far.Mix(near, t), far.Mix(near, t) * 0.72f, 0.3f, seed, snowLine: null);
        }
    }

    /// <summary>Dunes: long crests with a sunlit face and a shaded one.</summary>
    public static void Dunes(Stage stage)
    {
        Pcg32 random = stage.Random.Fork("dunes");
        Rgb sand = random.Pick(Rgb.Hex(0xE9BE7E), Rgb.Hex(0xE5A96B), Rgb.Hex(0xEFCB98));
        for (int dune = 0; dune < 4; dune++)
        {
            float t = (dune + 1f) / 4f;
            uint seed = random.Next();
            float foot = Scalar.Lerp(stage.Horizon, stage.Horizon + (stage.Height - stage.Horizon) * 0.34f, t * t);
            float frequency = random.Range(0.8f, 1.3f) / stage.Extent;
            float[] ridge = Profile(stage, x => foot - stage.Extent * (0.06f + 0.05f * t) * Noise.Ridged(x * frequency, 2, seed));
            stage.Distance(0.42f * (1f - t));
            Slope(stage, ridge, stage.Height, sand, sand.Mix(Rgb.Hex(0xB87846), 0.35f), 0.75f, seed, snowLine: null);
        }
    }

    private static float[] Profile(Stage stage, Func<float, float> height)
    {
        var ridge = new float[stage.Width];
        for (int x = 0; x < ridge.Length; x++)
            ridge[x] = height(x);
        return ridge;
    }

    /// <summary>
    /// Paints everything below a ridge. A flank's light comes from the slope of the ridge above it, followed down
    /// a wandering line: that alone makes the facets and gullies of a mountain.
    /// </summary>
    private static void Slope(Stage stage, float[] ridge, int bottom, Rgb top, Rgb foot, float relief, uint seed, float? snowLine)
    {
        Canvas canvas = stage.Canvas;
        Light light = stage.Pen.Light;
        uint mark = 1 + seed % 126;
        float towards = light.X < 0f ? -1f : 1f;
        int span = Math.Max(2, (int)(stage.Unit * 9f));
        float grain = 14f / stage.Extent;
        bool flat = stage.Pen.Shading == Shading.Flat, cel = stage.Pen.Shading == Shading.Cel;
        float thaw = stage.Extent * (flat || cel ? 0.004f : 0.035f);
        int highest = Math.Max(0, (int)ridge.Min());
        var wander = new Field(canvas.Width, canvas.Height, 6, (x, y) => y < highest - 12 ? 0.5f : Noise.Fbm(x * grain, y * grain * 0.7f, 3, seed));
        for (int y = highest; y < bottom; y++)
        {
            for (int x = 0; x < canvas.Width; x++)
            {
                float depth = y + 1f - ridge[x];
                if (depth <= 0f)
                    continue;
                float t = Scalar.Clamp01(depth / (stage.Extent * 0.4f));
                float noise = wander.At(x, y);
                float facing = 0f;
                if (!flat && relief > 0f)
                {
                    int at = Math.Clamp(x + (int)((noise - 0.5f) * (depth * 1.1f + 8f)), span, canvas.Width - 1 - span);
                    facing = Math.Clamp((ridge[at + span] - ridge[at - span]) / (2f * span) * -towards * 1.6f, -1f, 1f);
                    facing = (cel ? (facing < -0.1f ? -0.7f : 0.25f) : facing) * relief;
                }

                Rgb surface = top.Mix(foot, t);
                if (snowLine is { } line)
                    surface = surface.Mix(Rgb.Hex(0xF4F7FC), Scalar.SmoothStep(-thaw, thaw, line + (noise - 0.5f) * stage.Extent * 0.26f - y));
                if (!flat)
                    surface *= 0.93f + noise * 0.14f;
                Rgb tone = surface * light.Ambient.Mix(light.Key, Scalar.Clamp01(0.76f + 0.42f * facing));
                canvas.Blend(x, y, tone.Mix(stage.Pen.Haze, Scalar.Clamp01(stage.Pen.HazeAmount + t * 0.12f * stage.Pen.HazeAmount)), MathF.Min(depth, 1f));
                if (depth > 0.5f)
                    canvas.Mark(x, y, mark);
            }
        }
    }
}
