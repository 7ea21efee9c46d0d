using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace ImageGen.Core.Prompts;

/// <summary>Remembers what prompts were refined to, for all processes.</summary>
public interface IRefinementMemory
{
    /// <summary>What was kept under a key; null where nothing was, or no longer is.</summary>
    Task<string?> FindAsync(string key, CancellationToken cancellation);

    /// <summary>Keeps a value for a while, unless there is one already.</summary>
    Task KeepAsync(string key, string value, CancellationToken cancellation);

    /// <summary>Forgets what was kept under a key, if anything was.</summary>
    Task ForgetAsync(string key, CancellationToken cancellation);
}

/// <summary>
/// Gives the same text for the same request without asking again. Only what passed moderation is kept, and nothing that
/// another refiner made in this one's place.
/// </summary>
/// <param name="refiner">Who refines what is not known.</param>
/// <param name="memory">Where it is kept.</param>
public sealed class RememberingRefiner(IPromptRefiner refiner, IRefinementMemory memory) : IPromptRefiner
{
    /// <inheritdoc/>
    public string Version => refiner.Version;

    /// <inheritdoc/>
    public Usd MaxCost => refiner.MaxCost;

    /// <inheritdoc/>
    public async Task<RefinedPrompt> RefineAsync(RefinementRequest request, CancellationToken cancellation)
    {
        var key = Key(request);
        var refined = await memory.FindAsync(key, cancellation) is { } known
            ? JsonSerializer.Deserialize(known, StoredJson.Default.RefinedPrompt)!
            : await refiner.RefineAsync(request, cancellation);
        return refined with { MemoryKey = key };
    }

    /// <inheritdoc/>
    public async Task KeepAsync(RefinementRequest request, RefinedPrompt refined, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(refined);
        if (refined.InsteadOf is null)
            await memory.KeepAsync(Key(request), JsonSerializer.Serialize(refined with { Cost = Usd.Zero }, StoredJson.Default.RefinedPrompt), cancellation);
    }

    /// <summary>SHA-256 over canonical JSON of all that decides what comes of a request.</summary>
    private string Key(RefinementRequest request)
    {
        var json = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("guides");
            foreach (var guide in request.Guides)
            {
                writer.WriteStringValue(guide.Name);
                writer.WriteNumberValue(guide.Version);
                writer.WriteStringValue(guide.Guidance);
                writer.WriteStringValue(guide.Negative);
            }

            writer.WriteEndArray();
            writer.WriteNumber("max", request.MaxLength);
            writer.WriteString("negative", request.Negative ?? "");
            writer.WriteString("prompt", request.Prompt.Value);
            writer.WriteString("refiner", Version);
            writer.WriteString("tenant", request.Tenant?.ToString() ?? "");
            writer.WriteEndObject();
        }

        return $"refined:{Convert.ToHexStringLower(SHA256.HashData(json.WrittenSpan))}";
    }
}
