namespace ImageGen.Bot.Providers.Painter;

/// <summary>Puts the subject and its companion into the landscape.</summary>
internal static class Staging
{
    public static void Paint(Stage stage)
    {
        Composition composition = stage.Scene.Composition;
        if ((stage.Scene.Subject ?? FocalPoint(stage)) is not { } subject)
            return;
        stage.Distance(0f);
        float size = MathF.Min((stage.Scene.Subject is null ? subject.Size * 0.55f : composition.SubjectSize) * stage.Extent, stage.Width * 0.86f / subject.Breadth);
        size = MathF.Min(size, stage.Height * 0.84f);
        if (stage.Scene.Medium == Medium.Isometric)
            size *= 0.62f;
        float x = stage.Scene.Medium == Medium.Isometric ? stage.Width * 0.5f : composition.SubjectX * stage.Width;
        if (stage.Scene.Companion is { } companion)
        {
            float offset = composition.Mirrored ? -1f : 1f;
            float room = size * subject.Breadth * 0.5f + size * 0.2f;
            float second = companion.Size / subject.Size * size * 0.5f;
            x = Math.Clamp(x - offset * stage.Width * 0.06f, stage.Width * 0.2f, stage.Width * 0.8f);
            float beside = Math.Clamp(x + offset * room, second * 0.4f, stage.Width - second * 0.4f);
            Place(stage, companion, beside, MathF.Min(second, stage.Width * 0.4f / companion.Breadth), farther: true);
        }

        if (stage.Scene.OnWater && subject.Stance == Stance.Ground && stage.Scene.Medium != Medium.Isometric)
            Bank(stage);
        stage.Pen.OnSubject = true;
        Place(stage, subject, x, IsCloseUp(stage) ? size * 1.3f : size, farther: false);
        stage.Pen.OnSubject = false;
        stage.Pen.Frame = Affine.Pixels;
    }

    /// <summary>A landscape nobody asked a subject of still wants something for the eye to rest on.</summary>
    private static Subject? FocalPoint(Stage stage)
    {
        Pcg32 random = stage.Random.Fork("focal point");
        string[] choices = stage.Scene.Setting switch
        {
            Setting.Lake or Setting.Sea when stage.Scene.Beyond != Setting.City => ["boat", "lighthouse", "boat"],
            Setting.Meadow => ["house", "windmill", "tree"],
            Setting.Mountains => ["castle", "house", "balloon"],
            Setting.Snowfield => ["house", "penguin"],
            Setting.Underwater => ["fish", "whale"],
            Setting.Space => ["rocket", "planet"],
            Setting.Forest => ["house", "fox"],
            Setting.Desert => ["balloon", "person"],
            Setting.Lake or Setting.Sea => ["boat"],
            Setting.City => [],
        };
        return choices.Length == 0 ? null : Subject.ByWord[choices[random.Below(choices.Length)]];
    }

    private static void Place(Stage stage, Subject subject, float x, float size, bool farther)
    {
        Scene scene = stage.Scene;
        float foot = FootOf(stage, subject, size, farther);
        bool mirrored = scene.Composition.Mirrored;
        if (subject.Stance is Stance.Landmark or Stance.Afloat)
            size = MathF.Min(size, foot * 0.84f);
        bool reflects = scene.OnWater && subject.Stance is Stance.Afloat or Stance.Landmark && scene.Medium != Medium.Isometric;
        if (farther && scene.Beyond != Setting.Space)
            stage.Distance(0.12f);
        Affine frame = Affine.Place(x, foot, size / 100f, mirrored);
        if (reflects)
        {
            stage.Pen.Frame = frame.Inner(0f, subject.Stance == Stance.Landmark ? 16f : 3f, 1f, -0.75f);
            stage.Pen.Opacity = 0.26f;
            subject.Draw(new Figure(stage.Pen, stage.Random.Fork(subject.Name), scene));
            stage.Pen.Opacity = 1f;
        }

        stage.Pen.Frame = frame;
        subject.Draw(new Figure(stage.Pen, stage.Random.Fork(subject.Name), scene));
        if (reflects)
            Waterline(stage, x, foot, size * subject.Breadth);
    }

    private static float FootOf(Stage stage, Subject subject, float size, bool farther)
    {
        float land = stage.Height - stage.Horizon;
        if (stage.Scene.Medium == Medium.Isometric)
            return stage.Height * Diorama.FootY;
        float foot = subject.Stance switch
        {
            Stance.Ground => stage.Height * (farther ? 0.9f : 0.955f) + (!farther && IsCloseUp(stage) ? size * 0.24f : 0f),
            Stance.Afloat => stage.Horizon + land * (farther ? 0.3f : 0.46f),
            Stance.Landmark => stage.Horizon + land * (farther ? 0.1f : stage.Scene.OnWater ? 0.3f : 0.36f),
            Stance.Air => stage.Height * (farther ? 0.3f : 0.46f) + size * 0.5f,
        };
        return stage.Scene.Setting is Setting.Space or Setting.Underwater && subject.Stance != Stance.Ground
            ? stage.Height * 0.5f + size * 0.5f
            : foot;
    }

    private static bool IsCloseUp(Stage stage)
        => stage.Scene is { Composition.CloseUp: true, Subject: not null, Companion: null } && stage.Scene.Medium != Medium.Isometric;

    /// <summary>The near shore, so that nobody has to sit on the water.</summary>
    private static void Bank(Stage stage)
    {
        Pcg32 random = stage.Random.Fork("bank");
        float w = stage.Width, h = stage.Height, top = h - MathF.Min(stage.Extent * 0.13f, h * 0.16f);
        bool beach = stage.Scene.Setting == Setting.Sea;
        Rgb ground = beach ? Rgb.Hex(0xE6CC98) : Rgb.Hex(0x7FA858);
        stage.Pen.Loop(new Material(ground) { Fade = ground * 0.78f, Round = 0f, Texture = 0.1f },
            -w * 0.2f, h * 1.1f, -w * 0.1f, top + h * random.Range(0f, 0.03f), w * 0.3f, top - h * random.Range(0f, 0.015f), w * 0.7f, top + h * random.Range(0f, 0.02f), w * 1.1f, top, w * 1.2f, h * 1.1f);
        for (int tuft = 0; tuft < 70; tuft++)
        {
            float x = random.NextFloat() * w, y = Scalar.Lerp(top + h * 0.025f, h, random.NextFloat()), tall = stage.Extent * random.Range(0.01f, 0.03f);
            if (beach)
                stage.Pen.Ellipse(new Material(ground * random.Range(0.75f, 1.08f)) { Detail = true }, x, y, tall * 0.3f, tall * 0.18f);
            else
                stage.Pen.Stroke(new Material(ground * random.Range(0.65f, 0.95f)) { Round = 0f, Detail = true }, tall * 0.2f, 0f, x, y, x + tall * 0.1f, y - tall * 0.6f, x + tall * random.Range(-0.5f, 0.6f), y - tall);
        }
    }

    /// <summary>A few light lines where a hull or a rock meets the water.</summary>
    private static void Waterline(Stage stage, float x, float foot, float width)
    {
        Pcg32 random = stage.Random.Fork("waterline");
        stage.Pen.Frame = Affine.Pixels;
        stage.Pen.OnSubject = false;
        Material foam = Material.Lamp(stage.Palette.Horizon.Mix(Rgb.White, 0.4f)) with { Opacity = 0.5f, Detail = true };
        for (int line = 0; line < 9; line++)
        {
            float half = width * random.Range(0.08f, 0.3f), at = x + width * random.Range(-0.4f, 0.4f), y = foot + width * (0.012f + 0.022f * line);
            stage.Pen.Stroke(foam, stage.Unit * 2.6f, stage.Unit * 0.6f, at - half, y, at, y + stage.Unit * 2f, at + half, y);
        }

        stage.Pen.OnSubject = true;
    }
}
