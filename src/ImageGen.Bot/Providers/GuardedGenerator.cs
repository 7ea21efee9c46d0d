using System.Runtime.CompilerServices;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Providers;

/// <summary>A generator behind a <see cref="CircuitBreaker"/>.</summary>
internal sealed class GuardedGenerator(IImageGenerator generator, CircuitBreaker breaker) : IImageGenerator
{
    public string Name => generator.Name;

    public GeneratorCapabilities Capabilities => generator.Capabilities;

    /// <summary>Whether calls fail at once for now.</summary>
    public bool IsHeldBack => breaker.Open is not null;

    public async IAsyncEnumerable<GeneratedImage> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // A task that is paid already is gone after, whatever becomes of new orders.
        if (request.Task is null)
            breaker.Check();
        await using var images = generator.GenerateAsync(request, cancellation).GetAsyncEnumerator(cancellation);
        while (await MoveNextAsync(images))
            yield return images.Current;
    }

    private async Task<bool> MoveNextAsync(IAsyncEnumerator<GeneratedImage> images)
    {
        try
        {
            var isThere = await images.MoveNextAsync();
            if (isThere)
                breaker.Succeeded();
            return isThere;
        }
        catch (GenerationException fault)
        {
            breaker.Failed(fault);
            throw;
        }
    }
}
