using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Core.Images;
using ImageGen.Core.Prompts;

namespace ImageGen.Bot.Discord;

/// <summary>
/// The commands people find in Discord. Slash commands have one name in every language, because people tell them each
/// other; all else is in the reader's. Settings change none of them, so registering once is enough.
/// </summary>
internal static class DiscordCommands
{
    public const string Imagine = "imagine";
    public const string Jobs = "jobs";
    public const string Gallery = "gallery";
    public const string Quota = "quota";
    public const string Help = "help";
    public const string Forget = "imagine-forget";

    /// <summary>The message command, by the name it comes back with in every language.</summary>
    public const string UseAsReference = "Use as reference";

    /// <summary>Flags may be typed in the prompt, so it can be longer than what is left to draw.</summary>
    private const int MaxTypedPrompt = 2 * UserPrompt.MaxLength;

    private static readonly (string Discord, Texts Texts)[] Locales =
        [.. new[] { "de", "fr", "es-ES", "es-419", "ja" }.Select(locale => (locale, Texts.For(locale)))];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ApplicationCommand> All { get; } =
    [
        Slash(Imagine,
            Option(OptionType.Text, "prompt") with { Required = true, MinLength = UserPrompt.MinLength, MaxLength = MaxTypedPrompt },
            Option(OptionType.Text, "style") with { Autocomplete = true },
            Choice("aspect", "1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3", "21:9"),
            Option(OptionType.Integer, "count") with { MinValue = 1, MaxValue = ImageSpec.MaxCount },
            Option(OptionType.Attachment, "image"),
            Option(OptionType.Text, "negative") with { MaxLength = ImageSpec.MaxNegativeLength },
            Choice("quality", "low", "medium", "high"),
            Option(OptionType.Integer, "seed") with { MinValue = 0, MaxValue = uint.MaxValue },
            Option(OptionType.Number, "guidance") with { MinValue = ImageSpec.MinGuidance, MaxValue = ImageSpec.MaxGuidance },
            Option(OptionType.Text, "provider") with { Autocomplete = true },
            Option(OptionType.Boolean, "refine"),
            Option(OptionType.Boolean, "fresh"),
            Option(OptionType.Boolean, "private")),
        Slash(Jobs),
        Slash(Gallery, Choice("who", "mine", "everyone")),
        Slash(Quota),
        Slash(Help),
        Slash(Forget),
        DiscordAdminCommands.Command,
        Everywhere(new ApplicationCommand
        {
            Type = CommandType.Message,
            Name = UseAsReference,
            NameLocalizations = Localized("command.reference"),
        }),
    ];

    private static ApplicationCommand Slash(string name, params CommandOption[] options) => Everywhere(new ApplicationCommand
    {
        Name = name,
        Description = Texts.English[$"command.{name}"],
        DescriptionLocalizations = Localized($"command.{name}"),
        Options = options,
    });

    /// <summary>In servers, in private messages, and for people who installed the bot for themselves.</summary>
    private static ApplicationCommand Everywhere(ApplicationCommand command) =>
        command with { IntegrationTypes = [0, 1], Contexts = [0, 1, 2] };

    private static CommandOption Option(int type, string name) => new()
    {
        Type = type,
        Name = name,
        NameLocalizations = Localized($"option.{name}"),
        Description = Texts.English[$"option.{name}.text"],
        DescriptionLocalizations = Localized($"option.{name}.text"),
    };

    private static CommandOption Choice(string name, params string[] values) => Option(OptionType.Text, name) with
    {
        Choices = [.. values.Select(value => new CommandChoice
        {
            Name = Texts.English[$"choice.{name}.{value}"],
            NameLocalizations = Localized($"choice.{name}.{value}"),
            Value = value,
        })],
    };

    /// <summary>A text in every language but English.</summary>
    public static Dictionary<string, string> Localized(string key) =>
        Locales.ToDictionary(locale => locale.Discord, locale => locale.Texts[key]);
}
