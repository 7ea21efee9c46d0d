using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Storage;

/// <summary>
/// Pictures as files below a folder, served at <c>/images/…</c>.
/// </summary>
internal sealed class DiskImageStore : IImageStore
{
    /// <summary>The largest picture there is.</summary>
    private const long LeastRoom = 50_000_000;

    private readonly string _root;
    private readonly Uri _baseUrl;

    /// <param name="root">The folder; made where missing.</param>
    /// <param name="publicBaseUrl">Where this bot is reached.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public DiskImageStore(string root, Uri publicBaseUrl)
    {
        _root = root;
        _baseUrl = new Uri(publicBaseUrl.AbsoluteUri.TrimEnd('/') + "/images/");
        IsPublic = PublicAddress.Is(publicBaseUrl);
        Check();
    }

    public async Task<ImageAsset> StoreAsync(PictureOrigin origin, Stream content, CancellationToken cancellation)
    {
        var folder = Path.Combine(_root, origin.Job.Value);
        // A name of its own: should two workers draw one job after a lost lease, neither takes the other's file away.
        var partial = Path.Combine(folder, $"{origin.Name}-{Path.GetRandomFileName()}.partial");
        try
        {
            Directory.CreateDirectory(folder);
            PictureFacts facts;
            await using (var file = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous))
            {
                facts = await PictureStream.CopyAsync(content, file, cancellation);
                // The ledger will say this picture is stored; then it must be, even after a power cut.
                file.Flush(flushToDisk: true);
            }

            var asset = PictureKey.AssetOf(origin, facts);
            File.Move(partial, Path.Combine(_root, asset.Key), overwrite: true);
            return asset;
        }
        // The last is how .NET words that a file may not grow so large: a limit of the system's or of the user's.
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            Discard(partial);
            throw new GenerationException(ErrorCode.StorageUnavailable, "The picture could not be stored.", fault) { IsTransient = true };
        }
        catch
        {
            Discard(partial);
            throw;
        }
    }

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellation)
    {
        try
        {
            return Task.FromResult<Stream?>(PathOf(key) is { } path
                ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan)
                : null);
        }
        catch (FileNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new GenerationException(ErrorCode.StorageUnavailable, "The picture could not be read.", fault) { IsTransient = true };
        }
    }

    /// <summary>The folder.</summary>
    public string Root => _root;

    public bool IsPublic { get; }

    public Uri UrlOf(ImageAsset asset) => new(_baseUrl, asset.Key);

    public Task DeleteAsync(IReadOnlyCollection<ImageAsset> assets, CancellationToken cancellation)
    {
        try
        {
            foreach (var path in assets.Select(asset => PathOf(asset.Key)).OfType<string>())
            {
                File.Delete(path);
                var folder = Path.GetDirectoryName(path)!;
                if (!Directory.EnumerateFileSystemEntries(folder).Any())
                    Directory.Delete(folder);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new GenerationException(ErrorCode.StorageUnavailable, "The picture could not be deleted.", fault) { IsTransient = true };
        }

        return Task.CompletedTask;
    }

    public async Task CheckAsync(CancellationToken cancellation)
    {
        try
        {
            await Task.Run(
                () =>
                {
                    Check();
                    CheckRoom();
                },
                cancellation);
        }
        catch (IOException fault)
        {
            throw new GenerationException(ErrorCode.StorageUnavailable, fault.Message, fault) { IsTransient = true };
        }
    }

    /// <summary>The file of a key; null where there is none.</summary>
    public string? PathOf(string key)
    {
        if (!PictureKey.IsValid(key))
            return null;
        var path = Path.Combine(_root, key);
        return File.Exists(path) ? path : null;
    }

    /// <summary>Throws unless the folder can be written.</summary>
    /// <exception cref="IOException">It cannot; the message says which folder.</exception>
    public void Check()
    {
        try
        {
            Directory.CreateDirectory(_root);
            var probe = Path.Combine(_root, ".writable");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The folder '{_root}' for pictures cannot be written. Set DataPath to one that can.", fault);
        }
    }

    /// <summary>Throws unless there is room for a picture. Not at the start: those that are there can be served.</summary>
    private void CheckRoom()
    {
        var disk = new DriveInfo(_root);
        // Some network file systems do not say.
        if (disk is { TotalSize: > 0, AvailableFreeSpace: < LeastRoom })
            throw new IOException($"The disk of the folder '{_root}' for pictures is full. Free some space.");
    }

    private static void Discard(string partial)
    {
        if (File.Exists(partial))
            File.Delete(partial);
    }
}
