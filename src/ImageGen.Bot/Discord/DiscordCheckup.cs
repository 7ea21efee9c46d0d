using System.Runtime.CompilerServices;
using System.Text.Json;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Bot.Hosting;
using Commands = ImageGen.Bot.Discord.DiscordResult<System.Collections.Generic.IReadOnlyList<System.Text.Json.JsonElement>>;

namespace ImageGen.Bot.Discord;

/// <summary>Whether the bot is on Discord as it is configured: keys, endpoint, commands.</summary>
internal sealed class DiscordCheckup(DiscordClient discord, DiscordOptions options, Settings settings) : ICheckup
{
    private Uri Endpoint => new(settings.PublicBaseUrl.AbsoluteUri.TrimEnd('/') + "/discord/interactions");

    public string Part => "Discord";

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return Signatures();
        var answer = await discord.GetApplicationAsync(cancellation);
        if (answer is not DiscordResult<ApplicationInfo>.Ok { Answer: var application })
        {
            yield return Token(answer);
            yield break;
        }

        yield return application.Id == options.ApplicationId
            ? Finding.Ok($"The bot's token is that of {application.Name}.")
            : Finding.Fault($"The bot's token is that of application {application.Id}, not of {options.ApplicationId}.", "Take Discord:ApplicationId and Discord:BotToken from one application.");
        yield return application.VerifyKey.Equals(Convert.ToHexString(options.PublicKey.Span), StringComparison.OrdinalIgnoreCase)
            ? Finding.Ok("The public key is the application's.")
            : Finding.Fault("The public key is not the application's: every interaction would be refused.", $"Set Discord:PublicKey to {application.VerifyKey}.");
        yield return await CommandsAsync(cancellation);
        yield return EndpointOf(application);
        yield return Finding.Ok($"Add the bot to a server: {DiscordInstallation.ServerLink(options.ApplicationId)}");
        yield return Finding.Ok($"Add its commands to an account: {DiscordInstallation.UserLink(options.ApplicationId)}");
    }

    private Finding Signatures()
    {
        try
        {
            using var signature = new DiscordSignature(options.PublicKey);
            return Finding.Ok("libcrypto is there to check signatures with.");
        }
        catch (FileNotFoundException fault)
        {
            return Finding.Fault(fault.Message, "Install OpenSSL's libcrypto, for example: apt-get install libssl3");
        }
        catch (ArgumentException fault)
        {
            return Finding.Fault(fault.Message, "Copy Discord:PublicKey from the developer portal's General Information.");
        }
    }

    private Finding Token(DiscordResult<ApplicationInfo> result) => result switch
    {
        DiscordResult<ApplicationInfo>.Failed { Status: 401 } => Finding.Fault("Discord does not accept the bot's token.", "Reset it on the developer portal's Bot page and set Discord:BotToken."),
        DiscordResult<ApplicationInfo>.Failed failed => Finding.Fault($"Discord answered {failed.Status}, code {failed.Code}.", "Look the code up in Discord's documentation, or try again."),
        DiscordResult<ApplicationInfo>.RateLimited limited => Finding.Warning("Discord asks to wait.", $"Try again in {Math.Ceiling(limited.RetryAfter.TotalSeconds)} seconds."),
        _ => Finding.Fault($"Discord cannot be reached at {options.ApiBaseUrl}.", "Let this machine reach discord.com by HTTPS."),
    };

    private async Task<Finding> CommandsAsync(CancellationToken cancellation)
    {
        const string register = "Run: ImageGen.Bot discord register";
        if (await discord.GetCommandsAsync(null, cancellation) is not Commands.Ok { Answer: var documents })
            return Finding.Warning("The registered commands could not be read.", register);
        var registered = documents.Select(document => document.Deserialize(DiscordJson.Default.ApplicationCommand)!).ToList();
        return DiscordRegistration.Compare(DiscordCommands.All, registered).IsDone
            ? Finding.Ok($"{registered.Count} commands are registered as they should be.")
            : Finding.Fault("The registered commands are not those of this version.", register);
    }

    private Finding EndpointOf(ApplicationInfo application)
    {
        if (settings.PublicBaseUrl.Scheme != Uri.UriSchemeHttps || settings.PublicBaseUrl.IsLoopback)
            return Finding.Fault($"Discord calls only https addresses that everybody reaches; PublicBaseUrl is {settings.PublicBaseUrl}.", "Set PublicBaseUrl to such an address.");
        return Uri.TryCreate(application.InteractionsEndpointUrl, UriKind.Absolute, out var set) && set == Endpoint
            ? Finding.Ok($"Interactions come to {Endpoint}.")
            : Finding.Fault(
                application.InteractionsEndpointUrl is { Length: > 0 } other ? $"Interactions go to {other}." : "The application has no interactions endpoint.",
                $"While the bot runs, set Interactions Endpoint URL on General Information to {Endpoint}");
    }
}
