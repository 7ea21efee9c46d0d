using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Discord;
using ImageGen.Core.Chat;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Discord;

/// <summary>What comes that should not: each answered clearly, nothing queued twice, nothing charged, never a 5xx.</summary>
public sealed class DiscordBadInputTests
{
    private static readonly byte[] Ping = """{"id":"1","application_id":"1","type":1,"token":"t","version":1}"""u8.ToArray();

    [Fact]
    public async Task Endpoint_AsDiscordChecksIt_IsTaken()
    {
        await using var scene = await DiscordScene.StartAsync(new ScriptedGenerator("scripted"));
        Assert.True(await scene.Discord.AcceptsEndpointAsync());
    }

    [Theory]
    [InlineData(null, "1700000000")]
    [InlineData("", null)]
    [InlineData("00", null)]
    [InlineData("zz", null)]
    [InlineData(null, "")]
    public async Task Interaction_WrongKeyTimestampOrHeader_IsUnauthorized(string? signature, string? timestamp)
    {
        await using var scene = await DiscordScene.StartAsync(new ScriptedGenerator("scripted"));
        // Signed for another timestamp than it says.
        if (signature is null && timestamp is { Length: > 0 })
            signature = new string('a', 128);
        foreach (var path in new[] { "/discord/interactions", "/discord/events" })
        {
            using var answer = await scene.Discord.PostAsync(Ping, signature, timestamp, path);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Interaction_ReplayedWithAnotherTimestampOrTruncatedSignature_IsUnauthorized()
    {
        await using var scene = await DiscordScene.StartAsync(new ScriptedGenerator("scripted"));
        using var signer = new Ed25519Signer();
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        foreach (var signature in new[] { signer.Sign($"{now}", Ping), signer.Sign($"{now}", Ping)[..126], signer.Sign($"{now}", Ping).ToUpperInvariant() })
        {
            using var answer = await scene.Discord.PostAsync(Ping, signature, $"{now + 1}");
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Interaction_OfAMegabyte_IsABadRequest()
    {
        await using var scene = await DiscordScene.StartAsync(new ScriptedGenerator("scripted"));
        using var answer = await scene.Discord.PostAsync(new byte[1024 * 1024]);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    [InlineData("""{"type":"2"}""")]
    [InlineData("""{"type":2,"id":"1","token":"t","channel_id":"2","data":{"name":"imagine","type":1}}""")]
    [InlineData("""{"type":99,"id":"1","token":"t","channel_id":"2","user":{"id":"3"}}""")]
    public async Task Interaction_SignedButNoInteraction_IsABadRequest(string body)
    {
        await using var scene = await DiscordScene.StartAsync(new ScriptedGenerator("scripted"));
        using var answer = await scene.Discord.PostAsync(Encoding.UTF8.GetBytes(body));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("""{"version":1,"type":0}""", HttpStatusCode.NoContent)]
    [InlineData("""{"version":1,"type":1,"event":{"type":"APPLICATION_DEAUTHORIZED","timestamp":"2026-11-22T00:00:00","data":{"user":{"id":"3"}}}}""", HttpStatusCode.NoContent)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    public async Task Event_Signed_IsTakenOrABadRequest(string body, HttpStatusCode expected)
    {
        await using var scene = await DiscordScene.StartAsync(new ScriptedGenerator("scripted"));
        using var answer = await scene.Discord.PostAsync(Encoding.UTF8.GetBytes(body), path: "/discord/events");
        Assert.Equal(expected, answer.StatusCode);
    }

    /// <summary>A real command with each of its parts taken out, nulled and retyped: whatever Discord may one day send.</summary>
    [Fact]
    public async Task Interaction_AnyPartMissingOrOfAnotherKind_IsAnsweredOrABadRequestAndNeverAFault()
    {
        await using var scene = await DiscordScene.StartAsync(new ScriptedGenerator("scripted"));
        var picture = scene.Ada.File("cat.png", TinyPng.Bytes);
        var imagine = (await scene.Ada.ImagineAsync(scene.Channel, "a cool cat", ("style", "watercolor"), ("count", 2), ("image", picture))).ToJson();
        var made = await (await scene.Ada.ImagineAsync(scene.Channel, "a cool cat")).Message.UntilAsync(message => message.Files.Count == 1);
        var press = (await made.PressAsync("remix")).ToJson();
        var submit = (await (await made.PressAsync("remix")).Modal!.SubmitAsync()).ToJson();

        foreach (var original in new[] { imagine, press, submit })
        {
            foreach (var path in Paths(original))
            {
                foreach (var replacement in new JsonNode?[] { null, 7, "text", true, new JsonArray { null }, new JsonObject { ["a"] = null } })
                {
                    var body = Replace(original, path, replacement);
                    using var answer = await scene.Discord.PostAsync(Encoding.UTF8.GetBytes(body));
                    Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{(int)answer.StatusCode} for {body}");
                }
            }
        }

        var bugs = scene.Log.Lines.Where(line => line.Contains("A bug", StringComparison.Ordinal)).Distinct().ToList();
        Assert.True(bugs.Count == 0, string.Join("\n", bugs));
    }

    [Theory]
    [InlineData("\"\\ud800 a cat\"")]
    [InlineData("{\"a\":\"\\udc00\"}")]
    [InlineData("\"a cat \\ufffe\"")]
    public async Task Imagine_PromptThatIsNoText_IsRefusedAndNoBug(string prompt)
    {
        await using var scene = await DiscordScene.StartAsync(new ScriptedGenerator("scripted"));
        var imagine = (await scene.Ada.ImagineAsync(scene.Channel, "no such thing", ("style", "no-such-style"))).ToJson().ToJsonString();
        using var answer = await scene.Discord.PostAsync(Encoding.UTF8.GetBytes(imagine.Replace("\"no such thing\"", prompt, StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain(scene.Log.Lines, line => line.Contains("A bug", StringComparison.Ordinal));
        Assert.Empty(await scene.HistoryAsync());
    }

    [Theory]
    [InlineData("style", "no-such-style", "There is no style")]
    [InlineData("provider", "no-such-provider", "There is no provider")]
    [InlineData("aspect", "9:1", "aspect")]
    [InlineData("seed", "-1", "seed")]
    [InlineData("colour", "red", "There is no option")]
    public async Task Imagine_OptionThatIsNotThere_IsSaidToTheAuthorAlone(string option, string value, string said)
    {
        await using var scene = await DiscordScene.StartAsync(new ScriptedGenerator("scripted"));
        var imagine = await scene.Ada.ImagineAsync(scene.Channel, "a cool cat", (option, value));
        Assert.True(imagine.Message.IsEphemeral);
        Assert.Contains(said, imagine.Message.Content, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(await scene.HistoryAsync());
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Command_ButtonOrFormOfAnotherVersion_GetsAFriendlyLine()
    {
        await using var scene = await DiscordScene.StartAsync(new ScriptedGenerator("scripted"));
        var unknown = await scene.Ada.CommandAsync(scene.Channel, "dance");
        Assert.Contains("I don't know that command", unknown.Message.Content, StringComparison.Ordinal);
        Assert.True(unknown.Message.IsEphemeral);

        var made = await (await scene.Ada.ImagineAsync(scene.Channel, "a cool cat")).Message.UntilAsync(message => message.Files.Count == 1);
        var press = (await made.PressAsync("details")).ToJson();
        press["id"] = "1";
        press["data"]!["custom_id"] = "dance:1";
        using var answer = await scene.Discord.PostAsync(Encoding.UTF8.GetBytes(press.ToJsonString()));
        Assert.Contains("I don't know that button", (await answer.Content.ReadAsStringAsync()).Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Attachment_NoPictureOrTooLarge_IsRefusedBeforeAnythingIsQueued()
    {
        await using var scene = await DiscordScene.StartAsync(Referencing());
        var text = scene.Ada.File("notes.txt", "a cat"u8.ToArray());
        var large = scene.Ada.File("large.png", TinyPng.Bytes);
        large.Size = 25 * 1024 * 1024;

        Assert.Contains("PNG, JPEG or WebP", (await scene.Ada.ImagineAsync(scene.Channel, "a cool cat", ("image", text))).Message.Content, StringComparison.Ordinal);
        Assert.Contains("10 MB", (await scene.Ada.ImagineAsync(scene.Channel, "a cool cat", ("image", large))).Message.Content, StringComparison.Ordinal);
        Assert.Empty(await scene.HistoryAsync());
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Attachment_GoneOrLyingWhenItIsFetched_EndsTheJobWithoutCharge()
    {
        await using var scene = await DiscordScene.StartAsync(Referencing());
        var gone = scene.Ada.File("gone.png", TinyPng.Bytes);
        gone.IsGone = true;
        var lying = scene.Ada.File("lying.png", "no picture at all"u8.ToArray());
        lying.ContentType = "image/png";

        foreach (var file in new[] { gone, lying })
        {
            var imagine = await scene.Ada.ImagineAsync(scene.Channel, "a cool cat", ("image", file));
            await imagine.Message.UntilAsync(message => message.Text.Contains("The reference image is", StringComparison.Ordinal));
        }

        var counters = await scene.Bot.Ledger.CountersAsync([QuotaClaims.GuildImages(new TenantId("discord", scene.Guild.Id), TimeProvider.System.GetUtcNow())], CancellationToken.None);
        Assert.Equal(new CounterState(0, 0), counters[0]);
        scene.AssertNoViolations();
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/attachments/1/2/cat.png")]
    [InlineData("http://169.254.169.254/attachments/1/2/cat.png")]
    [InlineData("https://cdn.discordapp.com.evil.example/attachments/1/2/cat.png")]
    [InlineData("https://cdn.discordapp.com@evil.example/attachments/1/2/cat.png")]
    [InlineData("http://cdn.discordapp.com/attachments/1/2/cat.png")]
    [InlineData("ftp://cdn.discordapp.com/attachments/1/2/cat.png")]
    [InlineData("file:///etc/passwd")]
    [InlineData("no address")]
    public async Task ReferenceForm_AddressThatIsNotDiscords_IsRefused(string address)
    {
        await using var scene = await DiscordScene.StartAsync(Referencing());
        var said = scene.Ada.Say(scene.Channel, "look", scene.Ada.File("cat.png", TinyPng.Bytes));
        var form = (await scene.Ada.MessageCommandAsync(said, "Use as reference")).Modal!;
        var submitted = await form.SubmitAsync(("prompt", "a cool cat"), ("image", address));
        Assert.Contains("on Discord", submitted.Message.Content, StringComparison.Ordinal);
        Assert.Empty(await scene.HistoryAsync());
    }

    [Fact]
    public async Task Buttons_WithAnotherGuildsJob_ShowAndDoNothing()
    {
        await using var scene = await DiscordScene.StartAsync(new ScriptedGenerator("scripted"));
        var theirs = await (await scene.Ada.ImagineAsync(scene.Channel, "our secret plan")).Message.UntilAsync(message => message.Files.Count == 1);
        var job = Assert.Single(await scene.HistoryAsync());

        var mallory = scene.Discord.AddUser("Mallory", permissions: Permissions.OfAnAdmin);
        var elsewhere = scene.Discord.AddGuild().AddChannel();
        var mine = await (await mallory.ImagineAsync(elsewhere, "a cool cat")).Message.UntilAsync(message => message.Files.Count == 1);
        foreach (var action in new[] { "details", "reroll", "variations", "remix", "delete", "cancel" })
        {
            var press = (await mine.PressAsync("details", mallory)).ToJson();
            (press["id"], press["data"]!["custom_id"]) = (scene.Discord.NewId(), $"{action}:{job.Id}:{mallory.Id}");
            // Their message has no word of it either.
            press["message"]!["embeds"] = new JsonArray();
            using var answer = await scene.Discord.PostAsync(Encoding.UTF8.GetBytes(press.ToJsonString()));
            var text = await answer.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        }

        Assert.Equal(JobState.Completed, Assert.Single(await scene.HistoryAsync()).State);
        Assert.False(theirs.IsDeleted);
    }

    [Fact]
    public async Task Imagine_LedgerAway_IsSaidToTheAuthorAlone()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var scene = await DiscordScene.StartAsync(
            new ScriptedGenerator("scripted"), ("State:Provider", "Redis"), ("State:Redis:ConnectionString", redis.ConnectionString));
        await redis.KillAsync();
        var imagine = await scene.Ada.ImagineAsync(scene.Channel, "a cool cat");
        Assert.Contains("I can't reach my memory", imagine.Message.Content, StringComparison.Ordinal);
        Assert.True(imagine.Message.IsEphemeral);
        Assert.True(imagine.Took < TimeSpan.FromSeconds(3));
    }

    private static ScriptedGenerator Referencing() => new("scripted")
    {
        Capabilities = new GeneratorCapabilities { Kind = "scripted", Model = "m", MaxPromptLength = 1000, FreeToRepeat = true, TakesReference = true },
    };

    /// <summary>The way to each part, as keys and indexes.</summary>
    private static IEnumerable<object[]> Paths(JsonNode node) => node switch
    {
        JsonObject all => all.SelectMany(pair => Below(pair.Key, pair.Value)),
        JsonArray all => all.SelectMany((item, index) => Below(index, item)),
        _ => [],
    };

    private static IEnumerable<object[]> Below(object key, JsonNode? value) =>
        Enumerable.Repeat<object[]>([key], 1).Concat(value is null ? [] : Paths(value).Select(path => (object[])[key, .. path]));

    private static string Replace(JsonNode original, object[] path, JsonNode? replacement)
    {
        var copy = original.DeepClone();
        var parent = path[..^1].Aggregate(copy, (node, key) => key is int index ? node[index]! : node[(string)key]!);
        if (path[^1] is int last)
            parent[last] = replacement?.DeepClone();
        else
            parent[(string)path[^1]] = replacement?.DeepClone();
        return copy.ToJsonString();
    }
}
