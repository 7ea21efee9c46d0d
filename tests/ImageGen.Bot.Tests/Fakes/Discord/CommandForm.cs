using System.Text.Json;
using System.Text.RegularExpressions;
using static ImageGen.Bot.Tests.Fakes.Discord.Checks;

namespace ImageGen.Bot.Tests.Fakes.Discord;

/// <summary>The rules of the commands an application registers.</summary>
internal static partial class CommandForm
{
    public const int ChatInput = 1;

    private const int Subcommand = 1;
    private const int Group = 2;

    private static readonly string[] Locales =
    [
        "id", "en-US", "en-GB", "bg", "zh-CN", "zh-TW", "hr", "cs", "da", "nl", "fi", "fr", "de", "el", "hi", "hu", "it", "ja", "ko", "lt", "no",
        "pl", "pt-BR", "ro", "ru", "es-ES", "es-419", "sv-SE", "th", "tr", "uk", "vi",
    ];

    private static readonly Check Name = Text(32, 1).Also((form, at, value) =>
    {
        var name = value.GetString()!;
        if (!NamePattern().IsMatch(name) || name.Any(char.IsUpper))
            form.Refuse(at, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
    });

    private static readonly Check Choice = Object(
        new Field("name", Text(100, 1), IsRequired: true),
        new Field("name_localizations", Localizations(100), MayBeNull: true),
        new Field("value", ComponentForm.ChoiceValue, IsRequired: true));

    private static readonly Check Option = Object(
        new Field("type", Integer(1, 11), IsRequired: true),
        new Field("name", Name, IsRequired: true),
        new Field("name_localizations", Localizations(32), MayBeNull: true),
        new Field("description", Text(100, 1), IsRequired: true),
        new Field("description_localizations", Localizations(100), MayBeNull: true),
        new Field("required", TrueOrFalse),
        new Field("choices", List(Choice, 25)),
        new Field("options", (form, at, value) => Options!(form, at, value)),
        new Field("channel_types", List(Integer(0, 16), 16)),
        new Field("min_value", Number),
        new Field("max_value", Number),
        new Field("min_length", Integer(0, 6000)),
        new Field("max_length", Integer(1, 6000)),
        new Field("autocomplete", TrueOrFalse))
        .Also(LookAtOption);

    private static readonly Check Options = List(Option, 25).Also(LookAtOrder);

    private static readonly Check Command = Object(
        new Field("id", Snowflake),
        new Field("type", OneOf(ChatInput, 2, 3)),
        new Field("name", Text(32, 1), IsRequired: true),
        new Field("name_localizations", Localizations(32), MayBeNull: true),
        new Field("description", Text(100)),
        new Field("description_localizations", Localizations(100), MayBeNull: true),
        new Field("options", Options),
        new Field("default_member_permissions", Snowflake, MayBeNull: true),
        new Field("nsfw", TrueOrFalse),
        new Field("integration_types", List(OneOf(0, 1), 2, 1)),
        new Field("contexts", List(OneOf(0, 1, 2), 3)))
        .Also(LookAtCommand);

    /// <summary>The body of a bulk overwrite.</summary>
    public static Check Commands { get; } = List(Command, 110).Also((form, at, commands) =>
    {
        var names = commands.EnumerateArray().Select(command => (TypeOf(command), command.GetProperty("name").GetString())).ToArray();
        if (names.Distinct().Count() != names.Length)
            form.Refuse(at, "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique");
    });

    /// <summary>Translations, by Discord's names of languages.</summary>
    public static Check Localizations(int max) => (form, at, value) =>
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            form.Refuse(at, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
            return;
        }

        foreach (var translation in value.EnumerateObject())
        {
            if (!Locales.Contains(translation.Name))
                form.Refuse(Join(at, translation.Name), "BASE_TYPE_CHOICES", "Value must be one of Discord's locales.");
            Text(max, 1)(form, Join(at, translation.Name), translation.Value);
        }
    };

    public static int TypeOf(JsonElement command) => command.Part("type")?.GetInt32() ?? ChatInput;

    private static void LookAtCommand(Form form, string at, JsonElement command)
    {
        if (TypeOf(command) == ChatInput)
        {
            Name(form, Join(at, "name"), command.GetProperty("name"));
            if (command.Part("description")?.GetString() is null or "")
                form.Refuse(Join(at, "description"), "BASE_TYPE_REQUIRED", "This field is required");
        }
        else if (command.Part("description")?.GetString() is { Length: > 0 } || command.Part("options") is not null)
        {
            form.Refuse(at, "APPLICATION_COMMAND_INVALID_CONTEXT_MENU", "A context menu command has neither description nor options");
        }

        if (Length(command) > 8000)
            form.Refuse(at, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)");
    }

    private static void LookAtOption(Form form, string at, JsonElement option)
    {
        var type = option.GetProperty("type").GetInt32();
        if (option.Part("autocomplete") is { ValueKind: JsonValueKind.True } && option.Part("choices") is not null)
            form.Refuse(at, "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_CHOICES", "Autocomplete options may not have choices");
        if (type is not (3 or 4 or 10) && (option.Part("autocomplete") is not null || option.Part("choices") is not null))
            form.Refuse(at, "APPLICATION_COMMAND_OPTION_CHOICES_TYPE", "Only text and numbers have choices");
        if (type > Group && option.Part("options") is not null)
            form.Refuse(at, "APPLICATION_COMMAND_OPTION_NESTING", "Only subcommands and groups have options");
        foreach (var below in option.Part("options")?.EnumerateArray().Select(below => below.GetProperty("type").GetInt32()) ?? [])
        {
            if (type == Group ? below != Subcommand : below <= Group)
                form.Refuse(at, "APPLICATION_COMMAND_OPTION_NESTING", "A group holds subcommands, and a subcommand plain options");
        }

        if (type <= Group && option.Part("required") is not null)
            form.Complain($"'{at}.required' has no meaning for a subcommand");
    }

    private static void LookAtOrder(Form form, string at, JsonElement options)
    {
        var optional = false;
        var kinds = options.EnumerateArray().Select(option => option.GetProperty("type").GetInt32() <= Group).Distinct().Count();
        if (kinds > 1)
            form.Refuse(at, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command and sub-command group option types are mutually exclusive to all other types");
        foreach (var (index, option) in options.EnumerateArray().Index())
        {
            var required = option.Part("required") is { ValueKind: JsonValueKind.True };
            if (required && optional)
                form.Refuse($"{at}.{index}", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options");
            optional |= !required;
        }

        var names = options.EnumerateArray().Select(option => option.GetProperty("name").GetString()).ToArray();
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Length)
            form.Refuse(at, "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATE", "Option names must be unique");
    }

    /// <summary>Names, descriptions and values together; of translations the longest counts.</summary>
    private static int Length(JsonElement part) =>
        Longest(part, "name") + Longest(part, "description") + (part.Part("value") is { ValueKind: JsonValueKind.String } value ? value.GetString()!.Length : 0)
        + (part.Part("options")?.EnumerateArray().Sum(Length) ?? 0) + (part.Part("choices")?.EnumerateArray().Sum(Length) ?? 0);

    private static int Longest(JsonElement part, string name) => Math.Max(
        part.Part(name)?.GetString()?.Length ?? 0,
        part.Part($"{name}_localizations")?.EnumerateObject().Select(translation => translation.Value.GetString()!.Length).DefaultIfEmpty().Max() ?? 0);

    private static void Number(Form form, string at, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number)
            form.Refuse(at, "NUMBER_TYPE_COERCE", $"Value \"{value}\" is not a number.");
    }

    [GeneratedRegex(@"^[-_'\p{L}\p{N}]+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamePattern();
}
