using ImageGen.Core.Chat;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Chat;

/// <summary>
/// Which finished pictures a person may look through: their own from anywhere, and everyone's only from the channel they
/// are in, because what was drawn elsewhere may not be for them to see. Private ones are their author's alone.
/// </summary>
internal sealed class PictureGallery(IJobLedger ledger)
{
    private const int PageSize = 4;
    private const int MaxPictures = 200;

    /// <summary>Reads a page; one outside of the gallery is the nearest there is.</summary>
    public async Task<GalleryPage> ReadAsync(TenantId tenant, string user, ConversationRef here, ListId.Gallery id, CancellationToken cancellation)
    {
        var query = id.Everyone
            ? new HistoryQuery(tenant, Conversation: here, Limit: MaxPictures)
            : new HistoryQuery(tenant, user, Limit: MaxPictures);
        var pictures = (await ledger.HistoryAsync(query, cancellation)).Where(job => IsPicture(job) && (job.Order.User == user || job.Order.Context is not { IsPrivate: true })).ToList();
        var pages = Math.Max(1, (pictures.Count + PageSize - 1) / PageSize);
        var page = Math.Min(id.Page, pages - 1);
        return new GalleryPage(id with { Page = page }, pages, [.. pictures.Skip(page * PageSize).Take(PageSize)]);
    }

    /// <summary>Whether a job has anything to show.</summary>
    public static bool IsPicture(ImageJob job) => job is { State: JobState.Completed, Outcome.Assets.Count: > 0 };
}

/// <summary>A page of a gallery.</summary>
/// <param name="Id">Which.</param>
/// <param name="Pages">How many there are, at least one.</param>
/// <param name="Jobs">Its pictures, newest first.</param>
internal sealed record GalleryPage(ListId.Gallery Id, int Pages, IReadOnlyList<ImageJob> Jobs)
{
    /// <summary>What stands above it.</summary>
    public string Title(Texts texts) => texts[Id.Everyone ? "gallery.title.everyone" : "gallery.title.mine"];

    /// <summary>Where in the gallery it is, or that there is nothing.</summary>
    public string Place(Texts texts) => Jobs.Count == 0 ? texts["gallery.empty"] : texts.Format("gallery.page", ("page", Id.Page + 1), ("pages", Pages));
}
