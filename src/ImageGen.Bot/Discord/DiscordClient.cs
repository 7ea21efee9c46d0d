using System.Text.Json;
using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord.Wire;

namespace ImageGen.Bot.Discord;

/// <summary>
/// The few calls of Discord's API that this bot makes. What Discord may answer is a <see cref="DiscordResult{T}"/>; no
/// call is repeated, since only its caller knows whether it still matters.
/// </summary>
internal sealed partial class DiscordClient(
    HttpClient http,
    DiscordOptions options,
    DiscordRateLimits limits,
    InvalidRequestGuard guard,
    SpentTokens spent,
    TimeProvider clock,
    ILogger<DiscordClient> logger)
{
    /// <summary>Replaces the answer to an interaction, within 15 minutes of it.</summary>
    public Task<DiscordResult<SentMessage>> EditOriginalAsync(string token, OutgoingMessage message, IReadOnlyList<OutgoingFile> files, CancellationToken cancellation) =>
        SendAsync(ByToken("EditOriginal", HttpMethod.Patch, token, "/messages/@original"), message, files, cancellation);

    /// <summary>Takes the answer to an interaction away.</summary>
    public Task<DiscordResult<Nothing>> DeleteOriginalAsync(string token, CancellationToken cancellation) =>
        SendAsync(ByToken("DeleteOriginal", HttpMethod.Delete, token, "/messages/@original"), cancellation);

    /// <summary>Writes in a channel.</summary>
    public Task<DiscordResult<SentMessage>> CreateMessageAsync(string channel, OutgoingMessage message, IReadOnlyList<OutgoingFile> files, CancellationToken cancellation) =>
        SendAsync(InChannel("CreateMessage", HttpMethod.Post, channel, "/messages"), message, files, cancellation);

    /// <summary>Changes a message of the bot's, however old.</summary>
    public Task<DiscordResult<SentMessage>> EditMessageAsync(string channel, string id, OutgoingMessage message, IReadOnlyList<OutgoingFile> files, CancellationToken cancellation) =>
        SendAsync(InChannel("EditMessage", HttpMethod.Patch, channel, $"/messages/{Escape(id)}"), message, files, cancellation);

    /// <summary>Takes a message away.</summary>
    public Task<DiscordResult<Nothing>> DeleteMessageAsync(string channel, string id, CancellationToken cancellation) =>
        SendAsync(InChannel("DeleteMessage", HttpMethod.Delete, channel, $"/messages/{Escape(id)}"), cancellation);

    /// <summary>Starts a thread at a message.</summary>
    /// <param name="channel">The message's.</param>
    /// <param name="id">The message.</param>
    /// <param name="name">1 to 100 characters.</param>
    /// <param name="autoArchiveMinutes">60, 1440, 4320 or 10080.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<DiscordResult<OpenedChannel>> StartThreadAsync(string channel, string id, string name, int autoArchiveMinutes, CancellationToken cancellation) =>
        SendAsync(
            InChannel("StartThread", HttpMethod.Post, channel, $"/messages/{Escape(id)}/threads"),
            DiscordBody.Json(new NewThread(name, autoArchiveMinutes), DiscordJson.Default.NewThread),
            DiscordJson.Default.OpenedChannel,
            cancellation);

    /// <summary>Makes an archived thread one that can be written in.</summary>
    public Task<DiscordResult<OpenedChannel>> UnarchiveThreadAsync(string thread, CancellationToken cancellation) =>
        SendAsync(
            InChannel("UnarchiveThread", HttpMethod.Patch, thread, ""),
            DiscordBody.Json(new ThreadChange(Archived: false), DiscordJson.Default.ThreadChange),
            DiscordJson.Default.OpenedChannel,
            cancellation);

    /// <summary>A channel the bot can see.</summary>
    public Task<DiscordResult<OpenedChannel>> GetChannelAsync(string channel, CancellationToken cancellation) =>
        SendAsync(InChannel("GetChannel", HttpMethod.Get, channel, ""), null, DiscordJson.Default.OpenedChannel, cancellation);

    /// <summary>The channel for direct messages with a user; opened where there is none yet.</summary>
    public Task<DiscordResult<OpenedChannel>> OpenDmAsync(string user, CancellationToken cancellation) =>
        SendAsync(
            AsBot("OpenDm", HttpMethod.Post, "users/@me/channels"),
            DiscordBody.Json(new NewDirectMessages(user), DiscordJson.Default.NewDirectMessages),
            DiscordJson.Default.OpenedChannel,
            cancellation);

    /// <summary>The registered commands, with all their translations.</summary>
    /// <param name="guild">Those of a guild; null for those that are known everywhere.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<DiscordResult<IReadOnlyList<JsonElement>>> GetCommandsAsync(string? guild, CancellationToken cancellation) =>
        SendAsync(Commands("GetCommands", HttpMethod.Get, guild, "?with_localizations=true"), null, DiscordJson.Default.Commands, cancellation);

    /// <summary>Registers these commands and no others.</summary>
    /// <param name="guild">In a guild; null for everywhere.</param>
    /// <param name="json">An array of commands.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<DiscordResult<IReadOnlyList<JsonElement>>> OverwriteCommandsAsync(string? guild, ReadOnlyMemory<byte> json, CancellationToken cancellation) =>
        SendAsync(Commands("OverwriteCommands", HttpMethod.Put, guild), DiscordBody.Json(json), DiscordJson.Default.Commands, cancellation);

    /// <summary>The application the bot's token belongs to.</summary>
    public Task<DiscordResult<ApplicationInfo>> GetApplicationAsync(CancellationToken cancellation) =>
        SendAsync(AsBot("GetApplication", HttpMethod.Get, "applications/@me"), null, DiscordJson.Default.ApplicationInfo, cancellation);

    private DiscordCall ByToken(string name, HttpMethod method, string token, string below) =>
        new(name, method, $"webhooks/{options.ApplicationId}/{Escape(token)}{below}", token, AsBot: false);

    private static DiscordCall InChannel(string name, HttpMethod method, string channel, string below) =>
        new(name, method, $"channels/{Escape(channel)}{below}", channel, AsBot: true);

    private DiscordCall Commands(string name, HttpMethod method, string? guild, string query = "") => guild is null
        ? AsBot(name, method, $"applications/{options.ApplicationId}/commands{query}")
        : new($"{name}InGuild", method, $"applications/{options.ApplicationId}/guilds/{Escape(guild)}/commands{query}", guild, AsBot: true);

    private static DiscordCall AsBot(string name, HttpMethod method, string path) => new(name, method, path, Resource: "", AsBot: true);

    private static string Escape(string part) => Uri.EscapeDataString(part);
}
