using ImageGen.Core;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Providers;

/// <summary>One provider that is called over the network, as configured.</summary>
internal sealed record ProviderOptions
{
    /// <summary>The name people choose it by.</summary>
    public required string Name { get; init; }

    /// <summary>Where its API is.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The model asked for; with Azure, the deployment.</summary>
    public required string Model { get; init; }

    /// <summary>What the model takes and costs.</summary>
    public required ModelFamily Family { get; init; }

    /// <summary>Null where the server wants none, or Entra vouches for us.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Whether it is Azure's: the key goes into another header, and without one Entra's token is sent.</summary>
    public bool IsAzure { get; init; }

    /// <summary>How long one call may take, to its last byte.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Hosts that pictures may be loaded from, besides the endpoint's own.</summary>
    public IReadOnlyList<string> SampleHosts { get; init; } = [];

    /// <summary>With it, the provider is told a keyed hash of who asked. Null tells it nothing.</summary>
    public string? UserIdSecret { get; init; }

    /// <summary>Prices of the configuration; null for the family's.</summary>
    public ImagePrice? Price { get; init; }

    /// <summary>Whether the price is a guess, and the highest there is.</summary>
    public bool IsPriceUnknown => Price is null && Family.Price is null;

    /// <summary>What a picture costs.</summary>
    public ImagePrice EffectivePrice => Price ?? Family.Price ?? ModelFamilies.UnknownPrice;

    /// <summary>Upper bound of what one picture can cost.</summary>
    public Usd Bound(ImageSpec spec) => EffectivePrice.Bound(spec.Quality, Family.Size.Nearest(spec.Aspect), spec.Reference is not null);
}
