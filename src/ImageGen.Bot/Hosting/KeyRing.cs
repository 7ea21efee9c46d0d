using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace ImageGen.Bot.Hosting;

/// <summary>The keys that secrets are encrypted with, shared by all processes.</summary>
internal static class KeyRing
{
    /// <summary>Keeps the keys where every process finds them: beside the database, so that a copy of it alone tells nothing, or with the ledger.</summary>
    public static IServiceCollection AddKeyRing(this IServiceCollection services, Settings settings)
    {
        // Otherwise the name would be the folder it was started from, and processes elsewhere could not read it.
        var protection = services.AddDataProtection().SetApplicationName("ImageGen.Bot");
        if (settings.State == StateProvider.Sqlite)
            protection.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(settings.DataPath, "keys")));
        else
            services.AddOptions<KeyManagementOptions>().Configure<ISecretStore>(static (keys, store) => keys.XmlRepository = new StoredKeyRing(store));
        return services;
    }
}

/// <summary>Data Protection's keys as one document in the <see cref="ISecretStore"/>.</summary>
/// <remarks>Data Protection waits for its keys, at the start and then once a day.</remarks>
internal sealed class StoredKeyRing(ISecretStore store) : IXmlRepository
{
    private const string Key = "keys";

    private string? _seen;

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        _seen = store.GetAsync(Key, CancellationToken.None).GetAwaiter().GetResult();
        return [.. Parse(_seen).Elements()];
    }

    public void StoreElement(XElement element, string friendlyName) =>
        store.ChangeAsync(Key, present => Added(present, element), CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>
    /// Of processes that make a key at once, the first one's counts. The others read it after this; it would take a day
    /// until it read theirs.
    /// </summary>
    private string? Added(string? present, XElement element)
    {
        if (present != _seen)
            return present;
        var keys = Parse(present);
        keys.Add(element);
        return _seen = keys.ToString(SaveOptions.DisableFormatting);
    }

    private static XElement Parse(string? keys) => keys is null ? new XElement("keys") : XElement.Parse(keys);
}
