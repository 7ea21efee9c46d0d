using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;
using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord.Wire;

namespace ImageGen.Bot.Discord;

/// <summary>How every call is made.</summary>
internal sealed partial class DiscordClient
{
    /// <summary>A call takes no longer than this.</summary>
    public static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(15);

    /// <summary>A call with files takes no longer than this.</summary>
    public static readonly TimeSpan UploadLimit = TimeSpan.FromSeconds(60);

    private Task<DiscordResult<SentMessage>> SendAsync(DiscordCall call, OutgoingMessage message, IReadOnlyList<OutgoingFile> files, CancellationToken cancellation) =>
        SendAsync(
            call,
            async () => await DiscordBody.MessageAsync(message, files, cancellation),
            files.Count > 0 ? UploadLimit : CallLimit,
            body => JsonBody.Read(body, DiscordJson.Default.SentMessage),
            cancellation);

    private Task<DiscordResult<T>> SendAsync<T>(DiscordCall call, HttpContent? body, JsonTypeInfo<T> answer, CancellationToken cancellation)
        where T : class => SendAsync(call, () => Task.FromResult(body), CallLimit, json => JsonBody.Read(json, answer), cancellation);

    private Task<DiscordResult<Nothing>> SendAsync(DiscordCall call, CancellationToken cancellation) =>
        SendAsync(call, static () => Task.FromResult<HttpContent?>(null), CallLimit, static _ => Nothing.Value, cancellation);

    /// <param name="call">Which.</param>
    /// <param name="bodyAsync">Makes its body, once it is the call's turn.</param>
    /// <param name="limit">How long Discord has for it.</param>
    /// <param name="read">Reads the answer; null where it is none.</param>
    /// <param name="cancellation">Gives up.</param>
    private async Task<DiscordResult<T>> SendAsync<T>(
        DiscordCall call, Func<Task<HttpContent?>> bodyAsync, TimeSpan limit, Func<byte[], T?> read, CancellationToken cancellation)
        where T : class
    {
        if (spent.Has(call))
            return new DiscordResult<T>.Failed((int)HttpStatusCode.NotFound, DiscordError.UnknownWebhook);
        if ((guard.OpenFor() ?? await limits.EnterAsync(call, cancellation)) is { } wait)
            return new DiscordResult<T>.RateLimited(wait);

        using var request = new HttpRequestMessage(call.Method, call.Path);
        if (call.AsBot)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bot", options.BotToken);
        request.Content = await bodyAsync();

        using var timeout = new CancellationTokenSource(limit, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            using var response = await http.SendAsync(request, stop.Token);
            return Judge(call, response, await response.Content.ReadAsByteArrayAsync(stop.Token), read);
        }
        catch (HttpRequestException fault)
        {
            return Unreachable<T>(call, fault.HttpRequestError.ToString());
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Unreachable<T>(call, "timeout");
        }
    }

    private DiscordResult<T> Judge<T>(DiscordCall call, HttpResponseMessage response, byte[] body, Func<byte[], T?> read)
        where T : class
    {
        var headers = RateLimitHeaders.Read(response.Headers);
        limits.Learn(call, headers);
        guard.Count(response.StatusCode, headers);
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode)
            return read(body) is { } answer ? new DiscordResult<T>.Ok(answer) : Unreachable<T>(call, "unreadable answer");
        if (status >= 500)
            return Unreachable<T>(call, $"status {status}");

        var error = JsonBody.Read(body, DiscordJson.Default.ErrorDocument);
        if (response.StatusCode == HttpStatusCode.TooManyRequests)
        {
            var retryAfter = limits.Hold(call, headers, error);
            LogRateLimited(call.Name, headers.Scope ?? "no", retryAfter.TotalSeconds);
            return new DiscordResult<T>.RateLimited(retryAfter);
        }

        // Discord's own refusal has a code; this is of something between here and there, which may soon be gone.
        if (error?.Code is null && response.StatusCode == HttpStatusCode.BadRequest)
            return Unreachable<T>(call, $"status {status}");

        var failed = new DiscordResult<T>.Failed(status, error?.Code ?? 0);
        spent.Learn(call, failed.Status, failed.Code);
        LogFailed(call.Name, failed.Status, failed.Code);
        return failed;
    }

    private DiscordResult<T> Unreachable<T>(DiscordCall call, string why)
    {
        LogUnreachable(call.Name, why);
        return new DiscordResult<T>.Unreachable();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Discord refused {Call}: status {Status}, code {Code}.")]
    private partial void LogFailed(string call, int status, int code);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Discord limits {Call} ({Scope} scope) for {Seconds} seconds.")]
    private partial void LogRateLimited(string call, string scope, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Discord did not answer {Call}: {Why}.")]
    private partial void LogUnreachable(string call, string why);
}
