namespace ImageGen.Core.Prompts;

/// <summary>The style guides every installation starts with.</summary>
public static class BuiltInStyles
{
    /// <summary>The style of a request that names none.</summary>
    public const string Default = "realistic";

    /// <summary>All of them, media first.</summary>
    public static IReadOnlyList<StyleGuide> Guides { get; } =
    [
        Medium("realistic", "Realistic", ["photo", "photograph", "photorealistic", "photorealism", "hyperrealistic"],
            "realistic photography, natural light, true-to-life texture, crisp detail, shallow depth of field", "cartoonish shading"),
        Medium("cartoon", "Cartoon", ["cartoon style", "comic", "comic book", "toon", "animated film", "anime", "manga"],
            "clean ink outlines, flat bold colours, expressive simplified shapes, playful proportions", "photographic texture"),
        Medium("watercolor", "Watercolor", ["watercolour", "aquarelle", "watercolor painting", "gouache"],
            "soft translucent washes, pigment pooling at the edges, visible cold-press paper grain, loose brushwork", "hard outlines"),
        Medium("oil-painting", "Oil painting", ["oil paint", "oil on canvas", "impressionist", "impressionism", "impasto"],
            "rich layered oils, visible impasto strokes, warm glazes, canvas weave", "flat digital shading"),
        Medium("pencil-sketch", "Pencil sketch", ["pencil drawing", "sketch", "graphite", "charcoal drawing", "line drawing"],
            "graphite hatching, varied line weight, light construction lines, textured sketch paper", "colour"),
        Medium("pixel-art", "Pixel art", ["pixel", "pixelated", "8-bit", "16-bit", "sprite", "retro game"],
            "crisp pixel grid, limited palette, deliberate dithering, readable silhouettes", "blur, anti-aliasing"),
        Medium("ukiyo-e", "Ukiyo-e", ["woodblock", "woodblock print", "japanese print", "hokusai", "hiroshige"],
            "flat woodblock colour, flowing key-block outlines, bokashi gradation, asymmetric composition", "perspective shading"),
        Medium("isometric", "Isometric", ["isometric view", "isometric diorama", "diorama", "axonometric"],
            "isometric projection, miniature diorama, tidy geometry, soft even light", "vanishing points"),
        Medium("low-poly", "Low poly", ["lowpoly", "low polygon", "faceted", "polygonal"],
            "faceted triangles, flat shaded planes, simple geometric forms, clean edges", "smooth gradients"),
        Medium("stained-glass", "Stained glass", ["leaded glass", "cathedral window", "glass mosaic"],
            "luminous glass panes, dark lead came, jewel tones, backlit glow", "soft edges"),
        Mood("cyberpunk", "Cyberpunk", ["neon city", "neon", "blade runner", "megacity", "hacker", "android", "dystopian city"],
            "cyberpunk mood, neon magenta and cyan glow, rain-slick reflections, dense signage, haze", "daylight"),
        Mood("film-noir", "Film noir", ["noir", "detective", "hard-boiled", "femme fatale", "venetian blinds"],
            "film noir mood, high-contrast black and white, hard key light, long shadows, drifting smoke", "colour"),
        Mood("steampunk", "Steampunk", ["clockwork", "brass gears", "airship", "victorian machine", "cogwheel"],
            "steampunk mood, polished brass and copper, exposed gears, steam, warm gaslight", "plastic, modern electronics"),
        Mood("vaporwave", "Vaporwave", ["synthwave", "retrowave", "outrun", "80s aesthetic", "retro futuristic"],
            "vaporwave mood, pink and teal gradient, low striped sun, glossy grid horizon", "muted colours"),
        Mood("fantasy", "High fantasy", ["wizard", "dragon", "elf", "elven", "sorcerer", "unicorn", "enchanted", "magical"],
            "high fantasy mood, luminous atmosphere, ancient grandeur, wonder, gentle magic light", "modern objects"),
        Mood("art-deco", "Art deco", ["deco", "gatsby", "roaring twenties", "1920s poster"],
            "art deco mood, symmetric geometry, gold on deep lacquer colours, stepped forms, sunburst rays", "clutter"),
        Mood("gothic", "Gothic", ["vampire", "haunted", "graveyard", "cathedral at night", "macabre", "eerie"],
            "gothic mood, deep shadows, pointed arches, cold moonlight, ornate decay", "cheerful colours"),
        Mood("space-opera", "Space opera", ["spaceship", "starship", "galaxy", "nebula", "alien world", "astronaut", "interstellar"],
            "space opera mood, immense scale, nebula light, bold rim light, sense of voyage", "earthly clutter"),
    ];

    /// <summary>The library of a guild that has changed nothing.</summary>
    public static StyleLibrary Library { get; } = new(Guides, Default);

    private static StyleGuide Medium(string name, string title, string[] keywords, string guidance, string negative) =>
        Make(StyleKind.Medium, name, title, keywords, guidance, negative);

    private static StyleGuide Mood(string name, string title, string[] keywords, string guidance, string negative) =>
        Make(StyleKind.Mood, name, title, keywords, guidance, negative);

    private static StyleGuide Make(StyleKind kind, string name, string title, string[] keywords, string guidance, string negative) =>
        new() { Name = name, Title = title, Kind = kind, Keywords = keywords, Guidance = guidance, Negative = negative };
}
