namespace ImageGen.Bot.Providers.Painter;

/// <summary>The emblems of a mood, between landscape and subject.</summary>
internal static class Ornament
{
    public static void Behind(Stage stage)
    {
        stage.Distance(0f);
        switch (stage.Scene.Mood?.Name)
        {
            case "art-deco":
                Sunburst(stage);
                break;
            case "steampunk":
                Gears(stage);
                break;
            case "vaporwave":
                Grid(stage);
                break;
        }
    }

    private static void Sunburst(Stage stage)
    {
        Rgb gold = stage.Palette.Accent;
        float x = stage.Scene.Composition.SubjectX * stage.Width, y = stage.Horizon;
        for (int ray = 0; ray < 17; ray++)
        {
            float angle = Scalar.Tau * (0.5f + (ray + 0.2f) / 34f), next = angle + Scalar.Tau * 0.3f / 34f, reach = stage.Width + stage.Height;
            stage.Pen.Polygon(Material.Lamp(gold) with { Opacity = 0.3f, Detail = true },
                x, y, x + Scalar.Cos(angle) * reach, y + Scalar.Sin(angle) * reach, x + Scalar.Cos(next) * reach, y + Scalar.Sin(next) * reach);
        }

        for (int rule = 0; rule < 2; rule++)
        {
            float inset = stage.Unit * (20f + rule * 12f), width = stage.Unit * (rule == 0 ? 5f : 2f);
            Material line = Material.Lamp(gold);
            stage.Pen.Rectangle(line, inset, inset, stage.Width - 2 * inset, width);
            stage.Pen.Rectangle(line, inset, stage.Height - inset - width, stage.Width - 2 * inset, width);
            stage.Pen.Rectangle(line, inset, inset, width, stage.Height - 2 * inset);
            stage.Pen.Rectangle(line, stage.Width - inset - width, inset, width, stage.Height - 2 * inset);
        }
    }

    private static void Gears(Stage stage)
    {
        Pcg32 random = stage.Random.Fork("gears");
        for (int gear = 0; gear < 5; gear++)
        {
            float radius = stage.Extent * random.Range(0.06f, 0.14f);
            float x = (gear % 2 == 0 ? random.Range(0f, 0.16f) : random.Range(0.84f, 1f)) * stage.Width, y = stage.Height * (0.05f + gear * 0.21f);
            Material brass = new Material(random.Pick(Rgb.Hex(0xC08A3E), Rgb.Hex(0x9A6A3A), Rgb.Hex(0x7A5A48))) { Texture = 0.1f };
            stage.Pen.Frame = Affine.Place(x, y, radius / 100f);
            for (int tooth = 0; tooth < 12; tooth++)
            {
                float angle = tooth * Scalar.Tau / 12f;
                stage.Pen.Stroke(brass, 26f, 18f, Scalar.Cos(angle) * 78f, Scalar.Sin(angle) * 78f, Scalar.Cos(angle) * 104f, Scalar.Sin(angle) * 104f);
            }

            stage.Pen.Ellipse(brass, 0f, 0f, 86f, 86f);
            stage.Pen.Ellipse(brass.Darker(0.35f), 0f, 0f, 58f, 58f);
            for (int spoke = 0; spoke < 3; spoke++)
            {
                float angle = spoke * Scalar.Tau / 6f + gear;
                stage.Pen.Stroke(brass, 15f, 15f, Scalar.Cos(angle) * -62f, Scalar.Sin(angle) * -62f, Scalar.Cos(angle) * 62f, Scalar.Sin(angle) * 62f);
            }

            stage.Pen.Ellipse(brass.Lighter(0.15f), 0f, 0f, 20f, 20f);
        }

        stage.Pen.Frame = Affine.Pixels;
    }

    /// <summary>The glowing floor that runs to the horizon.</summary>
    private static void Grid(Stage stage)
    {
        float horizon = stage.Horizon, depth = stage.Height - horizon;
        Material line = Material.Lamp(stage.Palette.Accent) with { Opacity = 0.7f, Detail = true };
        for (int row = 0; row < 14; row++)
        {
            float t = row / 13f, y = horizon + depth * t * t;
            stage.Pen.Rectangle(line, 0f, y, stage.Width, stage.Unit * (0.8f + 2.4f * t));
        }

        float middle = stage.Width / 2f;
        for (int column = -16; column <= 16; column++)
        {
            float far = middle + column * stage.Extent * 0.045f, near = middle + column * stage.Extent * 0.3f, half = stage.Unit * 1.5f;
            stage.Pen.Polygon(line, far - half * 0.3f, horizon, far + half * 0.3f, horizon, near + half, stage.Height, near - half, stage.Height);
        }
    }
}
