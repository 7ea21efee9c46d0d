using ImageGen.Bot.Hosting;
using ImageGen.Bot.Storage;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.R2;
using ImageGen.Core.Images;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageGen.Bot.Tests.Contracts;

/// <summary>The R2 store and its spool against a server.</summary>
public abstract class R2ImageStoreContract : ImageStoreContract, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly R2ImageStore _store;

    private protected R2ImageStoreContract(R2Options options) =>
        _store = new R2ImageStore(options, new Spool(_folder.Combine("spool")), TimeProvider.System, new CryptoRandom(), NullLogger<R2ImageStore>.Instance);

    protected override IImageStore Store => _store;

    protected override IEnumerable<string> FilesLeft => Directory.EnumerateFiles(_folder.Combine("spool"));

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>A server that all tests of a class share.</summary>
public sealed class R2Server : IAsyncLifetime
{
    private FakeR2? _fake;

    internal FakeR2 Fake => _fake!;

    public async ValueTask InitializeAsync() => _fake = await FakeR2.StartNewAsync();

    public ValueTask DisposeAsync() => Fake.DisposeAsync();
}

/// <summary>The same for the server that is not ours.</summary>
public sealed class OtherServer : IAsyncLifetime
{
    private FauxqsServer? _server;

    internal FauxqsServer Server => _server!;

    public async ValueTask InitializeAsync() => _server = await FauxqsServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

public sealed class R2PublicImageStoreTests(R2Server r2) : R2ImageStoreContract(r2.Fake.Options()), IClassFixture<R2Server>;

public sealed class R2PresignedImageStoreTests(R2Server r2) : R2ImageStoreContract(r2.Fake.Options(isPublic: false)), IClassFixture<R2Server>;

public sealed class FauxqsImageStoreTests(OtherServer other) : R2ImageStoreContract(other.Server.Options), IClassFixture<OtherServer>;
