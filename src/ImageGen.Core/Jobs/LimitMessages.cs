using System.Globalization;

namespace ImageGen.Core.Jobs;

/// <summary>How people are told of limits: one wording for intake and both ledgers.</summary>
public static class LimitMessages
{
    /// <summary>What a job reads that was interrupted more often than it may be.</summary>
    public const string TooManyRescues = "The job was interrupted too often.";

    /// <summary>The ending of a job whose claim does not fit.</summary>
    public static JobOutcome OverLimit(QuotaClaim claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var isCost = claim.Kind == ClaimKind.Cost;
        var limit = isCost ? new Usd(claim.Limit).ToString() : claim.Limit.ToString(CultureInfo.InvariantCulture);
        var reset = claim.ResetsAt is { } at ? $"; it resets at {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "";
        return JobOutcome.Failure(
            isCost ? ErrorCode.BudgetExceeded : ErrorCode.QuotaExceeded,
            $"The limit of {limit} {claim.Name} is used up{reset}.");
    }
}
