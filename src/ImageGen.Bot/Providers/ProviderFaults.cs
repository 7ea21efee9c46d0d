using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Providers;

/// <summary>
/// What goes wrong with every provider alike, in the words of people. What a provider answers is never part of a
/// message or an inner exception: it may repeat keys and prompts, and exceptions are logged.
/// </summary>
internal static class ProviderFaults
{
    /// <summary>No wait a provider asks for is honoured beyond this.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>Nothing is known of what the provider did with an order that was sent.</summary>
    public static GenerationException TimedOut(Exception? inner = null) =>
        new(ErrorCode.TimedOut, "The provider took too long.", inner) { IsTransient = true, IsUncertain = true };

    /// <summary>The call broke before it reached the provider, or, uncertain, after.</summary>
    public static GenerationException Unreachable(Exception inner) =>
        new(ErrorCode.ProviderUnavailable, "The provider cannot be reached right now.", inner) { IsTransient = true, IsUncertain = !IsBeforeSending(inner) };

    /// <summary>The provider answered, or began to, with what is no answer. It may have drawn all the same.</summary>
    public static GenerationException Garbled(string what, Exception? inner = null) =>
        new(ErrorCode.ProviderUnavailable, $"The provider sent {what}.", inner) { IsTransient = true, IsUncertain = true };

    /// <summary>The provider is away.</summary>
    /// <param name="status">What it said.</param>
    /// <param name="retryAfter">How long it asked to wait.</param>
    public static GenerationException Away(int status, TimeSpan? retryAfter) =>
        new(ErrorCode.ProviderUnavailable, $"The provider is away right now (HTTP {status}).")
        {
            IsTransient = true,
            RetryAfter = retryAfter,
            // Said by a gateway that gave up waiting, while whoever draws behind it may go on.
            IsUncertain = status is 502 or 504 or 520 or 522 or 524,
        };

    /// <summary>The provider has too much to do.</summary>
    public static GenerationException Busy(TimeSpan? retryAfter) =>
        new(ErrorCode.ProviderUnavailable, "The provider has too much to do right now.") { IsTransient = true, RetryAfter = retryAfter };

    /// <summary>The operator's account is the matter.</summary>
    public static GenerationException Account(string what) =>
        new(ErrorCode.ProviderAccount, $"The operator's account with the provider {what}. That is not your fault, and nothing was charged.");

    /// <summary>The provider will not draw this.</summary>
    public static GenerationException Refused() =>
        new(ErrorCode.Refused, "The provider's moderation refused this. Nothing was charged.");

    /// <summary>The provider does not take the order as it is.</summary>
    /// <param name="field">The field it named.</param>
    public static GenerationException Invalid(string? field) =>
        new(ErrorCode.InvalidRequest, $"The provider did not take the order{(IsName(field) ? $", because of '{field}'" : "")}. Nothing was charged.");

    /// <summary>Nothing there speaks as it should: a setting is wrong.</summary>
    public static GenerationException Misconfigured(string what) =>
        new(ErrorCode.ProviderUnavailable, $"{what} The operator has to look at the provider's settings.");

    /// <summary>A call that broke or took too long, as a job's fault. Throws on what the caller itself stopped.</summary>
    public static GenerationException OfCall(Exception fault, CancellationToken cancellation)
    {
        if (fault is OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return TimedOut();
        }

        return fault as GenerationException ?? Unreachable(fault);
    }

    /// <summary>Whether an exception is of the network, and no bug.</summary>
    public static bool IsOfTheNetwork(Exception fault) =>
        fault is HttpRequestException or IOException or SocketException or OperationCanceledException or TimeoutException
        || (fault is AggregateException several && several.InnerExceptions.All(IsOfTheNetwork));

    /// <summary>How long an answer asks to wait; null where it says nothing.</summary>
    public static TimeSpan? RetryAfter(string? header, DateTimeOffset now)
    {
        var wait = double.TryParse(header, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < LongestWait.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : DateTimeOffset.TryParse(header, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date - now
            : (TimeSpan?)null;
        return wait is null && !string.IsNullOrEmpty(header) && header.All(char.IsAsciiDigit) ? LongestWait
            : wait < TimeSpan.Zero ? TimeSpan.Zero
            : wait > LongestWait ? LongestWait
            : wait;
    }

    private static bool IsBeforeSending(Exception fault) => fault switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError } => true,
        AggregateException { InnerExceptions: [.., var last] } => IsBeforeSending(last),
        _ => false,
    };

    /// <summary>Whether it looks like the name of a field, and not like something a person wrote.</summary>
    private static bool IsName(string? field) => field is { Length: > 0 and <= 40 } && field.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '[' or ']' or '.');
}
