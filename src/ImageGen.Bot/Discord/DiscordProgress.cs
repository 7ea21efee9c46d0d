using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Core.Chat;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Discord;

/// <summary>Shows progress by editing the answer to the command, and learns on the way where that message is.</summary>
internal sealed class DiscordProgress(DiscordClient discord, DiscordReplier replier, IJobLedger ledger, IImageStore store, TimeProvider clock) : IProgressDisplay
{
    private const int MaxRestores = 5;

    private static readonly TimeSpan RestoreInterval = TimeSpan.FromSeconds(2);

    public string Platform => "discord";

    public string Describe(ImageJob job) => ProgressText.Of(job, Texts.For(job.Order.Context?.Locale));

    public bool CanShow(ImageJob job) => job.Order.CreatedAt + ReplyHandle.TokenLife > clock.GetUtcNow();

    public async Task ShowAsync(ImageJob job, CancellationToken cancellation)
    {
        var view = DiscordViews.Progress(job, NearHitOffer.Picture(job, store), Texts.For(job.Order.Context?.Locale));
        var shown = await discord.EditOriginalAsync(ReplyHandle.Parse(job.Order.Conversation.Token).Token, view, [], cancellation);
        // Once the token has ended, the message can still be edited by its id; a private one cannot.
        if (job.Message is null && job.Order.Context is not { IsPrivate: true } && shown is DiscordResult<SentMessage>.Ok { Answer: var message })
            await ledger.NoteMessageAsync(job.Order.Tenant, job.Id, DiscordMessageRef.To(message).ToString(), cancellation);
    }

    public async Task RestoreAsync(ImageJob job, CancellationToken cancellation)
    {
        // The reply lane is done with it, so nobody repeats this but this.
        for (var attempt = 1; attempt <= MaxRestores; attempt++)
        {
            var reply = new ChatReply(job with { Attempts = attempt }, [.. job.Outcome!.Assets.Select(store.UrlOf)]);
            if (await replier.ReplyAsync(reply, cancellation) is not ReplyResult.TryLater later)
                return;
            await Task.Delay(later.After ?? RestoreInterval, clock, cancellation);
        }
    }
}
