using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Discord;

/// <summary>Replaces "thinking…": tried a few times, since somebody waits for it and no lane repeats it.</summary>
internal sealed class DiscordOriginal(DiscordClient discord, TimeProvider clock)
{
    private static readonly TimeSpan[] Waits = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(6)];

    /// <summary>Shows a message in the answer's place.</summary>
    /// <param name="at">What it answers.</param>
    /// <param name="message">What it says.</param>
    /// <param name="files">Its files.</param>
    /// <param name="without">The same without files, for where one of them cannot be read any more.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task ShowAsync(Invocation at, OutgoingMessage message, IReadOnlyList<OutgoingFile> files, OutgoingMessage without, CancellationToken stopping)
    {
        for (var attempt = 0; ; attempt++)
        {
            DiscordVerdict verdict;
            var wait = attempt < Waits.Length ? Waits[attempt] : (TimeSpan?)null;
            try
            {
                var result = await discord.EditOriginalAsync(at.Interaction.Token, message, files, stopping);
                verdict = result.Verdict();
                if (result is DiscordResult<SentMessage>.RateLimited limited && wait is not null)
                    wait = limited.RetryAfter;
            }
            catch (GenerationException)
            {
                // A picture is not in the store any more: the message without pictures is better than none.
                (message, files, verdict) = (without, [], DiscordVerdict.Later);
            }

            if (verdict is not (DiscordVerdict.Later or DiscordVerdict.NotFound) || wait is null)
                return;
            await Task.Delay(wait.Value, clock, stopping);
        }
    }

    /// <summary>Promises an answer that takes longer, for the user's eyes only.</summary>
    public Answer Promise(Invocation at, Func<CancellationToken, Task<(OutgoingMessage Message, IReadOnlyList<OutgoingFile> Files)>> make) => new(InteractionAnswer.Deferred.Private, async stopping =>
    {
        var away = new OutgoingMessage { Content = at.Texts["note.away"] };
        try
        {
            var (message, files) = await make(stopping);
            await ShowAsync(at, message, files, away, stopping);
        }
        catch (LedgerUnavailableException)
        {
            await ShowAsync(at, away, stopping);
        }
    });

    /// <summary>Shows a message without files in the answer's place.</summary>
    public Task ShowAsync(Invocation at, OutgoingMessage message, CancellationToken stopping) => ShowAsync(at, message, [], message, stopping);
}
