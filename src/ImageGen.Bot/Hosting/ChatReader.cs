using ImageGen.Bot.Discord;
using ImageGen.Bot.Slack;

namespace ImageGen.Bot.Hosting;

/// <summary>Reads the sections of the chat platforms.</summary>
internal static class ChatReader
{
    /// <summary>All of the section, or nothing of it: half a configuration is a fault, not a bot that answers nobody.</summary>
    public static DiscordOptions? Discord(SettingsReader discord)
    {
        var isUsed = discord.Keys.Count > 0;
        var applicationId = discord.Text("ApplicationId");
        var publicKey = discord.Text("PublicKey");
        var botToken = discord.Text("BotToken");
        var apiBaseUrl = discord.HttpUrl("ApiBaseUrl");
        discord.RefuseUnknown();
        if (!isUsed)
            return null;
        var isWhole = Check("ApplicationId", applicationId, DiscordOptions.FaultOfApplicationId)
            & Check("PublicKey", publicKey, DiscordOptions.FaultOfPublicKey)
            & Check("BotToken", botToken, DiscordOptions.FaultOfBotToken);
        if (!isWhole)
            return null;
        var options = new DiscordOptions { ApplicationId = applicationId!, PublicKey = Convert.FromHexString(publicKey!), BotToken = botToken! };
        return apiBaseUrl is null ? options : options with { ApiBaseUrl = apiBaseUrl };

        bool Check(string key, string? value, Func<string, string?> faultOf)
        {
            if ((value is null ? "is missing; Discord's developer portal shows it (docs/discord.md)" : faultOf(value)) is not { } fault)
                return true;
            discord.Fault(key, fault);
            return false;
        }
    }

    /// <summary>As <see cref="Discord"/>.</summary>
    public static SlackOptions? Slack(SettingsReader slack)
    {
        var isUsed = slack.Keys.Count > 0;
        var signingSecret = Text("SigningSecret", SlackOptions.FaultOfSigningSecret);
        var botToken = Text("BotToken", SlackOptions.FaultOfBotToken);
        var clientId = Text("ClientId", SlackOptions.FaultOfClientId);
        var clientSecret = Text("ClientSecret", SlackOptions.FaultOfClientSecret);
        var apiBaseUrl = slack.HttpUrl("ApiBaseUrl");
        slack.RefuseUnknown();
        if (!isUsed)
            return null;
        if (signingSecret is null)
            slack.Fault("SigningSecret", "is missing; the app's page at api.slack.com shows it (docs/slack.md)");
        if (SlackOptions.FaultOfTokens(botToken is not null, clientId is not null, clientSecret is not null) is var (key, tokensFault))
            slack.Fault(key, tokensFault);
        var options = new SlackOptions { SigningSecret = signingSecret ?? "", BotToken = botToken, ClientId = clientId, ClientSecret = clientSecret };
        return apiBaseUrl is null ? options : options with { ApiBaseUrl = apiBaseUrl };

        string? Text(string key, Func<string, string?> faultOf)
        {
            var text = slack.Text(key);
            if (text is not null && faultOf(text) is { } fault)
                slack.Fault(key, fault);
            return text;
        }
    }
}
