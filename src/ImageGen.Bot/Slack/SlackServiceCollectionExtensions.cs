using ImageGen.Bot.Chat;
using ImageGen.Bot.Hosting;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Slack;

/// <summary>Puts the bot on Slack.</summary>
internal static class SlackServiceCollectionExtensions
{
    /// <summary>What every process needs: who takes a command must know that there is a reply, and workers make it.</summary>
    public static IServiceCollection AddSlack(this IServiceCollection services, SlackOptions options) => services
        .AddSlackClient(options)
        .AddSingleton<ICheckup, SlackCheckup>()
        .AddSingleton<SlackPeople>()
        .AddSingleton<SlackReplier>()
        .AddSingleton<IChatReplier>(provider => provider.GetRequiredService<SlackReplier>())
        .AddSingleton<IAdminNotifier, SlackWarnings>()
        .AddSingleton<SlackReferences>()
        .AddSingleton<IReferenceSource>(provider => provider.GetRequiredService<SlackReferences>());

    /// <summary>What the process that Slack calls needs besides.</summary>
    public static IServiceCollection AddSlackFace(this IServiceCollection services) => services
        .AddSingleton<SlackSignature>()
        .AddSingleton<SlackInteractions>()
        .AddSingleton<SlackNotices>()
        .AddSingleton<SlackRoots>()
        .AddSingleton<SlackImagine>()
        .AddSingleton<SlackButtons>()
        .AddSingleton<SlackLists>()
        .AddSingleton<SlackHome>()
        .AddSingleton<SlackRights>()
        .AddSingleton<SlackGroups>()
        .AddSingleton<SlackAdmin>()
        .AddSingleton<SlackAdminForms>()
        .AddSingleton<SlackDirectFiles>()
        .AddSingleton<SlackStyleFiles>()
        .AddSingleton<SlackForget>()
        .AddSingleton<IProgressDisplay, SlackProgress>();
}
