using System.Text.Json;
using System.Text.RegularExpressions;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Discord;
using ImageGen.Bot.Tests.Fakes.Slack;
using static ImageGen.Bot.Tests.Slack.FakeSlackBed;

namespace ImageGen.Bot.Tests.Slack;

/// <summary>A fake that takes everything proves nothing: this one refuses what the Web API does.</summary>
public sealed partial class FakeSlackTests
{
    private const string Button = """{"type":"button","text":{"type":"plain_text","text":"Again"},"action_id":"again"}""";
    private const string Input = """{"type":"input","block_id":"p","label":{"type":"plain_text","text":"Prompt"},"element":{"type":"plain_text_input","action_id":"prompt"}}""";

    /// <summary>Stands for so many letters.</summary>
    [GeneratedRegex(@"\{(?<n>\d+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Length();

    private static string Lengthen(string json) => Length().Replace(json, n => new string('x', int.Parse(n.Groups["n"].Value)));

    [Fact]
    public async Task Post_GoodMessage_AppearsAndViolatesNothing()
    {
        await using var bed = await StartAsync();
        var root = await bed.PostAsync($$$"""
            "text":"a cool cat","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*a &amp; b* <https://a.b/c?d=1&e=2|here>"}},
            {"type":"image","image_url":"https://pictures.example/cat.png","alt_text":"A cat"},{"type":"actions","elements":[{{{Button}}}]}]
            """);
        await bed.PostAsync($"\"text\":\"a reply\",\"thread_ts\":\"{root}\"");
        var message = Assert.Single(bed.Channel.Messages);
        Assert.Equal("a reply", Assert.Single(message.Thread).Text);
        Assert.Equal("https://pictures.example/cat.png", $"{Assert.Single(message.Pictures)}");
        Assert.Equal("Again", message.Element("again").Label);
        Assert.Contains("A cat", message.Text, StringComparison.Ordinal);
        Assert.Empty(bed.Slack.Violations);
    }

    [Theory]
    [InlineData("\"blocks\":[{\"type\":\"divider\"}]", "without a text")]
    [InlineData("\"text\":\"a\",\"txt\":\"b\"", "'txt' is no argument")]
    [InlineData("\"text\":\"a\",\"unfurl_links\":true", "'unfurl_links' is not false")]
    [InlineData("\"text\":\"a\",\"link_names\":true", "'link_names'")]
    [InlineData("\"text\":\"{4001}\"", "4001 characters")]
    [InlineData("\"text\":\"<!channel> hi\"", "pings many")]
    [InlineData("\"text\":\"<!here>\"", "pings many")]
    [InlineData("\"text\":\"hi <@U0000000000>\"", "mentions somebody who did not ask")]
    [InlineData("\"text\":\"cats & dogs\"", "not escaped")]
    [InlineData("\"text\":\"a -> b\"", "not escaped")]
    [InlineData("\"text\":\"a <b> c\"", "no meaning in mrkdwn")]
    [InlineData("\"text\":\"a\",\"blocks\":[{\"type\":\"context\",\"elements\":[{\"type\":\"mrkdwn\",\"text\":\"<!everyone>\"}]}]", "pings many")]
    public async Task Post_WhatSlackBearsAndWeDoNot_IsAViolation(string more, string complaint)
    {
        await using var bed = await StartAsync();
        await bed.PostAsync(Lengthen(more));
        Assert.Contains(complaint, Assert.Single(bed.Slack.Violations), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "invalid additional property: a", """{"type":"divider","a":1}""")]
    [InlineData("/blocks/0/text/text", "must be less than 3001", """{"type":"section","text":{"type":"mrkdwn","text":"{3001}"}}""")]
    [InlineData("/blocks/0/fields", "no more than 10", """{"type":"section","fields":[{"type":"mrkdwn","text":"a"},{"type":"mrkdwn","text":"a"},{"type":"mrkdwn","text":"a"},{"type":"mrkdwn","text":"a"},{"type":"mrkdwn","text":"a"},{"type":"mrkdwn","text":"a"},{"type":"mrkdwn","text":"a"},{"type":"mrkdwn","text":"a"},{"type":"mrkdwn","text":"a"},{"type":"mrkdwn","text":"a"},{"type":"mrkdwn","text":"a"}]}""")]
    [InlineData("/blocks/0/fields/0/text", "must be less than 2001", """{"type":"section","fields":[{"type":"plain_text","text":"{2001}"}]}""")]
    [InlineData("/blocks/0", "text or fields", """{"type":"section"}""")]
    [InlineData("/blocks/0/text/type", "unsupported type: mrkdwn", """{"type":"header","text":{"type":"mrkdwn","text":"a"}}""")]
    [InlineData("/blocks/0/text/text", "must be less than 151", """{"type":"header","text":{"type":"plain_text","text":"{151}"}}""")]
    [InlineData("/blocks/0/text/text", "must be more than 0", """{"type":"header","text":{"type":"plain_text","text":""}}""")]
    [InlineData("/blocks/0", "missing required field: alt_text", """{"type":"image","image_url":"https://a.b/c.png"}""")]
    [InlineData("/blocks/0/alt_text", "must be less than 2001", """{"type":"image","image_url":"https://a.b/c.png","alt_text":"{2001}"}""")]
    [InlineData("/blocks/0", "exactly one of image_url and slack_file", """{"type":"image","alt_text":"a"}""")]
    [InlineData("/blocks/0/image_url", "only png, jpg and gif", """{"type":"image","image_url":"https://a.b/c.webp?d=e","alt_text":"a"}""")]
    [InlineData("/blocks/0/image_url", "invalid url", """{"type":"image","image_url":"/c.png","alt_text":"a"}""")]
    [InlineData("/blocks/0/image_url", "must be less than 3001", """{"type":"image","image_url":"https://a.b/{3000}","alt_text":"a"}""")]
    [InlineData("/blocks/0/image_url", "downloading image failed", """{"type":"image","image_url":"http://127.0.0.1:8080/a.png","alt_text":"a"}""")]
    [InlineData("/blocks/0/slack_file", "invalid slack file", """{"type":"image","slack_file":{"id":"F000"},"alt_text":"a"}""")]
    [InlineData("/blocks/0/elements", "no fewer than 1", """{"type":"context","elements":[]}""")]
    [InlineData("/blocks/0/elements", "action_id already exists", $$"""{"type":"actions","elements":[{{Button}},{{Button}}]}""")]
    [InlineData("/blocks/0/elements/0/text/text", "must be less than 76", """{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"{76}"},"action_id":"a"}]}""")]
    [InlineData("/blocks/0/elements/0/value", "must be less than 2001", """{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"a"},"value":"{2001}"}]}""")]
    [InlineData("/blocks/0/elements/0/action_id", "must be less than 256", """{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"a"},"action_id":"{256}"}]}""")]
    [InlineData("/blocks/0/elements/0/style", "must be one of", """{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"a"},"style":"red"}]}""")]
    [InlineData("/blocks/0/elements/0", "none of the options", """{"type":"actions","elements":[{"type":"static_select","options":[{"text":{"type":"plain_text","text":"a"},"value":"a"}],"initial_option":{"text":{"type":"plain_text","text":"b"},"value":"b"}}]}""")]
    [InlineData("/blocks/0/type", "unsupported type: input", Input)]
    [InlineData("/blocks/0/type", "unsupported type: poster", """{"type":"poster"}""")]
    public async Task Post_BlockAgainstTheRules_IsRefusedByName(string at, string refusal, string block)
    {
        await using var bed = await StartAsync();
        var (_, body) = await bed.CallAsync("chat.postMessage", bed.Post($"\"text\":\"a\",\"blocks\":[{Lengthen(block)}]"));
        Assert.Equal("invalid_blocks", body.GetProperty("error").GetString());
        var message = body.GetProperty("response_metadata").GetProperty("messages")[0].GetString();
        Assert.Contains(refusal, message, StringComparison.Ordinal);
        Assert.Contains(at.Trim('{', '}'), message, StringComparison.Ordinal);
        Assert.Empty(bed.Channel.Messages);
        Assert.Single(bed.Slack.Violations);
    }

    [Fact]
    public async Task Post_TooManyBlocksOrTwoOfOneId_IsRefused()
    {
        await using var bed = await StartAsync();
        Assert.Equal("invalid_blocks", await bed.RefusedAsync("chat.postMessage", bed.Post($"\"text\":\"a\",\"blocks\":[{string.Join(',', Enumerable.Repeat("""{"type":"divider"}""", 51))}]")));
        Assert.Equal("invalid_blocks", await bed.RefusedAsync("chat.postMessage", bed.Post("""
            "text":"a","blocks":[{"type":"divider","block_id":"a"},{"type":"divider","block_id":"a"}]
            """)));
        Assert.Equal("invalid_blocks_format", await bed.RefusedAsync("chat.postMessage", bed.Post("\"text\":\"a\",\"blocks\":\"[\"")));
    }

    [Theory]
    [InlineData("\"text\":\" \"", "no_text")]
    [InlineData("\"text\":\"{40001}\"", "msg_too_long")]
    [InlineData("\"text\":3", "invalid_arguments")]
    [InlineData("\"text\":\"a\",\"thread_ts\":\"\"", "invalid_thread_ts")]
    [InlineData("\"text\":\"a\",\"metadata\":{}", "invalid_metadata_format")]
    public async Task Post_ArgumentSlackDoesNotTake_IsRefused(string more, string error)
    {
        await using var bed = await StartAsync();
        Assert.Equal(error, await bed.RefusedAsync("chat.postMessage", bed.Post(Lengthen(more))));
        Assert.NotEmpty(bed.Slack.Violations);
    }

    [Fact]
    public async Task Post_PictureThatCannotBeDownloaded_IsCircumstance()
    {
        await using var bed = await StartAsync();
        bed.Slack.PicturesCannotBeDownloaded = true;
        var (_, body) = await bed.CallAsync("chat.postMessage", bed.Post("""
            "text":"a","blocks":[{"type":"divider"},{"type":"image","image_url":"https://a.b/c.png","alt_text":"a"}]
            """));
        Assert.Equal("[ERROR] downloading image failed [json-pointer:/blocks/1/image_url]", body.GetProperty("response_metadata").GetProperty("messages")[0].GetString());
        Assert.Empty(bed.Slack.Violations);
    }

    [Fact]
    public async Task Post_WhereTheBotIsNot_NeedsAScopeOrIsRefused()
    {
        await using var bed = await StartAsync();
        bed.Channel.HasBot = false;
        await bed.PostAsync();
        Assert.Equal("not_in_channel", await bed.RefusedAsync("chat.postEphemeral", $$"""{"channel":"{{bed.Channel.Id}}","user":"{{bed.Ada.Id}}","text":"a"}"""));
        bed.Workspace.Installation!.Scopes.Remove("chat:write.public");
        Assert.Equal("not_in_channel", await bed.RefusedAsync("chat.postMessage", bed.Post()));
        foreach (var hidden in new[] { bed.Workspace.AddChannel("secret", isPrivate: true, hasBot: false), bed.Workspace.AddDirectMessage(bed.Ada, bed.Workspace.AddUser("Bob")), bed.Slack.AddWorkspace("Elsewhere").AddChannel() })
            Assert.Equal("channel_not_found", await bed.RefusedAsync("chat.postMessage", $$"""{"channel":"{{hidden.Id}}","text":"a",{{NoUnfurl}}}"""));
        Assert.Empty(bed.Slack.Violations);
    }

    [Fact]
    public async Task Post_ArchivedOrToAPersonOrToAThreadThatIsGone_IsAsInSlack()
    {
        await using var bed = await StartAsync();
        await bed.OkAsync("chat.postMessage", $$"""{"channel":"{{bed.Ada.Id}}","text":"a",{{NoUnfurl}}}""");
        Assert.Single(bed.Ada.DirectMessages.Messages);

        var root = await bed.PostAsync();
        bed.Channel.Messages[0].Delete();
        var reply = await bed.OkAsync("chat.postMessage", bed.Post($"\"text\":\"a\",\"thread_ts\":\"{root}\""));
        Assert.False(reply.GetProperty("message").TryGetProperty("thread_ts", out _));
        Assert.Single(bed.Channel.Messages);

        bed.Channel.IsArchived = true;
        Assert.Equal("is_archived", await bed.RefusedAsync("chat.postMessage", bed.Post()));
        Assert.Empty(bed.Slack.Violations);
    }

    [Fact]
    public async Task Update_WhatCannotBeChanged_IsRefused()
    {
        await using var bed = await StartAsync();
        var ts = await bed.PostAsync("\"text\":\"a\",\"blocks\":[{\"type\":\"divider\"}]");
        string Edit(string id, string more = "\"text\":\"b\",\"blocks\":[]") => $$"""{"channel":"{{bed.Channel.Id}}","ts":"{{id}}",{{more}}}""";
        await bed.OkAsync("chat.update", Edit(ts));
        var message = Assert.Single(bed.Channel.Messages);
        Assert.Equal(("b", 0, 1), (message.Text, message.Blocks.Count, message.Edits));
        Assert.Equal("message_not_found", await bed.RefusedAsync("chat.update", Edit("1500000000.000000")));
        message.IsEditWindowClosed = true;
        Assert.Equal("edit_window_closed", await bed.RefusedAsync("chat.update", Edit(ts)));
        Assert.Empty(bed.Slack.Violations);

        Assert.Equal("cant_update_message", await bed.RefusedAsync("chat.update", Edit(bed.Ada.Say(bed.Channel, "mine").Ts)));
        Assert.Equal("cant_delete_message", await bed.RefusedAsync("chat.delete", $$"""{"channel":"{{bed.Channel.Id}}","ts":"{{bed.Ada.Say(bed.Channel, "mine").Ts}}"}"""));
        await bed.OkAsync("chat.delete", $$"""{"channel":"{{bed.Channel.Id}}","ts":"{{ts}}"}""");
        Assert.True(message.IsDeleted);
    }

    [Fact]
    public async Task Update_TextAloneOfAMessageWithBlocks_KeepsThemAndIsAViolation()
    {
        await using var bed = await StartAsync();
        var ts = await bed.PostAsync("\"text\":\"a\",\"blocks\":[{\"type\":\"divider\"}]");
        await bed.OkAsync("chat.update", $$"""{"channel":"{{bed.Channel.Id}}","ts":"{{ts}}","text":"b"}""");
        Assert.Single(bed.Channel.Messages[0].Blocks);
        Assert.Contains("nobody sees", Assert.Single(bed.Slack.Violations), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ephemeral_IsSeenByOneAndBeyondUpdates()
    {
        await using var bed = await StartAsync();
        var bob = bed.Workspace.AddUser("Bob");
        var sent = await bed.OkAsync("chat.postEphemeral", $$"""{"channel":"{{bed.Channel.Id}}","user":"{{bed.Ada.Id}}","text":"for <@{{bed.Ada.Id}}>"}""");
        Assert.Equal("message_not_found", await bed.RefusedAsync("chat.update", $$"""{"channel":"{{bed.Channel.Id}}","ts":"{{sent.GetProperty("message_ts").GetString()}}","text":"b"}"""));
        Assert.Empty(bed.Channel.Messages);
        Assert.Single(bed.Channel.SeenBy(bed.Ada));
        Assert.Empty(bed.Channel.SeenBy(bob));
        bed.Channel.Leave(bob);
        Assert.Equal("user_not_in_channel", await bed.RefusedAsync("chat.postEphemeral", $$"""{"channel":"{{bed.Channel.Id}}","user":"{{bob.Id}}","text":"a"}"""));
        Assert.Empty(bed.Slack.Violations);
    }

    [Fact]
    public async Task Conformance_MisspeltFieldOfABlockOrView_IsNamed()
    {
        var faults = await ConformanceCheck.RunAsync(
        [
            Document("SlackBlocks", $$$"""[{"type":"section","text":{"type":"mrkdwn","text":"a"}},{"type":"image","image_url":"https://a.b/c.png","alt_text":"a"},{"type":"actions","elements":[{{{Button}}}]}]"""),
            Document("SlackBlocks", """[{"type":"section","txt":{"type":"mrkdwn","text":"a"}}]"""),
            Document("SlackView", $$$"""{"type":"modal","title":{"type":"plain_text","text":"a"},"submit":{"type":"plain_text","text":"Go"},"private_metadata":"a","blocks":[{{{Input}}}]}"""),
            Document("SlackView", """{"type":"home","blocks":[{"type":"divider"}],"callbackid":"a"}"""),
            Document("SlackView", """{"type":"home","blocks":[{"type":"header","text":{"type":"mrkdwn","text":"a"}}]}"""),
        ]);
        Assert.Equal(["0002", "0004", "0005"], faults.Where(fault => fault.StartsWith('0')).Select(fault => fault[..4]));
        Assert.Contains("'\"txt\"' does not exist", faults[0], StringComparison.Ordinal);

        static (string Type, JsonElement Value) Document(string type, string json) => (type, JsonDocument.Parse(json).RootElement);
    }
}
