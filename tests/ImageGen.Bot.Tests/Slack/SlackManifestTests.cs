using System.Text.Json;
using ImageGen.Bot.Slack;
using ImageGen.Bot.Tests.Fakes;
using Xunit;

namespace ImageGen.Bot.Tests.Slack;

/// <summary>The rules are those of Slack's manifest schema.</summary>
public sealed class SlackManifestTests
{
    private static readonly Uri Base = new("https://bot.example.com/images/");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Manifest_KeepsSlacksRules(bool isDistributed)
    {
        using var document = JsonDocument.Parse(SlackManifest.Print(SlackManifest.Of(Base, isDistributed)));
        var manifest = document.RootElement;
        AssertKeys(manifest, "display_information", "features", "oauth_config", "settings");

        var display = manifest.GetProperty("display_information");
        AssertKeys(display, "name", "description", "background_color");
        AssertLength(display, "name", 35);
        AssertLength(display, "description", 140);
        Assert.Matches("^#[0-9a-f]{6}$", display.GetProperty("background_color").GetString());

        var features = manifest.GetProperty("features");
        AssertKeys(features, "app_home", "bot_user", "shortcuts", "slash_commands");
        AssertKeys(features.GetProperty("app_home"), "home_tab_enabled", "messages_tab_enabled", "messages_tab_read_only_enabled");
        AssertKeys(features.GetProperty("bot_user"), "display_name", "always_online");
        AssertLength(features.GetProperty("bot_user"), "display_name", 80);
        var shortcut = Assert.Single(features.GetProperty("shortcuts").EnumerateArray());
        AssertKeys(shortcut, "name", "type", "callback_id", "description");
        AssertLength(shortcut, "name", 24);
        AssertLength(shortcut, "description", 150);
        Assert.Equal(("message", "imagine_this"), (shortcut.GetProperty("type").GetString(), shortcut.GetProperty("callback_id").GetString()));
        var commands = features.GetProperty("slash_commands").EnumerateArray().ToList();
        Assert.All(commands, command =>
        {
            AssertKeys(command, ["command", "url", "description", .. command.TryGetProperty("usage_hint", out _) ? ["usage_hint"] : Array.Empty<string>(), "should_escape"]);
            AssertLength(command, "description", 2000);
            Assert.Matches("^/[a-z-]{1,31}$", command.GetProperty("command").GetString());
            Assert.Equal("https://bot.example.com/images/slack/commands", command.GetProperty("url").GetString());
        });
        Assert.All(commands.Where(command => command.TryGetProperty("usage_hint", out _)), command => AssertLength(command, "usage_hint", 1000));
        // Channels and user groups must come with their ids, prompts as they were typed.
        Assert.Equal([("/imagine", false), ("/imagine-admin", true), ("/imagine-forget", false)], commands.Select(command => (command.GetProperty("command").GetString()!, command.GetProperty("should_escape").GetBoolean())));

        var oauth = manifest.GetProperty("oauth_config");
        AssertKeys(oauth, "redirect_urls", "scopes");
        Assert.Equal(["https://bot.example.com/images/slack/oauth/callback"], Texts(oauth.GetProperty("redirect_urls")));
        AssertKeys(oauth.GetProperty("scopes"), "bot");
        Assert.Equal(SlackManifest.Scopes, Texts(oauth.GetProperty("scopes").GetProperty("bot")));

        var settings = manifest.GetProperty("settings");
        AssertKeys(settings, "event_subscriptions", "interactivity", "org_deploy_enabled", "socket_mode_enabled", "token_rotation_enabled");
        var events = settings.GetProperty("event_subscriptions");
        AssertKeys(events, "request_url", "bot_events");
        Assert.Equal("https://bot.example.com/images/slack/events", events.GetProperty("request_url").GetString());
        Assert.Equal(["app_home_opened", "app_mention", "app_uninstalled", "tokens_revoked"], Texts(events.GetProperty("bot_events")));
        AssertKeys(settings.GetProperty("interactivity"), "is_enabled", "request_url");
        Assert.Equal("https://bot.example.com/images/slack/interactions", settings.GetProperty("interactivity").GetProperty("request_url").GetString());
        Assert.False(settings.GetProperty("socket_mode_enabled").GetBoolean());
        Assert.Equal(isDistributed, settings.GetProperty("token_rotation_enabled").GetBoolean());
        Assert.Equal(isDistributed, settings.GetProperty("org_deploy_enabled").GetBoolean());
    }

    [Fact]
    public void Link_HoldsTheManifest()
    {
        var manifest = SlackManifest.Of(Base, isDistributed: false);
        var link = new Uri(SlackManifest.Link(manifest));
        Assert.Equal("https://api.slack.com/apps", link.GetLeftPart(UriPartial.Path));
        Assert.StartsWith("?new_app=1&manifest_json=", link.Query, StringComparison.Ordinal);
        var json = Uri.UnescapeDataString(link.Query["?new_app=1&manifest_json=".Length..]);
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(SlackManifest.Print(manifest)).RootElement, JsonDocument.Parse(json).RootElement));
    }

    [Fact]
    public async Task CommandLine_PublicAddress_PrintsManifestAndLinkApart()
    {
        using var folder = new TempFolder();
        var (exit, output, error) = await BotProcess.RunAsync(folder, ["slack", "manifest", "--distributed"], ("PublicBaseUrl", "https://bot.example.com"));
        Assert.Equal(0, exit);
        using var manifest = JsonDocument.Parse(output);
        Assert.True(manifest.RootElement.GetProperty("settings").GetProperty("token_rotation_enabled").GetBoolean());
        Assert.Contains("https://api.slack.com/apps?new_app=1&manifest_json=%7B", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://bot.example.com")]
    [InlineData("https://192.168.0.7")]
    [InlineData("https://localhost:5001")]
    public async Task CommandLine_AddressThatSlackCannotReach_SaysWhatToSet(string url)
    {
        using var folder = new TempFolder();
        var (exit, output, error) = await BotProcess.RunAsync(folder, ["slack", "manifest"], ("PublicBaseUrl", url));
        Assert.Equal((2, ""), (exit, output));
        Assert.Contains("Slack must reach this bot at a public https address", error, StringComparison.Ordinal);
        Assert.Contains(url, error, StringComparison.Ordinal);
    }

    private static void AssertKeys(JsonElement element, params string[] keys) =>
        Assert.Equal(keys.Order(StringComparer.Ordinal), element.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));

    private static void AssertLength(JsonElement element, string property, int most) =>
        Assert.InRange(element.GetProperty(property).GetString()!.Length, 1, most);

    private static IEnumerable<string> Texts(JsonElement array) => array.EnumerateArray().Select(item => item.GetString()!);
}
