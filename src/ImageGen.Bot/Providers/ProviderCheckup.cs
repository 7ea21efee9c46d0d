using System.Runtime.CompilerServices;
using ImageGen.Bot.Hosting;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Providers;

/// <summary>Whether a provider can be reached, lets us in, has the model, and what it costs. Orders nothing.</summary>
internal abstract class ProviderCheckup(ProviderOptions options) : ICheckup
{
    public string Part => $"provider {options.Name}";

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var finding in await AskSafelyAsync(cancellation))
            yield return finding;
        yield return options.IsPriceUnknown
            ? Finding.Warning(
                $"What {options.Model} costs is not known: a picture counts as {options.EffectivePrice.Bound(ImageQuality.High, default, hasReference: true)}, the highest price of the table of {ModelFamilies.AsOf:yyyy-MM-dd}.",
                $"Set Providers:{options.Name}:Prices.")
            : Finding.Ok($"Prices are {(options.Price is null ? $"those of {options.Family.Name} of {ModelFamilies.AsOf:yyyy-MM-dd}" : "the configured ones")}.");
    }

    /// <summary>Asks the provider what can be asked for nothing.</summary>
    protected abstract IAsyncEnumerable<Finding> AskAsync(CancellationToken cancellation);

    private async Task<IReadOnlyList<Finding>> AskSafelyAsync(CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        try
        {
            await foreach (var finding in AskAsync(cancellation))
                findings.Add(finding);
        }
        catch (GenerationException fault)
        {
            findings.Add(Finding.Fault($"{options.Endpoint} with {options.Model}: {fault.Message}", fault.Code == ErrorCode.ProviderAccount
                ? $"Look at Providers:{options.Name}:ApiKey and at the account's credit."
                : $"Look at Providers:{options.Name}:Endpoint, and whether this machine reaches it."));
        }

        return findings;
    }
}
