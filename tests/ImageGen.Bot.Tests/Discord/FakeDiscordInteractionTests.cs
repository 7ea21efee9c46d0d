using System.Text.Json;
using System.Text.Json.Nodes;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Discord;
using Microsoft.AspNetCore.Http;
using static ImageGen.Bot.Tests.Discord.FakeDiscordBed;

namespace ImageGen.Bot.Tests.Discord;

/// <summary>How the fake sends interactions, reads the answers and honours their tokens.</summary>
public sealed class FakeDiscordInteractionTests
{
    private const string Edit = $$"""{"content":"done",{{NoMentions}}}""";
    private const string WithButton = $$"""{"content":"done",{{NoMentions}},"components":[{"type":1,"components":[{"type":2,"style":2,"label":"Again","custom_id":"again:1"}]}]}""";

    [Fact]
    public async Task Imagine_DeferredThenEdited_IsAStory()
    {
        await using var bed = await StartAsync();
        var asked = await bed.User.ImagineAsync(bed.Channel, "a cool cat", ("count", 2));
        Assert.True(asked.IsThinking);
        Assert.Equal(200, (await bed.CallAsync("PATCH", bed.Original(asked), WithButton)).Status);
        var message = await bed.Channel.UntilMessageAsync(message => message.Text == "done");
        Assert.Same(asked.Message, message);

        bed.Answer("""{"type":6}""");
        var pressed = await message.PressAsync("again");
        Assert.Equal(6, pressed.AnswerType);
        Assert.Same(message, pressed.Message);
        Assert.Empty(bed.Discord.Violations);
    }

    [Fact]
    public async Task Token_After15Minutes_IsInvalid()
    {
        await using var bed = await StartAsync();
        var asked = await bed.User.ImagineAsync(bed.Channel, "a cool cat");
        bed.Discord.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(200, (await bed.CallAsync("PATCH", bed.Original(asked), Edit)).Status);
        bed.Discord.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal((401, 50027), await bed.RefusedAsync("PATCH", bed.Original(asked), Edit));
        Assert.Equal(200, (await bed.CallAsync("PATCH", $"channels/{bed.Channel.Id}/messages/{asked.Message.Id}", Edit)).Status);
    }

    [Fact]
    public async Task Token_UnknownOrOfADeletedMessage_IsRefused()
    {
        await using var bed = await StartAsync();
        var asked = await bed.User.ImagineAsync(bed.Channel, "a cool cat");
        Assert.Equal((401, 50027), await bed.RefusedAsync("PATCH", $"webhooks/{bed.Discord.ApplicationId}/nonsense/messages/@original", Edit));
        asked.Message.Delete();
        Assert.Equal((404, 10008), await bed.RefusedAsync("PATCH", bed.Original(asked), Edit));
    }

    [Fact]
    public async Task Ephemeral_IsBeyondTheBotTokenAndStaysEphemeral()
    {
        await using var bed = await StartAsync();
        bed.Answer("""{"type":5,"data":{"flags":64}}""");
        var asked = await bed.User.ImagineAsync(bed.Channel, "a cool cat");
        Assert.Equal((404, 10008), await bed.RefusedAsync("PATCH", $"channels/{bed.Channel.Id}/messages/{asked.Message.Id}", Edit));
        Assert.Equal(200, (await bed.CallAsync("PATCH", bed.Original(asked), Edit)).Status);
        Assert.Empty(bed.Channel.Messages);
        Assert.Empty(bed.Discord.Violations);
    }

    [Fact]
    public async Task FollowUps_OfAUserInstall_AreFive()
    {
        await using var bed = await StartAsync();
        bed.Guild.HasBot = false;
        var asked = await bed.User.ImagineAsync(bed.Channel, "a cool cat");
        await bed.CallAsync("PATCH", bed.Original(asked), Edit);
        bed.Discord.Limits.Set("POST /webhooks/{app}/{token}", 100, TimeSpan.FromSeconds(1));
        for (var sent = 0; sent < 5; sent++)
            Assert.Equal(200, (await bed.CallAsync("POST", bed.FollowUp(asked), Edit)).Status);
        Assert.Equal((400, 40094), await bed.RefusedAsync("POST", bed.FollowUp(asked), Edit));
    }

    [Fact]
    public async Task Callback_SecondAnswer_IsAlreadyAcknowledged()
    {
        await using var bed = await StartAsync();
        bed.OnInteraction = async (http, interaction) =>
        {
            var path = $"interactions/{interaction.GetProperty("id").GetString()}/{interaction.GetProperty("token").GetString()}/callback";
            var (_, body) = await bed.CallAsync("POST", $"{path}?with_response=true", """{"type":5}""");
            Assert.True(body.GetProperty("resource").GetProperty("message").TryGetProperty("id", out _));
            Assert.Equal((400, 40060), await bed.RefusedAsync("POST", path, """{"type":5}"""));
            http.Response.StatusCode = StatusCodes.Status202Accepted;
        };
        var asked = await bed.User.ImagineAsync(bed.Channel, "a cool cat");
        Assert.Null(asked.Failure);
        Assert.True(asked.IsThinking);
    }

    [Theory]
    [InlineData("""{"type":7,"data":{"content":"a","allowed_mentions":{"parse":[]}}}""", "BASE_TYPE_CHOICES")]
    [InlineData("""{"type":8,"data":{"choices":[]}}""", "BASE_TYPE_CHOICES")]
    [InlineData("""{"type":4,"data":{"content":"","allowed_mentions":{"parse":[]}}}""", "50006")]
    [InlineData("""{"type":9,"data":{"custom_id":"a","title":"far far far far far far far far far far too long","components":[]}}""", "title")]
    [InlineData("""{"type":9,"data":{"custom_id":"a","title":"b","components":[{"type":18,"label":"c","component":{"type":4,"style":1,"custom_id":"d","min_length":9,"max_length":3}}]}}""", "MIN_LENGTH")]
    [InlineData("not json", "invalid")]
    public async Task Answer_DiscordDoesNotTake_LeavesTheUserWithoutOne(string answer, string failure)
    {
        await using var bed = await StartAsync();
        bed.Answer(answer);
        var asked = await bed.User.ImagineAsync(bed.Channel, "a cool cat");
        Assert.Contains(failure, asked.Failure, StringComparison.Ordinal);
        Assert.Equal((404, 10015), await bed.RefusedAsync("PATCH", bed.Original(asked), Edit));
        Assert.NotEmpty(bed.Discord.Violations);
    }

    [Theory]
    [InlineData("""{"type":5,"data":{"flags":4}}""")]
    [InlineData("""{"type":5,"data":{"content":"a"}}""")]
    [InlineData("""{"type":4,"data":{"content":"a"}}""")]
    public async Task Answer_WhatDiscordBearsAndWeDoNot_IsAViolation(string answer)
    {
        await using var bed = await StartAsync();
        bed.Answer(answer);
        Assert.Null((await bed.User.ImagineAsync(bed.Channel, "a cool cat")).Failure);
        Assert.Single(bed.Discord.Violations);
    }

    [Fact]
    public async Task Answer_OtherStatusOrTypeOrLate_IsAFailure()
    {
        await using var bed = await StartAsync();
        bed.OnInteraction = (http, _) => http.Response.WriteAsync("{\"type\":5}");
        Assert.Contains("application/json", (await bed.User.ImagineAsync(bed.Channel, "a")).Failure, StringComparison.Ordinal);
        bed.OnInteraction = (http, _) =>
        {
            http.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        Assert.Contains("500", (await bed.User.ImagineAsync(bed.Channel, "a")).Failure, StringComparison.Ordinal);
        bed.OnInteraction = (http, _) => Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.Contains("within 3 s", (await bed.User.ImagineAsync(bed.Channel, "a")).Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Modal_OpenedByAButton_IsFilledInAndSent()
    {
        await using var bed = await StartAsync();
        bed.Answer($$"""{"type":4,"data":{{WithButton}}}""");
        var asked = await bed.User.ImagineAsync(bed.Channel, "a cool cat");
        bed.Answer("""{"type":9,"data":{"custom_id":"edit:1","title":"Edit","components":[{"type":18,"label":"Prompt","component":{"type":4,"style":2,"custom_id":"prompt","value":"a cool cat","max_length":20}}]}}""");
        var opened = await asked.Message.PressAsync("again");
        Assert.Equal("a cool cat", Assert.Single(opened.Modal!.Fields).Value);
        await Assert.ThrowsAsync<InvalidOperationException>(() => opened.Modal.SubmitAsync(("prompt", new string('x', 21))));

        bed.Answer("""{"type":7,"data":{"content":"a hot dog","components":[],"allowed_mentions":{"parse":[]}}}""");
        await opened.Modal.SubmitAsync(("prompt", "a hot dog"));
        Assert.Equal("a hot dog", asked.Message.Text);
        Assert.Contains("\"component\":{\"type\":4,\"id\":2,\"custom_id\":\"prompt\",\"value\":\"a hot dog\"}", bed.Received, StringComparison.Ordinal);
        Assert.Empty(bed.Discord.Violations);
    }

    [Fact]
    public async Task Command_NotAsRegistered_CannotBeGiven()
    {
        await using var bed = await StartAsync();
        await bed.CallAsync("PUT", $"applications/{bed.Discord.ApplicationId}/commands",
            """[{"name":"imagine","description":"Draw","options":[{"type":3,"name":"prompt","description":"What","required":true,"min_length":3},{"type":4,"name":"count","description":"How many","max_value":4}]}]""");
        await bed.User.ImagineAsync(bed.Channel, "a cool cat", ("count", 4));
        await Assert.ThrowsAsync<InvalidOperationException>(() => bed.User.ImagineAsync(bed.Channel, "aa"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => bed.User.ImagineAsync(bed.Channel, "a cool cat", ("count", 5)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => bed.User.ImagineAsync(bed.Channel, "a cool cat", ("size", "big")));
        await Assert.ThrowsAsync<InvalidOperationException>(() => bed.User.CommandAsync(bed.Channel, "imagine"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => bed.User.CommandAsync(bed.Channel, "draw"));
    }

    [Fact]
    public async Task LimitEvery_SaysHowLongAndMeansIt()
    {
        await using var bed = await StartAsync();
        bed.Discord.LimitEvery(2, TimeSpan.FromMinutes(1), times: 1);
        Assert.Equal(200, (await bed.CallAsync("GET", "applications/@me")).Status);
        using var limited = await bed.Http.GetAsync("applications/@me");
        Assert.Equal(429, (int)limited.StatusCode);
        Assert.Equal("60", Assert.Single(limited.Headers.GetValues("Retry-After")));
        Assert.Equal("user", Assert.Single(limited.Headers.GetValues("X-RateLimit-Scope")));
        Assert.Equal(429, (await bed.CallAsync("GET", "applications/@me")).Status);
        bed.Discord.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await bed.CallAsync("GET", "applications/@me")).Status);
        Assert.Equal(2, bed.Discord.InvalidAnswers);
    }

    [Fact]
    public async Task Bucket_Spent_IsClosedUntilItsReset()
    {
        await using var bed = await StartAsync();
        var path = $"channels/{bed.Channel.Id}/messages";
        for (var sent = 0; sent < 5; sent++)
            await bed.CallAsync("POST", path, Edit);
        var (status, body) = await bed.CallAsync("POST", path, Edit);
        Assert.Equal(429, status);
        Assert.InRange(body.GetProperty("retry_after").GetDouble(), 0.001, 5);
        bed.Discord.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(200, (await bed.CallAsync("POST", path, Edit)).Status);
    }

    [Fact]
    public async Task RaceNotFound_FailEveryAndDropAfter_DoAsTheySay()
    {
        await using var bed = await StartAsync();
        bed.Discord.RaceNotFound(1);
        var asked = await bed.User.ImagineAsync(bed.Channel, "a cool cat");
        Assert.Equal((404, 10015), await bed.RefusedAsync("PATCH", bed.Original(asked), Edit));
        bed.Discord.FailEvery(1, 502, times: 1);
        Assert.Equal(502, (await bed.CallAsync("PATCH", bed.Original(asked), Edit)).Status);
        bed.Discord.DropAfter();
        await Assert.ThrowsAsync<HttpRequestException>(() => bed.CallAsync("PATCH", bed.Original(asked), Edit));
        Assert.Equal("done", asked.Message.Text);
        Assert.Equal([404, 502, 0], bed.Discord.Calls.Select(call => call.Status));
        Assert.Equal(200, (await bed.CallAsync("PATCH", bed.Original(asked), Edit)).Status);
        Assert.Empty(bed.Discord.Violations);
        Assert.DoesNotContain(bed.Discord.Calls, call => call.Path.Contains(asked.Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Documents_OfTheFake_ConformToDiscordsTypes()
    {
        await using var bed = await StartAsync();
        var documents = new List<(string, JsonElement)>();
        bed.OnInteraction = (http, interaction) =>
        {
            var data = interaction.Part("data") ?? default;

            // Discord sends a pressed component's number; the types do not know of it.
            var typed = JsonNode.Parse(interaction.GetRawText())!;
            if (data.Part("component_type") is not null)
                typed["data"]!.AsObject().Remove("id");
            documents.Add(((InteractionType)interaction.GetProperty("type").GetInt32() switch
            {
                InteractionType.Ping => "APIPingInteraction",
                InteractionType.Command when data.Part("target_id") is not null => "APIMessageApplicationCommandInteraction",
                InteractionType.Command => "APIChatInputApplicationCommandInteraction",
                InteractionType.Component => "APIMessageComponentButtonInteraction",
                InteractionType.Autocomplete => "APIApplicationCommandAutocompleteInteraction",
                InteractionType.ModalSubmit => "APIModalSubmitInteraction",
            }, JsonDocument.Parse(typed.ToJsonString()).RootElement));
            return SayAsync(http, interaction.GetProperty("type").GetInt32() switch
            {
                1 => """{"type":1}""",
                3 => """{"type":9,"data":{"custom_id":"e","title":"E","components":[{"type":18,"label":"P","component":{"type":4,"style":2,"custom_id":"prompt","value":"x"}}]}}""",
                4 => """{"type":8,"data":{"choices":[{"name":"a","value":"b"}]}}""",
                _ => $$"""{"type":4,"data":{{WithButton}}}""",
            });
        };
        Assert.False(await bed.Discord.AcceptsEndpointAsync());
        var file = bed.User.File("cat.png", TinyPng.Bytes);
        var asked = await bed.User.ImagineAsync(bed.Channel, "a cat", ("count", 2), ("raw", true), ("like", file), ("for", bed.User), ("in", bed.Channel), ("guidance", 7.5));
        await bed.User.CommandAsync(bed.Channel, "settings style add", ("name", "noir"));
        await bed.User.CommandAsync(bed.User.DirectMessages, "imagine", ("prompt", "a cat"));
        await bed.User.CommandAsync(bed.User.AddPrivateChannel(), "imagine", ("prompt", "a cat"));
        await bed.User.TypeAsync(bed.Channel, "imagine", "style", "wat");
        await bed.User.MessageCommandAsync(bed.User.Say(bed.Channel, "a cat", file), "Imagine this");
        var opened = await asked.Message.PressAsync("again");
        var sent = await opened.Modal!.SubmitAsync(("prompt", "a dog"));

        var (_, thread) = await bed.CallAsync("POST", $"channels/{bed.Channel.Id}/messages/{asked.Message.Id}/threads", """{"name":"a"}""");
        documents.Add(("APIChannel", thread));
        documents.Add(("APIMessage", (await bed.CallAsync("GET", bed.Original(asked))).Body));
        documents.Add(("APIMessage", (await bed.CallAsync("GET", bed.Original(sent))).Body));
        documents.Add(("APIApplication", (await bed.CallAsync("GET", "applications/@me")).Body));
        var (_, commands) = await bed.CallAsync("PUT", $"applications/{bed.Discord.ApplicationId}/commands", """[{"name":"imagine","description":"Draw"},{"name":"Imagine this","type":3}]""");
        documents.Add(("RESTPutAPIApplicationCommandsResult", commands));
        Assert.Empty(await ConformanceCheck.RunAsync(documents));
    }
}
