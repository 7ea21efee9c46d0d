using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fakes.Discord;

/// <summary>The application and its commands.</summary>
internal sealed partial class FakeDiscord
{
    /// <summary>Commands by guild; those for everywhere by the empty string.</summary>
    private readonly Dictionary<string, IReadOnlyList<JsonObject>> _commands = [];

    private Answer GetApplication(ApiCall call) => new(200, new JsonObject
    {
        ["id"] = ApplicationId,
        ["name"] = Bot.Name,
        ["icon"] = null,
        ["description"] = "",
        ["summary"] = "",
        ["bot_public"] = true,
        ["bot_require_code_grant"] = false,
        ["bot"] = Bot.ToJson(),
        ["verify_key"] = PublicKey,
        ["team"] = null,
        ["flags"] = 0,
        ["flags_new"] = "0",
        ["interactions_endpoint_url"] = BotAddress is null ? null : $"{new Uri(BotAddress, InteractionsPath)}",
    });

    private Answer GetCommands(ApiCall call)
    {
        var commands = _commands.GetValueOrDefault(CommandScope(call), []).Select(command => command.DeepClone());
        return new Answer(200, new JsonArray([.. commands.Select(command => call.Asks("with_localizations") ? command : WithoutLocalizations(command))]));
    }

    private Answer PutCommands(ApiCall call)
    {
        var scope = CommandScope(call);
        Check(call, CommandForm.Commands);
        var known = _commands.GetValueOrDefault(scope, []);
        _commands[scope] = [.. call.Body.EnumerateArray().Select(command =>
        {
            var registered = JsonNode.Parse(command.GetRawText())!.AsObject();
            if (scope.Length > 0 && (registered.ContainsKey("contexts") || registered.ContainsKey("integration_types")))
                Violate(call, "a guild's command has neither contexts nor integration types");
            var type = CommandForm.TypeOf(command);
            var before = known.FirstOrDefault(other => Same(other, registered, "name") && other["type"]!.GetValue<int>() == type);
            registered["type"] = type;
            registered["id"] = before?["id"]?.GetValue<string>() ?? NewId();
            registered["application_id"] = ApplicationId;
            registered["version"] = NewId();
            registered["description"] ??= "";
            registered["default_member_permissions"] ??= null;
            registered["nsfw"] ??= false;
            if (scope.Length > 0)
            {
                registered["guild_id"] = scope;
            }
            else
            {
                registered["integration_types"] ??= new JsonArray(0);
                registered["contexts"] ??= null;
            }

            return registered;
        })];
        return new Answer(200, new JsonArray([.. _commands[scope].Select(command => command.DeepClone())]));

        static bool Same(JsonObject one, JsonObject other, string name) => JsonNode.DeepEquals(one[name], other[name]);
    }

    private string CommandScope(ApiCall call)
    {
        if (call["app"] != ApplicationId)
            throw new ApiRefusal(403, 20012, "You are not authorized to perform this action on this application") { IsBotsFault = true };
        if (!call.Route.Contains("/guilds/", StringComparison.Ordinal))
            return "";
        return _guilds.TryGetValue(call["guild"], out var guild) && guild.HasBot ? guild.Id : throw ApiRefusal.MissingAccess;
    }

    private static JsonNode WithoutLocalizations(JsonNode node)
    {
        if (node is JsonObject json)
        {
            json.Remove("name_localizations");
            json.Remove("description_localizations");
        }

        foreach (var part in new[] { "options", "choices" })
        {
            foreach (var below in node[part]?.AsArray() ?? [])
                WithoutLocalizations(below!);
        }

        return node;
    }
}
