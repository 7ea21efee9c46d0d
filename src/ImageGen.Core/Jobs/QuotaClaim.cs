namespace ImageGen.Core.Jobs;

/// <summary>What a claim counts, which decides what settling does with it.</summary>
public enum ClaimKind
{
    /// <summary>Pictures: as many as were drawn are spent.</summary>
    Images,

    /// <summary>Millionths of a dollar: what the pictures cost is spent.</summary>
    Cost,

    /// <summary>Unfinished jobs: given back whole.</summary>
    Open,
}

/// <summary>
/// A share of a limited good, reserved at admission and settled once: spent or given back. On one counter, reserved plus
/// spent never exceeds the limit.
/// </summary>
/// <param name="Counter">The counter's name: what, whose and which period, such as <c>images:day:discord:1:2026-11-22</c>. No comma or line break in it.</param>
/// <param name="Kind">What it counts.</param>
/// <param name="Amount">How much is reserved.</param>
/// <param name="Limit">How much may be reserved and spent at most.</param>
/// <param name="ResetsAt">When the period ends and the limit starts anew; null where there is no period.</param>
/// <param name="Name">What people call the limit: "pictures a day for you".</param>
public sealed record QuotaClaim(string Counter, ClaimKind Kind, long Amount, long Limit, DateTimeOffset? ResetsAt, string Name);

/// <summary>A counter at one moment.</summary>
/// <param name="Reserved">Held by unfinished jobs.</param>
/// <param name="Spent">Settled for good.</param>
public readonly record struct CounterState(long Reserved, long Spent)
{
    /// <summary>What counts against the limit.</summary>
    public long Used => Reserved + Spent;
}
