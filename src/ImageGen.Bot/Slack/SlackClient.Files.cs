using System.Net;
using System.Net.Http.Headers;
using ImageGen.Bot.Chat;
using ImageGen.Bot.Slack.Wire;
using ImageGen.Core.Chat;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Slack;

/// <summary>Files: sent in three steps, and fetched.</summary>
internal sealed partial class SlackClient
{
    private static readonly TimeSpan LongestUploadWait = TimeSpan.FromSeconds(3);

    /// <summary>Uploads a file that nobody sees until it is shared.</summary>
    /// <returns>Its id.</returns>
    public Task<SlackResult<string>> UploadAsync(TenantId tenant, OutgoingFile file, CancellationToken cancellation) =>
        CallAsync(
            new SlackCall("files.getUploadURLExternal", tenant),
            Form(("filename", file.Filename), ("length", $"{file.Length}"), ("alt_txt", file.AltText)),
            SlackJson.Default.UploadPlace,
            cancellation).ThenAsync(place => PutTwiceAsync(tenant, place, file, cancellation));

    /// <summary>Shows uploaded files, as one message. A file can be shared once.</summary>
    /// <param name="tenant">Where.</param>
    /// <param name="channel">The channel's id; a name or a user will not do.</param>
    /// <param name="thread">The root of the thread; null for none.</param>
    /// <param name="files">Ids and titles.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<SlackResult<Nothing>> ShareAsync(
        TenantId tenant, string channel, string? thread, IReadOnlyList<FileToShare> files, CancellationToken cancellation) =>
        CallAsync(
            new SlackCall("files.completeUploadExternal", tenant),
            Json(new FilesToShare(files, channel, thread), SlackJson.Default.FilesToShare),
            cancellation);

    /// <summary>Takes an uploaded file away, wherever it was shared.</summary>
    public Task<SlackResult<Nothing>> DeleteFileAsync(TenantId tenant, string id, CancellationToken cancellation) =>
        CallAsync(new SlackCall("files.delete", tenant), Form(("file", id)), cancellation);

    /// <summary>All of a file that was told by its id alone. Needs <c>files:read</c>.</summary>
    public async Task<SlackResult<SlackFile>> GetFileAsync(TenantId tenant, string id, CancellationToken cancellation)
    {
        var found = await CallAsync(new SlackCall("files.info", tenant), Form(("file", id)), SlackJson.Default.FoundFile, cancellation);
        return found.Select(static answer => answer.File);
    }

    /// <summary>Whether an address can be one of Slack's files, so that <see cref="OpenFileAsync"/> will ask for it.</summary>
    public bool IsFile(Uri url) =>
        IsSlacks(url, static host => host.EndsWith(".slack.com", StringComparison.Ordinal));

    /// <summary>Opens a picture people shared. Needs <c>files:read</c>.</summary>
    /// <inheritdoc cref="OpenFileAsync"/>
    public Task<SlackResult<Stream>> OpenPictureAsync(TenantId tenant, Uri url, long maxBytes, CancellationToken cancellation) =>
        OpenFileAsync(tenant, url, maxBytes, ReferenceImages.Takes, cancellation);

    /// <summary>Opens a file people shared. Needs <c>files:read</c>.</summary>
    /// <param name="tenant">Where.</param>
    /// <param name="url">Its <c>url_private</c>.</param>
    /// <param name="maxBytes">What is said to be larger is not opened. The length is not always said: count while reading.</param>
    /// <param name="takes">Whether its media type will do; whoever may not read a file is shown a page instead.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Its bytes; the caller's to dispose of.</returns>
    public Task<SlackResult<Stream>> OpenFileAsync(TenantId tenant, Uri url, long maxBytes, Func<string?, bool> takes, CancellationToken cancellation)
    {
        var call = new SlackCall("url_private", tenant);
        if (!IsFile(url))
            return Task.FromResult(api.Failed<Stream>(call, SlackError.NotSlacks));
        return installations.TokenAsync(tenant, cancellation).ThenAsync(token =>
        {
            var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Authorization = Bearer(token) } };
            return api.SendAsync(call, request, SlackApi.CallLimit, ReadAsync, cancellation);
        });

        async Task<SlackResult<Stream>> ReadAsync(HttpResponseMessage response, CancellationToken stop)
        {
            var headers = response.Content.Headers;
            if (response.StatusCode is not HttpStatusCode.OK)
                return api.Failed<Stream>(call, SlackError.FileNotFound);
            if (!takes(headers.ContentType?.MediaType))
                return api.Failed<Stream>(call, SlackError.WrongKind);
            if (headers.ContentLength > maxBytes)
                return api.Failed<Stream>(call, SlackError.FileTooLarge);
            return new SlackResult<Stream>.Ok(await response.Content.ReadAsStreamAsync(stop));
        }
    }

    /// <summary>The place is this file's alone and may be used until that works, so a passing fault does not begin the whole upload anew.</summary>
    private async Task<SlackResult<string>> PutTwiceAsync(TenantId tenant, UploadPlace place, OutgoingFile file, CancellationToken cancellation)
    {
        var first = await PutAsync(tenant, place, file, cancellation);
        if (first is SlackResult<string>.RateLimited { RetryAfter: var wait } && wait <= LongestUploadWait)
            await Task.Delay(wait, clock, cancellation);
        else if (first is not SlackResult<string>.Unreachable)
            return first;
        return await PutAsync(tenant, place, file, cancellation) is SlackResult<string>.Ok second ? second : first;
    }

    private async Task<SlackResult<string>> PutAsync(TenantId tenant, UploadPlace place, OutgoingFile file, CancellationToken cancellation)
    {
        var call = new SlackCall("upload", tenant);
        if (!Uri.TryCreate(place.UploadUrl, UriKind.Absolute, out var url) || !IsFile(url))
            return api.Failed<string>(call, SlackError.NotSlacks);

        // Opened here and not while sending: a file that cannot be read is then no fault of the network's.
        var content = new StreamContent(await file.OpenAsync(cancellation));
        content.Headers.ContentType = new MediaTypeHeaderValue(file.ContentType);
        content.Headers.ContentLength = file.Length;
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        return await api.SendAsync(
            call,
            request,
            SlackApi.UploadLimit,
            (response, _) => Task.FromResult(response.IsSuccessStatusCode
                ? new SlackResult<string>.Ok(place.FileId)
                : api.Failed<string>(call, $"http_{(int)response.StatusCode}")),
            cancellation);
    }
}
