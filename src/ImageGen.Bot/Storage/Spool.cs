namespace ImageGen.Bot.Storage;

/// <summary>
/// Temporary files for pictures on their way. A file loses its name as soon as it is open, so that the system takes it
/// back however the process ends.
/// </summary>
internal sealed class Spool
{
    private readonly string _folder;

    /// <param name="folder">The folder; made where missing, emptied of what a process killed between opening and unnaming a file left.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public Spool(string folder)
    {
        _folder = folder;
        try
        {
            Directory.CreateDirectory(folder);
            // Other processes may share the folder; taking a file's name does them no harm, they have it open.
            foreach (var left in Directory.EnumerateFiles(folder))
                File.Delete(left);
            Open().Dispose();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The folder '{folder}' for pictures on their way cannot be written. Set DataPath to one that can.", fault);
        }
    }

    /// <summary>An empty file to write and read; gone when it is closed.</summary>
    public FileStream Open()
    {
        var path = Path.Combine(_folder, Path.GetRandomFileName());
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        File.Delete(path);
        return file;
    }
}
