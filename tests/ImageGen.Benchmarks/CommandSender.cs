using System.Diagnostics;
using ImageGen.Bot.Tests.Fakes.Discord;

namespace ImageGen.Benchmarks;

/// <summary>A command that was sent.</summary>
/// <param name="Guild">The number of its guild.</param>
/// <param name="Interaction">What became of it.</param>
/// <param name="Due">When it was to be sent, by Discord's time.</param>
/// <param name="Late">How much later it was sent.</param>
internal sealed record SentCommand(int Guild, FakeInteraction Interaction, DateTimeOffset Due, TimeSpan Late)
{
    /// <summary>From when it was due to the bot's answer, or to where Discord gave up.</summary>
    public TimeSpan Acknowledged => Late + (Interaction.IsAcknowledged ? Interaction.Took : FakeDiscord.AnswerWithin);

    /// <summary>Whether the answer promises or shows a picture.</summary>
    public bool IsAccepted => Interaction.AnswerType == 5 || IsPictured;

    public bool IsPictured => Interaction.IsAcknowledged && Interaction.Message.PicturedAt is not null;

    /// <summary>From when it was due to its picture.</summary>
    public TimeSpan Pictured => Interaction.Message.PicturedAt!.Value - Due;
}

/// <summary>Sends <c>/imagine</c> from some guilds, one person in each; no prompt is used twice.</summary>
internal sealed class CommandSender
{
    private readonly FakeDiscord _discord;
    private readonly FakeChannel[] _channels;
    private readonly FakeUser[] _users;
    private int _prompts;

    public CommandSender(FakeDiscord discord, int guilds)
    {
        _discord = discord;
        _channels = [.. Enumerable.Range(0, guilds).Select(_ => discord.AddGuild().AddChannel())];
        _users = [.. Enumerable.Range(0, guilds).Select(guild => discord.AddUser($"Ada{guild}"))];
    }

    /// <summary>How many messages came in all channels, answers to commands included.</summary>
    public int Messages => _channels.Sum(channel => channel.History.Count) + _users.Sum(user => user.DirectMessages.History.Count);

    /// <summary>Signs a command of each of these guilds.</summary>
    public IReadOnlyList<(int Guild, SignedInteraction Command)> Sign(IEnumerable<int> guilds) => [.. guilds.Select(guild => (guild, Sign(guild)))];

    public SignedInteraction Sign(int guild, string? prompt = null) => _discord.Sign(new FakeInteraction(_discord, InteractionType.Command, _users[guild], _channels[guild])
    {
        Data = new CommandData(_discord, _channels[guild], _users[guild]).Slash("imagine", [("prompt", prompt ?? $"a lighthouse on a cliff, number {++_prompts}")]),
    });

    /// <summary>Sends the commands at even distances, whatever becomes of them, and waits for the answers.</summary>
    public async Task<IReadOnlyList<SentCommand>> SendEvenlyAsync(IReadOnlyList<(int Guild, SignedInteraction Command)> commands, TimeSpan duration)
    {
        var (clock, start) = (Stopwatch.StartNew(), _discord.Now);
        var sending = new List<Task<SentCommand>>(commands.Count);
        while (sending.Count < commands.Count)
        {
            var due = duration * ((double)sending.Count / commands.Count);
            if (due > clock.Elapsed)
            {
                await Task.Delay(1);
                continue;
            }

            var (guild, command) = commands[sending.Count];
            sending.Add(Task.Run(async () =>
            {
                var late = clock.Elapsed - due;
                return new SentCommand(guild, await _discord.SendAsync(command), start + due, late);
            }));
        }

        return await Task.WhenAll(sending);
    }

    /// <summary>Some people send the commands between them, each a next one when the picture of the last has come.</summary>
    /// <returns>From each command to its picture.</returns>
    public async Task<IReadOnlyList<TimeSpan>> SendInTurnAsync(int people, IReadOnlyList<SignedInteraction> commands)
    {
        var (next, times) = (-1, new TimeSpan[commands.Count]);
        await Task.WhenAll(Enumerable.Range(0, people).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var at && at < commands.Count)
                times[at] = await TimeAsync(commands[at]);
        })));
        return times;
    }

    private async Task<TimeSpan> TimeAsync(SignedInteraction command)
    {
        var start = _discord.Now;
        var sent = await _discord.SendAsync(command);
        if (sent.Failure is { } failure)
            throw new InvalidOperationException($"A command failed: {failure}");
        await sent.Message.Pictured.WaitAsync(TimeSpan.FromSeconds(60));
        return sent.Message.PicturedAt!.Value - start;
    }
}
