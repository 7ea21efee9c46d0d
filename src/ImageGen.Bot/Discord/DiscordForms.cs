using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Core.Prompts;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Discord;

/// <summary>The forms (modals) people fill in, and what they filled in.</summary>
internal static class DiscordForms
{
    /// <summary>The form that asks for words to go with a picture; its address is filled in.</summary>
    public const string ReferenceForm = "reference";

    /// <summary>Flags may be typed in the prompt too.</summary>
    private const int MaxPromptLength = 1000;

    private const int Line = 1;
    private const int Paragraph = 2;

    /// <summary>The command filled in, to be changed.</summary>
    public static ModalData Remix(ActionId id, ImagineRequest request, Texts texts) => new(
        (id with { Action = ChatAction.Remix }).ToString(),
        texts["modal.remix.title"],
        [
            Field(texts, "prompt", "modal.remix.prompt", Paragraph, MaxPromptLength, request.Prompt, isRequired: true, minLength: UserPrompt.MinLength),
            Field(texts, "style", "modal.remix.style", Line, 64, request.Style),
            Field(texts, "aspect", "modal.remix.aspect", Line, 16, request.Aspect),
            Field(texts, "negative", "modal.remix.negative", Line, 200, request.Negative),
        ]);

    /// <summary>Asks for words to go with one of the bot's own pictures.</summary>
    public static ModalData Variation(ActionId id, ImagineRequest request, Texts texts) => new(
        (id with { Action = ChatAction.Variations }).ToString(),
        texts["modal.reference.title"],
        [Field(texts, "prompt", "modal.reference.prompt", Paragraph, MaxPromptLength, request.Prompt, isRequired: true, minLength: UserPrompt.MinLength)]);

    /// <summary>Asks for words to go with somebody's picture. A form remembers nothing but its fields, so its address is one.</summary>
    public static ModalData Reference(string url, Texts texts) => new(
        ReferenceForm,
        texts["modal.reference.title"],
        [
            Field(texts, "prompt", "modal.reference.prompt", Paragraph, MaxPromptLength, null, isRequired: true, minLength: UserPrompt.MinLength),
            Field(texts, "style", "modal.remix.style", Line, 64, null),
            Field(texts, "image", "modal.reference.image", Line, 2000, url, isRequired: true),
        ]);

    /// <summary>A request with what a form says instead; flags typed in the prompt win over the form's other fields.</summary>
    public static ImagineRequest Merge(ImagineRequest request, ImagineRequest typed, IReadOnlyDictionary<string, string> fields) => request with
    {
        Command = typed.Command,
        Prompt = typed.Prompt,
        Style = typed.Style ?? fields.GetValueOrDefault("style") ?? request.Style,
        Aspect = typed.Aspect ?? fields.GetValueOrDefault("aspect") ?? request.Aspect,
        Negative = typed.Negative ?? fields.GetValueOrDefault("negative") ?? request.Negative,
        Provider = typed.Provider ?? request.Provider,
        Count = typed.Count ?? request.Count,
        Seed = typed.Seed ?? request.Seed,
        Quality = typed.Quality ?? request.Quality,
        Refine = typed.Refine ?? request.Refine,
        Fresh = typed.Fresh || request.Fresh,
    };

    /// <summary>What was filled in, by field.</summary>
    public static IReadOnlyDictionary<string, string> Fields(InteractionData data)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        Collect(data.Components);
        return fields;

        void Collect(IEnumerable<SubmittedComponent?>? components)
        {
            foreach (var component in components ?? [])
            {
                if (component is { CustomId: { } id, Value: { } value })
                    fields[id] = value;
                Collect(component?.Components);
                Collect(component?.Component is { } inner ? [inner] : null);
            }
        }
    }

    private static Label Field(Texts texts, string id, string label, int style, int maxLength, string? value, bool isRequired = false, int? minLength = null) => new(
        texts[label],
        new TextInput
        {
            CustomId = id,
            Style = style,
            MinLength = minLength,
            MaxLength = maxLength,
            Required = isRequired,
            Placeholder = texts[$"{label}.hint"],
            Value = value is { Length: > 0 } && value.Length <= maxLength ? value : null,
        });
}
