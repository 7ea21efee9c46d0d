using ImageGen.Bot.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.StaticFiles;

namespace ImageGen.Bot.Web;

/// <summary><c>/images/…</c>: pictures of the disk store, public to whoever knows their address, as chat platforms need it.</summary>
internal static class PictureEndpoints
{
    private static readonly FileExtensionContentTypeProvider ContentTypes = new();

    /// <summary>Maps them where this process serves them itself.</summary>
    public static void MapPictures(this WebApplication app)
    {
        if (app.Services.GetService<DiskImageStore>() is not null)
            app.MapMethods("/images/{job}/{name}", [HttpMethods.Get, HttpMethods.Head], Picture).ExcludeFromDescription();
    }

    private static Results<PhysicalFileHttpResult, NotFound> Picture(string job, string name, HttpContext http, DiskImageStore store)
    {
        if (store.PathOf($"{job}/{name}") is not { } path || !ContentTypes.TryGetContentType(path, out var contentType) || !contentType.StartsWith("image/", StringComparison.Ordinal))
            return TypedResults.NotFound();

        http.Response.Headers.CacheControl = PictureKey.CacheControl;
        return TypedResults.PhysicalFile(path, contentType, enableRangeProcessing: true);
    }
}
