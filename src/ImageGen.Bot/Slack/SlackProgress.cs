using System.Collections.Concurrent;
using ImageGen.Bot.Chat;
using ImageGen.Core.Chat;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Slack;

/// <summary>Shows progress by updating the first message, well within what Slack allows a workspace.</summary>
internal sealed class SlackProgress(SlackClient slack, SlackReplier replier, SlackPeople people, IImageStore store, TimeProvider clock) : IProgressDisplay
{
    /// <summary>Slack takes about 50 updates a minute from an app in a workspace; outcomes need theirs.</summary>
    private const int UpdatesPerMinute = 20;

    private readonly ConcurrentDictionary<TenantId, (long Minute, int Count)> _updates = new();

    public string Platform => SlackInstallations.Platform;

    public string Describe(ImageJob job) => ProgressText.Of(job, Texts.For(LocaleOf(job)));

    public bool CanShow(ImageJob job) => true;

    public async Task ShowAsync(ImageJob job, CancellationToken cancellation)
    {
        if (!SlackMessageRef.TryParse(job.Message, out var at) || !MayUpdate(job.Order.Tenant))
            return;
        await slack.UpdateMessageAsync(job.Order.Tenant, at.Channel, at.Root, SlackViews.Progress(job, NearHitOffer.Picture(job, store), Texts.For(LocaleOf(job))), cancellation);
    }

    public Task RestoreAsync(ImageJob job, CancellationToken cancellation) => replier.RestoreAsync(job, cancellation);

    private string? LocaleOf(ImageJob job) => job.Order.Context?.Locale ?? people.KnownLocale(job.Order.Tenant, job.Order.User);

    private bool MayUpdate(TenantId tenant)
    {
        var minute = clock.GetUtcNow().ToUnixTimeSeconds() / 60;
        return _updates.AddOrUpdate(tenant, _ => (minute, 1), (_, used) => used.Minute == minute ? (minute, used.Count + 1) : (minute, 1)).Count <= UpdatesPerMinute;
    }
}
