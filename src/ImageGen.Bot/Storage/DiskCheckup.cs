using System.Runtime.CompilerServices;
using ImageGen.Bot.Hosting;

namespace ImageGen.Bot.Storage;

/// <summary>Whether pictures can be kept, and seen from outside.</summary>
/// <param name="open">Opens the store, which fails where its folder cannot be written.</param>
/// <param name="publicBaseUrl">Where this bot is reached.</param>
internal sealed class DiskCheckup(Func<DiskImageStore> open, Uri publicBaseUrl) : ICheckup
{
    public string Part => "pictures";

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        yield return Folder();
        yield return PublicAddress.Is(publicBaseUrl)
            ? Finding.Ok($"Chat platforms load them from {publicBaseUrl}images/…")
            : Finding.Warning($"{publicBaseUrl} can only be reached from here, so pictures are uploaded to chat platforms.", "Set PublicBaseUrl to the address people reach this bot at.");
    }

    private Finding Folder()
    {
        try
        {
            var store = open();
            store.Check();
            return Finding.Ok($"{store.Root} can be written.");
        }
        catch (IOException fault)
        {
            return Finding.Fault(fault.Message, "Make DataPath a folder this program may write.");
        }
    }
}
