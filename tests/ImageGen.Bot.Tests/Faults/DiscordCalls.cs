using ImageGen.Bot.Tests.Discord;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using Microsoft.AspNetCore.Http;

namespace ImageGen.Bot.Tests.Faults;

/// <summary>What the bot calls of Discord to tell an outcome.</summary>
internal static class DiscordCalls
{
    public static IReadOnlyList<OutsideCall> All { get; } =
    [
        Call("discord.edit", Is("PATCH", "/webhooks/", "/messages/"), static (scene, name) => scene.Ada.ImagineAsync(scene.Channel, name)),
        Call("discord.thread", Is("POST", "/channels/", "/threads"), static (scene, name) => scene.Ada.ImagineAsync(scene.Channel, name), inThread: true),
        Call("discord.post", Is("POST", "/channels/", "/messages"), static (scene, name) => scene.Ada.ImagineAsync(scene.Channel, name), isLate: true),
        Call("discord.direct", Is("POST", "/users/@me/channels", ""), static (scene, name) => scene.Ada.ImagineAsync(scene.Channel, name, ("private", true)), isLate: true),
        Call("discord.file", Is("GET", "/attachments/", ""), static (scene, name) => scene.Ada.ImagineAsync(scene.Channel, name, ("image", scene.Ada.File("cat.png", TinyPng.Bytes)))),
    ];

    private static Func<HttpRequest, bool> Is(string method, string path, string ending) => request =>
        request.Method == method && request.Path.Value is { } where && where.Contains(path, StringComparison.Ordinal) && where.Contains(ending, StringComparison.Ordinal)
        && (ending != "/messages" || where.EndsWith(ending, StringComparison.Ordinal));

    /// <param name="name">In the table.</param>
    /// <param name="calls">Which calls are meant.</param>
    /// <param name="act">Orders a picture.</param>
    /// <param name="inThread">Whether it comes in a thread.</param>
    /// <param name="isLate">Whether the command's token has ended before the picture is drawn.</param>
    private static OutsideCall Call(string name, Func<HttpRequest, bool> calls, Func<DiscordScene, string, Task> act, bool inThread = false, bool isLate = false) => new(name, async () =>
    {
        DiscordScene? scene = null;
        var generator = new ScriptedGenerator("scripted")
        {
            Capabilities = new GeneratorCapabilities { Kind = "scripted", Model = "m", MaxPromptLength = 1000, FreeToRepeat = true, TakesReference = true },
            OnCall = (_, _, _) =>
            {
                if (isLate)
                    scene!.Advance(TimeSpan.FromMinutes(16));
                return Task.CompletedTask;
            },
        };
        scene = await DiscordScene.StartAsync(generator, inThread ? [("Chat:ReplyIn", "Thread")] : []);
        scene.Change = services => OutsideBed.Hurry(services, new HurriedClock(scene.Clock, TimeSpan.FromSeconds(4)), new ExecutionOptions { MaxAttempts = 2, MaxReplyAttempts = 1000 });
        var relay = scene.Discord.Relay();
        await scene.RestartBotAsync();
        return new Bed(scene, relay, calls, act);
    });

    private sealed class Bed(DiscordScene scene, TcpRelay relay, Func<HttpRequest, bool> calls, Func<DiscordScene, string, Task> act) : OutsideBed(calls)
    {
        private int _number;

        public override RecordedLog Log => scene.Log;

        public override async Task<string> MeetAsync(string fault)
        {
            var before = scene.Outcomes().Count;
            Break(fault, scene.Discord.Gate, relay);
            await act(scene, $"a cat {fault} {++_number}");
            await DrawnAsync(scene.HistoryAsync, _number);
            await MetAsync(fault, scene.Discord.Gate);
            Mend(scene.Discord.Gate, relay);
            var met = await ToldAsync(before + 1);

            await act(scene, $"a cat {++_number}");
            Assert.Equal("picture", await ToldAsync(before + 2));
            scene.AssertNoViolations();
            return met;
        }

        public override async ValueTask DisposeAsync()
        {
            await scene.DisposeAsync();
            await relay.DisposeAsync();
        }

        /// <summary>Waits until all is told.</summary>
        /// <returns>What the newest outcome is.</returns>
        private async Task<string> ToldAsync(int outcomes)
        {
            await scene.UntilToldAsync();
            Assert.Equal(outcomes, scene.Outcomes().Count);
            Assert.DoesNotContain(Log.Lines, line => line.Contains("is given up", StringComparison.Ordinal));
            var job = (await scene.HistoryAsync())[0];
            return job.State == JobState.Completed ? "picture" : job.Outcome!.Error!.Code.Text();
        }
    }
}
