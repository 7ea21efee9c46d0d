namespace ImageGen.Bot.Slack;

/// <summary>Where Slack finds this bot, and people find it in Slack.</summary>
internal static class SlackAddresses
{
    public static Uri Commands(Uri publicBaseUrl) => At(publicBaseUrl, "commands");

    public static Uri Interactions(Uri publicBaseUrl) => At(publicBaseUrl, "interactions");

    public static Uri Events(Uri publicBaseUrl) => At(publicBaseUrl, "events");

    public static Uri Install(Uri publicBaseUrl) => At(publicBaseUrl, "install");

    public static Uri Callback(Uri publicBaseUrl) => At(publicBaseUrl, "oauth/callback");

    /// <summary>The app in Slack, in the workspace where that is known.</summary>
    public static Uri App(string? app, string? team) =>
        app is null ? new Uri("https://slack.com/") : new Uri($"https://slack.com/app_redirect?app={Uri.EscapeDataString(app)}{(team is null ? "" : $"&team={Uri.EscapeDataString(team)}")}");

    private static Uri At(Uri publicBaseUrl, string path) => new($"{publicBaseUrl.AbsoluteUri.TrimEnd('/')}/slack/{path}");
}
