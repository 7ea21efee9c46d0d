using System.Data.Common;
using System.Runtime.CompilerServices;
using ImageGen.Bot.Storage;
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

/// <summary>Whether pictures can be kept, and seen from outside.</summary>
/// <param name="store">Opens it, which fails where its folder cannot be written.</param>
/// <param name="settings">Say where.</param>
internal sealed class PicturesCheckup(Func<DiskImageStore> store, Settings settings) : ICheckup
{
    public string Part => "pictures";

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        yield return Folder();
        yield return PublicAddress.Is(settings.PublicBaseUrl)
            ? Finding.Ok($"Chat platforms load them from {settings.PublicBaseUrl}images/…")
            : Finding.Warning($"{settings.PublicBaseUrl} can only be reached from here, so pictures are uploaded to chat platforms.", "Set PublicBaseUrl to the address people reach this bot at.");
    }

    private Finding Folder()
    {
        try
        {
            store().Check();
            return Finding.Ok($"{Path.Combine(settings.DataPath, "images")} can be written.");
        }
        catch (IOException fault)
        {
            return Finding.Fault(fault.Message, "Make DataPath a folder this program may write.");
        }
    }
}
