using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Slack;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Tests.Slack;

/// <summary>What comes that should not: each answered clearly, nothing queued twice, nothing charged, never a 5xx.</summary>
public sealed class SlackBadInputTests
{
    private static readonly string[] Paths = [Payloads.CommandsPath, Payloads.InteractionsPath, Payloads.EventsPath];

    [Fact]
    public async Task Endpoints_AsSlackChecksThem_AreTaken()
    {
        await using var scene = await SlackScene.StartAsync(new ScriptedGenerator("scripted"));
        Assert.True(await scene.Slack.AcceptsEndpointsAsync());
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("v0=00", null)]
    [InlineData(null, "")]
    [InlineData(null, "1700000000")]
    [InlineData(null, "4000000000")]
    [InlineData(null, "soon")]
    public async Task Request_SignatureOrTimestampWrong_IsUnauthorized(string? signature, string? timestamp)
    {
        await using var scene = await SlackScene.StartAsync(new ScriptedGenerator("scripted"));
        foreach (var path in Paths)
        {
            using var answer = await scene.Slack.PostAsync(Payload.Form(path, [("team_id", scene.Workspace.Id)]), signature, timestamp);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("payload=%7B")]
    [InlineData("payload=%7B%7D")]
    [InlineData("payload=7&payload=8")]
    [InlineData("team_id=T1")]
    [InlineData("team_id=T1&user_id=U1;DROP&channel_id=C1&command=/imagine&text=a+cat")]
    public async Task Request_SignedButNothingThatIsKnown_IsABadRequest(string body)
    {
        await using var scene = await SlackScene.StartAsync(new ScriptedGenerator("scripted"));
        foreach (var path in Paths)
        {
            using var answer = await scene.Slack.PostAsync(new Payload(path, "application/x-www-form-urlencoded", Encoding.UTF8.GetBytes(body)));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    /// <summary>Each of these once ended in an exception.</summary>
    [Theory]
    [InlineData("""{"type":"view_submission",WHO,"view":{"id":"V1","type":"modal","callback_id":"imagine","private_metadata":"slack/C1\n\n","state":{"values":{"prompt":{"prompt":null},"options":{"options":{"selected_options":[null]}},"none":null}}}}""")]
    [InlineData("""{"type":"view_submission",WHO,"view":{"id":"V1","type":"modal","callback_id":"imagine","private_metadata":"slack/C1/1.2/soon%20https%3A%2F%2Fx\n\n","state":{"values":{}}}}""")]
    [InlineData("""{"type":"view_submission",WHO,"view":{"id":"V1","type":"modal","callback_id":"imagine","private_metadata":"slack/C1/1.2/99999999999999%20https%3A%2F%2Fx\n\n","state":{"values":{}}}}""")]
    [InlineData("""{"type":"view_submission",WHO,"view":{"id":"V1","type":"modal","callback_id":"admin:quotas","private_metadata":"0\n\n","blocks":[null],"state":{"values":{"a:0":{"a":null},"b:0":null}}}}""")]
    [InlineData("""{"type":"message_action",WHO,"callback_id":"imagine_this","trigger_id":"1.2.3","channel":{"id":"C1"},"message":{"ts":"1.2","text":"a cat","files":[null,{"id":null,"file_access":"check_file_info"}],"blocks":[null]}}""")]
    [InlineData("""{"type":"block_actions",WHO,"trigger_id":"1.2.3","channel":{"id":"C1"},"container":{"message_ts":"1.2"},"message":{"ts":"1.2","blocks":[null]},"actions":[{"action_id":"reroll:01arz3ndektsv4rrffq69g5fav:U1"}]}""")]
    [InlineData("""{"type":"block_actions",WHO,"trigger_id":"1.2.3","channel":{"id":"C1"},"message":{"ts":"1.2"},"actions":[null]}""")]
    [InlineData("""{"type":"block_actions",WHO,"trigger_id":"1.2.3","channel":{"id":"C1"},"message":{"ts":"1.2"},"actions":[{"action_id":"take,variations:01arz3ndektsv4rrffq69g5fav:U1"}]}""")]
    public async Task Interaction_WithHolesInIt_IsAnsweredAndNoBug(string payload)
    {
        await using var scene = await SlackScene.StartAsync(new ScriptedGenerator("scripted")
        {
            Capabilities = new GeneratorCapabilities { Kind = "scripted", Model = "m", MaxPromptLength = 1000, TakesReference = true },
        });
        var boss = scene.Workspace.AddUser("Boss", isAdmin: true);
        var who = $"\"user\":{{\"id\":\"{boss.Id}\",\"team_id\":\"{scene.Workspace.Id}\"}},\"team\":{{\"id\":\"{scene.Workspace.Id}\"}}";
        using var answer = await scene.Slack.PostAsync(Payload.Form(Payloads.InteractionsPath, [("payload", payload.Replace("WHO", who, StringComparison.Ordinal))]));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain(scene.Log.Lines, line => line.Contains("A bug", StringComparison.Ordinal));
        Assert.Empty(await scene.HistoryAsync());
    }

    [Fact]
    public async Task Mention_WithAFileThatIsNone_IsAnsweredAndNoBug()
    {
        await using var scene = await SlackScene.StartAsync(new ScriptedGenerator("scripted"));
        var mention = new JsonObject
        {
            ["type"] = "event_callback",
            ["team_id"] = scene.Workspace.Id,
            ["event_id"] = "Ev1",
            ["authorizations"] = new JsonArray((JsonNode?)null),
            ["event"] = new JsonObject { ["type"] = "app_mention", ["user"] = scene.Ada.Id, ["channel"] = scene.Channel.Id, ["ts"] = "1.2", ["text"] = "a cat", ["files"] = new JsonArray((JsonNode?)null) },
        };
        using var answer = await scene.Slack.PostAsync(Payload.Json(Payloads.EventsPath, mention));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain(scene.Log.Lines, line => line.Contains("A bug", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Request_OfAMegabyte_IsABadRequest()
    {
        await using var scene = await SlackScene.StartAsync(new ScriptedGenerator("scripted"));
        foreach (var path in Paths)
        {
            using var answer = await scene.Slack.PostAsync(new Payload(path, "application/json", new byte[1024 * 1024]));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Event_Unknown_IsTakenAndLeftAlone()
    {
        await using var scene = await SlackScene.StartAsync(new ScriptedGenerator("scripted"));
        foreach (var json in new[] { """{"type":"event_callback","event":{"type":"team_join"}}""", """{"type":"app_rate_limited"}""", """{"type":"event_callback"}""" })
        {
            using var answer = await scene.Slack.PostAsync(Payload.Json(Payloads.EventsPath, JsonNode.Parse(json)!.AsObject()));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("/draw", "a cat", "don't know that command")]
    [InlineData("/imagine", "--fresh --raw", "it is empty")]
    [InlineData("/imagine", "a cat --bogus", "There is no flag --bogus")]
    [InlineData("/imagine", "a cat --ar 100:1 --count 9", "'100:1' is not")]
    public async Task Command_ThatCannotBeCarriedOut_SaysWhyToItsAuthor(string command, string text, string why)
    {
        await using var scene = await SlackScene.StartAsync(new ScriptedGenerator("scripted"));
        var answered = await scene.Ada.CommandAsync(scene.Channel, command, text);
        Assert.Same(scene.Ada, answered.Message.OnlyFor);
        Assert.Contains(why, answered.Message.Text, StringComparison.Ordinal);
        Assert.Empty(await scene.HistoryAsync());
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Form_SentTwice_IsOneJob()
    {
        await using var scene = await SlackScene.StartAsync(new ScriptedGenerator("scripted"), SlackScene.Public);
        await scene.ImagineAsync("");
        var form = await scene.Ada.UntilModalAsync(view => view.Text.Length > 0);
        var sent = await form.SubmitAsync(("prompt", "a cool cat"));
        await sent.RetryAsync();
        await scene.UntilResultAsync();
        Assert.Single(await scene.HistoryAsync());
        Assert.Single(scene.Channel.Messages);
    }

    [Fact]
    public async Task ActionShortcutOrForm_Unknown_IsAnsweredInALine()
    {
        await using var scene = await SlackScene.StartAsync(new ScriptedGenerator("scripted"), SlackScene.Public);
        await scene.ImagineAsync("a cool cat");
        var result = await scene.UntilResultAsync();
        var shortcut = await scene.Ada.ShortcutAsync(result, "of_another_version");
        await scene.Slack.UntilAsync(() => shortcut.Said is { } said && said.Text.Contains("don't know that command", StringComparison.Ordinal) ? said : null, () => "Nothing was said.");

        var pressed = await result.PressAsync("details");
        var action = Encoding.UTF8.GetString(pressed.Request.Body).Replace("details%3A", "dance%3A", StringComparison.Ordinal);
        using var answer = await scene.Slack.PostAsync(pressed.Request with { Body = Encoding.UTF8.GetBytes(action) });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await scene.Channel.UntilMessageAsync(message => message.OnlyFor == scene.Ada && message.Text.Contains("don't know that button", StringComparison.Ordinal));

        await result.PressAsync("remix");
        var form = await scene.Ada.UntilModalAsync(view => view.Text.Length > 0);
        var sent = await form.SubmitAsync(("prompt", "x"));
        var other = Encoding.UTF8.GetString(sent.Request.Body).Replace("%22callback_id%22%3A%22imagine%22", "%22callback_id%22%3A%22dance%22", StringComparison.Ordinal);
        using var refused = await scene.Slack.PostAsync(sent.Request with { Body = Encoding.UTF8.GetBytes(other) });
        Assert.Contains("don\\u0027t know that form", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Button_OfAJobNobodyKnows_IsAnsweredInALine()
    {
        await using var scene = await SlackScene.StartAsync(new ScriptedGenerator("scripted"), SlackScene.Public);
        await scene.ImagineAsync("a cool cat");
        var result = await scene.UntilResultAsync();
        var job = Assert.Single(await scene.HistoryAsync());
        await scene.Bot.Ledger.DeleteAsync(job.Order.Tenant, job.Id, CancellationToken.None);
        await result.PressAsync("details");
        await scene.Channel.UntilMessageAsync(message => message.OnlyFor == scene.Ada && message.Text.Contains("no longer know this picture", StringComparison.Ordinal));
        scene.AssertNoViolations();
    }

    [Fact]
    public async Task Mention_OfTheBotByABot_IsLeftAlone()
    {
        await using var scene = await SlackScene.StartAsync(new ScriptedGenerator("scripted"));
        var event_ = new JsonObject
        {
            ["type"] = "event_callback",
            ["team_id"] = scene.Workspace.Id,
            ["event_id"] = "Ev1",
            ["event"] = new JsonObject { ["type"] = "app_mention", ["user"] = scene.Ada.Id, ["bot_id"] = "B1", ["channel"] = scene.Channel.Id, ["ts"] = "1700000000.000100", ["text"] = "<@U1> a cat" },
        };
        using var answer = await scene.Slack.PostAsync(Payload.Json(Payloads.EventsPath, event_));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await scene.HistoryAsync());
    }
}
