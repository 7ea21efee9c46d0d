using System.Runtime.CompilerServices;
using ImageGen.Bot.Storage;
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

/// <summary>Whether pictures can be kept, and seen from outside.</summary>
internal sealed class PicturesCheckup(DiskImageStore store, Settings settings) : ICheckup
{
    public string Part => "pictures";

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        yield return Folder();
        yield return store.IsPublic
            ? Finding.Ok($"Chat platforms load them from {settings.PublicBaseUrl}images/…")
            : Finding.Warning($"{settings.PublicBaseUrl} can only be reached from here, so pictures are uploaded to chat platforms.", "Set PublicBaseUrl to the address people reach this bot at.");
    }

    private Finding Folder()
    {
        try
        {
            store.Check();
            return Finding.Ok($"{Path.Combine(settings.DataPath, "images")} can be written.");
        }
        catch (IOException fault)
        {
            return Finding.Fault(fault.Message, "Make DataPath a folder this program may write.");
        }
    }
}
