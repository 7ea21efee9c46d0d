using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using ImageGen.Bot.Hosting;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Cli;

/// <summary>What the command ended with, for scripts.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary><c>healthcheck</c>: nothing answers. A container's health check knows no other fault.</summary>
    public const int Unhealthy = 1;

    /// <summary>Start-up or the job failed.</summary>
    public const int Failed = 4;

    public const int BadInput = 2;

    /// <summary>Refused, or over a quota or budget.</summary>
    public const int Refused = 3;
}

/// <summary>Chooses the command and says clearly why one cannot start.</summary>
internal static class CommandLine
{
    private const string Help = """
        ImageGen.Bot: type /imagine in Discord or Slack, get a picture in the thread.

        Usage:
          ImageGen.Bot                    serve: playground, HTTP API and workers
          ImageGen.Bot imagine PROMPT …   draw one picture here and print where it is
          ImageGen.Bot doctor             try every configured part and say what to mend
          ImageGen.Bot discord register   tell Discord the bot's commands
          ImageGen.Bot slack manifest     print what to create the Slack app with
          ImageGen.Bot healthcheck        ask the bot serving here whether it is alive
          ImageGen.Bot --help             this text; 'imagine --help' for its flags

        Settings come from appsettings.json in the present folder and from environment
        variables (Section__Key); appsettings.example.json explains each.
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        // What is printed and parsed here is for programs too; numbers look the same on every machine.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return args switch
            {
                ["imagine", .. var rest] => await ImagineCommandLine.RunAsync(rest),
                ["doctor", .. var rest] => await DoctorCommandLine.RunAsync(rest),
                ["discord", .. var rest] => await DiscordCommandLine.RunAsync(rest),
                ["slack", .. var rest] => SlackCommandLine.Run(rest),
                ["healthcheck", .. var rest] => await HealthcheckCommandLine.RunAsync(rest),
                ["--help" or "-h" or "help", ..] => Print(Help),
                [] or ["serve", ..] => await ServeCommand.RunAsync(args.Length > 0 ? args[1..] : args),
                [var first, ..] when first.StartsWith("--", StringComparison.Ordinal) => await ServeCommand.RunAsync(args),
                [var unknown, ..] => Complain($"There is no command '{unknown}'. Try --help.", ExitCodes.BadInput),
            };
        }
        catch (Exception fault) when (fault is SettingsException or LedgerUnavailableException or IOException
            or InvalidDataException or FormatException or ArgumentException or SocketException or DbException)
        {
            return Complain(fault.InnerException is { } inner and not SocketException ? $"{fault.Message} {inner.Message}" : fault.Message, ExitCodes.Failed);
        }
    }

    public static int Print(string text)
    {
        Console.Out.WriteLine(text);
        return ExitCodes.Done;
    }

    public static int Complain(string message, int exitCode)
    {
        Console.Error.WriteLine(message);
        return exitCode;
    }
}
