using System.Globalization;
using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fakes.Discord;

/// <summary>
/// What a command interaction says of the command. Where the bot has registered its commands, a user can give no
/// others, and no option that the command has not: as Discord's client sees to it.
/// </summary>
internal sealed class CommandData(FakeDiscord discord, FakeChannel channel, FakeUser user)
{
    private const int Subcommand = 1;
    private const int Group = 2;

    private readonly JsonObject _resolved = [];

    /// <summary>A slash command, such as <c>imagine</c> or <c>settings style add</c>.</summary>
    /// <param name="path">The command, and the subcommand where there is one.</param>
    /// <param name="options">What was filled in.</param>
    /// <param name="focused">The option that is being typed; null where the command is sent.</param>
    public JsonObject Slash(string path, IReadOnlyList<(string Name, object Value)> options, string? focused = null)
    {
        var parts = path.Split(' ');
        var command = Find(parts[0], CommandForm.ChatInput);
        var data = Named(command, parts[0], CommandForm.ChatInput);
        var (level, definition) = (data, command);
        foreach (var (index, part) in parts[1..].Index())
        {
            definition = definition is null ? null : Option(definition, part) ?? throw Refused($"/{path} is not registered");
            var below = new JsonObject { ["name"] = part, ["type"] = index < parts.Length - 2 ? Group : Subcommand };
            level["options"] = new JsonArray(below);
            level = below;
        }

        if (definition is not null)
            Check(path, definition, options, isComplete: focused is null);
        if (options.Count > 0 || level != data)
            level["options"] = new JsonArray([.. options.Select(option => Filled(definition, option.Name, option.Value, option.Name == focused))]);
        if (_resolved.Count > 0)
            data["resolved"] = _resolved;
        return data;
    }

    /// <summary>A command from a message's menu.</summary>
    public JsonObject OnMessage(string name, FakeMessage message)
    {
        const int messageCommand = 3;
        var data = Named(Find(name, messageCommand), name, messageCommand);
        data["target_id"] = message.Id;
        data["resolved"] = new JsonObject { ["messages"] = new JsonObject { [message.Id] = message.ToJson() } };
        return data;
    }

    private static InvalidOperationException Refused(string why) => new($"Discord's client would not send that: {why}.");

    private JsonObject? Find(string name, int type)
    {
        var registered = discord.CommandsIn(channel.Guild);
        if (registered.Count == 0)
            return null;
        var command = registered.FirstOrDefault(command => Text(command, "name") == name && command["type"]!.GetValue<int>() == type)
            ?? throw Refused($"'{name}' is not registered here");
        if (channel.Guild is null && command["contexts"]?.AsArray() is { } contexts && contexts.All(context => context!.GetValue<int>() == 0))
            throw Refused($"'{name}' is for guilds only");
        if (ulong.TryParse(Text(command, "default_member_permissions"), CultureInfo.InvariantCulture, out var needed) && (user.Permissions & (needed | Permissions.Administrator)) == 0)
            throw Refused($"{user.Name} is not shown '{name}'");
        return command;
    }

    private JsonObject Named(JsonObject? command, string name, int type)
    {
        var data = new JsonObject { ["id"] = Text(command, "id") ?? discord.NewId(), ["name"] = name, ["type"] = type };
        if (Text(command, "guild_id") is { } guild)
            data["guild_id"] = guild;
        return data;
    }

    private static JsonObject? Option(JsonObject definition, string name) =>
        definition["options"]?.AsArray().Select(option => option!.AsObject()).FirstOrDefault(option => Text(option, "name") == name);

    private static void Check(string path, JsonObject definition, IReadOnlyList<(string Name, object Value)> options, bool isComplete)
    {
        foreach (var (name, value) in options)
        {
            var option = Option(definition, name) ?? throw Refused($"/{path} has no option '{name}'");
            var type = option["type"]!.GetValue<int>();
            if (type != TypeOf(value) && (type, TypeOf(value)) != (10, 4))
                throw Refused($"/{path} {name} is of type {type}, not {TypeOf(value)}");
            if (isComplete && option["choices"]?.AsArray() is { } choices && !choices.Any(choice => choice!["value"]!.ToString() == $"{value}"))
                throw Refused($"'{value}' is no choice of /{path} {name}");
            if (isComplete && value is string text && (text.Length < (option["min_length"]?.GetValue<int>() ?? 0) || text.Length > (option["max_length"]?.GetValue<int>() ?? 6000)))
                throw Refused($"/{path} {name} does not take {text.Length} characters");
            if (isComplete && type is 4 or 10 && Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number
                && (number < (option["min_value"]?.GetValue<double>() ?? double.MinValue) || number > (option["max_value"]?.GetValue<double>() ?? double.MaxValue)))
                throw Refused($"/{path} {name} does not take {number}");
        }

        var missing = (definition["options"]?.AsArray() ?? []).Where(option => option!["required"]?.GetValue<bool>() == true)
            .FirstOrDefault(option => options.All(given => given.Name != Text(option, "name")));
        if (isComplete && missing is not null)
            throw Refused($"/{path} wants '{Text(missing, "name")}'");
    }

    private static int TypeOf(object value) => value switch
    {
        string => 3,
        int or long => 4,
        bool => 5,
        FakeUser => 6,
        FakeChannel => 7,
        double => 10,
        FakeFile => 11,
        _ => throw new ArgumentException($"No option takes a {value.GetType().Name}.", nameof(value)),
    };

    private JsonObject Filled(JsonObject? definition, string name, object value, bool isFocused)
    {
        var type = definition is null ? TypeOf(value) : Option(definition, name)!["type"]!.GetValue<int>();
        var option = new JsonObject { ["name"] = name, ["type"] = type, ["value"] = Value(value) };
        if (isFocused)
            option["focused"] = true;
        return option;
    }

    private JsonNode Value(object value)
    {
        switch (value)
        {
            case FakeUser user:
                Resolve("users", user.Id, user.ToJson());
                if (channel.Guild is not null)
                    Resolve("members", user.Id, user.ToResolvedMemberJson());
                return user.Id;
            case FakeChannel other:
                Resolve("channels", other.Id, new JsonObject { ["id"] = other.Id, ["name"] = other.Name, ["type"] = (int)other.Type, ["permissions"] = $"{Permissions.OfAMember}" });
                return other.Id;
            case FakeFile file:
                Resolve("attachments", file.Id, file.ToJson(ephemeral: true));
                return file.Id;
            default:
                return value switch { string text => text, int number => number, long number => number, bool flag => flag, _ => (double)value };
        }
    }

    private void Resolve(string kind, string id, JsonObject json) => ((JsonObject)(_resolved[kind] ??= new JsonObject()))[id] = json;

    private static string? Text(JsonNode? node, string name) => node?[name]?.GetValue<string>();
}
