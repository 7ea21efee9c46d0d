using ImageGen.Bot.Tests.Discord;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Discord;

namespace ImageGen.Bot.Tests.EndToEnd;

/// <summary>The real program on a strict Discord, with the painter: what an operator gets.</summary>
[Collection(Alone.Name)]
public sealed class DiscordTests
{
    [Fact]
    public async Task Sqlite_Imagine_ArrivesWithButtonsThatWorkAfterTheProcessWasKilled()
    {
        using var folder = new TempFolder();
        await using var discord = await FakeDiscord.StartAsync();
        var settings = DiscordScene.Settings(discord);
        await LiveAsync(discord, () => BotProcess.ServeAsync(folder, settings), []);
    }

    [Fact]
    public async Task Redis_Imagine_TakenByOneProcessAndDrawnByAnother_ArrivesWithButtonsThatWorkAfterBothWereKilled()
    {
        using var folder = new TempFolder();
        await using var redis = await RedisServer.StartAsync();
        await using var discord = await FakeDiscord.StartAsync();
        (string, string)[] settings =
        [
            .. DiscordScene.Settings(discord), ("State__Provider", "Redis"), ("State__Redis__ConnectionString", redis.ConnectionString), ("Worker__LeaseSeconds", "2"),
        ];
        await LiveAsync(
            discord, () => BotProcess.ServeAsync(folder, [.. settings, ("Roles", "web")]), [() => BotProcess.ServeAsync(folder, [.. settings, ("Roles", "worker")])]);
    }

    private static async Task LiveAsync(FakeDiscord discord, Func<Task<BotProcess>> web, Func<Task<BotProcess>>[] workers)
    {
        var channel = discord.AddGuild().AddChannel();
        var ada = discord.AddUser();
        var bots = await StartAsync();
        var imagine = await ada.ImagineAsync(channel, "a cool cat", ("style", "watercolor"));
        Assert.Equal(5, imagine.AnswerType);
        var message = await imagine.Message.UntilAsync(shown => shown.Files.Count == 1);
        Assert.Equal(5, message.Buttons.Count);

        // Thirty at once from three guilds: each answered, none lost.
        var places = Enumerable.Range(0, 3).Select(_ => discord.AddGuild().AddChannel()).ToList();
        var many = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => ada.ImagineAsync(places[i % 3], $"cat number {i}")));
        Assert.All(many, sent => Assert.Equal(5, sent.AnswerType));

        // Killed with work in hand, and started again.
        foreach (var bot in bots)
        {
            await bot.KillAsync();
            await bot.DisposeAsync();
        }

        bots = await StartAsync();
        foreach (var sent in many)
            await sent.Message.UntilAsync(shown => shown.Files.Count == 1, TimeSpan.FromSeconds(120));

        await (await message.PressAsync("reroll")).Message.UntilAsync(shown => shown.Files.Count == 1);
        await (await message.PressAsync("variations")).Message.UntilAsync(shown => shown.Files.Count == 1);
        var form = (await message.PressAsync("remix")).Modal!;
        await (await form.SubmitAsync(("prompt", "a warm dog"))).Message.UntilAsync(shown => shown.Files.Count == 1);
        Assert.Contains("--style watercolor", (await message.PressAsync("details")).Message.Text, StringComparison.Ordinal);
        await message.PressAsync("delete");
        await message.UntilAsync(gone => gone.IsDeleted);

        // What waited shows progress, and then only its picture: no channel has a message that is still about to be.
        foreach (var place in places.Append(channel))
            Assert.All(place.Messages, shown => Assert.Single(shown.Files));
        Assert.True(discord.Violations.Count == 0, string.Join('\n', discord.Violations));
        foreach (var bot in bots)
            await bot.DisposeAsync();

        async Task<List<BotProcess>> StartAsync()
        {
            var started = new List<BotProcess> { await web() };
            discord.BotAddress = started[0].Address;
            foreach (var worker in workers)
                started.Add(await worker());
            return started;
        }
    }
}
