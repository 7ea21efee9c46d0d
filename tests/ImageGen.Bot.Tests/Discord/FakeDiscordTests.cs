using System.Text.RegularExpressions;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Discord;
using static ImageGen.Bot.Tests.Discord.FakeDiscordBed;

namespace ImageGen.Bot.Tests.Discord;

/// <summary>A fake that takes everything proves nothing: this one refuses.</summary>
public sealed partial class FakeDiscordTests
{
    /// <summary>Stands for so many letters.</summary>
    [GeneratedRegex(@"\{(?<n>\d+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Length();

    private static string Message(string content = "hello", string more = "") => $$"""{"content":"{{content}}",{{NoMentions}}{{more}}}""";

    [Fact]
    public async Task Post_GoodMessage_AppearsAndViolatesNothing()
    {
        await using var bed = await StartAsync();
        var (status, body) = await bed.CallAsync("POST", $"channels/{bed.Channel.Id}/messages", Message("a cool cat", ""","nonce":"n1","enforce_nonce":true"""));
        Assert.Equal(200, status);
        Assert.Equal("a cool cat", body.GetProperty("content").GetString());
        Assert.Equal("a cool cat", Assert.Single(bed.Channel.Messages).Content);
        Assert.Empty(bed.Discord.Violations);
    }

    [Fact]
    public async Task Call_NoProperUserAgent_IsTurnedAway()
    {
        await using var bed = await StartAsync();
        bed.Http.DefaultRequestHeaders.UserAgent.Clear();
        bed.Http.DefaultRequestHeaders.UserAgent.ParseAdd("curl/8.0");
        Assert.Equal((403, 40333), await bed.RefusedAsync("GET", "applications/@me"));
        Assert.Single(bed.Discord.Violations);
    }

    [Fact]
    public async Task Call_WrongBotToken_IsUnauthorized()
    {
        await using var bed = await StartAsync();
        bed.Discord.BotToken = "reset";
        Assert.Equal((401, 0), await bed.RefusedAsync("GET", "applications/@me"));
        Assert.Equal(1, bed.Discord.InvalidAnswers);
    }

    [Fact]
    public async Task Call_EndpointThatIsNotThere_IsAViolation()
    {
        await using var bed = await StartAsync();
        Assert.Equal((404, 0), await bed.RefusedAsync("GET", "nowhere"));
        Assert.Single(bed.Discord.Violations);
    }

    [Theory]
    [InlineData("""{"content":"hello"}""", "allowed_mentions")]
    [InlineData("""{"content":"hello","allowed_mentions":{"parse":["users"]}}""", "allowed_mentions")]
    [InlineData("""{"contents":"x","content":"hello","allowed_mentions":{"parse":[]}}""", "'contents'")]
    [InlineData("""{"embeds":[{"title":"a","image":{"url":"https://x.y/z.png","widht":3}}],"allowed_mentions":{"parse":[]}}""", "'embeds.0.image.widht'")]
    [InlineData("""{"embeds":[{"title":"a","image":{"url":"attachment://a.png"}}],"allowed_mentions":{"parse":[]}}""", "attachment://a.png")]
    [InlineData("""{"content":"hello","flags":64,"allowed_mentions":{"parse":[]}}""", "'flags'")]
    public async Task Post_WhatDiscordBearsAndWeDoNot_IsAViolation(string json, string complaint)
    {
        await using var bed = await StartAsync();
        Assert.Equal(200, (await bed.CallAsync("POST", $"channels/{bed.Channel.Id}/messages", json)).Status);
        Assert.Contains(complaint, Assert.Single(bed.Discord.Violations), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""","embeds":[{"description":"{4097}"}]""", "embeds.0.description BASE_TYPE_MAX_LENGTH")]
    [InlineData(""","embeds":[{"description":"{4000}"},{"description":"{2001}"}]""", "embeds MAX_EMBED_SIZE_EXCEEDED")]
    [InlineData(""","embeds":[{"title":"a","image":{"url":"/relative.png"}}]""", "embeds.0.image.url URL_TYPE_INVALID")]
    [InlineData(""","embeds":[{"title":"a","url":"ftp://a.b/c"}]""", "embeds.0.url URL_TYPE_INVALID_SCHEME")]
    [InlineData(""","embeds":[{"fields":[{"name":"","value":"v"}]}]""", "embeds.0.fields.0.name BASE_TYPE_REQUIRED")]
    [InlineData(""","components":[{"type":1,"components":[{"type":2,"style":1,"label":"{81}","custom_id":"a"}]}]""", "components.0.components.0.label BASE_TYPE_MAX_LENGTH")]
    [InlineData(""","components":[{"type":1,"components":[{"type":2,"style":1,"label":"a","custom_id":"{101}"}]}]""", "components.0.components.0.custom_id BASE_TYPE_BAD_LENGTH")]
    [InlineData(""","components":[{"type":1,"components":[{"type":2,"style":1,"label":"a"}]}]""", "components.0.components.0 BUTTON_COMPONENT_CUSTOM_ID_REQUIRED")]
    [InlineData(""","components":[{"type":1,"components":[{"type":2,"style":5,"label":"a","url":"https://a.b","custom_id":"a"}]}]""", "components.0.components.0 BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE")]
    [InlineData(""","components":[{"type":1,"components":[{"type":2,"style":1,"label":"a","custom_id":"a"},{"type":2,"style":1,"label":"b","custom_id":"a"}]}]""", "components.0.components.1.custom_id COMPONENT_CUSTOM_ID_DUPLICATED")]
    [InlineData(""","components":[{"type":1,"components":[]}]""", "components.0.components BASE_TYPE_BAD_LENGTH")]
    [InlineData(""","attachments":[{"id":"0","filename":"a.png"}]""", "attachments.0.id ATTACHMENT_NOT_FOUND")]
    [InlineData(""","nonce":"{26}" """, "nonce BASE_TYPE_MAX_LENGTH")]
    [InlineData(""","message_reference":{"message_id":"1"}""", "message_reference MESSAGE_REFERENCE_UNKNOWN_MESSAGE")]
    public async Task Post_OutsideALimit_NamesTheField(string more, string refusal)
    {
        await using var bed = await StartAsync();
        var (status, body) = await bed.CallAsync("POST", $"channels/{bed.Channel.Id}/messages", Message(more: Length().Replace(more, n => new string('x', int.Parse(n.Groups["n"].Value)))));
        Assert.Equal((400, 50035), (status, body.GetProperty("code").GetInt32()));
        var (path, code) = (refusal.Split(' ')[0], refusal.Split(' ')[1]);
        var place = path.Split('.').Aggregate(body.GetProperty("errors"), (errors, part) => errors.GetProperty(part));
        Assert.StartsWith(code, place.GetProperty("_errors")[0].GetProperty("code").GetString(), StringComparison.Ordinal);
        Assert.Empty(bed.Channel.Messages);
        Assert.NotEmpty(bed.Discord.Violations);
    }

    [Fact]
    public async Task Post_ContentOverTheLimitOrEmpty_IsRefused()
    {
        await using var bed = await StartAsync();
        var path = $"channels/{bed.Channel.Id}/messages";
        Assert.Equal((400, 50035), await bed.RefusedAsync("POST", path, Message(new string('x', 2001))));
        Assert.Equal((400, 50006), await bed.RefusedAsync("POST", path, Message("  ")));
        Assert.Equal((400, 50109), await bed.RefusedAsync("POST", path, "{"));
    }

    [Fact]
    public async Task Post_Upload_IsServedByTheCdnAndHiddenAmongTheAttachmentsByItsEmbed()
    {
        await using var bed = await StartAsync();
        var (status, body) = await bed.CallAsync("POST", $"channels/{bed.Channel.Id}/messages",
            Message(more: ""","embeds":[{"image":{"url":"attachment://cat.png"}}],"attachments":[{"id":"0","filename":"cat.png","description":"A cat"},{"id":"1"}]"""),
            ("files[0]", "cat.png", TinyPng.Bytes), ("files[1]", "dog.png", TinyPng.Bytes));
        Assert.Equal(200, status);
        Assert.Equal("dog.png", Assert.Single(body.GetProperty("attachments").EnumerateArray()).GetProperty("filename").GetString());
        Assert.Equal(TinyPng.Bytes, await bed.Http.GetByteArrayAsync(body.GetProperty("embeds")[0].GetProperty("image").GetProperty("url").GetString()));
        Assert.Empty(bed.Discord.Violations);
    }

    [Fact]
    public async Task Post_UploadThatIsNotListedOrTooLarge_IsNoticed()
    {
        await using var bed = await StartAsync();
        var path = $"channels/{bed.Channel.Id}/messages";
        await bed.CallAsync("POST", path, Message(), ("files[0]", "cat.png", TinyPng.Bytes));
        Assert.Contains("files[0] is not listed", Assert.Single(bed.Discord.Violations), StringComparison.Ordinal);
        bed.Channel.AttachmentSizeLimit = 10;
        Assert.Equal((413, 40005), await bed.RefusedAsync("POST", path, Message(more: ""","attachments":[{"id":"0"}]"""), ("files[0]", "cat.png", TinyPng.Bytes)));
    }

    [Fact]
    public async Task Post_SameNonceTwice_IsOneMessage()
    {
        await using var bed = await StartAsync();
        var json = Message("once", ""","nonce":"job-1","enforce_nonce":true""");
        var first = await bed.CallAsync("POST", $"channels/{bed.Channel.Id}/messages", json);
        var second = await bed.CallAsync("POST", $"channels/{bed.Channel.Id}/messages", json);
        Assert.Equal(first.Body.GetProperty("id").GetString(), second.Body.GetProperty("id").GetString());
        Assert.Single(bed.Channel.Messages);
    }

    [Theory]
    [InlineData(Permissions.OfABot & ~Permissions.ViewChannel, "", 50001)]
    [InlineData(Permissions.OfABot & ~Permissions.SendMessages, "", 50013)]
    [InlineData(Permissions.OfABot & ~Permissions.EmbedLinks, ""","embeds":[{"title":"a"}]""", 50013)]
    public async Task Post_WithoutPermission_IsForbidden(ulong permissions, string more, int code)
    {
        await using var bed = await StartAsync();
        bed.Channel.BotPermissions = permissions;
        Assert.Equal((403, code), await bed.RefusedAsync("POST", $"channels/{bed.Channel.Id}/messages", Message(more: more)));
        Assert.Empty(bed.Discord.Violations);
    }

    [Fact]
    public async Task Post_WhereTheBotIsNot_IsForbidden()
    {
        await using var bed = await StartAsync();
        bed.Guild.HasBot = false;
        Assert.Equal((403, 50001), await bed.RefusedAsync("POST", $"channels/{bed.Channel.Id}/messages", Message()));
        bed.User.IsClosedToMessages = true;
        var (_, opened) = await bed.CallAsync("POST", "users/@me/channels", $$"""{"recipient_id":"{{bed.User.Id}}"}""");
        Assert.Equal((403, 50007), await bed.RefusedAsync("POST", $"channels/{opened.GetProperty("id").GetString()}/messages", Message()));
    }

    [Fact]
    public async Task Thread_SecondOrInAForumOrUnlawful_IsRefused()
    {
        await using var bed = await StartAsync();
        var (_, message) = await bed.CallAsync("POST", $"channels/{bed.Channel.Id}/messages", Message());
        var path = $"channels/{bed.Channel.Id}/messages/{message.GetProperty("id").GetString()}/threads";
        const string Body = """{"name":"a cool cat","auto_archive_duration":1440}""";

        bed.Channel.BotPermissions = Permissions.OfABot & ~Permissions.CreatePublicThreads;
        Assert.Equal((403, 50013), await bed.RefusedAsync("POST", path, Body));
        bed.Channel.BotPermissions = Permissions.OfABot;
        Assert.Equal((400, 50035), await bed.RefusedAsync("POST", path, """{"name":"a","auto_archive_duration":5}"""));
        var (status, thread) = await bed.CallAsync("POST", path, Body);
        Assert.Equal((201, message.GetProperty("id").GetString()), (status, thread.GetProperty("id").GetString()));
        Assert.Equal((400, 160004), await bed.RefusedAsync("POST", path, Body));

        var inside = bed.User.Say(bed.Channel.Messages[0].Thread!, "hi");
        Assert.Equal((400, 50024), await bed.RefusedAsync("POST", $"channels/{inside.Channel.Id}/messages/{inside.Id}/threads", Body));
        var forum = bed.Guild.AddChannel(type: ChannelType.Forum);
        Assert.Equal((400, 50008), await bed.RefusedAsync("POST", $"channels/{forum.Id}/messages", Message()));
    }

    [Fact]
    public async Task Thread_Archived_TakesPostsButNoEdits()
    {
        await using var bed = await StartAsync();
        var (_, message) = await bed.CallAsync("POST", $"channels/{bed.Channel.Id}/messages", Message());
        await bed.CallAsync("POST", $"channels/{bed.Channel.Id}/messages/{message.GetProperty("id").GetString()}/threads", """{"name":"a"}""");
        var thread = bed.Channel.Messages[0].Thread!;
        var (_, inside) = await bed.CallAsync("POST", $"channels/{thread.Id}/messages", Message());
        var path = $"channels/{thread.Id}/messages/{inside.GetProperty("id").GetString()}";

        thread.IsArchived = true;
        Assert.Equal((400, 50083), await bed.RefusedAsync("PATCH", path, Message("edited")));
        Assert.Equal(200, (await bed.CallAsync("PATCH", $"channels/{thread.Id}", """{"archived":false}""")).Status);
        Assert.Equal(200, (await bed.CallAsync("PATCH", path, Message("edited"))).Status);
        (thread.IsArchived, thread.IsLocked) = (true, true);
        Assert.Equal((403, 160005), await bed.RefusedAsync("POST", $"channels/{thread.Id}/messages", Message()));
        Assert.Empty(bed.Discord.Violations);
    }

    [Fact]
    public async Task Edit_SomebodyElsesOrDeletedMessage_IsRefused()
    {
        await using var bed = await StartAsync();
        var said = bed.User.Say(bed.Channel, "mine");
        Assert.Equal((403, 50005), await bed.RefusedAsync("PATCH", $"channels/{bed.Channel.Id}/messages/{said.Id}", Message()));
        said.Delete();
        Assert.Equal((404, 10008), await bed.RefusedAsync("PATCH", $"channels/{bed.Channel.Id}/messages/{said.Id}", Message()));
    }

    [Theory]
    [InlineData("""[{"name":"Imagine","description":"Draw"}]""")]
    [InlineData("""[{"name":"imagine","description":""}]""")]
    [InlineData("""[{"name":"imagine","description":"Draw","options":[{"type":3,"name":"a","description":"b"},{"type":3,"name":"c","description":"d","required":true}]}]""")]
    [InlineData("""[{"name":"imagine","description":"Draw","description_localizations":{"xx":"y"}}]""")]
    [InlineData("""[{"name":"imagine","description":"Draw","options":[{"type":3,"name":"a","description":"b","autocomplete":true,"choices":[]}]}]""")]
    public async Task Commands_AgainstTheRules_AreRefused(string json)
    {
        await using var bed = await StartAsync();
        Assert.Equal((400, 50035), await bed.RefusedAsync("PUT", $"applications/{bed.Discord.ApplicationId}/commands", json));
    }

    [Fact]
    public async Task Cdn_ExpiredForgedOrGone_Is404()
    {
        await using var bed = await StartAsync();
        var file = bed.User.File("cat.png", TinyPng.Bytes);
        var url = file.Url;
        Assert.Equal(TinyPng.Bytes, await bed.Http.GetByteArrayAsync(url));
        Assert.Equal(404, (await bed.CallAsync("GET", $"{url}0")).Status);
        Assert.Equal(404, (await bed.CallAsync("GET", file.Path)).Status);
        bed.Discord.Advance(TimeSpan.FromDays(1));
        Assert.Equal(404, (await bed.CallAsync("GET", url.ToString())).Status);
        file.IsGone = true;
        Assert.Equal(404, (await bed.CallAsync("GET", file.Url.ToString())).Status);
    }

    [Fact]
    public async Task Cdn_FileThatStalls_SendsHalf()
    {
        await using var bed = await StartAsync();
        var file = bed.User.File("cat.png", TinyPng.Bytes);
        file.Stalls = true;
        using var response = await bed.Http.GetAsync(file.Url, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(file.Bytes.Length, response.Content.Headers.ContentLength);
        await using var body = await response.Content.ReadAsStreamAsync();
        var half = new byte[file.Bytes.Length / 2];
        await body.ReadExactlyAsync(half);
        Assert.False(body.ReadAsync(new byte[1]).AsTask().IsCompleted);
    }
}
