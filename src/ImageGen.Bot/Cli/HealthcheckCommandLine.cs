using ImageGen.Bot.Hosting;

namespace ImageGen.Bot.Cli;

/// <summary><c>healthcheck</c>: asks the bot that serves on this machine whether it is alive, where there is no shell and no curl to ask with.</summary>
internal static class HealthcheckCommandLine
{
    private const string Help = """
        Usage: ImageGen.Bot healthcheck

        Asks the bot that serves here, with the same settings, for /healthz/live.

        Exit codes: 0 it answers, 1 it does not within 3 seconds, 2 bad input.
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Any(arg => arg is "--help" or "-h"))
            return CommandLine.Print(Help);
        if (args is [var unknown, ..])
            return CommandLine.Complain($"There is no option '{unknown}'. Try healthcheck --help.", ExitCodes.BadInput);

        // Read as `serve` reads it, so that both mean the same address.
        var address = new Uri(HostConfiguration.ListeningUrl(WebApplication.CreateSlimBuilder().Configuration), "healthz/live");
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };
        try
        {
            using var response = await http.GetAsync(address);
            return response.IsSuccessStatusCode
                ? ExitCodes.Done
                : CommandLine.Complain($"{address} answers {(int)response.StatusCode}.", ExitCodes.Unhealthy);
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            return CommandLine.Complain($"{address} does not answer: {fault.Message}", ExitCodes.Unhealthy);
        }
    }
}
