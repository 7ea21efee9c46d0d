using System.Text.Json;
using System.Text.RegularExpressions;
using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Bot.Tests.Fakes.Discord;
using ImageGen.Core.Guilds;

namespace ImageGen.Bot.Tests.Discord;

/// <summary>What Discord demands of commands; it refuses all of them for one that breaks a rule.</summary>
public sealed partial class DiscordCommandsTests
{
    /// <summary>The locales texts are registered in; null for what everybody else reads.</summary>
    private static readonly string?[] Locales = [null, "de", "fr", "es-ES", "es-419", "ja"];

    private static readonly ApplicationCommand Admin = DiscordCommands.All.Single(command => command.Name == DiscordAdminCommands.Name);

    /// <summary>Everyone's.</summary>
    private static readonly IReadOnlyList<ApplicationCommand> Commands = [.. DiscordCommands.All.Where(command => command != Admin)];

    [Fact]
    public void All_HasEveryCommandAndOptionInOrder()
    {
        Assert.Equal(
            ["imagine", "jobs", "gallery", "quota", "help", "imagine-forget", "Use as reference"],
            Commands.Select(command => command.Name));
        Assert.Equal(
            ["prompt", "style", "aspect", "count", "image", "negative", "quality", "seed", "guidance", "provider", "refine", "fresh", "private"],
            Commands[0].Options!.Select(option => option.Name));
    }

    [Fact]
    public void All_CanBeGivenEverywhere() => Assert.All(Commands, command =>
    {
        Assert.Equal([0, 1], command.IntegrationTypes!);
        Assert.Equal([0, 1, 2], command.Contexts!);
    });

    [Fact]
    public void AdminCommand_IsForManagersOfServersAndHasEveryField()
    {
        Assert.Equal(("32", 0, 0), (Admin.DefaultMemberPermissions, Assert.Single(Admin.Contexts!), Assert.Single(Admin.IntegrationTypes!)));
        Assert.Equal(
            ["style add", "style edit", "style preview", "style rename", "style remove", "style list", "style hide", "style show", "style import", "style export", "quota show", "quota set", "rules show", "rules set", "usage", "audit", "reset"],
            Admin.Options!.SelectMany(option => option.Type == OptionType.Group ? option.Options!.Select(below => $"{option.Name} {below.Name}") : [option.Name]));
        Assert.Equal(AdminFields.Quotas.Select(field => field.Name), Choices("quota"));
        Assert.Equal(AdminFields.Rules.Select(field => field.Name), Choices("rules"));

        IEnumerable<string> Choices(string group) => Admin.Options!.Single(option => option.Name == group).Options![1].Options![0].Choices!.Select(choice => choice.Value);
    }

    /// <summary>Lengths, names, order and nesting, as Discord's strict stand-in judges them.</summary>
    [Fact]
    public void All_AreTakenByDiscord()
    {
        var form = new Form();
        CommandForm.Commands(form, "", JsonSerializer.SerializeToElement(DiscordCommands.All, DiscordJson.Default.IReadOnlyListApplicationCommand));
        Assert.Empty(form.Refusals);
        Assert.Empty(form.Complaints);
    }

    [Fact]
    public void SlashCommand_HasOneNameInEveryLanguage() =>
        Assert.All(Commands.Where(command => command.Type == CommandType.Slash), command => Assert.Null(command.NameLocalizations));

    [Fact]
    public void Names_AreOfTheFormDiscordTakesInEveryLanguage()
    {
        foreach (var locale in Locales)
        {
            foreach (var command in Commands)
            {
                var name = In(locale, command.Name, command.NameLocalizations);
                Assert.InRange(name.Length, 1, 32);
                if (command.Type == CommandType.Slash)
                    AssertName(name);

                var options = (command.Options ?? []).Select(option => In(locale, option.Name, option.NameLocalizations)).ToList();
                Assert.All(options, AssertName);
                Assert.Equal(options.Count, options.Distinct().Count());
            }
        }

        static void AssertName(string name)
        {
            Assert.Matches(SlashName(), name);
            Assert.Equal(name.ToLowerInvariant(), name);
        }
    }

    [Fact]
    public void Descriptions_AreWithinTheLimitInEveryLanguage()
    {
        foreach (var locale in Locales)
        {
            foreach (var command in Commands.Where(command => command.Type == CommandType.Slash))
            {
                Assert.InRange(In(locale, command.Description!, command.DescriptionLocalizations).Length, 1, 100);
                Assert.All(command.Options!, option => Assert.InRange(In(locale, option.Description!, option.DescriptionLocalizations).Length, 1, 100));
            }
        }

        Assert.All(Commands.Where(command => command.Type == CommandType.Message), command => Assert.Null(command.Description));
    }

    [Fact]
    public void Options_AreWithinTheLimits()
    {
        foreach (var options in Commands.Select(command => command.Options ?? []))
        {
            Assert.InRange(options.Count, 0, 25);
            Assert.Equal(options.OrderByDescending(option => option.Required == true), options);
            Assert.All(options, option =>
            {
                Assert.False(option is { Autocomplete: true, Choices: not null }, $"{option.Name} has choices and asks for suggestions");
                Assert.InRange(option.Choices?.Count ?? 0, 0, 25);
                Assert.InRange(option.MaxLength ?? 1, 1, 6000);
            });
        }
    }

    [Fact]
    public void Choices_AreWithinTheLimitsAndDistinctInEveryLanguage()
    {
        foreach (var choices in Commands.SelectMany(command => command.Options ?? []).Select(option => option.Choices ?? []))
        {
            Assert.All(choices, choice => Assert.InRange(choice.Value.Length, 1, 100));
            foreach (var locale in Locales)
            {
                var names = choices.Select(choice => In(locale, choice.Name, choice.NameLocalizations)).ToList();
                Assert.All(names, name => Assert.InRange(name.Length, 1, 100));
                Assert.Equal(names.Count, names.Distinct().Count());
            }
        }
    }

    [Fact]
    public void Command_IsWithinDiscordsSumOfCharacters() => Assert.All(Commands, command =>
    {
        var sum = Longest(command.Name, command.NameLocalizations) + Longest(command.Description ?? "", command.DescriptionLocalizations)
            + (command.Options ?? []).Sum(option => Longest(option.Name, option.NameLocalizations) + Longest(option.Description!, option.DescriptionLocalizations)
                + (option.Choices ?? []).Sum(choice => Longest(choice.Name, choice.NameLocalizations) + choice.Value.Length));
        Assert.InRange(sum, 1, 8000);
    });

    [Fact]
    public void Localizations_AreInEveryLocaleOfTheLanguages()
    {
        var texts = Commands.SelectMany(command => (command.Options ?? []).SelectMany(option => new[] { option.NameLocalizations, option.DescriptionLocalizations })
            .Concat(command.Type == CommandType.Slash ? [command.DescriptionLocalizations] : [command.NameLocalizations]));
        Assert.All(texts, localizations => Assert.Equal(Locales.Skip(1), localizations!.Keys));
        Assert.All(Locales.Skip(1), locale => Assert.NotEqual(Texts.English, Texts.For(locale)));
    }

    [Fact]
    public void Texts_OfCommands_AreAllInUse()
    {
        var keys = Commands.Select(command => command.Type == CommandType.Slash ? $"command.{command.Name}" : "command.reference")
            .Append($"command.{Admin.Name}")
            .Concat(Commands.SelectMany(command => command.Options ?? []).SelectMany(option =>
                new[] { $"option.{option.Name}", $"option.{option.Name}.text" }.Concat((option.Choices ?? []).Select(choice => $"choice.{option.Name}.{choice.Value}"))));
        Assert.Equal(
            keys.Order(StringComparer.Ordinal),
            Texts.English.Keys.Where(key => key.StartsWith("command.", StringComparison.Ordinal) || key.StartsWith("option.", StringComparison.Ordinal) || key.StartsWith("choice.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Texts_OfCommands_AreInEnglishWhatTheyComeBackAs()
    {
        Assert.Equal(DiscordCommands.UseAsReference, Texts.English["command.reference"]);
        Assert.All(Commands.SelectMany(command => command.Options ?? []), option => Assert.Equal(option.Name, Texts.English[$"option.{option.Name}"]));
    }

    [Fact]
    public void Json_IsWrittenAsDiscordReadsIt()
    {
        var imagine = JsonSerializer.SerializeToElement(Commands, DiscordJson.Default.IReadOnlyListApplicationCommand)[0];
        Assert.Equal(1, imagine.GetProperty("type").GetInt32());
        Assert.Equal("Zeichnet ein Bild aus deinen Worten", imagine.GetProperty("description_localizations").GetProperty("de").GetString());
        Assert.False(imagine.TryGetProperty("nsfw", out _));

        var prompt = imagine.GetProperty("options")[0];
        Assert.Equal((3, "prompt", true, 3, 1000), (prompt.GetProperty("type").GetInt32(), prompt.GetProperty("name").GetString(),
            prompt.GetProperty("required").GetBoolean(), prompt.GetProperty("min_length").GetInt32(), prompt.GetProperty("max_length").GetInt32()));
        Assert.Equal("4294967295", imagine.GetProperty("options")[7].GetProperty("max_value").GetRawText());
        Assert.Equal("1.5", imagine.GetProperty("options")[8].GetProperty("min_value").GetRawText());
    }

    private static string In(string? locale, string text, IReadOnlyDictionary<string, string>? localizations) =>
        locale is not null && localizations is not null ? localizations[locale] : text;

    private static int Longest(string text, IReadOnlyDictionary<string, string>? localizations) =>
        (localizations?.Values ?? []).Append(text).Max(one => one.Length);

    /// <summary>Discord's own expression, without the Devanagari and Thai signs that .NET has no scripts for and we no names in.</summary>
    [GeneratedRegex(@"^[-_'\p{L}\p{N}]{1,32}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SlashName();
}
