using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Providers.Flux;

/// <summary>What Black Forest Labs' answers mean to a job.</summary>
internal static class FluxFaults
{
    /// <summary>Its 429 counts active tasks and names no time; they take about this long.</summary>
    private static readonly TimeSpan WaitForATask = TimeSpan.FromSeconds(10);

    /// <summary>What an answer other than 2xx means.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="field">The field it complains of.</param>
    /// <param name="retryAfter">How long it asked to wait.</param>
    public static GenerationException Of(int status, string? field, TimeSpan? retryAfter) => status switch
    {
        402 => ProviderFaults.Account("is used up"),
        401 or 403 => ProviderFaults.Account("is not let in with the configured key"),
        404 => ProviderFaults.Misconfigured("The provider has no such model."),
        400 or 413 or 422 => ProviderFaults.Invalid(field),
        408 or 409 => ProviderFaults.Away(status, retryAfter),
        429 => ProviderFaults.Busy(retryAfter ?? WaitForATask),
        >= 500 => ProviderFaults.Away(status, retryAfter),
        _ => ProviderFaults.Misconfigured($"The provider's address answers HTTP {status}."),
    };

    /// <summary>What a status that is neither waiting nor success means; null where it is one of those.</summary>
    public static GenerationException? OfStatus(string status) => status switch
    {
        "Request Moderated" => new GenerationException(ErrorCode.Refused, "The provider's moderation refused this. Nothing was charged.") { IsTaskEnded = true },
        "Content Moderated" => new GenerationException(ErrorCode.Refused, "The provider's moderation kept the finished picture back. It may have been charged.") { IsTaskEnded = true, IsUncertain = true },
        "Error" or "Failed" => new GenerationException(ErrorCode.ProviderUnavailable, "The provider failed to draw this.") { IsTransient = true, IsTaskEnded = true },
        "Task not found" => Gone(),
        _ => null,
    };

    /// <summary>The task was paid and is not known any more: what it drew is lost.</summary>
    public static GenerationException Gone() =>
        new(ErrorCode.ProviderUnavailable, "The provider does not know the order any more.") { IsTransient = true, IsTaskEnded = true, IsUncertain = true };

    /// <summary>A task that exists is paid, so a fault while it is asked after leaves its cost open.</summary>
    public static GenerationException WhilePolling(GenerationException fault) => fault.IsUncertain ? fault : new GenerationException(fault.Code, fault.Message, fault.InnerException)
    {
        IsTransient = fault.IsTransient,
        RetryAfter = fault.RetryAfter,
        IsUncertain = true,
    };
}
