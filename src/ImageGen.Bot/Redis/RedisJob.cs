using System.Globalization;
using ImageGen.Core.Jobs;
using StackExchange.Redis;

namespace ImageGen.Bot.Redis;

/// <summary>Jobs and claims between their types and what the scripts hold of them.</summary>
internal static class RedisJob
{
    /// <summary>Reads the fields that <c>view</c> in Lua/shared/job.lua lists, and the jobs before it where they follow.</summary>
    public static ImageJob Read(RedisResult[] fields, int from = 0)
    {
        return new ImageJob
        {
            Order = LedgerJson.ReadOrder(Text(0)!),
            Progress = LedgerJson.ReadProgress(Text(1)),
            Outcome = Outcome(Text(2)),
            State = (JobState)Number(3)!,
            Lane = Text(4)!,
            Attempts = (int)(Number(5) ?? 0),
            Rescues = (int)(Number(6) ?? 0),
            CancelRequested = Number(7) == 1,
            StartedAt = Time(Number(8)),
            FinishedAt = Time(Number(9)),
            Cached = Number(10) == 1,
            Message = Text(11),
            Position = fields.Length > from + 12 && Number(12) is { } before ? (int)before + 1 : null,
        };

        string? Text(int index) => (string?)fields[from + index];

        long? Number(int index) => long.TryParse(Text(index), CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>Writes claims as Lua/shared/claims.lua reads them.</summary>
    public static string Write(IReadOnlyList<QuotaClaim> claims) =>
        string.Join('\n', claims.Select(claim => string.Create(CultureInfo.InvariantCulture,
            $"{Letter(claim.Kind)},{claim.Amount},{claim.Limit},{claim.ResetsAt?.ToUnixTimeMilliseconds() ?? 0},{claim.Counter}")));

    /// <summary>The names of claims, a line each.</summary>
    public static string Names(IReadOnlyList<QuotaClaim> claims) =>
        string.Join('\n', claims.Select(claim => claim.Name.ReplaceLineEndings(" ")));

    /// <summary>A time as stored; null for none.</summary>
    public static DateTimeOffset? Time(long? milliseconds) =>
        milliseconds is { } known ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;

    /// <summary>A follower that could not take its leader's place has its ending as <c>!claim</c>: its words are Core's, not the script's.</summary>
    private static JobOutcome? Outcome(string? ending) =>
        ending is ['!', .. var claim] ? LimitMessages.OverLimit(ReadClaim(claim)) : LedgerJson.ReadOutcome(ending);

    private static QuotaClaim ReadClaim(string text)
    {
        var line = text.Split('\n');
        var part = line[0].Split(',');
        var resets = long.Parse(part[3], CultureInfo.InvariantCulture);
        return new QuotaClaim(
            part[4],
            Kind(part[0]),
            long.Parse(part[1], CultureInfo.InvariantCulture),
            long.Parse(part[2], CultureInfo.InvariantCulture),
            resets == 0 ? null : Time(resets),
            line[1]);
    }

    private static char Letter(ClaimKind kind) => kind switch
    {
        ClaimKind.Images => 'I',
        ClaimKind.Cost => 'C',
        ClaimKind.Open => 'O',
    };

    private static ClaimKind Kind(string letter) => letter switch
    {
        "I" => ClaimKind.Images,
        "C" => ClaimKind.Cost,
        _ => ClaimKind.Open,
    };
}
