using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Web;

/// <summary><c>/healthz/…</c>: alive is whether to restart it, ready is whether to send it work.</summary>
internal static class HealthEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void MapHealth(this WebApplication app)
    {
        app.MapMethods("/healthz/live", Methods, () => TypedResults.Json(new HealthDocument(true, []), WebJson.Default.HealthDocument)).ExcludeFromDescription();
        app.MapMethods("/healthz/ready", Methods, ReadyAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> ReadyAsync(IJobLedger ledger, IImageStore store, IHostApplicationLifetime lifetime, CancellationToken cancellation)
    {
        var parts = new[]
        {
            lifetime.ApplicationStopping.IsCancellationRequested ? new HealthPart("process", false, "It is stopping.") : new HealthPart("process", true, null),
            await CheckAsync("ledger", token => ledger.CheckAsync(token), cancellation),
            await CheckAsync("pictures", store.CheckAsync, cancellation),
        };
        var ok = Array.TrueForAll(parts, part => part.Ok);
        return TypedResults.Json(new HealthDocument(ok, parts), WebJson.Default.HealthDocument, statusCode: ok ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<HealthPart> CheckAsync(string name, Func<CancellationToken, Task> check, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await check(patience.Token).WaitAsync(patience.Token);
            return new HealthPart(name, true, null);
        }
        catch (Exception fault) when (fault is LedgerUnavailableException or GenerationException)
        {
            return new HealthPart(name, false, fault.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new HealthPart(name, false, $"No answer within {Patience.TotalSeconds:0} seconds.");
        }
    }
}
