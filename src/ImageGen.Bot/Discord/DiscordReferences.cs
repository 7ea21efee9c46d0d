using System.Net;
using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Core;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Discord;

/// <summary>Pictures people attach: judged by what Discord says of them at once, and by their bytes when they are fetched.</summary>
internal sealed class DiscordReferences(IHttpClientFactory clients, DiscordOptions options) : IReferenceSource
{
    /// <summary>The name of the HTTP client, which follows no redirects: a file is where it is said to be, or nowhere.</summary>
    public const string Client = "discord-attachments";

    private static readonly string[] Hosts = ["cdn.discordapp.com", "media.discordapp.net"];

    public string Platform => "discord";

    /// <summary>The request with the attachment an option names, or the faults of it.</summary>
    public ImagineRequest Attach(ImagineRequest request, string id, Resolved? resolved, List<FieldFault> faults)
    {
        if (resolved?.Attachments?.GetValueOrDefault(id) is { } attachment)
            return Attach(request, attachment, faults);
        faults.Add(ReferenceFaults.Gone);
        return request;
    }

    /// <summary>The request with an attachment as its reference, or the faults of it.</summary>
    public ImagineRequest Attach(ImagineRequest request, IncomingAttachment attachment, List<FieldFault> faults)
    {
        if (!IsPicture(attachment))
            faults.Add(ReferenceFaults.NoPicture);
        else if (attachment.Size > ReferenceImages.MaxBytes)
            faults.Add(ReferenceFaults.TooLarge);
        return Attach(request, attachment.Url, faults);
    }

    /// <summary>The request with the picture at an address of Discord's as its reference, or the fault of it.</summary>
    public ImagineRequest Attach(ImagineRequest request, string address, List<FieldFault> faults)
    {
        if (!Uri.TryCreate(address.Trim(), UriKind.Absolute, out var url) || !IsAllowed(url) || url.Segments is not ["/", "attachments/", _, var id, _])
        {
            faults.Add(ReferenceFaults.Elsewhere);
            return request;
        }

        return request with { Reference = $"attachment:{id.TrimEnd('/')}", ReferenceUrl = url };
    }

    /// <summary>Whether Discord says it is a picture the providers take.</summary>
    public static bool IsPicture(IncomingAttachment attachment) => ReferenceImages.Takes(attachment.ContentType);

    public async Task<Stream> OpenAsync(JobOrder order, CancellationToken cancellation)
    {
        if (order.ReferenceUrl is not { } url || !IsAllowed(url))
            throw new GenerationException(ErrorCode.InvalidRequest, "The reference image is not on Discord.");

        HttpResponseMessage response;
        try
        {
            response = await clients.CreateClient(Client).GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (Exception fault) when (fault is HttpRequestException || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw Away(fault);
        }

        try
        {
            if (response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError)
                throw Away();
            if (response.StatusCode != HttpStatusCode.OK)
                throw new GenerationException(ErrorCode.InvalidRequest, "The reference image is gone. Attach it again. Nothing was charged.");
            if (response.Content.Headers.ContentLength > ReferenceImages.MaxBytes)
                throw new GenerationException(ErrorCode.InvalidRequest, ReferenceFaults.TooLarge.Message);
            return new AttachmentStream(await response.Content.ReadAsStreamAsync(cancellation));
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>Reads an attached file whole; null where it is not on Discord, is larger than it may be, or cannot be loaded.</summary>
    public async Task<byte[]?> ReadAsync(IncomingAttachment attachment, int maxBytes, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(attachment.Url, UriKind.Absolute, out var url) || !IsAllowed(url))
            return null;
        try
        {
            using var client = clients.CreateClient(Client);
            client.MaxResponseContentBufferSize = maxBytes;
            using var response = await client.GetAsync(url, cancellation);
            return response.StatusCode == HttpStatusCode.OK ? await response.Content.ReadAsByteArrayAsync(cancellation) : null;
        }
        catch (Exception fault) when (fault is HttpRequestException || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>On one of Discord's hosts for files; where the API is not Discord's own (a test's), there as well.</summary>
    private bool IsAllowed(Uri url) => url.UserInfo.Length == 0
        && ((url.Scheme == Uri.UriSchemeHttps && url.IsDefaultPort && Hosts.Contains(url.Host, StringComparer.OrdinalIgnoreCase))
            || (options.ApiBaseUrl.Host != "discord.com" && url.GetLeftPart(UriPartial.Authority) == options.ApiBaseUrl.GetLeftPart(UriPartial.Authority)));

    private static GenerationException Away(Exception? inner = null) =>
        new(ErrorCode.ProviderUnavailable, "Discord does not hand out the attached picture right now.", inner) { IsTransient = true };
}
