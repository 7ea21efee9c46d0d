using ImageGen.Bot.Chat;
using ImageGen.Bot.Slack.Wire;
using ImageGen.Core;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Slack;

/// <summary>Pictures in people's messages: judged by what Slack says of them at once, and by their bytes when they are fetched.</summary>
internal sealed class SlackReferences(SlackClient slack) : IReferenceSource
{
    /// <summary>Files of other workspaces are told by their id alone; so is their address here, until it is asked for.</summary>
    private const string IdScheme = "slack-file";

    private const string CheckFileInfo = "check_file_info";

    public string Platform => SlackInstallations.Platform;

    /// <summary>The request with the first picture among a message's files, or the fault of it; unchanged where there are no files.</summary>
    public ImagineRequest Attach(ImagineRequest request, IReadOnlyList<SlackFile?>? files, List<FieldFault> faults)
    {
        if (files is not { Count: > 0 })
            return request;
        if (files.OfType<SlackFile>().FirstOrDefault(IsPicture) is not { } picture)
            faults.Add(ReferenceFaults.NoPicture);
        else if (picture.Size > ReferenceImages.MaxBytes)
            faults.Add(ReferenceFaults.TooLarge);
        else if (AddressOf(picture) is { } address)
            return request with { Reference = $"file:{picture.Id}", ReferenceUrl = address };
        else
            faults.Add(ReferenceFaults.Gone);
        return request;
    }

    public async Task<Stream> OpenAsync(JobOrder order, CancellationToken cancellation)
    {
        var url = order.ReferenceUrl ?? throw new GenerationException(ErrorCode.InvalidRequest, "The reference image is not on Slack.");
        var opened = url.Scheme == IdScheme
            ? await slack.GetFileAsync(order.Tenant, url.AbsolutePath, cancellation).ThenAsync(OpenFileAsync)
            : await slack.OpenPictureAsync(order.Tenant, url, ReferenceImages.MaxBytes, cancellation);
        return opened switch
        {
            SlackResult<Stream>.Ok ok => new AttachmentStream(ok.Answer),
            SlackResult<Stream>.Failed { Error: SlackError.FileTooLarge } => throw new GenerationException(ErrorCode.InvalidRequest, ReferenceFaults.TooLarge.Message),
            // Whoever may not read files is shown a page instead.
            SlackResult<Stream>.Failed { Error: SlackError.WrongKind or SlackError.MissingScope } =>
                throw new GenerationException(ErrorCode.InvalidRequest, "The reference image cannot be read. The app needs the scope files:read for it. Nothing was charged."),
            SlackResult<Stream>.Failed => throw new GenerationException(ErrorCode.InvalidRequest, "The reference image is gone. Share it again. Nothing was charged."),
            _ => throw new GenerationException(ErrorCode.ProviderUnavailable, "Slack does not hand out the shared picture right now.") { IsTransient = true },
        };

        Task<SlackResult<Stream>> OpenFileAsync(SlackFile file) => Uri.TryCreate(file.UrlPrivate, UriKind.Absolute, out var address)
            ? slack.OpenPictureAsync(order.Tenant, address, ReferenceImages.MaxBytes, cancellation)
            : Task.FromResult<SlackResult<Stream>>(new SlackResult<Stream>.Failed(SlackError.FileNotFound));
    }

    private static bool IsPicture(SlackFile file) => file.FileAccess == CheckFileInfo || ReferenceImages.Takes(file.Mimetype);

    private Uri? AddressOf(SlackFile file)
    {
        if (file.FileAccess == CheckFileInfo)
            return file.Id is { Length: > 0 } id && id.All(char.IsAsciiLetterOrDigit) ? new Uri($"{IdScheme}:{file.Id}") : null;
        return Uri.TryCreate(file.UrlPrivate, UriKind.Absolute, out var url) && slack.IsFile(url) ? url : null;
    }
}
