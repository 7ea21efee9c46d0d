using System.Runtime.CompilerServices;

namespace ImageGen.Bot.Hosting;

/// <summary>Whether there is room where the data is.</summary>
/// <param name="path">The data's folder, which need not be there yet.</param>
/// <param name="freeBytes">Tells how much room a folder's disk has.</param>
internal sealed class DataFolderCheckup(string path, Func<string, long> freeBytes) : ICheckup
{
    private const long Gigabyte = 1_000_000_000;

    /// <summary>A few dozen pictures, or the database's next hours.</summary>
    private const long Least = Gigabyte / 10;

    public string Part => "disk";

    /// <summary>What the file system lets this program use.</summary>
    public static long FreeBytes(string folder) => new DriveInfo(folder).AvailableFreeSpace;

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        var folder = path;
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } above)
            folder = above;
        var free = freeBytes(folder);
        var what = $"{(double)free / Gigabyte:0.#} GB are free for {path}.";
        yield return free < Least ? Finding.Fault(what, "Make room, or move DataPath to a larger disk: without room nothing is stored.")
            : free < Gigabyte ? Finding.Warning(what, "Make room soon.")
            : Finding.Ok(what);
    }
}
