namespace ImageGen.Bot.Providers.Painter;

/// <summary>The ground of an isometric picture: a block of land, cut out and seen from the corner.</summary>
internal static class Diorama
{
    private const int Tiles = 9;

    /// <summary>Where the subject's foot goes, as a fraction of the height.</summary>
    public const float FootY = 0.74f;

    public static void Paint(Stage stage)
    {
        Pcg32 random = stage.Random.Fork("diorama");
        uint seed = random.Next();
        Backcloth(stage);
        float half = MathF.Min(stage.Width / (2.2f * Tiles), stage.Height / (1.75f * Tiles));
        stage.Distance(0f);
        stage.Pen.Shadow(stage.Width / 2f, stage.Height * 0.84f, half * Tiles * 1.15f, half * Tiles * 0.55f, 0.6f);
        for (int sum = 0; sum <= 2 * (Tiles - 1); sum++)
        {
            for (int column = Math.Max(0, sum - Tiles + 1); column <= Math.Min(sum, Tiles - 1); column++)
                Tile(stage, random, column, sum - column, half, seed);
        }

        stage.Pen.Frame = Affine.Pixels;
    }

    private static void Backcloth(Stage stage)
    {
        for (int y = 0; y < stage.Height; y++)
        {
            Rgb row = stage.Palette.Middle.Mix(stage.Palette.Horizon, y / (float)stage.Height);
            for (int x = 0; x < stage.Width; x++)
                stage.Canvas.Set(x, y, row);
        }
    }

    private static void Tile(Stage stage, Pcg32 random, int column, int row, float half, uint seed)
    {
        float x = stage.Width / 2f + (column - row) * half;
        float y = stage.Height * 0.68f + (column + row - Tiles + 1) * half * 0.5f;
        float middle = (Tiles - 1) / 2f;
        bool center = MathF.Abs(column - middle) <= 1.1f && MathF.Abs(row - middle) <= 1.1f;
        bool border = column == Tiles - 1 || row == Tiles - 1;
        float noise = Noise.Value(column * 0.55f, row * 0.55f, seed);
        (Rgb top, float lift) = Surface(stage.Scene.Setting, noise, random);
        if (center)
            lift = 0.1f;
        Block(stage.Pen, x, y, half, lift, border ? 2.2f : 0.7f, top);
        bool behind = column + row < Tiles + 1;
        if (!center && random.Chance(behind ? 0.4f : 0.16f))
            Prop(stage, random, x, y - lift * half, half, noise);
    }

    private static (Rgb Top, float Lift) Surface(Setting setting, float noise, Pcg32 random) => setting switch
    {
        Setting.Sea or Setting.Lake or Setting.Underwater when noise < 0.62f => (Rgb.Hex(0x4AA8C8).Mix(Rgb.Hex(0x7AD0DC), random.NextFloat() * 0.5f), 0f),
        Setting.Sea or Setting.Lake or Setting.Underwater => (Rgb.Hex(0xEAD6A0), 0.25f),
        Setting.Desert => (Rgb.Hex(0xE8C284).Mix(Rgb.Hex(0xDDAF6A), noise), 0.7f * noise),
        Setting.Snowfield => (Rgb.Hex(0xF0F5FC), 0.6f * noise),
        Setting.City => (Rgb.Hex(noise > 0.5f ? 0x9A9CA8u : 0x868A98u), 0.1f),
        Setting.Space => (Rgb.Hex(0x8A86A0).Mix(Rgb.Hex(0xA8A0B8), noise), 0.8f * noise),
        Setting.Mountains => (noise > 0.62f ? Rgb.Hex(0xA0A0A4) : Rgb.Hex(0x86B060), 1.8f * noise * noise),
        Setting.Meadow or Setting.Forest => (Rgb.Hex(0x82B45A).Mix(Rgb.Hex(0x9CC46A), random.NextFloat()), 0.6f * noise),
    };

    private static void Block(Pen pen, float x, float y, float half, float lift, float depth, Rgb top)
    {
        pen.Frame = Affine.Place(x, y - lift * half, half);
        float foot = depth + lift;
        var earth = new Material(Rgb.Hex(0x8A6A50)).Flat();
        var face = new Material(top).Flat();
        pen.Polygon(earth.Darker(0.1f), -1f, 0f, 0f, 0.5f, 0f, 0.5f + foot, -1f, foot);
        pen.Polygon(earth.Darker(0.38f), 1f, 0f, 0f, 0.5f, 0f, 0.5f + foot, 1f, foot);
        pen.Polygon(face.Darker(0.12f).AsDetail(), -1f, 0f, 0f, 0.5f, 0f, 0.72f, -1f, 0.22f);
        pen.Polygon(face.Darker(0.3f).AsDetail(), 1f, 0f, 0f, 0.5f, 0f, 0.72f, 1f, 0.22f);
        pen.Polygon(face, 0f, -0.5f, 1f, 0f, 0f, 0.5f, -1f, 0f);
    }

    private static void Prop(Stage stage, Pcg32 random, float x, float y, float half, float noise)
    {
        switch (stage.Scene.Setting)
        {
            case Setting.City:
                Tower(stage, random, x, y, half * 0.72f, random.Range(1.6f, 4.2f));
                break;
            case Setting.Forest or Setting.Snowfield or Setting.Mountains:
                Vegetation.Conifer(stage.Pen, random, x, y + half * 0.1f, half * random.Range(1.8f, 2.7f), Rgb.Hex(0x4A8A58), stage.Scene.Setting == Setting.Snowfield);
                break;
            case Setting.Meadow:
                Vegetation.Broadleaf(stage.Pen, random, x, y + half * 0.1f, half * random.Range(1.5f, 2.2f), Rgb.Hex(0x5E9A4E));
                break;
            case Setting.Sea or Setting.Lake or Setting.Underwater when noise < 0.62f:
                break;
            default:
                stage.Pen.Frame = Affine.Place(x, y, half);
                stage.Pen.Loop(Material.Of(0x9A9088), -0.4f, 0.1f, -0.3f, -0.3f, 0.05f, -0.5f, 0.35f, -0.2f, 0.4f, 0.12f, 0f, 0.25f);
                break;
        }
    }

    private static void Tower(Stage stage, Pcg32 random, float x, float y, float half, float height)
    {
        Pen pen = stage.Pen;
        pen.Frame = Affine.Place(x, y, half);
        var wall = new Material(random.Pick(Rgb.Hex(0xD8B49A), Rgb.Hex(0x9AB4C8), Rgb.Hex(0xC8C0B0), Rgb.Hex(0xB88A80))).Flat();
        pen.Polygon(wall, -1f, 0f, 0f, 0.5f, 0f, 0.5f - height, -1f, -height);
        pen.Polygon(wall.Darker(0.3f), 1f, 0f, 0f, 0.5f, 0f, 0.5f - height, 1f, -height);
        pen.Polygon(wall.Lighter(0.3f), 0f, -0.5f - height, 1f, -height, 0f, 0.5f - height, -1f, -height);
        for (float level = 0.5f; level < height - 0.3f; level += 0.55f)
        {
            for (int window = 0; window < 2; window++)
            {
                bool lit = stage.Scene.Dark && random.Chance(0.7f);
                Rgb color = lit ? Rgb.Hex(0xFFD878) : Rgb.Hex(0x5A7488);
                Material glass = (lit ? Material.Lamp(color) : new Material(color).Flat()).AsDetail();
                float at = 0.16f + window * 0.42f;
                pen.Polygon(glass, -at, 0.5f - at * 0.5f - level, -at - 0.26f, 0.37f - at * 0.5f - level, -at - 0.26f, 0.07f - at * 0.5f - level, -at, 0.2f - at * 0.5f - level);
                pen.Polygon(glass, at, 0.5f - at * 0.5f - level, at + 0.26f, 0.37f - at * 0.5f - level, at + 0.26f, 0.07f - at * 0.5f - level, at, 0.2f - at * 0.5f - level);
            }
        }
    }
}
