using ImageGen.Bot.Hosting;
using Microsoft.AspNetCore.StaticFiles;

namespace ImageGen.Bot.Web;

/// <summary>The HTTP face: API, pictures, page and health, with the headers all of them get.</summary>
internal static class WebSurface
{
    // Nothing but our own files: no inline script or style, no other origin, no framing. Pictures may come from a
    // store's public address.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: blob:; connect-src 'self'; font-src 'self'; " +
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static IServiceCollection AddWebSurface(this IServiceCollection services) => services
        .AddSingleton<ApiCallers>()
        .AddSingleton<JobEvents>()
        .AddProblemDetails(problems => problems.CustomizeProblemDetails = Problems.Complete)
        .AddOpenApi()
        .ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, WebJson.Default));

    public static void MapWebSurface(this WebApplication app, Settings settings)
    {
        app.Use(SecurityHeaders);
        app.UseProblems();
        app.UseStatusCodePages();
        app.MapHealth();
        if (!settings.Roles.HasFlag(Roles.Web))
            return;

        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = Revalidate });
        app.MapOpenApi();
        app.MapPictures();
        var api = app.MapGroup("/api/v1").AddEndpointFilter(app.Services.GetRequiredService<ApiCallers>().AdmitAsync);
        api.MapImages();
        api.MapCatalog();
        app.MapGroup("/api/v1").AddEndpointFilter(app.Services.GetRequiredService<ApiCallers>().AdmitAdminAsync).MapAdmin();
    }

    private static Task SecurityHeaders(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (http.Request.Path.StartsWithSegments("/operator", StringComparison.OrdinalIgnoreCase))
        {
            headers.XFrameOptions = "DENY";
            headers.CacheControl = "no-store";
        }

        return next(http);
    }

    /// <summary>The page's files change with the program; their ETag makes asking cheap.</summary>
    private static void Revalidate(StaticFileResponseContext context)
    {
        if (context.Context.Response.Headers.CacheControl.Count == 0)
            context.Context.Response.Headers.CacheControl = "no-cache";
    }
}
