using System.Text.Json;
using ImageGen.Bot.Discord;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Bot.Hosting;
using Answer = ImageGen.Bot.Discord.DiscordResult<System.Collections.Generic.IReadOnlyList<System.Text.Json.JsonElement>>;

namespace ImageGen.Bot.Cli;

/// <summary><c>discord register</c>: tells Discord the bot's commands, where they are not as they should be.</summary>
internal static class DiscordCommandLine
{
    private const string Help = """
        Usage: ImageGen.Bot discord register [--guild ID] [--dry-run]

        Registers the bot's commands with Discord and prints where to add the bot.
        Running it again changes nothing; run it after every update of the bot.

          --guild ID   only in the server of this id, to try them out; there they stand
                       beside those registered everywhere
          --dry-run    only say what would change

        Needs the section Discord in the settings: ApplicationId, PublicKey, BotToken.
        Exit codes: 0 done, 2 bad input, 4 failed.
        """;

    private sealed record Arguments(string? Guild = null, bool IsDryRun = false);

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is [])
            return CommandLine.Complain(Help, ExitCodes.BadInput);
        if (args.Any(arg => arg is "--help" or "-h"))
            return CommandLine.Print(Help);
        if (args[0] != "register")
            return CommandLine.Complain($"There is no command 'discord {args[0]}'. Try discord --help.", ExitCodes.BadInput);
        if (Read(args[1..], out var arguments) is { } wrong)
            return CommandLine.Complain(wrong, ExitCodes.BadInput);

        var builder = Host.CreateApplicationBuilder();
        if (Settings.Read(builder.Configuration).Discord is not { } options)
            return CommandLine.Complain("Discord is not configured. Set Discord:ApplicationId, Discord:PublicKey and Discord:BotToken; appsettings.example.json explains each.", ExitCodes.Failed);

        builder.Logging.ClearProviders();
        builder.Services.AddDiscordClient(options);
        using var host = builder.Build();
        return await RegisterAsync(host.Services.GetRequiredService<DiscordClient>(), options, arguments);
    }

    private static string? Read(string[] args, out Arguments arguments)
    {
        arguments = new Arguments();
        for (var at = 0; at < args.Length; at++)
        {
            var (name, value) = args[at].Split('=', 2) is [var before, var after] ? (before, after) : (args[at], null);
            switch (name)
            {
                case "--dry-run" when value is null:
                    arguments = arguments with { IsDryRun = true };
                    break;
                case "--guild":
                    value ??= ++at < args.Length ? args[at] : "";
                    if (value.Length is < 17 or > 20 || !value.All(char.IsAsciiDigit))
                        return $"--guild needs a server's id, 17 to 20 digits; '{value}' is not. With developer mode on, Discord copies it from the server's menu.";
                    arguments = arguments with { Guild = value };
                    break;
                default:
                    return $"There is no option '{args[at]}'. Try discord --help.";
            }
        }

        return null;
    }

    private static async Task<int> RegisterAsync(DiscordClient discord, DiscordOptions options, Arguments arguments)
    {
        var read = await discord.GetCommandsAsync(arguments.Guild, CancellationToken.None);
        if (read is not Answer.Ok { Answer: var documents })
            return CommandLine.Complain(Explain(read, options, arguments), ExitCodes.Failed);

        var registered = documents.Select(document => document.Deserialize(DiscordJson.Default.ApplicationCommand)!).ToList();
        var plan = DiscordRegistration.Compare(DiscordCommands.All, registered, inOneServer: arguments.Guild is not null);
        foreach (var change in plan.Changes)
            Console.Out.WriteLine(change);

        if (!plan.IsDone && !arguments.IsDryRun)
        {
            var commands = JsonSerializer.SerializeToUtf8Bytes(plan.Commands, DiscordJson.Default.IReadOnlyListApplicationCommand);
            var written = await discord.OverwriteCommandsAsync(arguments.Guild, commands, CancellationToken.None);
            if (written is not Answer.Ok)
                return CommandLine.Complain(Explain(written, options, arguments), ExitCodes.Failed);
        }

        return CommandLine.Print($"""
            {Summary(plan, arguments)}

            Add the bot to a server:         {DiscordInstallation.ServerLink(options.ApplicationId)}
            Add its commands to an account:  {DiscordInstallation.UserLink(options.ApplicationId)}
            """);
    }

    private static string Summary(DiscordRegistration plan, Arguments arguments) => (plan.IsDone, arguments.IsDryRun) switch
    {
        (true, _) => $"Nothing to do: {DiscordCommands.All.Count} commands are as they should be.",
        (false, true) => "Nothing was changed: this was a dry run.",
        (false, false) => $"Registered {DiscordCommands.All.Count} commands. Who does not see them yet reloads Discord.",
    };

    private static string Explain(Answer result, DiscordOptions options, Arguments arguments) => result switch
    {
        Answer.Failed failed => (failed.Status, failed.Code) switch
        {
            (401, _) => "Discord does not accept the token in Discord:BotToken. The developer portal's Bot page gives out a new one.",
            (_, 10002) => $"Discord knows no application {options.ApplicationId}. Discord:ApplicationId must be the one on the developer portal's General Information page.",
            (_, 20012) => $"The token in Discord:BotToken is not that of application {options.ApplicationId}; Discord:ApplicationId and Discord:BotToken must be of one application.",
            (_, 10004 or 50001) when arguments.Guild is { } guild => $"The bot is not in server {guild}. Add it first: {DiscordInstallation.ServerLink(options.ApplicationId)}",
            (_, 30034) => "Discord takes no more than 200 new commands a day. Try again tomorrow.",
            var (status, code) => $"Discord refused with status {status} and code {code}.",
        },
        Answer.RateLimited limited => $"Discord asks to wait {Math.Ceiling(limited.RetryAfter.TotalSeconds)} seconds. Try again then.",
        _ => $"Discord does not answer at {options.ApiBaseUrl}. Try again; nothing is registered twice.",
    };
}
