using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fakes.Discord;

/// <summary>What users do.</summary>
internal sealed partial class FakeUser
{
    /// <summary><c>/imagine</c> with a prompt and whatever else.</summary>
    public Task<FakeInteraction> ImagineAsync(FakeChannel channel, string prompt, params (string Name, object Value)[] options) =>
        CommandAsync(channel, "imagine", [("prompt", prompt), .. options]);

    /// <summary>A slash command. Text, numbers, booleans, users, channels and files are options.</summary>
    public Task<FakeInteraction> CommandAsync(FakeChannel channel, string command, params (string Name, object Value)[] options) =>
        SendAsync(channel, InteractionType.Command, new CommandData(discord, channel, this).Slash(command, options));

    /// <summary>Types into an option that the bot completes.</summary>
    public Task<FakeInteraction> TypeAsync(FakeChannel channel, string command, string option, string typed, params (string Name, object Value)[] others) =>
        SendAsync(channel, InteractionType.Autocomplete, new CommandData(discord, channel, this).Slash(command, [.. others, (option, typed)], option));

    /// <summary>A command from the menu of a message.</summary>
    public Task<FakeInteraction> MessageCommandAsync(FakeMessage message, string command) =>
        SendAsync(message.Channel, InteractionType.Command, new CommandData(discord, message.Channel, this).OnMessage(command, message));

    /// <summary>Presses a button they can see and press.</summary>
    public Task<FakeInteraction> PressAsync(FakeButton button)
    {
        var message = button.Message;
        if (message.IsDeleted || button.IsDisabled || button.CustomId is null || (message.IsEphemeral && message.Interaction?.User != this))
            throw new InvalidOperationException($"{Name} cannot press {button.Label} on {message}");
        var data = new JsonObject { ["component_type"] = 2, ["custom_id"] = button.CustomId, ["id"] = button.Json["id"]!.GetValue<int>() };
        return discord.SendAsync(new FakeInteraction(discord, InteractionType.Component, this, message.Channel) { Data = data, Source = message });
    }

    /// <summary>Writes a message.</summary>
    public FakeMessage Say(FakeChannel channel, string text, params FakeFile[] files) =>
        discord.Change(() => channel.Add(new FakeMessage(discord, channel, this) { Content = text, Files = files }));

    private Task<FakeInteraction> SendAsync(FakeChannel channel, InteractionType type, JsonObject data) =>
        discord.SendAsync(new FakeInteraction(discord, type, this, channel) { Data = data });
}
