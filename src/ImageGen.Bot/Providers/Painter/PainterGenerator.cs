using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using ImageGen.Core;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Providers.Painter;

/// <summary>
/// The provider that needs nothing: draws locally, without a model, and says so. A picture streams out while it is
/// encoded.
/// </summary>
/// <param name="name">The configured name.</param>
internal sealed class PainterGenerator(string name) : IImageGenerator
{
    /// <summary>Pixels of the longer side.</summary>
    public const int LongSide = 1024;

    public string Name => name;

    public GeneratorCapabilities Capabilities { get; } = new()
    {
        Kind = "painter",
        Model = "scene/1",
        MaxPromptLength = 4000,
        FreeToRepeat = true,
    };

    public async IAsyncEnumerable<GeneratedImage> GenerateAsync(
        GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var size = request.Spec.Aspect.Fit(LongSide);
        for (var index = request.FirstIndex; index < request.Spec.Count; index++)
        {
            var brief = new PaintingBrief(request.Prompt.Value, request.Prompt.Guidelines, unchecked(request.Seed + (uint)index), size.Width, size.Height);
            var pipe = new Pipe();
            var painting = Task.Run(() => PaintAsync(brief, pipe.Writer, cancellation), CancellationToken.None);
            yield return new GeneratedImage(pipe.Reader.AsStream(), Usd.Zero);
            await painting;
        }
    }

    /// <summary>Paints into the pipe. A fault reaches whoever reads the picture; a reader that went away ends the painting.</summary>
    private static async Task PaintAsync(PaintingBrief brief, PipeWriter writer, CancellationToken cancellation)
    {
        try
        {
            ScenePainter.Paint(brief, writer.AsStream(leaveOpen: true), cancellation);
            await writer.CompleteAsync();
        }
        catch (Exception fault)
        {
            await writer.CompleteAsync(fault);
        }
    }
}
