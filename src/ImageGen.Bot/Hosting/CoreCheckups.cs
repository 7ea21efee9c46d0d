using System.Data.Common;
using System.Runtime.CompilerServices;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Hosting;

/// <summary>Whether the ledger can be reached and written.</summary>
/// <param name="ledger">Opens it, which fails where its file cannot be used.</param>
/// <param name="settings">Say what it is.</param>
internal sealed class LedgerCheckup(Func<IJobLedger> ledger, Settings settings) : ICheckup
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
            await ledger().CheckAsync(cancellation);
            return Finding.Ok($"{settings.State} can be read and written.");
        }
        catch (Exception fault) when (fault is LedgerUnavailableException or IOException or InvalidDataException or DbException)
        {
            return Finding.Fault(fault.Message, settings.State == StateProvider.Redis
                ? "Start Redis, or correct State:Redis:ConnectionString."
                : "Make DataPath a folder this program may write; a damaged file is to be replaced by its last copy.");
        }
    }
}
