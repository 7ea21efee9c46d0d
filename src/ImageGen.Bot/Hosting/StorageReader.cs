using ImageGen.Bot.Storage;

namespace ImageGen.Bot.Hosting;

/// <summary>Reads section <c>Storage</c>.</summary>
internal static class StorageReader
{
    private static readonly string[] Needed = ["Endpoint", "Bucket", "AccessKeyId", "SecretAccessKey"];

    /// <summary>The bucket, and notes of its faults; null where pictures are files.</summary>
    public static R2Options? Read(SettingsReader storage)
    {
        var provider = storage.Choice("Provider", StorageProvider.Disk);
        var section = storage.Section("R2");
        storage.RefuseUnknown();
        var options = ReadR2(section, isUsed: provider == StorageProvider.R2);
        return provider == StorageProvider.R2 ? options : null;
    }

    private static R2Options ReadR2(SettingsReader section, bool isUsed)
    {
        var options = new R2Options
        {
            Endpoint = section.HttpUrl("Endpoint") ?? new Uri("https://unset.invalid"),
            Bucket = section.Text("Bucket") ?? "",
            AccessKeyId = section.Text("AccessKeyId") ?? "",
            SecretAccessKey = section.Text("SecretAccessKey") ?? "",
            PublicBaseUrl = section.HttpUrl("PublicBaseUrl") is { } url ? new Uri(url.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/") : null,
            MaxParallelUploads = section.Number("MaxParallelUploads", 1, 1000, 8),
        };
        section.RefuseUnknown();
        if (!isUsed)
            return options;

        foreach (var key in Needed.Where(key => section.Text(key) is null))
            section.Fault(key, "is missing; Storage:Provider=R2 needs it");
        if (options.Endpoint.PathAndQuery != "/" || options.Endpoint.UserInfo.Length > 0)
            section.Fault("Endpoint", "must end after the host, such as https://ACCOUNT.r2.cloudflarestorage.com; the bucket's name goes to Storage:R2:Bucket");
        if (options.Bucket.Length > 0 && !IsBucket(options.Bucket))
            section.Fault("Bucket", $"must have 3 to 63 lower-case letters, digits and hyphens, none of these at either end; it is '{options.Bucket}'");
        if (section.Text("PublicBaseUrl") is { } served && served.Contains('?'))
            section.Fault("PublicBaseUrl", "must have no query");
        if (options.PublicBaseUrl is { } host && host.Host.EndsWith(".r2.cloudflarestorage.com", StringComparison.OrdinalIgnoreCase))
            section.Fault("PublicBaseUrl", "must be the bucket's own domain; the S3 API answers nobody without a signature");
        return options;
    }

    private static bool IsBucket(string name) =>
        name.Length is >= 3 and <= 63 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && name[0] != '-' && name[^1] != '-';
}
