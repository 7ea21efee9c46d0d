using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Slack;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGen.Bot.Tests.Slack;

/// <summary>What admins of a workspace do.</summary>
internal static class SlackAdminScene
{
    /// <summary>A workspace with Boss, who runs it.</summary>
    public static async Task<(SlackScene Scene, FakeUser Boss)> StartAsync(IImageGenerator? generator = null, params (string, string)[] settings)
    {
        var scene = await SlackScene.StartAsync(generator ?? new ScriptedGenerator("scripted"), [SlackScene.Public, .. settings]);
        return (scene, scene.Workspace.AddUser("Boss", isAdmin: true));
    }

    /// <summary><c>/imagine-admin</c>, and what only the one who typed it reads.</summary>
    public static async Task<FakeMessage> TellAsync(this SlackScene scene, FakeUser user, string text, string command = "/imagine-admin", FakeChannel? channel = null)
    {
        var delivery = await user.CommandAsync(channel ?? scene.Channel, command, text);
        Assert.Equal(200, delivery.Status);
        return await scene.Slack.UntilAsync(() => delivery.Said, () => $"Nothing was said to {delivery}");
    }

    /// <summary><c>/imagine-admin</c>, and the modal that it opens.</summary>
    public static async Task<FakeView> OpenAsync(this SlackScene scene, FakeUser user, string text)
    {
        var delivery = await user.CommandAsync(scene.Channel, "/imagine-admin", text);
        return await scene.Slack.UntilAsync(() => delivery.Modal, () => $"No modal came of {delivery}");
    }

    public static GuildAdministration Administration(this SlackScene scene) => scene.Bot.Services.GetRequiredService<GuildAdministration>();

    public static TenantId Tenant(this SlackScene scene) => new("slack", scene.Workspace.Id);

    public static async Task<GuildDocument> DocumentAsync(this SlackScene scene) => (await scene.Administration().GetAsync(scene.Tenant(), CancellationToken.None)).Document;
}
