using System.Runtime.CompilerServices;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Hosting;

/// <summary>Whether the ledger can be reached and written.</summary>
internal sealed class LedgerCheckup(IJobLedger ledger, Settings settings) : ICheckup
{
    public string Part => "ledger";

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return await ExamineOnceAsync(cancellation);
    }

    private async Task<Finding> ExamineOnceAsync(CancellationToken cancellation)
    {
        try
        {
            await ledger.CheckAsync(cancellation);
            return Finding.Ok($"{settings.State} can be read and written.");
        }
        catch (LedgerUnavailableException fault)
        {
            return Finding.Fault(fault.Message, settings.State == StateProvider.Redis
                ? "Start Redis, or correct State:Redis:ConnectionString."
                : "Make DataPath a folder this program may write.");
        }
    }
}
