namespace ImageGen.Bot.Providers.Painter;

/// <summary>Chooses and orders the layers between the sky and the subject.</summary>
internal static class Landscape
{
    public static void Paint(Stage stage)
    {
        Scene scene = stage.Scene;
        switch (scene.Setting)
        {
            case Setting.Space:
                Cosmos.Paint(stage);
                return;
            case Setting.Underwater:
                Depths.Paint(stage);
                return;
        }

        Backdrop(stage);
        Ground(stage);
        stage.Distance(0f);
    }

    private static void Backdrop(Stage stage)
    {
        bool snowy = stage.Scene.Setting == Setting.Snowfield || stage.Scene.Weather == Weather.Snow;
        switch (stage.Scene.Beyond)
        {
            case Setting.Mountains:
                Terrain.Mountains(stage, snow: stage.Scene.Setting != Setting.Desert);
                break;
            case Setting.City:
                Cityscape.Paint(stage);
                break;
            case Setting.Forest:
                if (stage.Scene.Setting is Setting.Forest or Setting.Lake)
                    Terrain.Mountains(stage, snow: snowy);
                Vegetation.Forest(stage, snowy);
                break;
            case Setting.Meadow:
                Terrain.Hills(stage, Rgb.Hex(0x7FA38A), Rgb.Hex(0x86B05E), 3, 0.3f);
                break;
            case Setting.Desert:
                Terrain.Mountains(stage, snow: false);
                break;
        }
    }

    private static void Ground(Stage stage)
    {
        Pcg32 random = stage.Random.Fork("ground");
        switch (stage.Scene.Setting)
        {
            case Setting.Sea:
                Water.Paint(stage, Tint(stage, 0x2F7C98), 0.58f, 1f);
                break;
            case Setting.Lake:
                Water.Paint(stage, Tint(stage, 0x3E7C8E), 0.72f, 0.55f);
                break;
            case Setting.City when stage.Scene.Dark || stage.Scene.Weather == Weather.Rain:
                Water.Paint(stage, Rgb.Hex(0x3A3E52), 0.66f, 0.85f);
                break;
            case Setting.City:
                // By day a city is seen from its park.
                Terrain.Hills(stage, Rgb.Hex(0x7FA070), Rgb.Hex(0x93B866), 2, 0.05f);
                Vegetation.Grass(stage, Rgb.Hex(0x7C9E54), 80, flowers: true);
                break;
            case Setting.Desert:
                Terrain.Dunes(stage);
                Vegetation.Cacti(stage);
                break;
            case Setting.Snowfield:
                Terrain.Hills(stage, Rgb.Hex(0xE8EFF8), Rgb.Hex(0xF4F7FC), 2, 0.12f);
                break;
            case Setting.Forest:
                Rgb floor = stage.Scene.Weather == Weather.Snow ? Rgb.Hex(0xEEF3FA) : Rgb.Hex(0x6F8A50);
                Terrain.Hills(stage, floor * 0.9f, floor, 2, 0.1f);
                if (stage.Scene.Weather != Weather.Snow)
                    Vegetation.Grass(stage, Rgb.Hex(0x567A40), 60, flowers: false);
                break;
            case Setting.Meadow:
            case Setting.Mountains:
                Rgb grass = random.Pick(Rgb.Hex(0x8DB35A), Rgb.Hex(0x7FAF68), Rgb.Hex(0xA9B45C));
                Terrain.Hills(stage, grass.Mix(Rgb.Hex(0x6F9A80), 0.4f), grass, 2, 0.16f);
                Vegetation.Grass(stage, grass * 0.8f, 110, flowers: true);
                break;
        }
    }

    private static Rgb Tint(Stage stage, uint water) => Rgb.Hex(water).Mix(stage.Palette.Middle, stage.Scene.Time == TimeOfDay.Day ? 0.35f : 0.6f);
}
