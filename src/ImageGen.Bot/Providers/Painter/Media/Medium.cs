using System.Collections.Frozen;

namespace ImageGen.Bot.Providers.Painter;

/// <summary>
/// How a picture is carried out. The medium chooses how forms are shaded while the scene is drawn,
/// may rework the finished canvas, and then develops it pixel by pixel as the file is written.
/// </summary>
internal abstract class Medium(Canvas canvas, Scene scene, uint seed)
{
    public const string Fallback = "realistic";

    private static readonly FrozenDictionary<string, (Shading Shading, Func<Canvas, Scene, uint, Medium> Create)> Known =
        new Dictionary<string, (Shading, Func<Canvas, Scene, uint, Medium>)>(StringComparer.OrdinalIgnoreCase)
        {
            [Fallback] = (Shading.Smooth, (canvas, scene, seed) => new Photographic(canvas, scene, seed)),
            ["cartoon"] = (Shading.Cel, (canvas, scene, seed) => new Cartoon(canvas, scene, seed)),
            ["watercolor"] = (Shading.Smooth, (canvas, scene, seed) => new Watercolor(canvas, scene, seed)),
            ["oil-painting"] = (Shading.Smooth, (canvas, scene, seed) => new OilPainting(canvas, scene, seed)),
            ["pencil-sketch"] = (Shading.Smooth, (canvas, scene, seed) => new PencilSketch(canvas, scene, seed)),
            ["pixel-art"] = (Shading.Cel, (canvas, scene, seed) => new PixelArt(canvas, scene, seed)),
            ["ukiyo-e"] = (Shading.Flat, (canvas, scene, seed) => new Woodblock(canvas, scene, seed)),
            [Isometric] = (Shading.Cel, (canvas, scene, seed) => new Cartoon(canvas, scene, seed)),
            ["low-poly"] = (Shading.Smooth, (canvas, scene, seed) => new LowPoly(canvas, scene, seed)),
            ["stained-glass"] = (Shading.Smooth, (canvas, scene, seed) => new StainedGlass(canvas, scene, seed)),
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public const string Isometric = "isometric";

    protected Canvas Canvas => canvas;

    protected Scene Scene => scene;

    protected uint Seed => seed;

    /// <summary>The first known medium among the style names.</summary>
    public static string NameFor(IReadOnlyList<string> styles)
    {
        foreach (string style in styles)
        {
            if (Known.ContainsKey(style))
                return style.ToLowerInvariant();
        }

        return Fallback;
    }

    public static Shading ShadingOf(string name) => Known[name].Shading;

    public static Medium Create(string name, Canvas canvas, Scene scene, uint seed) => Known[name].Create(canvas, scene, seed);

    /// <summary>Reworks the canvas as a whole, where the medium needs that.</summary>
    public virtual void Prepare(CancellationToken cancellation)
    {
    }

    /// <summary>The final colour of one pixel.</summary>
    public abstract Rgb Develop(int x, int y);
}
