using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Core;
using ImageGen.Core.Guilds;
using ImageGen.Core.Prompts;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Discord;

/// <summary>The forms (modals) admins fill in. A form has five fields at most, so a style's defaults are one, in the flags people know.</summary>
internal static class DiscordAdminForms
{
    /// <summary>Longest text a field takes: what is too long is told by whoever judges it, with its limit.</summary>
    public const int MaxLength = 4000;

    private const int Line = 1;
    private const int Paragraph = 2;

    /// <summary>A style to be.</summary>
    public static ModalData NewStyle(long revision, string name) => new(
        new AdminId(AdminAct.AddStyle, revision, "").ToString(),
        "Add a style",
        [
            Field("name", "Name", Line, name, $"{StyleDraft.MinNameLength} to {StyleDraft.MaxNameLength} lower-case letters, digits and hyphens"),
            Guidance(null),
            .. Rest(null),
        ]);

    /// <summary>A style as it is.</summary>
    public static ModalData Edit(long revision, StyleGuide style) => new(
        new AdminId(AdminAct.EditStyle, revision, style.Name).ToString(),
        Cut.To($"Edit {style.Name}", 45),
        [
            Field("title", "Title", Line, style.Title, $"What people read in lists; at most {StyleDraft.MaxTitleLength} characters", isRequired: false),
            Guidance(style.Guidance),
            .. Rest(style),
        ]);

    /// <summary>A limit or rule as it is decided.</summary>
    public static ModalData Value(AdminId id, AdminField field, string? value) => new(
        id.ToString(),
        Cut.To(field.Title, 45),
        [
            Field("value", Cut.To(field.Name, 45), Paragraph, value, Cut.To(field.Hint, 100), isRequired: false,
                placeholder: "Empty for what holds everywhere with this bot"),
        ]);

    /// <summary>A style as it was filled in. Every field of a form counts: what is empty is cleared.</summary>
    public static StyleDraft Style(IReadOnlyDictionary<string, string> filled, List<FieldFault> faults)
    {
        var defaults = filled.GetValueOrDefault("defaults", "");
        // The flags of a command without words; whatever else is among them is none of a style's.
        faults.AddRange(ImagineCommand.Parse($"x {defaults}", out var request));
        if (faults.Count == 0 && request with { Command = null, Provider = null, Aspect = null, Quality = null } != new ImagineRequest { Prompt = "x" })
            faults.Add(new FieldFault("defaults", $"The defaults can only be --provider, --ar and --quality, such as --ar 16:9 --quality high; these are '{Cut.To(defaults, 80)}'."));
        return new StyleDraft
        {
            Name = filled.GetValueOrDefault("name"),
            Title = filled.GetValueOrDefault("title"),
            Guidance = filled.GetValueOrDefault("guidance"),
            Keywords = filled.GetValueOrDefault("keywords"),
            Negative = filled.GetValueOrDefault("negative"),
            Provider = request.Provider ?? "",
            Aspect = request.Aspect ?? "",
            Quality = request.Quality ?? "",
        };
    }

    private static Label Guidance(string? value) =>
        Field("guidance", "Guidance", Paragraph, value, $"How such a picture looks; at most {StyleDraft.MaxGuidanceLength:N0} characters", placeholder: "thick ink lines, muted colours");

    private static Label[] Rest(StyleGuide? style) =>
    [
        Field("keywords", "Keywords", Paragraph, style is null ? null : string.Join(", ", style.Keywords),
            $"Words that call for it without naming it, with commas; at most {StyleDraft.MaxKeywords}", isRequired: false),
        Field("negative", "Leave out", Paragraph, style?.Negative, $"What such a picture never shows; at most {StyleDraft.MaxNegativeLength} characters", isRequired: false),
        Field("defaults", "Defaults", Line, style is null ? null : Flags(style), "What holds where a command does not say", isRequired: false, placeholder: "--ar 16:9 --quality high --provider name"),
    ];

    private static string Flags(StyleGuide style) => string.Join(' ', new[]
    {
        style.Provider is { } provider ? $"--provider {provider}" : null,
        style.Aspect is { } aspect ? $"--ar {aspect}" : null,
        style.Quality is { } quality ? $"--quality {quality.ToString().ToLowerInvariant()}" : null,
    }.OfType<string>());

    private static Label Field(string id, string label, int style, string? value, string description, bool isRequired = true, string? placeholder = null) => new(
        label,
        new TextInput
        {
            CustomId = id,
            Style = style,
            MaxLength = MaxLength,
            Required = isRequired,
            Placeholder = placeholder,
            Value = string.IsNullOrEmpty(value) ? null : value,
        },
        description);
}
