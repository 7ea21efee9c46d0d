using ImageGen.Bot.Storage;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Tests.Contracts;

public sealed class DiskImageStoreTests : ImageStoreContract, IDisposable
{
    private readonly TempFolder _folder = new();

    public DiskImageStoreTests() => Store = new DiskImageStore(_folder.Combine("images"), new Uri("https://pictures.test"));

    protected override IImageStore Store { get; }

    protected override bool ServesItself => false;

    protected override IEnumerable<string> FilesLeft => Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories);

    public void Dispose() => _folder.Dispose();
}
