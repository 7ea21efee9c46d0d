using System.Globalization;

namespace ImageGen.Core.Jobs;

/// <summary>The endings a ledger itself gives a job, in words: the same from every adapter.</summary>
public static class LimitMessages
{
    /// <summary>Somebody asked for it.</summary>
    public static JobOutcome Cancelled { get; } = JobOutcome.Failure(ErrorCode.Cancelled, "The job was cancelled.");

    /// <summary>Its workers died once too often.</summary>
    public static JobOutcome InterruptedTooOften { get; } =
        JobOutcome.Failure(ErrorCode.TimedOut, "The job was interrupted too often.");

    /// <summary>A claim of it did not fit.</summary>
    public static JobOutcome OverLimit(QuotaClaim claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var limit = claim.Kind == ClaimKind.Cost ? new Usd(claim.Limit).ToString() : claim.Limit.ToString(CultureInfo.InvariantCulture);
        var reset = claim.ResetsAt is { } at
            ? string.Create(CultureInfo.InvariantCulture, $"; it resets at {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC")
            : "";
        return JobOutcome.Failure(
            claim.Kind == ClaimKind.Cost ? ErrorCode.BudgetExceeded : ErrorCode.QuotaExceeded,
            $"The limit of {limit} {claim.Name} is used up{reset}.");
    }
}
