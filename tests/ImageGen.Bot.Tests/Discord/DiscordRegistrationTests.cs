using System.Text.Json;
using System.Text.Json.Nodes;
using ImageGen.Bot.Discord;
using ImageGen.Bot.Discord.Wire;

namespace ImageGen.Bot.Tests.Discord;

public sealed class DiscordRegistrationTests
{
    [Fact]
    public void Compare_NothingRegistered_AddsEverything()
    {
        var plan = DiscordRegistration.Compare(DiscordCommands.All, []);

        Assert.False(plan.IsDone);
        Assert.Equal(DiscordCommands.All, plan.Commands);
        Assert.Equal(["+ /imagine", "+ /jobs", "+ /gallery", "+ /quota", "+ /help", "+ /imagine-forget", "+ /imagegen", "+ Use as reference (in a menu)"], Lines(plan));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Compare_AfterRegistering_FindsNothingToDo(bool inOneServer)
    {
        var first = DiscordRegistration.Compare(DiscordCommands.All, [], inOneServer);
        var second = DiscordRegistration.Compare(DiscordCommands.All, Echo(first.Commands, inOneServer), inOneServer);

        Assert.Equal(["= /imagine", "= /jobs", "= /gallery", "= /quota", "= /help", "= /imagine-forget", "= /imagegen", "= Use as reference (in a menu)"], Lines(second));
        Assert.True(second.IsDone);
    }

    [Fact]
    public void Compare_InOneServer_SendsNoPlaces() =>
        Assert.All(DiscordRegistration.Compare(DiscordCommands.All, [], inOneServer: true).Commands, command =>
        {
            Assert.Null(command.Contexts);
            Assert.Null(command.IntegrationTypes);
        });

    [Fact]
    public void Compare_CommandNobodyWantsAnyMore_RemovesIt()
    {
        var plan = DiscordRegistration.Compare(DiscordCommands.All, [.. Echo(DiscordCommands.All), new ApplicationCommand { Name = "old", Description = "Old" }]);

        Assert.Equal("- /old", Lines(plan)[^1]);
        Assert.DoesNotContain(plan.Commands, command => command.Name == "old");
    }

    [Fact]
    public void Compare_SameNameOfAnotherType_IsAnotherCommand()
    {
        ApplicationCommand slash = new() { Name = "help", Description = "Help" }, user = new() { Type = CommandType.User, Name = "help" };
        Assert.Equal(["+ /help", "- help (in a menu)"], Lines(DiscordRegistration.Compare([slash], [user])));
    }

    [Theory]
    [InlineData("description", "~ /imagine (description)")]
    [InlineData("description_localizations/de", "~ /imagine (description in de)")]
    [InlineData("options/1/description", "~ /imagine (option style: description)")]
    [InlineData("options/1/name_localizations/ja", "~ /imagine (option style: name in ja)")]
    [InlineData("options/2/choices/0/name", "~ /imagine (option aspect: choices)")]
    [InlineData("options/2/choices/0/name_localizations/fr", "~ /imagine (option aspect: choice 1:1 in fr)")]
    public void Compare_TextThatDiffers_IsNamed(string path, string line) =>
        Assert.Equal(line, LineAfter(commands => Replace(commands, path, "something else")));

    [Fact]
    public void Compare_OptionOfASubcommandThatDiffers_IsNamed()
    {
        var registered = EchoJson(DiscordCommands.All, inOneServer: false);
        registered.Single(command => (string?)command!["name"] == "imagegen")!["options"]![0]!["options"]![0]!["options"]![1]!["description"] = "something else";
        Assert.Contains("~ /imagegen (option style add guidance: description)", Lines(DiscordRegistration.Compare(DiscordCommands.All, Read(registered))));
    }

    [Theory]
    [InlineData("options/7/max_value", "4294967294", "~ /imagine (option seed: greatest value)")]
    [InlineData("options/0/max_length", "500", "~ /imagine (option prompt: greatest length)")]
    [InlineData("options/0/required", "false", "~ /imagine (option prompt: required)")]
    [InlineData("options/4/type", "3", "~ /imagine (option image: type)")]
    [InlineData("contexts", "[0]", "~ /imagine (contexts)")]
    [InlineData("integration_types", "[0]", "~ /imagine (installation)")]
    [InlineData("default_member_permissions", "\"32\"", "~ /imagine (permissions)")]
    [InlineData("nsfw", "true", "~ /imagine (age restriction)")]
    [InlineData("options/5", null, "~ /imagine (order of options, option negative)")]
    public void Compare_PropertyThatDiffers_IsNamed(string path, string? json, string line) =>
        Assert.Equal(line, LineAfter(commands => Replace(commands, path, json is null ? null : JsonNode.Parse(json))));

    [Theory]
    [InlineData("contexts", "[2,0,1]")]
    [InlineData("contexts", "null")]
    [InlineData("integration_types", "[1,0]")]
    [InlineData("options/8/max_value", "10.0")]
    [InlineData("options/1/choices", "[]")]
    public void Compare_SameSaidOtherwise_IsNoDifference(string path, string json) =>
        Assert.Equal("= /imagine", LineAfter(commands => Replace(commands, path, JsonNode.Parse(json))));

    [Fact]
    public void Compare_MuchThatDiffers_IsCounted()
    {
        ApplicationCommand before = new() { Name = "help" };
        var after = before with { Description = "Help", Nsfw = true, DefaultMemberPermissions = "0", Contexts = [0], IntegrationTypes = [0] };
        Assert.Equal(["~ /help (description, installation, contexts, permissions and 1 more)"], Lines(DiscordRegistration.Compare([after], [before])));
    }

    [Fact]
    public void Compare_EntryPointOfAnActivity_IsKept()
    {
        var entry = new ApplicationCommand { Type = CommandType.EntryPoint, Name = "launch", Handler = 2 };
        var plan = DiscordRegistration.Compare(DiscordCommands.All, [.. Echo(DiscordCommands.All), entry]);

        Assert.True(plan.IsDone);
        Assert.Contains(entry, plan.Commands);
    }

    [Fact]
    public void Read_ChoiceOfAnotherBotsNumber_IsReadAsText()
    {
        var registered = Read(JsonNode.Parse("""[{"name":"old","options":[{"type":4,"name":"n","choices":[{"name":"one","value":1},{"name":"half","value":0.5}]}]}]""")!);
        Assert.Equal(["1", "0.5"], registered[0].Options![0].Choices!.Select(choice => choice.Value));
    }

    private static string LineAfter(Action<JsonArray> edit)
    {
        var registered = EchoJson(DiscordCommands.All, inOneServer: false);
        edit(registered);
        return Lines(DiscordRegistration.Compare(DiscordCommands.All, Read(registered)))[0];
    }

    /// <summary>Sets a property of /imagine, or takes it away.</summary>
    private static void Replace(JsonArray commands, string path, JsonNode? value)
    {
        var names = path.Split('/');
        var parent = names[..^1].Aggregate(commands.Single(command => (string?)command!["name"] == "imagine")!, Step);
        if (parent is JsonArray array && value is null)
            array.RemoveAt(int.Parse(names[^1]));
        else
            parent[names[^1]] = value;

        static JsonNode Step(JsonNode node, string name) => node is JsonArray array ? array[int.Parse(name)]! : node[name]!;
    }

    private static string[] Lines(DiscordRegistration plan) => [.. plan.Changes.Select(change => change.ToString())];

    private static IReadOnlyList<ApplicationCommand> Echo(IReadOnlyList<ApplicationCommand> sent, bool inOneServer = false) => Read(EchoJson(sent, inOneServer));

    private static IReadOnlyList<ApplicationCommand> Read(JsonNode json) =>
        json.Deserialize(DiscordJson.Default.IReadOnlyListApplicationCommand)!;

    /// <summary>What Discord answers to GET after a PUT: its ids and defaults added, in an order of its own.</summary>
    private static JsonArray EchoJson(IReadOnlyList<ApplicationCommand> sent, bool inOneServer)
    {
        var commands = JsonSerializer.SerializeToNode(sent, DiscordJson.Default.IReadOnlyListApplicationCommand)!.AsArray();
        var echo = new JsonArray();
        foreach (var command in commands.Reverse())
        {
            var told = new JsonObject();
            foreach (var (name, value) in command!.AsObject().Reverse())
                told[name] = value?.DeepClone();
            told["id"] = "1046089000000000000";
            told["application_id"] = "1046088000000000000";
            told["version"] = "1046089000000000001";
            told["default_member_permissions"] ??= null;
            told["nsfw"] = false;
            told["description"] ??= "";
            told["name_localizations"] ??= null;
            told["description_localizations"] ??= null;
            if (inOneServer)
            {
                told["guild_id"] = "1046087000000000000";
                told["contexts"] = null;
                told["integration_types"] = new JsonArray(0);
            }
            else
            {
                told["dm_permission"] = true;
            }

            if (told["options"] is JsonArray { Count: 0 })
                told.Remove("options");
            foreach (var option in told["options"]?.AsArray() ?? [])
            {
                option!["required"] ??= false;
                option["autocomplete"] ??= false;
            }

            echo.Add(told);
        }

        return echo;
    }
}
