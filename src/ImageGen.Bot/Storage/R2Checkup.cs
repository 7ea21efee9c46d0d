using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using ImageGen.Bot.Hosting;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Storage;

/// <summary>Puts a picture into the bucket, reads it back, loads it as people do and deletes it.</summary>
internal sealed class R2Checkup(R2Options options, Spool spool, TimeProvider clock, Random random, ILogger<R2ImageStore> logger) : ICheckup
{
    /// <summary>One grey pixel.</summary>
    private static readonly byte[] Probe = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==");

    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(10) };

    public string Part => "pictures";

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        // Somebody is waiting: nothing is tried twice.
        using var store = new R2ImageStore(options with { MaxRetries = 0, AttemptTimeout = TimeSpan.FromSeconds(8) }, spool, clock, random, logger);
        ImageAsset? asset = null;
        yield return await TryAsync("put", async () =>
        {
            asset = await store.StoreAsync(new PictureOrigin(JobId.New(clock, random), "doctor"), new MemoryStream(Probe), cancellation);
            return Finding.Ok($"{options} takes pictures.");
        });
        if (asset is null)
            yield break;

        yield return await TryAsync("get", () => ReadBackAsync(store, asset, cancellation));
        yield return await LoadAsync(store.UrlOf(asset), cancellation);
        if (options.PublicBaseUrl is null)
            yield return Finding.Warning("Addresses of pictures are presigned and end after seven days.", "Give the bucket a domain and set Storage:R2:PublicBaseUrl to it.");
        else if (options.PublicBaseUrl.Host.EndsWith(".r2.dev", StringComparison.OrdinalIgnoreCase))
            yield return Finding.Warning($"{options.PublicBaseUrl.Host} is throttled, and meant for trying things out.", "Give the bucket a domain of yours and set Storage:R2:PublicBaseUrl to it.");
        yield return await TryAsync("delete", () => DeleteAsync(store, asset, cancellation));
    }

    private async Task<Finding> TryAsync(string what, Func<Task<Finding>> step)
    {
        try
        {
            return await step();
        }
        catch (GenerationException fault) when (fault.InnerException is { } cause)
        {
            var found = R2Client.IsFault(cause) ? R2Fault.Of(cause, options) : new R2Fault(cause.Message, "Make DataPath a folder this program may write.");
            return Finding.Fault($"{what}: {found.What}", found.Remedy);
        }
    }

    private static async Task<Finding> ReadBackAsync(R2ImageStore store, ImageAsset asset, CancellationToken cancellation)
    {
        await using var stored = await store.OpenAsync(asset.Key, cancellation);
        return stored is not null && await IsProbeAsync(stored, cancellation)
            ? Finding.Ok("What is put there is read back unchanged.")
            : Finding.Fault("get: what was put there is not what is read back.", "Correct Storage:R2:Endpoint: what answers there is no server of S3.");
    }

    private static async Task<Finding> DeleteAsync(R2ImageStore store, ImageAsset asset, CancellationToken cancellation)
    {
        await store.DeleteAsync([asset], cancellation);
        await using var left = await store.OpenAsync(asset.Key, cancellation);
        return left is null
            ? Finding.Ok("What is deleted is gone.")
            : Finding.Fault("delete: what was deleted is still there.", "See whether the bucket has a lock or a retention rule.");
    }

    private async Task<Finding> LoadAsync(Uri url, CancellationToken cancellation)
    {
        var host = url.GetLeftPart(UriPartial.Authority);
        var remedy = options.PublicBaseUrl is null ? "See whether this machine reaches it." : "Connect the domain of Storage:R2:PublicBaseUrl to this bucket, with public access, or correct the setting.";
        try
        {
            using var response = await Http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (response.StatusCode != HttpStatusCode.OK)
                return Finding.Fault($"{host} does not serve the bucket: it answers {(int)response.StatusCode}.", remedy);
            await using var served = await response.Content.ReadAsStreamAsync(cancellation);
            return await IsProbeAsync(served, cancellation)
                ? Finding.Ok($"People load them from {host}.")
                : Finding.Fault($"{host} does not serve the bucket: what it sends is not the picture.", remedy);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return Finding.Fault($"{host} cannot be reached from here.", remedy);
        }
    }

    private static async Task<bool> IsProbeAsync(Stream content, CancellationToken cancellation) =>
        (await SHA256.HashDataAsync(content, cancellation)).AsSpan().SequenceEqual(SHA256.HashData(Probe));
}
