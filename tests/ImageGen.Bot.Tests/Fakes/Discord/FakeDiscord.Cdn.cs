using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ImageGen.Bot.Tests.Fakes.Discord;

/// <summary>The CDN: files by addresses that are signed, and expire.</summary>
internal sealed partial class FakeDiscord
{
    internal string SignPath(string path) => Convert.ToHexStringLower(HMACSHA256.HashData(_cdnKey, Encoding.UTF8.GetBytes(path)));

    private async Task ServeFileAsync(HttpContext http)
    {
        var file = Change(() =>
        {
            var found = _files.GetValueOrDefault((string)http.Request.RouteValues["id"]!);
            if (found is not null)
                found.Downloads++;
            return found;
        });
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _host.Lifetime.ApplicationStopping);
        if (file is not null && file.Delay > TimeSpan.Zero)
            await Task.Delay(file.Delay, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (file is null || file.IsGone || !IsHonoured(http.Request, file))
        {
            http.Response.StatusCode = 404;
            await http.Response.WriteAsync("This content is no longer available.");
            return;
        }

        http.Response.ContentType = file.ContentType;
        http.Response.ContentLength = file.Bytes.Length;
        await http.Response.Body.WriteAsync(file.Stalls ? file.Bytes.AsMemory(0, file.Bytes.Length / 2) : file.Bytes);
        if (!file.Stalls)
            return;
        await http.Response.Body.FlushAsync();
        await Task.Delay(Timeout.Infinite, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Abort();
    }

    private bool IsHonoured(HttpRequest request, FakeFile file)
    {
        var (ex, at) = ($"{request.Query["ex"]}", $"{request.Query["is"]}");
        return request.Query["hm"] == SignPath($"{file.Path}?ex={ex}&is={at}")
            && long.Parse(ex, NumberStyles.HexNumber, CultureInfo.InvariantCulture) > Now.ToUnixTimeSeconds();
    }
}
