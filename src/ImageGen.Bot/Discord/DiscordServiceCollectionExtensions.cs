using ImageGen.Bot.Chat;
using ImageGen.Bot.Hosting;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Discord;

/// <summary>Puts the bot on Discord.</summary>
internal static class DiscordServiceCollectionExtensions
{
    private static readonly TimeSpan AttachmentTimeout = TimeSpan.FromSeconds(30);

    /// <summary>What every process needs: who takes a command must know that there is a reply, and workers make it.</summary>
    public static IServiceCollection AddDiscord(this IServiceCollection services, DiscordOptions options)
    {
        services.AddHttpClient(DiscordReferences.Client, client => client.Timeout = AttachmentTimeout)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false })
            .RemoveAllLoggers();
        return services
            .AddDiscordClient(options)
            .AddSingleton<ICheckup, DiscordCheckup>()
            .AddSingleton<DiscordReplier>()
            .AddSingleton<IChatReplier>(provider => provider.GetRequiredService<DiscordReplier>())
            .AddSingleton<IAdminNotifier, DiscordNotifier>()
            .AddSingleton<DiscordReferences>()
            .AddSingleton<IReferenceSource>(provider => provider.GetRequiredService<DiscordReferences>());
    }

    /// <summary>What the process that Discord calls needs besides.</summary>
    public static IServiceCollection AddDiscordFace(this IServiceCollection services) => services
        .AddSingleton(provider => new DiscordSignature(provider.GetRequiredService<DiscordOptions>().PublicKey))
        .AddSingleton<DiscordInteractions>()
        .AddSingleton<DiscordImagine>()
        .AddSingleton<DiscordButtons>()
        .AddSingleton<DiscordLists>()
        .AddSingleton<DiscordGallery>()
        .AddSingleton<DiscordOriginal>()
        .AddSingleton<DiscordForget>()
        .AddDiscordAdmin()
        .AddSingleton<DiscordSuggestions>()
        .AddSingleton<IProgressDisplay, DiscordProgress>();

    /// <summary><c>/imagegen</c>.</summary>
    private static IServiceCollection AddDiscordAdmin(this IServiceCollection services) => services
        .AddSingleton<DiscordAdmin>()
        .AddSingleton<DiscordAdminStyles>()
        .AddSingleton<DiscordAdminFields>()
        .AddSingleton<DiscordAdminReports>()
        .AddSingleton<DiscordAdminSuggestions>();
}
