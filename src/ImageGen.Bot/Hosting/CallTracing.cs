using System.Diagnostics;
using ImageGen.Core;

namespace ImageGen.Bot.Hosting;

/// <summary>
/// A span for each call of another system. Addresses may be secrets themselves (an interaction's token, a response URL, a
/// signed picture), so it names the host and nothing after it, where .NET's own spans would name all.
/// </summary>
internal sealed class CallTracing : DelegatingHandler
{
    /// <summary>The tag that holds what the other system said the time is.</summary>
    public const string Date = "http.response.header.date";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var span = Telemetry.Within(request.Method.Method, ActivityKind.Client);
        if (span is null)
            return await base.SendAsync(request, cancellationToken);

        span.SetTag("http.request.method", request.Method.Method).SetTag("server.address", request.RequestUri?.Host).SetTag("server.port", request.RequestUri?.Port);
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            span.SetTag("http.response.status_code", (int)response.StatusCode);
            if (response.Headers.Date is { } date)
                span.SetTag(Date, new[] { date.ToString("R") });
            if (!response.IsSuccessStatusCode)
                span.SetTag("error.type", $"{(int)response.StatusCode}").SetStatus(ActivityStatusCode.Error);
            return response;
        }
        catch (Exception fault)
        {
            span.SetTag("error.type", fault is HttpRequestException http ? $"{http.HttpRequestError}" : fault.GetType().FullName).SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }
}
