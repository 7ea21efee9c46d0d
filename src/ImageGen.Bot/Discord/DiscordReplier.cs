using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Discord;

/// <summary>
/// Tells a job's outcome on Discord: by editing the answer to its command while the interaction's token lives, else with
/// the bot's own token in the same message, in the same channel, or to the author alone. Every way is one that Discord
/// recognises when it is gone a second time: an edit of one message, a nonce, the one thread a message can have.
/// </summary>
internal sealed partial class DiscordReplier(
    DiscordClient discord, PictureFiles pictures, IGuildSettingsStore guilds, IImageStore store, ImageProviders providers, TimeProvider clock, ILogger<DiscordReplier> logger)
    : IChatReplier
{
    /// <summary>
    /// Right after a fast answer Discord may not know a valid token yet (discord-api-docs #6851), so "not found" is
    /// believed only after these waits.
    /// </summary>
    private static readonly TimeSpan[] NotFoundWaits = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(6)];

    /// <summary>The longest wait in the middle of several calls.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private const int MaxThreadName = 100;
    private const int ThreadArchiveMinutes = 1440;

    public string Platform => "discord";

    public async Task<ReplyResult> ReplyAsync(ChatReply reply, CancellationToken cancellation)
    {
        var order = reply.Job.Order;
        var opensThread = (await guilds.GetAsync(order.Tenant, cancellation)).ReplyIn == ReplyPlace.Thread;
        var telling = DiscordTelling.Of(reply.Job, reply.ImageUrls, opensThread, pictures, store, providers);
        try
        {
            return await TellAsync(telling, cancellation);
        }
        catch (GenerationException fault) when (!fault.IsTransient && reply.ImageUrls.Count > 0)
        {
            // The picture was deleted between its drawing and this reply; the author is not left waiting for it.
            LogPictureGone(fault, reply.Job.Id);
            var gone = reply.Job with { Outcome = JobOutcome.Failure(ErrorCode.StorageUnavailable, fault.Message) };
            return await TellAsync(DiscordTelling.Of(gone, [], opensThread: false, pictures, store, providers), cancellation);
        }
    }

    private Task<ReplyResult> TellAsync(DiscordTelling telling, CancellationToken cancellation) =>
        telling.Job.Order.CreatedAt + ReplyHandle.TokenLife > clock.GetUtcNow()
            ? ByInteractionAsync(telling, cancellation)
            : ByBotAsync(telling, cancellation);

    /// <summary>Edits the answer to the command.</summary>
    private async Task<ReplyResult> ByInteractionAsync(DiscordTelling telling, CancellationToken cancellation)
    {
        var (message, files) = telling.OpensThread ? (DiscordViews.InThread(telling.Job, telling.Texts), []) : (telling.Message, telling.Files);
        var result = await discord.EditOriginalAsync(telling.Handle.Token, message, files, cancellation);
        switch (result.Verdict())
        {
            case DiscordVerdict.Done when telling.OpensThread && result is DiscordResult<SentMessage>.Ok { Answer: var original }:
                return await InThreadAsync(telling, original, cancellation);
            case DiscordVerdict.NotFound when telling.Job.Attempts <= NotFoundWaits.Length:
                return new ReplyResult.TryLater(NotFoundWaits[Math.Max(telling.Job.Attempts, 1) - 1]);
            case DiscordVerdict.Archived when await WakeAsync(telling, cancellation) is { } woken:
                return woken;
            case DiscordVerdict.NotFound or DiscordVerdict.TokenEnded or DiscordVerdict.Forbidden or DiscordVerdict.Archived:
                return await ByBotAsync(telling, cancellation);
            case DiscordVerdict.TooLarge or DiscordVerdict.Refused when Simpler(telling, result) is { } simpler:
                return await ByInteractionAsync(simpler, cancellation);
            default:
                return Told(result);
        }
    }

    /// <summary>Posts the picture in the thread opened on the answer; where that cannot be, the answer itself shows it.</summary>
    private async Task<ReplyResult> InThreadAsync(DiscordTelling telling, SentMessage original, CancellationToken cancellation)
    {
        var opened = await PatientlyAsync(
            () => discord.StartThreadAsync(original.ChannelId, original.Id, Cut.To(telling.Job.Order.Prompt.Value, MaxThreadName), ThreadArchiveMinutes, cancellation), cancellation);
        if (opened.Verdict() == DiscordVerdict.Later)
            return Told(opened);
        // A thread has the id of the message it was opened on; one that was opened before will do.
        if (opened is not (DiscordResult<OpenedChannel>.Ok or DiscordResult<OpenedChannel>.Failed { Code: DiscordError.ThreadExists }))
            return await ByInteractionAsync(telling with { OpensThread = false }, cancellation);

        var posted = await PostAsync(telling, original.Id, cancellation);
        return posted.Verdict() is DiscordVerdict.Done or DiscordVerdict.Later
            ? Told(posted)
            : await ByInteractionAsync(telling with { OpensThread = false }, cancellation);
    }

    /// <summary>Tells with the bot's own token: in the message that is there, or in the channel.</summary>
    private async Task<ReplyResult> ByBotAsync(DiscordTelling telling, CancellationToken cancellation)
    {
        // Nobody but the token can touch a message that only its author sees.
        if (telling.IsPrivate)
            return await ToAuthorAsync(telling, cancellation);

        var result = DiscordMessageRef.TryParse(telling.Job.Message, out var message)
            ? await discord.EditMessageAsync(message.Channel, message.Message, telling.Message, telling.Files, cancellation)
            : await PostAsync(telling, telling.Channel, cancellation);
        switch (result.Verdict())
        {
            case DiscordVerdict.Archived when await WakeAsync(telling, cancellation) is { } woken:
                return woken;
            case DiscordVerdict.NotFound or DiscordVerdict.Forbidden or DiscordVerdict.TokenEnded or DiscordVerdict.Archived:
                var told = await ToAuthorAsync(telling, cancellation);
                // A line of text takes fewer permissions than a picture.
                return told is ReplyResult.Undeliverable && result is DiscordResult<SentMessage>.Failed { Code: DiscordError.MissingPermissions } && Simpler(telling, result) is { } line
                    ? await ByBotAsync(line, cancellation)
                    : told;
            case DiscordVerdict.TooLarge or DiscordVerdict.Refused when Simpler(telling, result) is { } simpler:
                return await ByBotAsync(simpler, cancellation);
            default:
                return Told(result);
        }
    }

    /// <summary>Opens the archived thread, so that its message can be changed; null where the bot may not.</summary>
    private async Task<ReplyResult?> WakeAsync(DiscordTelling telling, CancellationToken cancellation)
    {
        var woken = await PatientlyAsync(() => discord.UnarchiveThreadAsync(telling.Channel, cancellation), cancellation);
        return woken.Verdict() switch
        {
            DiscordVerdict.Done => new ReplyResult.TryLater(TimeSpan.Zero),
            DiscordVerdict.Later => Told(woken),
            _ => null,
        };
    }

    /// <summary>The last way: a direct message.</summary>
    private async Task<ReplyResult> ToAuthorAsync(DiscordTelling telling, CancellationToken cancellation)
    {
        var opened = await PatientlyAsync(() => discord.OpenDmAsync(telling.Job.Order.User, cancellation), cancellation);
        if (opened is not DiscordResult<OpenedChannel>.Ok { Answer: var channel })
            return Told(opened);
        var posted = await PostAsync(telling, channel.Id, cancellation);
        return posted.Verdict() is DiscordVerdict.TooLarge or DiscordVerdict.Refused && Simpler(telling, posted) is { } simpler
            ? await ToAuthorAsync(simpler, cancellation)
            : Told(posted);
    }

    private Task<DiscordResult<SentMessage>> PostAsync(DiscordTelling telling, string channel, CancellationToken cancellation)
    {
        // There is no command above it to show who asked.
        var content = $"<@{telling.Job.Order.User}> {telling.Message.Content}".TrimEnd();
        var message = telling.Message with { Content = content, Nonce = telling.Nonce, EnforceNonce = true };
        return PatientlyAsync(() => discord.CreateMessageAsync(channel, message, telling.Files, cancellation), cancellation);
    }

    /// <summary>
    /// Waits out a short limit. Put off, the reply would begin again with its first call, and with every second one refused
    /// never come to its last.
    /// </summary>
    private async Task<DiscordResult<T>> PatientlyAsync<T>(Func<Task<DiscordResult<T>>> call, CancellationToken cancellation)
    {
        var result = await call();
        if (result is not DiscordResult<T>.RateLimited { RetryAfter: var wait } || wait > LongestPause)
            return result;
        await Task.Delay(wait, clock, cancellation);
        return await call();
    }

    /// <summary>What is left where Discord will not have the message as it is; null where nothing is.</summary>
    private DiscordTelling? Simpler(DiscordTelling telling, DiscordResult<SentMessage> result)
    {
        if (telling.Message == telling.Plain)
            return null;
        if (result is DiscordResult<SentMessage>.Failed failed)
            LogRefused(telling.Job.Id, failed.Status, failed.Code);
        return telling with { Message = telling.Plain, Files = [] };
    }

    private static ReplyResult Told<T>(DiscordResult<T> result) => (result, result.Verdict()) switch
    {
        (DiscordResult<T>.RateLimited limited, _) => new ReplyResult.TryLater(limited.RetryAfter, CountsAsAttempt: false),
        (_, DiscordVerdict.Later) => new ReplyResult.TryLater(),
        (DiscordResult<T>.Ok { Answer: SentMessage message }, _) => new ReplyResult.Delivered(DiscordMessageRef.To(message).ToString()),
        // Who deletes the message has seen it, or does not want to.
        (_, DiscordVerdict.Done or DiscordVerdict.Deleted) => new ReplyResult.Delivered(),
        (DiscordResult<T>.Failed failed, _) => new ReplyResult.Undeliverable($"Discord answered {failed.Status}, code {failed.Code}"),
        var (other, _) => throw new InvalidOperationException($"There is no answer {other.GetType().Name}."),
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: its picture cannot be told; it is not in the store.")]
    private partial void LogPictureGone(Exception fault, JobId job);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job}: Discord would not have its message ({Status}, code {Code}); it is told more simply.")]
    private partial void LogRefused(JobId job, int status, int code);
}
