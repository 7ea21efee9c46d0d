using ImageGen.Bot.Discord;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Bot.Tests.Fakes;

namespace ImageGen.Bot.Tests.Discord;

/// <summary>A client, its Discord and its time.</summary>
internal sealed class DiscordTestBed : IDisposable
{
    public const string Token = "aW50ZXJhY3Rpb246MTIz_a-secret";

    public static readonly OutgoingMessage Cat = new() { Content = "a cat" };

    private readonly HttpClient _http;

    public DiscordTestBed()
    {
        Limits = new DiscordRateLimits(Clock);
        Guard = new InvalidRequestGuard(Clock, Log.For<InvalidRequestGuard>());
        _http = new HttpClient(Discord);
        DiscordClientRegistration.Configure(_http, Options);
        Client = new DiscordClient(_http, Options, Limits, Guard, new SpentTokens(Clock), Clock, Log.For<DiscordClient>());
    }

    public static DiscordOptions Options { get; } = new() { ApplicationId = "42", PublicKey = new byte[32], BotToken = "bot-secret", ApiBaseUrl = new Uri("https://discord.test/api/v10") };

    public ManualClock Clock { get; } = new();

    public ScriptedDiscord Discord { get; } = new();

    public DiscordRateLimits Limits { get; }

    public InvalidRequestGuard Guard { get; }

    public RecordedLog Log { get; } = new();

    public DiscordClient Client { get; }

    public Task<DiscordResult<SentMessage>> EditAsync(string token = Token, CancellationToken cancellation = default) =>
        Client.EditOriginalAsync(token, Cat, [], cancellation);

    public Task<DiscordResult<SentMessage>> CreateAsync(string channel = "88") =>
        Client.CreateMessageAsync(channel, Cat, [], CancellationToken.None);

    public void Dispose()
    {
        _http.Dispose();
        Discord.Dispose();
    }
}
