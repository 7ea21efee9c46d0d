using System.Text.Json;
using static ImageGen.Bot.Tests.Fakes.Discord.Checks;

namespace ImageGen.Bot.Tests.Fakes.Discord;

/// <summary>The rules of what can be pressed, and of a modal. Selects and Components V2 are not among what this bot sends, and are refused.</summary>
internal static class ComponentForm
{
    private const int RowType = 1;
    private const int ButtonType = 2;
    private const int TextInputType = 4;
    private const int LabelType = 18;
    private const int LinkStyle = 5;

    private static readonly Field Id = new("id", Integer(0, int.MaxValue));

    private static readonly Check Emoji = Object(new Field("id", Snowflake, MayBeNull: true), new Field("name", Text(100, 1)), new Field("animated", TrueOrFalse));

    private static readonly Check Button = Object(
        new Field("type", OneOf(ButtonType), IsRequired: true),
        Id,
        new Field("style", OneOf(1, 2, 3, 4, LinkStyle), IsRequired: true),
        new Field("label", Text(80)),
        new Field("emoji", Emoji),
        new Field("custom_id", Text(100, 1)),
        new Field("url", Url.Also(Text(512, 1))),
        new Field("disabled", TrueOrFalse))
        .Also(LeadsSomewhere);

    private static readonly Check TextInput = Object(
        new Field("type", OneOf(TextInputType), IsRequired: true),
        Id,
        new Field("custom_id", Text(100, 1), IsRequired: true),
        new Field("style", OneOf(1, 2), IsRequired: true),
        new Field("min_length", Integer(0, 4000)),
        new Field("max_length", Integer(1, 4000)),
        new Field("required", TrueOrFalse),
        new Field("value", Text(4000)),
        new Field("placeholder", Text(100)))
        .Also(Fits);

    private static readonly Check Label = Object(
        new Field("type", OneOf(LabelType), IsRequired: true),
        Id,
        new Field("label", Text(45, 1), IsRequired: true),
        new Field("description", Text(100)),
        new Field("component", TextInput, IsRequired: true));

    /// <summary>A row of a message.</summary>
    public static Check Row { get; } = Object(
        new Field("type", OneOf(RowType), IsRequired: true),
        Id,
        new Field("components", List(Button, 5, 1), IsRequired: true));

    /// <summary>The data of an answer that opens a modal.</summary>
    public static Check Modal { get; } = Object(
        new Field("custom_id", Text(100, 1), IsRequired: true),
        new Field("title", Text(45, 1), IsRequired: true),
        new Field("components", List(Label, 5, 1), IsRequired: true))
        .Also((form, at, modal) => LookAtIds(form, Join(at, "components"), modal.Part("components")));

    /// <summary>The data of an answer that completes an option.</summary>
    public static Check Choices { get; } = Object(new Field("choices", List(Object(
        new Field("name", Text(100, 1), IsRequired: true),
        new Field("name_localizations", CommandForm.Localizations(100), MayBeNull: true),
        new Field("value", ChoiceValue, IsRequired: true)), 25), IsRequired: true));

    /// <summary>A choice's value: text of at most 100 characters, or a number.</summary>
    public static void ChoiceValue(Form form, string at, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number)
            Text(100, 1)(form, at, value);
    }

    /// <summary>No two of a message's or modal's components answer to one id.</summary>
    public static void LookAtIds(Form form, string at, JsonElement? components)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (where, id) in Ids(at, components))
        {
            if (!seen.Add(id))
                form.Refuse(where, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated");
        }
    }

    private static IEnumerable<(string At, string Id)> Ids(string at, JsonElement? components)
    {
        if (components is not { ValueKind: JsonValueKind.Array } list)
            yield break;
        foreach (var (index, component) in list.EnumerateArray().Index())
        {
            var here = $"{at}.{index}";
            if (component.Part("custom_id") is { } id)
                yield return ($"{here}.custom_id", id.GetString()!);
            if (component.Part("component")?.Part("custom_id") is { } inner)
                yield return ($"{here}.component.custom_id", inner.GetString()!);
            foreach (var below in Ids($"{here}.components", component.Part("components")))
                yield return below;
        }
    }

    private static void LeadsSomewhere(Form form, string at, JsonElement button)
    {
        var (link, id, url) = (button.GetProperty("style").GetInt32() == LinkStyle, button.Part("custom_id"), button.Part("url"));
        if (id is not null && url is not null)
            form.Refuse(at, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified");
        else if (link && url is null)
            form.Refuse(at, "BUTTON_COMPONENT_URL_REQUIRED", "A url is required");
        else if (!link && id is null)
            form.Refuse(at, "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "A custom id required");
        if (button.Part("label") is null && button.Part("emoji") is null)
            form.Refuse(at, "BUTTON_COMPONENT_INVALID_EMOJI_LABEL", "A button must have an emoji or label");
    }

    private static void Fits(Form form, string at, JsonElement input)
    {
        var (min, max) = (input.Part("min_length")?.GetInt32() ?? 0, input.Part("max_length")?.GetInt32() ?? 4000);
        if (min > max)
            form.Refuse(Join(at, "min_length"), "TEXT_INPUT_COMPONENT_MIN_LENGTH_TOO_LARGE", "Min length cannot be larger than max length");
        if (input.Part("value")?.GetString() is { } value && value.Length > max)
            form.Refuse(Join(at, "value"), "BASE_TYPE_MAX_LENGTH", $"Must be {max} or fewer in length.");
    }
}
