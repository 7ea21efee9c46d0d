using System.Text.Json;
using System.Text.Json.Serialization;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Sqlite;

/// <summary>A claim as its job remembers it.</summary>
/// <param name="Claim">What was claimed.</param>
/// <param name="Held">Whether it is reserved now. A follower holds only what is open; an overrun budget is held no more.</param>
internal sealed record StoredClaim(QuotaClaim Claim, bool Held);

/// <summary>The text of claims in their column: nothing where there are none.</summary>
internal static partial class StoredClaims
{
    public static string? Write(IReadOnlyList<StoredClaim> claims) =>
        claims.Count == 0 ? null : JsonSerializer.Serialize(claims, Context.Default.IReadOnlyListStoredClaim);

    public static IReadOnlyList<StoredClaim> Read(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, Context.Default.StoredClaimArray) ?? [];

    [JsonSerializable(typeof(IReadOnlyList<StoredClaim>))]
    [JsonSerializable(typeof(StoredClaim[]))]
    private sealed partial class Context : JsonSerializerContext;
}
