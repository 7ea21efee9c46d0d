using System.Text.Json.Serialization;

namespace ImageGen.Core.Images;

/// <summary>How much effort the provider spends.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ImageQuality>))]
public enum ImageQuality
{
    /// <summary>Fast and cheap.</summary>
    Low,

    /// <summary>The default.</summary>
    Medium,

    /// <summary>Slow and dear.</summary>
    High,
}

/// <summary>Everything but the words that decides what a picture looks like. Valid by construction: see <c>RequestValidator</c>.</summary>
public sealed record ImageSpec
{
    /// <summary>Most pictures one command may ask for.</summary>
    public const int MaxCount = 4;

    /// <summary>Most characters (Unicode code points) of <see cref="Negative"/>.</summary>
    public const int MaxNegativeLength = 200;

    /// <summary>Least <see cref="Guidance"/>, as FLUX.2 flex documents it.</summary>
    public const double MinGuidance = 1.5;

    /// <summary>Greatest <see cref="Guidance"/>, as FLUX.2 flex documents it.</summary>
    public const double MaxGuidance = 10;

    /// <summary>The style guide's name.</summary>
    public required string Style { get; init; }

    /// <summary>The configured provider's name, which is also the job's lane.</summary>
    public required string Provider { get; init; }

    /// <summary>Width to height.</summary>
    public AspectRatio Aspect { get; init; } = AspectRatio.Square;

    /// <summary>How many pictures, 1 to <see cref="MaxCount"/>.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The seed asked for; null lets the bot choose one.</summary>
    public uint? Seed { get; init; }

    /// <summary>How closely the provider follows the prompt; null leaves it to the provider.</summary>
    public double? Guidance { get; init; }

    /// <summary>What must not be seen; null for nothing.</summary>
    public string? Negative { get; init; }

    /// <summary>How much effort.</summary>
    public ImageQuality Quality { get; init; } = ImageQuality.Medium;

    /// <summary>Whether the prompt is refined; false keeps the person's words.</summary>
    public bool Refine { get; init; } = true;

    /// <summary>
    /// What identifies the reference image: its key in the image store, which holds its content hash, or, where
    /// <see cref="Jobs.JobOrder.ReferenceUrl"/> is set, the platform's id of the attachment. Null for none.
    /// </summary>
    public string? Reference { get; init; }
}
