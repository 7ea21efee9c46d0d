using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;
using ImageGen.Bot.Chat;
using ImageGen.Bot.Slack.Wire;

namespace ImageGen.Bot.Slack;

/// <summary>
/// How every call is made, whoever's right it is made by. What Slack may answer is a <see cref="SlackResult{T}"/>; no call
/// is repeated, since only its caller knows whether it still matters.
/// </summary>
internal sealed partial class SlackApi(HttpClient http, SlackRateLimits limits, TimeProvider clock, ILogger<SlackApi> logger)
{
    /// <summary>A call takes no longer than this.</summary>
    public static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(15);

    /// <summary>A call with files takes no longer than this.</summary>
    public static readonly TimeSpan UploadLimit = TimeSpan.FromSeconds(60);

    /// <summary>No answer that is read is near this long.</summary>
    private const long MaxAnswerBytes = 4 * 1024 * 1024;

    /// <summary>Calls a method of the API.</summary>
    /// <param name="call">Which.</param>
    /// <param name="by">Whose right it is made by.</param>
    /// <param name="body">Its arguments. The call's to dispose of.</param>
    /// <param name="type">Of the answer.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<SlackResult<T>> CallAsync<T>(SlackCall call, AuthenticationHeaderValue by, HttpContent body, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        var request = new HttpRequestMessage(HttpMethod.Post, call.Method) { Content = body };
        request.Headers.Authorization = by;
        return SendAsync(call, request, CallLimit, (response, stop) => ReadAsync(call, response, type, stop), cancellation);
    }

    /// <summary>Judges the answer of a method of the API.</summary>
    public async Task<SlackResult<T>> ReadAsync<T>(SlackCall call, HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        var json = await BodyAsync(response, cancellation);
        if (JsonBody.Read(json, SlackJson.Default.Envelope) is not { } envelope || envelope.Ok is null)
            return Unusable<T>(call, response);
        if (envelope.Ok == false)
            return Refused<T>(call, envelope, response);
        return JsonBody.Read(json, type) is { } answer ? new SlackResult<T>.Ok(answer) : Unreachable<T>(call, "unreadable answer");
    }

    /// <summary>Makes a call anywhere of Slack's. Outages and limits are judged here, the rest by the caller.</summary>
    /// <param name="call">Which.</param>
    /// <param name="request">What is sent. The call's to dispose of.</param>
    /// <param name="limit">How long Slack has to answer.</param>
    /// <param name="readAsync">Judges the answer, whose body is not read yet. A stream it returns keeps the answer open.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<SlackResult<T>> SendAsync<T>(
        SlackCall call,
        HttpRequestMessage request,
        TimeSpan limit,
        Func<HttpResponseMessage, CancellationToken, Task<SlackResult<T>>> readAsync,
        CancellationToken cancellation)
        where T : class
    {
        using var sent = request;
        if (await limits.EnterAsync(call, cancellation) is { } wait)
            return new SlackResult<T>.RateLimited(wait);

        using var timeout = new CancellationTokenSource(limit, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        HttpResponseMessage? response = null;
        SlackResult<T>? result = null;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token);
            return result = response.StatusCode switch
            {
                HttpStatusCode.TooManyRequests => Held<T>(call, response),
                >= HttpStatusCode.InternalServerError => Unreachable<T>(call, $"status {(int)response.StatusCode}"),
                _ => await readAsync(response, stop.Token),
            };
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return Unreachable<T>(call, fault is HttpRequestException http ? http.HttpRequestError.ToString() : "broken off");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Unreachable<T>(call, "timeout");
        }
        finally
        {
            if (result is not SlackResult<T>.Ok { Answer: Stream })
                response?.Dispose();
        }
    }

    /// <summary>The whole body; an endless one is no answer.</summary>
    public static async Task<byte[]> BodyAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, cancellation);
        return await response.Content.ReadAsByteArrayAsync(cancellation);
    }

    /// <summary>Slack's refusal as a result.</summary>
    public SlackResult<T> Refused<T>(SlackCall call, Envelope envelope, HttpResponseMessage response)
    {
        var error = SlackError.Of(envelope.Error);
        if (SlackError.IsRateLimit(error))
            return Held<T>(call, response);
        if (SlackError.IsOutage(error))
            return Unreachable<T>(call, error);
        // Slack tells a picture that it could not load from a block that is wrong only in words for people.
        if (error is SlackError.InvalidBlocks && envelope.ResponseMetadata?.Messages?.Any(text => text.Contains("downloading image failed", StringComparison.Ordinal)) == true)
            error = SlackError.ImageNotLoaded;
        return Failed<T>(call, error);
    }

    /// <summary>A refusal as a result, logged.</summary>
    public SlackResult<T> Failed<T>(SlackCall call, string error)
    {
        LogFailed(call.Method, error);
        return new SlackResult<T>.Failed(error);
    }

    /// <summary>Not Slack's own words: something between here and there said so, which may soon be gone.</summary>
    private SlackResult<T> Unusable<T>(SlackCall call, HttpResponseMessage response) => response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.BadRequest
        ? Unreachable<T>(call, "unreadable answer")
        : Failed<T>(call, $"http_{(int)response.StatusCode}");

    private SlackResult<T> Held<T>(SlackCall call, HttpResponseMessage response)
    {
        var said = response.Headers.RetryAfter;
        var wait = limits.Hold(call, said?.Delta ?? said?.Date - clock.GetUtcNow());
        LogRateLimited(call.Method, wait.TotalSeconds);
        return new SlackResult<T>.RateLimited(wait);
    }

    private SlackResult<T> Unreachable<T>(SlackCall call, string why)
    {
        LogUnreachable(call.Method, why);
        return new SlackResult<T>.Unreachable();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Slack refused {Call}: {Error}.")]
    private partial void LogFailed(string call, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Slack limits {Call} for {Seconds} seconds.")]
    private partial void LogRateLimited(string call, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Slack did not answer {Call}: {Why}.")]
    private partial void LogUnreachable(string call, string why);
}
