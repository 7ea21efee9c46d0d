using ImageGen.Bot.Hosting;
using ImageGen.Bot.Slack;
using ImageGen.Bot.Storage;

namespace ImageGen.Bot.Cli;

/// <summary><c>slack</c>: what is to be done at Slack itself.</summary>
internal static class SlackCommandLine
{
    private const string Help = """
        Usage: ImageGen.Bot slack manifest [--distributed]

        Prints the manifest of a Slack app for this bot at PublicBaseUrl, and a link that creates
        the app with one click.

          --distributed   any number of workspaces install it, by OAuth with token rotation;
                          this is so anyway where Slack:ClientId is set
        """;

    public static int Run(string[] args) => args switch
    {
        ["manifest"] => Manifest(isDistributed: false),
        ["manifest", "--distributed"] => Manifest(isDistributed: true),
        ["--help" or "-h", ..] or ["manifest", "--help" or "-h", ..] => CommandLine.Print(Help),
        _ => CommandLine.Complain(Help, ExitCodes.BadInput),
    };

    private static int Manifest(bool isDistributed)
    {
        var settings = Settings.Read(Host.CreateApplicationBuilder().Configuration);
        if (settings.PublicBaseUrl.Scheme != Uri.UriSchemeHttps || !PublicAddress.Is(settings.PublicBaseUrl))
        {
            return CommandLine.Complain(
                $"Slack must reach this bot at a public https address, and PublicBaseUrl is {settings.PublicBaseUrl}. Set it first, such as PublicBaseUrl=https://images.example.com.",
                ExitCodes.BadInput);
        }

        var manifest = SlackManifest.Of(settings.PublicBaseUrl, isDistributed || settings.Slack is { IsDistributed: true });
        Console.Error.WriteLine($"Create the app with one click: {SlackManifest.Link(manifest)}");
        return CommandLine.Print(SlackManifest.Print(manifest));
    }
}
