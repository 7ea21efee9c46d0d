using ImageGen.Bot.Hosting;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Storage;

/// <summary>Says where pictures are kept.</summary>
internal static class StorageServiceCollectionExtensions
{
    /// <summary>In a folder, served by this bot.</summary>
    public static IServiceCollection AddDiskStorage(this IServiceCollection services, string folder, Uri publicBaseUrl) => services
        .AddSingleton(_ => new DiskImageStore(folder, publicBaseUrl))
        .AddSingleton<IImageStore>(provider => provider.GetRequiredService<DiskImageStore>())
        .AddSingleton<ICheckup>(provider => new DiskCheckup(provider.GetRequiredService<DiskImageStore>, publicBaseUrl));

    /// <summary>In a bucket.</summary>
    /// <exception cref="IOException">The folder for pictures on their way cannot be written.</exception>
    public static IServiceCollection AddR2Storage(this IServiceCollection services, R2Options options, string spoolFolder) => services
        .AddSingleton(options)
        .AddSingleton(new Spool(spoolFolder))
        .AddSingleton<IImageStore, R2ImageStore>()
        .AddSingleton<ICheckup, R2Checkup>();
}
