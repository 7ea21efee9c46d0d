using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Core.Guilds;

namespace ImageGen.Bot.Discord;

/// <summary>
/// <c>/imagegen</c>, for those who may manage a server. Its parts are described in English, as what is said of limits and
/// rules is. Discord shows it only to them by default, which is no guard: <see cref="Invocation.MayManage"/> is.
/// </summary>
internal static class DiscordAdminCommands
{
    public const string Name = "imagegen";

    /// <summary>What goes back to the installation's default where it is given as a value.</summary>
    public const string Default = "default";

    /// <summary>What resets everything.</summary>
    public const string Everything = "everything";

    /// <summary>Most days a report goes back.</summary>
    public const int MaxDays = 366;

    /// <summary>Most entries of the audit log that are shown.</summary>
    public const int MaxEntries = 50;

    /// <summary>The command.</summary>
    public static ApplicationCommand Command => new()
    {
        Name = Name,
        Description = Texts.English[$"command.{Name}"],
        DescriptionLocalizations = DiscordCommands.Localized($"command.{Name}"),
        IntegrationTypes = [0],
        Contexts = [0],
        DefaultMemberPermissions = $"{Permission.ManageGuild}",
        Options =
        [
            Group("style", "Styles of this server",
                Below("add", "Add a style: in a form, or at once with the options",
                    [Text("name", "2 to 32 lower-case letters, digits and hyphens") with { MinLength = StyleDraft.MinNameLength, MaxLength = StyleDraft.MaxNameLength }, .. StyleFields()]),
                Below("edit", "Change a style: in a form, or at once with the options", [StyleName("Which of this server's own"), .. StyleFields()]),
                Below("preview", "Draw a small picture in a style, seen by you alone",
                    [StyleName("Which style"), Text("prompt", "What to draw; a fox by a lake where you say nothing") with { MinLength = 3, MaxLength = 500 }]),
                Below("rename", "Give a style another name", [StyleName("Which of this server's own"), Text("to", "2 to 32 lower-case letters, digits and hyphens") with { Required = true }]),
                Below("remove", "Remove a style of this server's own", [StyleName("Which of this server's own")]),
                Below("list", "List every style, hidden ones too", []),
                Below("hide", "Do not offer a built-in style any more", [StyleName("Which built-in style")]),
                Below("show", "Offer a hidden built-in style again", [StyleName("Which hidden style")]),
                Below("import", "Add the styles of a file, all or none",
                [
                    Option(OptionType.Attachment, "file", "A JSON file as export writes it, of at most 1 MB") with { Required = true },
                    Option(OptionType.Boolean, "replace", "Remove the styles that the file does not have"),
                ]),
                Below("export", "Get this server's own styles as a file", [])),
            Group("quota", "Limits of this server",
                Below("show", "Every limit, and how much is used", []),
                Below("set", "Set a limit: in a form, or at once with a value", [Field("limit", "Which limit", AdminFields.Quotas), Value()])),
            Group("rules", "Rules of this server",
                Below("show", "Every rule", []),
                Below("set", "Set a rule: in a form, or at once with a value", [Field("rule", "Which rule", AdminFields.Rules), Value()])),
            Below("usage", "What was drawn, and what it cost", [Option(OptionType.Integer, "days", "How many days, today included; 30 where you say nothing") with { MinValue = 1, MaxValue = MaxDays }]),
            Below("audit", "Who changed what", [Option(OptionType.Integer, "entries", "How many, newest first; 10 where you say nothing") with { MinValue = 1, MaxValue = MaxEntries }]),
            Below("reset", "Take settings back to what holds everywhere with this bot",
                [Choice("what", "Which settings", "styles", "quotas", "rules", Everything) with { Required = true }]),
        ],
    };

    private static CommandOption[] StyleFields() =>
    [
        Text("guidance", "How such a picture looks: thick ink lines, muted colours"),
        Text("keywords", "Words that call for it without naming it, with commas"),
        Text("negative", "What such a picture never shows"),
        Text("title", "What people read in lists"),
        Choice("kind", "A way of making pictures (medium), or a look that combines with any (mood)", "medium", "mood"),
        Text("provider", $"Who draws where a command does not say; {Default} for the usual one") with { Autocomplete = true },
        Text("aspect", $"Width to height where a command does not say, such as 16:9; {Default} for the usual one"),
        Choice("quality", "The quality where a command does not say", "low", "medium", "high", Default),
    ];

    private static CommandOption StyleName(string description) => Text("name", description) with { Required = true, Autocomplete = true };

    private static CommandOption Field(string name, string description, IReadOnlyList<AdminField> fields) => Text(name, description) with
    {
        Required = true,
        Choices = [.. fields.Select(field => new CommandChoice { Name = Cut.To(field.Title, 100), Value = field.Name })],
    };

    private static CommandOption Value() => Text("value", $"The new value; {Default} for what holds everywhere with this bot; leave it out for a form") with { Autocomplete = true };

    private static CommandOption Choice(string name, string description, params string[] values) =>
        Text(name, description) with { Choices = [.. values.Select(value => new CommandChoice { Name = value, Value = value })] };

    private static CommandOption Text(string name, string description) => Option(OptionType.Text, name, description);

    private static CommandOption Group(string name, string description, params CommandOption[] below) => Option(OptionType.Group, name, description) with { Options = below };

    private static CommandOption Below(string name, string description, CommandOption[] options) => Option(OptionType.Subcommand, name, description) with { Options = options };

    private static CommandOption Option(int type, string name, string description) => new() { Type = type, Name = name, Description = description };
}
