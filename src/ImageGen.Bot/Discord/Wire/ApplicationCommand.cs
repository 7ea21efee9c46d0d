using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageGen.Bot.Discord.Wire;

/// <summary>A command as it is registered, and as Discord tells it back. What is null is left to Discord.</summary>
internal sealed record ApplicationCommand
{
    /// <summary>See <see cref="CommandType"/>.</summary>
    public int Type { get; init; } = CommandType.Slash;

    /// <summary>1 to 32 characters; a slash command's are lower case and without spaces.</summary>
    public required string Name { get; init; }

    /// <summary>The name by Discord's locale.</summary>
    public IReadOnlyDictionary<string, string>? NameLocalizations { get; init; }

    /// <summary>1 to 100 characters; only slash commands have one.</summary>
    public string? Description { get; init; }

    /// <summary>The description by Discord's locale.</summary>
    public IReadOnlyDictionary<string, string>? DescriptionLocalizations { get; init; }

    /// <summary>At most 25, required ones first.</summary>
    public IReadOnlyList<CommandOption>? Options { get; init; }

    /// <summary>Where it is installed: 0 servers, 1 users. Not for commands of one server.</summary>
    public IReadOnlyList<int>? IntegrationTypes { get; init; }

    /// <summary>Where it can be given: 0 servers, 1 the bot's messages, 2 other private messages. Not for commands of one server.</summary>
    public IReadOnlyList<int>? Contexts { get; init; }

    /// <summary>Bits of the permissions that show it by default.</summary>
    public string? DefaultMemberPermissions { get; init; }

    /// <summary>Whether it is age-restricted.</summary>
    public bool? Nsfw { get; init; }

    /// <summary>Who answers an <see cref="CommandType.EntryPoint"/>.</summary>
    public int? Handler { get; init; }
}

/// <summary>How a command is given.</summary>
internal static class CommandType
{
    public const int Slash = 1;
    public const int User = 2;
    public const int Message = 3;

    /// <summary>Opens an Activity. Discord makes it, and refuses to have it overwritten away.</summary>
    public const int EntryPoint = 4;
}

/// <summary>An option of a command.</summary>
internal sealed record CommandOption
{
    /// <summary>See <see cref="OptionType"/>.</summary>
    public required int Type { get; init; }

    /// <summary>1 to 32 characters, lower case, no spaces.</summary>
    public required string Name { get; init; }

    /// <summary>The name by Discord's locale.</summary>
    public IReadOnlyDictionary<string, string>? NameLocalizations { get; init; }

    /// <summary>1 to 100 characters.</summary>
    public string? Description { get; init; }

    /// <summary>The description by Discord's locale.</summary>
    public IReadOnlyDictionary<string, string>? DescriptionLocalizations { get; init; }

    public bool? Required { get; init; }

    /// <summary>Of a subcommand or a group, what is below it: at most 25.</summary>
    public IReadOnlyList<CommandOption>? Options { get; init; }

    /// <summary>At most 25; nothing else can be given then.</summary>
    public IReadOnlyList<CommandChoice>? Choices { get; init; }

    /// <summary>Whether we are asked for suggestions while people type.</summary>
    public bool? Autocomplete { get; init; }

    /// <summary>Least number.</summary>
    public double? MinValue { get; init; }

    /// <summary>Greatest number.</summary>
    public double? MaxValue { get; init; }

    /// <summary>Fewest characters.</summary>
    public int? MinLength { get; init; }

    /// <summary>Most characters.</summary>
    public int? MaxLength { get; init; }
}

/// <summary>What an option takes.</summary>
internal static class OptionType
{
    public const int Subcommand = 1;

    /// <summary>Holds subcommands, and is held by a command.</summary>
    public const int Group = 2;

    public const int Text = 3;
    public const int Integer = 4;
    public const int Boolean = 5;
    public const int Number = 10;
    public const int Attachment = 11;
}

/// <summary>One of the values an option can have: 1 to 100 characters of name and of value.</summary>
internal sealed record CommandChoice
{
    public required string Name { get; init; }

    /// <summary>The name by Discord's locale.</summary>
    public IReadOnlyDictionary<string, string>? NameLocalizations { get; init; }

    [JsonConverter(typeof(ValueConverter))]
    public required string Value { get; init; }

    /// <summary>Our values are strings. A command somebody else registered may have numbers, and is only read to be named.</summary>
    internal sealed class ValueConverter : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String)
                return reader.GetString();
            using var value = JsonDocument.ParseValue(ref reader);
            return value.RootElement.GetRawText();
        }

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }
}
