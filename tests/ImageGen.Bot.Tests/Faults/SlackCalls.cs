using System.Diagnostics;
using ImageGen.Bot.Tests.Discord;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Slack;
using ImageGen.Bot.Tests.Slack;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using Microsoft.AspNetCore.Http;

namespace ImageGen.Bot.Tests.Faults;

/// <summary>What the bot calls of Slack to tell an outcome.</summary>
internal static class SlackCalls
{
    public static IReadOnlyList<OutsideCall> All { get; } =
    [
        Call("slack.post", "/api/chat.postMessage", isPublic: true),
        Call("slack.update", "/api/chat.update", isPublic: true),
        Call("slack.user", "/api/users.info", isPublic: true, static (scene, name) => scene.ImagineAsync(name, scene.Workspace.AddUser("Bob"))),
        Call("slack.place", "/api/files.getUploadURLExternal", isPublic: false),
        Call("slack.upload", "/upload/", isPublic: false),
        Call("slack.share", "/api/files.completeUploadExternal", isPublic: false),
        Call("slack.respond", "/commands/", isPublic: true, static (scene, name) => scene.ImagineAsync(name, channel: scene.Workspace.AddChannel(isPrivate: true, hasBot: false))),
        Call("slack.file", "/files-pri/", isPublic: true, static (scene, name) => scene.Ada.MentionAsync(scene.Channel, name, null, scene.Ada.File("cat.png", TinyPng.Bytes))),
    ];

    private static OutsideCall Call(string name, string path, bool isPublic, Func<SlackScene, string, Task>? act = null) => new(name, async () =>
    {
        var generator = new ScriptedGenerator("scripted")
        {
            Capabilities = new GeneratorCapabilities { Kind = "scripted", Model = "m", MaxPromptLength = 1000, FreeToRepeat = true, TakesReference = true },
        };
        var scene = await SlackScene.StartAsync(generator, isPublic ? [SlackScene.Public] : []);
        scene.Change = services => OutsideBed.Hurry(services, new HurriedClock(scene.Clock, TimeSpan.FromSeconds(4)), new ExecutionOptions { MaxAttempts = 2, MaxReplyAttempts = 1000 });
        var relay = scene.Slack.Relay();
        await scene.RestartBotAsync();
        return new Bed(scene, relay, path, act ?? (static (scene, name) => scene.ImagineAsync(name)));
    });

    private sealed class Bed(SlackScene scene, TcpRelay relay, string path, Func<SlackScene, string, Task> act)
        : OutsideBed(request => request.Path.StartsWithSegments(path.TrimEnd('/'), StringComparison.Ordinal))
    {
        private int _number;

        public override RecordedLog Log => scene.Log;

        public override async Task<string> MeetAsync(string fault)
        {
            Break(fault, scene.Slack.Gate, relay);
            await act(scene, $"a cat {fault} {++_number}");
            await DrawnAsync(() => scene.HistoryAsync(), _number);
            await MetAsync(fault, scene.Slack.Gate);
            Mend(scene.Slack.Gate, relay);
            var met = await ToldAsync(_number);

            await act(scene, $"a cat {++_number}");
            Assert.Equal("picture", await ToldAsync(_number));
            return met;
        }

        public override async ValueTask DisposeAsync()
        {
            await scene.DisposeAsync();
            await relay.DisposeAsync();
        }

        /// <summary>Waits until all jobs have ended and been told, each once.</summary>
        /// <returns>What the newest came to.</returns>
        private async Task<string> ToldAsync(int jobs)
        {
            for (var giveUp = Stopwatch.StartNew(); ; await Task.Delay(20))
            {
                Assert.True(giveUp.Elapsed.TotalSeconds < 30, "It is not told.");
                var (history, lane) = (await scene.HistoryAsync(), await scene.Bot.Ledger.LaneAsync(LaneLimits.ReplyLane("slack"), CancellationToken.None));
                if (history.Count != jobs || !history.All(job => job.State.IsFinal()) || lane is not { Waiting: 0, Delayed: 0, Leased: 0 })
                    continue;
                // What is wrong with the request is not offered to be tried again, so those are known by their message alone.
                var isInvalid = history.ToLookup(static job => job.Outcome!.Error?.Code == ErrorCode.InvalidRequest);
                Assert.Equal(isInvalid[false].Select(job => job.Id.Value).Order(), Shown());
                Assert.DoesNotContain(isInvalid[true], job => job.Message is null);
                Assert.DoesNotContain(Log.Lines, line => line.Contains("is given up", StringComparison.Ordinal));
                return history[0].State == JobState.Completed ? "picture" : history[0].Outcome!.Error!.Code.Text();
            }
        }

        /// <summary>What the messages with a picture's buttons are about; one that is shown twice is here twice.</summary>
        private IEnumerable<string> Shown() =>
            from message in scene.Workspace.Channels.Append(scene.Ada.DirectMessages).Distinct().SelectMany(channel => channel.History)
            where !message.IsDeleted
            from button in message.Buttons
            where button.ActionId.StartsWith("reroll:", StringComparison.Ordinal)
            let job = button.ActionId.Split(':')[1]
            orderby job
            select job;
    }
}
