using System.Runtime.CompilerServices;
using ImageGen.Core;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Tests.Fakes;

/// <summary>A provider that does what a test tells it, call by call, and counts what it was asked.</summary>
internal sealed class ScriptedGenerator(string name) : IImageGenerator
{
    private int _calls;
    private int _drawn;

    public string Name => name;

    public GeneratorCapabilities Capabilities { get; init; } = new() { Kind = "scripted", Model = "m", MaxPromptLength = 1000, FreeToRepeat = true };

    /// <summary>What the given call (from 1) does before its pictures come; throws, waits or notes.</summary>
    public Func<int, GenerationRequest, CancellationToken, Task> OnCall { get; set; } = static (_, _, _) => Task.CompletedTask;

    /// <summary>How many pictures come before the call ends; null for as many as were ordered.</summary>
    public int? Yields { get; set; }

    public Func<Stream> Picture { get; set; } = () => new MemoryStream(TinyPng.Bytes);

    public Usd Price { get; init; }

    /// <summary>What each picture costs when it is drawn; null for <see cref="Price"/>.</summary>
    public Func<Usd>? Priced { get; init; }

    public int Calls => _calls;

    public int Drawn => _drawn;

    public async IAsyncEnumerable<GeneratedImage> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await OnCall(Interlocked.Increment(ref _calls), request, cancellation);
        for (var index = request.FirstIndex; index < (Yields ?? request.Spec.Count); index++)
        {
            Interlocked.Increment(ref _drawn);
            yield return new GeneratedImage(Picture(), Priced?.Invoke() ?? Price);
        }
    }
}

/// <summary>Holds a generator up until it is opened.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Gate() => Generator = new ScriptedGenerator("scripted")
    {
        OnCall = async (_, _, cancellation) =>
        {
            _reached.TrySetResult();
            await _opened.Task.WaitAsync(cancellation);
        },
    };

    public ScriptedGenerator Generator { get; }

    /// <summary>Done once a job is being drawn.</summary>
    public Task Reached => _reached.Task;

    public void Open() => _opened.TrySetResult();
}

/// <summary>The smallest whole PNG: one transparent pixel.</summary>
internal static class TinyPng
{
    public static byte[] Bytes { get; } = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");
}
