using System.Text.Json;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Slack;
using Microsoft.AspNetCore.Http;
using static ImageGen.Bot.Tests.Slack.FakeSlackBed;

namespace ImageGen.Bot.Tests.Slack;

/// <summary>How the fake tells the bot of things, reads the answers and honours triggers and response URLs.</summary>
public sealed class FakeSlackInboundTests
{
    private const string Buttons = """
        {"type":"actions","block_id":"b","elements":[{"type":"button","text":{"type":"plain_text","text":"Again"},"action_id":"reroll:1","value":"job"},
        {"type":"static_select","action_id":"style","options":[{"text":{"type":"plain_text","text":"Cartoon"},"value":"cartoon"}]}]}
        """;

    private const string Modal = """
        {"type":"modal","callback_id":"imagine","title":{"type":"plain_text","text":"Imagine"},"submit":{"type":"plain_text","text":"Go"},"notify_on_close":true,"blocks":[
        {"type":"input","block_id":"p","label":{"type":"plain_text","text":"Prompt"},"element":{"type":"plain_text_input","action_id":"prompt","min_length":3,"max_length":20,"initial_value":"a cat"}},
        {"type":"input","block_id":"n","optional":true,"label":{"type":"plain_text","text":"Count"},"element":{"type":"number_input","action_id":"count","is_decimal_allowed":false,"min_value":"1","max_value":"4"}},
        {"type":"input","block_id":"s","optional":true,"label":{"type":"plain_text","text":"Style"},"element":{"type":"static_select","action_id":"style","options":[{"text":{"type":"plain_text","text":"Cartoon"},"value":"cartoon"}]}}]}
        """;

    [Fact]
    public async Task Command_AnsweredAtOnceThenByItsResponseUrl_IsAStory()
    {
        await using var bed = await StartAsync();
        bed.Answer("""{"text":"working"}""");
        var secret = bed.Workspace.AddDirectMessage(bed.Ada, bed.Workspace.AddUser("Bob"));
        var asked = await bed.Ada.CommandAsync(secret, "/imagine", "cats & dogs --ar 16:9");
        Assert.True(asked.Message.IsEphemeral);
        Assert.Equal(("/imagine", "cats &amp; dogs --ar 16:9", "directmessage", bed.Ada.Id), (bed.Fields["command"], bed.Fields["text"], bed.Fields["channel_name"], bed.Fields["user_id"]));

        Assert.Equal(200, (await bed.RespondAsync(asked, $$"""{"replace_original":true,"text":"done, <@{{bed.Ada.Id}}>","blocks":[{{Buttons}}]}""")).Status);
        Assert.Equal(1, asked.Message.Edits);
        Assert.Contains("Again", asked.Message.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await bed.RespondAsync(asked, """{"response_type":"in_channel","text":"for all"}""")).Status);
        Assert.Equal("for all", Assert.Single(secret.Messages).Text);
        Assert.Empty(bed.Slack.Violations);
    }

    [Fact]
    public async Task ResponseUrl_FiveTimesAndHalfAnHour_AreItsLimits()
    {
        await using var bed = await StartAsync();
        var asked = await bed.Ada.CommandAsync(bed.Channel, "/imagine", "a");
        for (var used = 0; used < 5; used++)
            Assert.Equal(200, (await bed.RespondAsync(asked, """{"text":"a"}""")).Status);
        Assert.Equal((404, "used_url"), await bed.RespondAsync(asked, """{"text":"a"}"""));
        var other = await bed.Ada.CommandAsync(bed.Channel, "/imagine", "a");
        bed.Slack.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal((404, "expired_url"), await bed.RespondAsync(other, """{"text":"a"}"""));
        Assert.Empty(bed.Slack.Violations);
        var last = await bed.Ada.CommandAsync(bed.Channel, "/imagine", "a");
        Assert.Equal(400, (await bed.RespondAsync(last, """{"text":"a","blocks":[{"type":"poster"}]}""")).Status);
        Assert.Single(bed.Slack.Violations);
    }

    [Fact]
    public async Task Press_OnAMessage_TellsOfItAndOpensAModalOnceWithinThreeSeconds()
    {
        await using var bed = await StartAsync();
        var root = await bed.PostAsync();
        await bed.PostAsync($"\"text\":\"a\",\"thread_ts\":\"{root}\",\"blocks\":[{Buttons}]");
        var message = bed.Channel.Messages[0].Thread[0];
        var pressed = await message.PressAsync("reroll", by: bed.Ada);
        var payload = bed.Payload;
        Assert.Equal(("block_actions", "reroll:1", "job"), (payload.GetProperty("type").GetString(), payload.GetProperty("actions")[0].GetProperty("action_id").GetString(), payload.GetProperty("actions")[0].GetProperty("value").GetString()));
        Assert.Equal(root, payload.GetProperty("container").GetProperty("thread_ts").GetString());
        await message.PressAsync("style", values: "cartoon");
        Assert.Equal("cartoon", bed.Payload.GetProperty("actions")[0].GetProperty("selected_option").GetProperty("value").GetString());

        var open = $$"""{"trigger_id":"{{pressed.TriggerId}}","view":{{Modal}}}""";
        await bed.OkAsync("views.open", open);
        Assert.Same(bed.Ada.Modal, pressed.Modal);
        Assert.Empty(bed.Slack.Violations);
        Assert.Equal("exchanged_trigger_id", await bed.RefusedAsync("views.open", open));
        var late = await message.PressAsync("reroll");
        bed.Slack.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal("expired_trigger_id", await bed.RefusedAsync("views.open", $$"""{"trigger_id":"{{late.TriggerId}}","view":{{Modal}}}"""));
        Assert.Equal("invalid_trigger_id", await bed.RefusedAsync("views.open", $$"""{"trigger_id":"1.2.3","view":{{Modal}}}"""));
    }

    [Fact]
    public async Task Modal_FilledInAndSent_IsComplainedOfUpdatedPushedAndClosed()
    {
        await using var bed = await StartAsync();
        var modal = await OpenModalAsync(bed);
        Assert.Equal(["prompt", "count", "style"], modal.Fields.Select(field => field.ActionId));
        await Assert.ThrowsAsync<InvalidOperationException>(() => modal.SubmitAsync(("prompt", "ab")));
        await Assert.ThrowsAsync<InvalidOperationException>(() => modal.SubmitAsync(("count", 5)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => modal.SubmitAsync(("style", "oil")));
        await Assert.ThrowsAsync<InvalidOperationException>(() => modal.SubmitAsync(("colour", "red")));

        bed.Answer("""{"response_action":"errors","errors":{"p":"Say more"}}""");
        await modal.SubmitAsync(("prompt", "a dog"), ("count", 2), ("style", "cartoon"));
        var values = bed.Payload.GetProperty("view").GetProperty("state").GetProperty("values");
        Assert.Equal(("a dog", "2", "cartoon"), (values.GetProperty("p").GetProperty("prompt").GetProperty("value").GetString(), values.GetProperty("n").GetProperty("count").GetProperty("value").GetString(), values.GetProperty("s").GetProperty("style").GetProperty("selected_option").GetProperty("value").GetString()));
        Assert.Equal("Say more", bed.Ada.Modal!.Errors["p"]);

        bed.Answer($$"""{"response_action":"push","view":{{Modal.Replace("\"Imagine\"", "\"Sure?\"", StringComparison.Ordinal)}}}""");
        await modal.SubmitAsync();
        Assert.Equal("Sure?", bed.Ada.Modal.Title);
        bed.OnRequest = _ => Task.CompletedTask;
        Assert.NotNull(await bed.Ada.Modal.CloseAsync());
        Assert.Equal("view_closed", bed.Payload.GetProperty("type").GetString());
        Assert.Same(modal, bed.Ada.Modal);
        await modal.SubmitAsync();
        Assert.Null(bed.Ada.Modal);
        Assert.Empty(bed.Slack.Violations);
    }

    [Theory]
    [InlineData("""{"response_action":"errors","errors":{"prompt":"by action_id"}}""")]
    [InlineData("""{"response_action":"errors","errors":{}}""")]
    [InlineData("""{"text":"thanks"}""")]
    [InlineData("""{"response_action":"update","view":{"type":"modal","blocks":[]}}""")]
    public async Task Modal_AnswerSlackDoesNotTake_LeavesTheUserWithTrouble(string answer)
    {
        await using var bed = await StartAsync();
        var modal = await OpenModalAsync(bed);
        bed.Answer(answer);
        Assert.NotNull((await modal.SubmitAsync()).Failure);
        Assert.Same(modal, bed.Ada.Modal);
        Assert.NotEmpty(bed.Slack.Violations);
    }

    [Theory]
    [InlineData("""{"type":"modal","title":{"type":"plain_text","text":"{25}"},"blocks":[]}""", "/view/title/text")]
    [InlineData("""{"type":"modal","blocks":[]}""", "title")]
    [InlineData("""{"type":"modal","title":{"type":"plain_text","text":"a"},"private_metadata":"{3001}","blocks":[]}""", "/view/private_metadata")]
    [InlineData("""{"type":"modal","title":{"type":"plain_text","text":"a"},"blocks":[{"type":"input","label":{"type":"plain_text","text":"a"},"element":{"type":"plain_text_input"}}]}""", "submit")]
    [InlineData("""{"type":"home","blocks":[]}""", "/view")]
    [InlineData("""{"type":"modal","title":{"type":"plain_text","text":"a"},"colour":"red","blocks":[]}""", "colour")]
    public async Task View_AgainstTheRules_IsRefusedByName(string view, string at)
    {
        await using var bed = await StartAsync();
        var asked = await bed.Ada.CommandAsync(bed.Channel, "/imagine");
        view = view.Replace("{25}", new string('x', 25), StringComparison.Ordinal).Replace("{3001}", new string('x', 3001), StringComparison.Ordinal);
        var (_, body) = await bed.CallAsync("views.open", $$"""{"trigger_id":"{{asked.TriggerId}}","view":{{view}}}""");
        Assert.Equal("invalid_arguments", body.GetProperty("error").GetString());
        Assert.Contains(at, body.GetProperty("response_metadata").GetProperty("messages")[0].GetString(), StringComparison.Ordinal);
        Assert.Null(bed.Ada.Modal);
    }

    [Fact]
    public async Task View_TooManyBlocksOrTooLarge_IsRefused()
    {
        await using var bed = await StartAsync();
        Assert.Equal("invalid_arguments", await bed.RefusedAsync("views.publish", Publish(Enumerable.Repeat("""{"type":"divider"}""", 101))));
        Assert.Equal("view_too_large", await bed.RefusedAsync("views.publish", Publish(Enumerable.Repeat($$$"""{"type":"section","text":{"type":"mrkdwn","text":"{{{new string('x', 3000)}}}"}}""", 90))));

        string Publish(IEnumerable<string> blocks) => $$$"""{"user_id":"{{{bed.Ada.Id}}}","view":{"type":"home","blocks":[{{{string.Join(',', blocks)}}}]}}""";
    }

    [Fact]
    public async Task Home_OpenedPublishedAndPressed_IsAStory()
    {
        await using var bed = await StartAsync();
        await bed.Ada.OpenHomeAsync();
        Assert.Contains("\"app_home_opened\"", bed.Received[^1].Body, StringComparison.Ordinal);
        await bed.OkAsync("views.publish", $$$"""{"user_id":"{{{bed.Ada.Id}}}","view":{"type":"home","blocks":[{{{Buttons}}}]}}""");
        var home = await bed.Ada.UntilHomeAsync(view => view.Text.Contains("Again", StringComparison.Ordinal));
        await home.PressAsync("reroll");
        Assert.Equal(("view", home.Id), (bed.Payload.GetProperty("container").GetProperty("type").GetString(), bed.Payload.GetProperty("view").GetProperty("id").GetString()));
        Assert.Equal("hash_conflict", await bed.RefusedAsync("views.publish", $$$"""{"user_id":"{{{bed.Ada.Id}}}","hash":"1.2","view":{"type":"home","blocks":[]}}"""));
        await bed.OkAsync("views.update", $$$"""{"view_id":"{{{home.Id}}}","hash":"{{{home.Hash}}}","view":{"type":"home","blocks":[]}}""");
        Assert.Equal("", home.Text);
        Assert.Empty(bed.Slack.Violations);
    }

    [Fact]
    public async Task Mention_InAThreadWithAFile_IsToldWithBothAndOnceMoreAsTheSameEvent()
    {
        await using var bed = await StartAsync();
        var root = bed.Ada.Say(bed.Channel, "hi");
        var told = await bed.Ada.MentionAsync(bed.Channel, "a <cool> cat", root, bed.Ada.File("cat.png", TinyPng.Bytes));
        var envelope = JsonDocument.Parse(bed.Received[^1].Body).RootElement;
        var inner = envelope.GetProperty("event");
        Assert.Equal(("app_mention", root.Ts, $"<@{bed.Workspace.Installation!.Bot.Id}> a &lt;cool&gt; cat"), (inner.GetProperty("type").GetString(), inner.GetProperty("thread_ts").GetString(), inner.GetProperty("text").GetString()));
        Assert.Equal("image/png", inner.GetProperty("files")[0].GetProperty("mimetype").GetString());

        await told.RetryAsync();
        Assert.Equal("1", bed.Received[^1].Headers["x-slack-retry-num"]);
        Assert.Equal(told.EventId, JsonDocument.Parse(bed.Received[^1].Body).RootElement.GetProperty("event_id").GetString());
        await Assert.ThrowsAsync<InvalidOperationException>(() => bed.Ada.MentionAsync(bed.Workspace.AddChannel(hasBot: false), "hello?"));
        Assert.Empty(bed.Slack.Violations);
    }

    [Fact]
    public async Task Shortcut_OnSomebodysMessage_HasItAndARootForTheAnswer()
    {
        await using var bed = await StartAsync();
        var said = bed.Ada.Say(bed.Channel, "a cool cat");
        var used = await bed.Ada.ShortcutAsync(said, "imagine_this");
        Assert.Equal(("message_action", "imagine_this", "a cool cat"), (bed.Payload.GetProperty("type").GetString(), bed.Payload.GetProperty("callback_id").GetString(), bed.Payload.GetProperty("message").GetProperty("text").GetString()));
        await bed.RespondAsync(used, """{"delete_original":true}""");
        await bed.RespondAsync(used, """{"replace_original":true,"text":"working"}""");
        Assert.False(said.IsDeleted);
        Assert.Equal("a cool cat", said.Text);
        Assert.True(used.Message.IsEphemeral);
    }

    [Fact]
    public async Task Answer_OtherStatusTypeBodyOrLate_IsAFailure()
    {
        await using var bed = await StartAsync();
        bed.OnRequest = http => http.Response.WriteAsync("""{"text":"a"}""");
        Assert.Contains("application/json", (await bed.Ada.CommandAsync(bed.Channel, "/imagine")).Failure, StringComparison.Ordinal);
        bed.Answer("""{"text":"a","blocks":[{"type":"poster"}]}""");
        Assert.Contains("invalid_blocks", (await bed.Ada.CommandAsync(bed.Channel, "/imagine")).Failure, StringComparison.Ordinal);
        bed.OnRequest = http =>
        {
            http.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        Assert.Contains("500", (await bed.Ada.MentionAsync(bed.Channel, "a")).Failure, StringComparison.Ordinal);
        bed.OnRequest = http => Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.Contains("within 3 s", (await bed.Ada.CommandAsync(bed.Channel, "/imagine")).Failure, StringComparison.Ordinal);
        Assert.Equal(4, bed.Slack.Violations.Count);
    }

    [Fact]
    public async Task Endpoints_AreAcceptedWhereForgeriesAreTurnedAwayAndTheChallengeComesBack()
    {
        await using var bed = await StartAsync();
        bed.OnRequest = http => http.Request.ContentType == "application/json" ? http.Response.WriteAsync(bed.Received[^1].Body) : Task.CompletedTask;
        Assert.False(await bed.Slack.AcceptsEndpointsAsync());
        var answer = bed.OnRequest;
        bed.OnRequest = http =>
        {
            if (http.Request.Headers["X-Slack-Signature"] == bed.Slack.Sign($"{http.Request.Headers["X-Slack-Request-Timestamp"]}", System.Text.Encoding.UTF8.GetBytes(bed.Received[^1].Body)))
                return answer(http);
            http.Response.StatusCode = 401;
            return Task.CompletedTask;
        };
        Assert.True(await bed.Slack.AcceptsEndpointsAsync());
    }

    private static async Task<FakeView> OpenModalAsync(FakeSlackBed bed)
    {
        var asked = await bed.Ada.CommandAsync(bed.Channel, "/imagine");
        await bed.OkAsync("views.open", $$"""{"trigger_id":"{{asked.TriggerId}}","view":{{Modal}}}""");
        return bed.Ada.Modal!;
    }
}
