namespace ImageGen.Core.Prompts;

/// <summary>Turns texts into vectors whose cosine says how near their meanings are.</summary>
public interface IEmbedder
{
    /// <summary>Name and version. Vectors of different versions say nothing of each other.</summary>
    string Version { get; }

    /// <summary>Embeds texts.</summary>
    /// <param name="texts">None of them empty.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>A vector a text, in their order, all of one length.</returns>
    /// <exception cref="Images.GenerationException">It cannot right now.</exception>
    ValueTask<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellation);
}
