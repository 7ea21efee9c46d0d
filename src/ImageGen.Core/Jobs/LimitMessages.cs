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
    /// <param name="claim">Which.</param>
    /// <param name="counter">How much of it is used; null where that is not known any more.</param>
    public static JobOutcome OverLimit(QuotaClaim claim, CounterState? counter = null)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var verdict = counter is { } some && some.Used < claim.Limit ? "would be overrun" : "is used up";
        var used = counter is { } known ? $" ({Amount(claim, known.Used)} used, {Amount(claim, claim.Amount)} more asked for)" : "";
        var reset = claim.ResetsAt is { } at ? $"; it resets at {Instant(at)}" : "";
        return JobOutcome.Failure(
            claim.Kind == ClaimKind.Cost ? ErrorCode.BudgetExceeded : ErrorCode.QuotaExceeded,
            $"The limit of {Amount(claim, claim.Limit)} {claim.Name} {verdict}{used}{reset}.");
    }

    /// <summary>An instant on the clock it is given in: <c>2026-12-01 00:00 UTC+01:00</c>.</summary>
    public static string Instant(DateTimeOffset at) => at.Offset == TimeSpan.Zero
        ? at.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)
        : at.ToString("yyyy-MM-dd HH:mm 'UTC'zzz", CultureInfo.InvariantCulture);

    private static string Amount(QuotaClaim claim, long value) =>
        claim.Kind == ClaimKind.Cost ? new Usd(value).ToString() : value.ToString(CultureInfo.InvariantCulture);
}
