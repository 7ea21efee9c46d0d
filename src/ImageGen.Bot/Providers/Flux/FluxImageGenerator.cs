using System.Runtime.CompilerServices;
using ImageGen.Core;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Providers.Flux;

/// <summary>
/// Draws with FLUX at Black Forest Labs: a task a picture. A task is kept on the job as soon as it is known, so a worker
/// that dies is followed by one that goes on polling, and nothing is paid twice.
/// </summary>
internal sealed class FluxImageGenerator(ProviderOptions options, FluxClient client, Downloads downloads, TimeProvider clock, Random random) : IImageGenerator
{
    private const decimal UsdPerCredit = 0.01m;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    public string Name => options.Name;

    public GeneratorCapabilities Capabilities { get; } = new()
    {
        Kind = "flux",
        Model = options.Model,
        MaxPromptLength = options.Family.MaxPromptLength,
        TakesReference = options.Family.MaxReferences > 0,
        MaxPricePerImage = options.Bound,
    };

    public async IAsyncEnumerable<GeneratedImage> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var known = FluxTask.Read(request.Task);
        for (var index = request.FirstIndex; index < request.Spec.Count; index++)
        {
            using var limit = new TimeLimit(options.Timeout, clock, cancellation);
            if (known?.Index != index)
            {
                if (index > request.FirstIndex || known is not null)
                    await request.SaveTaskAsync(null, cancellation);
                known = await OrderAsync(request, index, limit.Token, cancellation);
            }

            var sample = await WaitAsync(known, limit.Token, cancellation);
            var content = await downloads.OpenAsync(sample, limit.Token, cancellation);
            var cost = known.Cost is { } credits ? Usd.FromDollars(credits * UsdPerCredit) : options.Bound(request.Spec);
            yield return new GeneratedImage(content, cost);
        }
    }

    private async Task<FluxTask> OrderAsync(GenerationRequest request, int index, CancellationToken limit, CancellationToken cancellation)
    {
        using var order = await FluxOrder.CreateAsync(options.Family, request, index, limit);
        var receipt = await client.OrderAsync(order, limit, cancellation);
        if (receipt is not { Id: { Length: > 0 and <= 200 } id, PollingUrl: { Length: > 0 and <= 2000 } url })
            throw ProviderFaults.Garbled("a receipt without an id");
        var task = new FluxTask(index, id, url, receipt.Cost is >= 0 ? receipt.Cost : null);
        // Paid from here on: it is written down even while the work is being stopped.
        await request.SaveTaskAsync(task.ToString(), CancellationToken.None);
        return task;
    }

    /// <summary>Asks after a task, ever more seldom, until its picture is there.</summary>
    /// <returns>Where the picture is.</returns>
    private async Task<string> WaitAsync(FluxTask task, CancellationToken limit, CancellationToken cancellation)
    {
        var wait = FirstWait;
        while (true)
        {
            var asked = await TryPollAsync(task, limit, cancellation);
            switch (asked)
            {
                case { Status: "Ready", Result.Sample: { Length: > 0 } sample }:
                    return sample;
                case { Status: "Ready" }:
                    throw ProviderFaults.Garbled("a result without a picture");
                case { Status: { } status } when FluxFaults.OfStatus(status) is { } fault:
                    throw fault;
            }

            // Jitter: tasks ordered together are not asked after together.
            await PauseAsync(wait * (0.8 + (random.NextDouble() * 0.4)), limit, cancellation);
            wait = wait * 1.5 < LongestWait ? wait * 1.5 : LongestWait;
        }
    }

    /// <summary>Asks once. What passes, passes: asking costs nothing, and the task goes on meanwhile.</summary>
    private async Task<FluxProgress?> TryPollAsync(FluxTask task, CancellationToken limit, CancellationToken cancellation)
    {
        try
        {
            return await client.PollAsync(task, limit, cancellation);
        }
        catch (GenerationException fault) when (fault is { IsTransient: true, IsTaskEnded: false, Code: not ErrorCode.TimedOut })
        {
            return null;
        }
        catch (GenerationException fault)
        {
            throw FluxFaults.WhilePolling(fault);
        }
    }

    private async Task PauseAsync(TimeSpan wait, CancellationToken limit, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(wait, clock, limit);
        }
        catch (OperationCanceledException fault)
        {
            throw ProviderFaults.OfCall(fault, cancellation);
        }
    }
}
