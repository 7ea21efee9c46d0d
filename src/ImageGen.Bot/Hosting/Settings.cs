using ImageGen.Bot.Discord;
using ImageGen.Bot.Operator;
using ImageGen.Bot.Providers;
using ImageGen.Bot.Providers.OpenAI;
using ImageGen.Bot.Redis;
using ImageGen.Bot.Slack;
using ImageGen.Bot.Storage;
using ImageGen.Core;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Hosting;

/// <summary>What this process does.</summary>
[Flags]
internal enum Roles
{
    Web = 1,
    Worker = 2,
}

internal enum StateProvider
{
    Sqlite,
    Redis,
}

internal enum StorageProvider
{
    Disk,
    R2,
}

internal enum ProviderKind
{
    Painter,
    OpenAI,
    AzureOpenAI,
    Flux,
}

/// <summary>One configured image provider.</summary>
/// <param name="Name">The name people choose it by.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Limits">What all processes together may ask of it.</param>
/// <param name="Remote">How it is called; null for the painter, who is at home.</param>
internal sealed record ProviderSettings(string Name, ProviderKind Kind, LaneLimits Limits, ProviderOptions? Remote = null);

/// <summary>The configuration, read and judged whole. See <c>appsettings.example.json</c> for what each key means.</summary>
internal sealed record Settings
{
    public required Roles Roles { get; init; }
    public required Uri PublicBaseUrl { get; init; }
    public required string DataPath { get; init; }
    public required StateProvider State { get; init; }
    public required RedisOptions? Redis { get; init; }

    /// <summary>Null where pictures are files.</summary>
    public required R2Options? R2 { get; init; }
    public required IReadOnlyList<ProviderSettings> Providers { get; init; }
    public required string DefaultProvider { get; init; }

    /// <summary>Who draws where another provider cannot, first to last.</summary>
    public required IReadOnlyList<string> Fallback { get; init; }

    public required QuotaPolicy Quotas { get; init; }

    /// <summary>What somebody may cost a month where no guild pays for them.</summary>
    public required Usd BudgetPerPersonPerMonth { get; init; }

    public required ReplyPlace ReplyIn { get; init; }

    /// <summary>Null where the bot is not on Discord.</summary>
    public required DiscordOptions? Discord { get; init; }

    /// <summary>Null where the bot is not on Slack.</summary>
    public required SlackOptions? Slack { get; init; }

    /// <summary>Hosts that callers of the HTTP API may have reference images loaded from.</summary>
    public required IReadOnlyList<string> ReferenceHosts { get; init; }

    /// <summary>Null where nothing is exported.</summary>
    public required TelemetryOptions? Telemetry { get; init; }

    public required IReadOnlyList<string> BlockedWords { get; init; }

    /// <summary>Null where the template refines.</summary>
    public required RefinerOptions? Refiner { get; init; }

    /// <summary>Null where only word lists and patterns moderate.</summary>
    public required ModerationOptions? Moderation { get; init; }

    /// <summary>Null where words alone find styles.</summary>
    public required EmbeddingOptions? Embeddings { get; init; }
    public required NearHitOptions NearHits { get; init; }
    public required LedgerOptions Ledger { get; init; }
    public required ExecutionOptions Execution { get; init; }
    public required int WorkerConcurrency { get; init; }
    public required TimeSpan ShutdownTimeout { get; init; }

    /// <summary>Names of callers by their secret; empty lets only this machine call.</summary>
    public required IReadOnlyDictionary<string, string> ApiKeys { get; init; }

    /// <summary>Names of callers that administer guilds by their secret; empty lets only this machine, where it needs no key elsewhere either.</summary>
    public required IReadOnlyDictionary<string, string> ApiAdminKeys { get; init; }

    public required OperatorOptions Operator { get; init; }

    /// <summary>Reads the configuration.</summary>
    /// <exception cref="SettingsException">Something in it is wrong; all of it is named.</exception>
    public static Settings Read(IConfiguration configuration)
    {
        var faults = new List<string>();
        var root = new SettingsReader(configuration, "", faults);

        var providers = ReadProviders(root.Section("Providers"));
        var generation = root.Section("Generation");
        var defaultProvider = generation.Text("DefaultProvider") ?? providers[0].Name;
        if (!providers.Any(provider => provider.Name == defaultProvider))
            generation.Fault("DefaultProvider", $"must name one of the configured providers ({string.Join(", ", providers.Select(provider => provider.Name))}); it is '{defaultProvider}'");
        var fallback = ReadFallback(generation, providers);
        generation.RefuseUnknown();

        var state = root.Section("State");
        var stateProvider = state.Choice("Provider", StateProvider.Sqlite);
        var redis = ReadRedis(state.Section("Redis"), stateProvider);
        var retention = TimeSpan.FromDays(state.Number("RetentionDays", 1, 365, 90));
        state.RefuseUnknown();

        var chat = root.Section("Chat");
        var worker = root.Section("Worker");
        var lease = TimeSpan.FromSeconds(worker.Number("LeaseSeconds", 2, 3600, 30));
        var cache = root.Section("Cache");
        var quotas = root.Section("Quotas");
        var moderation = root.Section("Moderation");
        var api = root.Section("Api");
        var settings = new Settings
        {
            Roles = ReadRoles(root),
            PublicBaseUrl = root.HttpUrl("PublicBaseUrl") ?? HostConfiguration.ListeningUrl(configuration),
            DataPath = System.IO.Path.GetFullPath(root.Text("DataPath") ?? "data"),
            State = stateProvider,
            Redis = redis,
            R2 = StorageReader.Read(root.Section("Storage")),
            Providers = providers,
            DefaultProvider = defaultProvider,
            Fallback = fallback,
            BudgetPerPersonPerMonth = Usd.FromDollars(quotas.Amount("BudgetUsdPerPersonPerMonth", 1_000_000_000) ?? 1),
            ReplyIn = chat.Choice("ReplyIn", ReplyPlace.Message),
            Discord = ChatReader.Discord(root.Section("Discord")),
            Slack = ChatReader.Slack(root.Section("Slack")),
            Telemetry = TelemetryOptions.Read(root),
            Quotas = new QuotaPolicy
            {
                ImagesPerUserPerDay = quotas.Number("ImagesPerUserPerDay", 0, 1_000_000_000),
                ImagesPerGuildPerDay = quotas.Number("ImagesPerGuildPerDay", 0, 1_000_000_000),
                BudgetPerGuildPerMonth = Usd.FromDollars(quotas.Amount("BudgetUsdPerGuildPerMonth", 1_000_000_000) ?? 25),
                QueuedPerUser = quotas.Number("QueuedPerUser", 1, 1_000_000),
            },
            ReferenceHosts = ReadReferenceHosts(root.Section("References")),
            BlockedWords = moderation.List("BlockedWords"),
            Refiner = LanguageReader.Refiner(root.Section("Refiner")),
            Moderation = LanguageReader.Moderation(moderation),
            Embeddings = LanguageReader.Embeddings(root.Section("Embeddings")),
            NearHits = LanguageReader.NearHits(cache),
            Ledger = new LedgerOptions
            {
                CacheTtl = TimeSpan.FromDays(cache.Number("TtlDays", 1, 3650, 30)),
                Retention = retention,
                ClockTolerance = 2 * lease is var twice && twice > TimeSpan.FromMinutes(2) ? twice : TimeSpan.FromMinutes(2),
            },
            Execution = new ExecutionOptions
            {
                LeaseDuration = lease,
                MaxAttempts = worker.Number("MaxAttempts", 1, 100, 5),
            },
            WorkerConcurrency = worker.Number("Concurrency", 1, 1000, 8),
            ShutdownTimeout = TimeSpan.FromSeconds(worker.Number("ShutdownSeconds", 1, 3600, 25)),
            ApiKeys = ReadApiKeys(api, "Keys"),
            ApiAdminKeys = ReadApiKeys(api, "AdminKeys"),
            Operator = OperatorOptions.Read(root.Section("Operator")),
        };
        foreach (var section in new[] { chat, worker, cache, quotas, api })
            section.RefuseUnknown();
        if (settings.Ledger.CacheTtl > settings.Ledger.Retention)
            cache.Fault("TtlDays", "must be at most State:RetentionDays: what the cache keeps longer than its job, nobody could have forgotten");
        root.RefuseUnknown(KeysOfFiles(configuration));
        return faults.Count == 0 ? settings : throw new SettingsException(faults);
    }

    /// <summary>Whether a command-line option <c>--Name</c> or <c>--Section:Name</c> can mean anything.</summary>
    public static bool IsOption(string name) => RootKeys.Contains(name.Split(':')[0], StringComparer.OrdinalIgnoreCase);

    private static readonly string[] HostKeys = ["urls", "http_ports", "https_ports", "environment", "Logging", "Kestrel", "AllowedHosts"];

    private static readonly string[] RootKeys =
        [.. HostKeys, "Roles", "PublicBaseUrl", "DataPath", "State", "Storage", "Providers", "Generation", "Refiner", "Embeddings", "Quotas", "Moderation", "Cache", "Api", "Worker", "Chat", "Discord", "Slack", "References", "Telemetry", "Operator"];

    private static IEnumerable<string> KeysOfFiles(IConfiguration configuration) =>
        (configuration as IConfigurationRoot)?.Providers.OfType<Microsoft.Extensions.Configuration.Json.JsonConfigurationProvider>()
            .SelectMany(file => file.GetChildKeys([], null)).Distinct(StringComparer.OrdinalIgnoreCase).Except(HostKeys, StringComparer.OrdinalIgnoreCase) ?? [];

    private static Roles ReadRoles(SettingsReader root)
    {
        var roles = default(Roles);
        foreach (var name in root.List("Roles"))
        {
            if (Enum.TryParse<Roles>(name, ignoreCase: true, out var role) && char.IsAsciiLetter(name[0]))
                roles |= role;
            else
                root.Fault("Roles", $"must be web, worker or both with a comma; '{name}' is neither");
        }

        return roles == default ? Roles.Web | Roles.Worker : roles;
    }

    private static RedisOptions? ReadRedis(SettingsReader redis, StateProvider provider)
    {
        var connection = redis.Text("ConnectionString");
        var prefix = redis.Text("KeyPrefix");
        redis.RefuseUnknown();
        if (provider != StateProvider.Redis)
            return null;
        if (connection is null)
            redis.Fault("ConnectionString", "is missing; State:Provider=Redis needs it, such as localhost:6379");
        else if (RedisOptions.FaultOf(connection) is { } fault)
            redis.Fault("ConnectionString", $"cannot be read: {fault}");
        var options = new RedisOptions { ConnectionString = connection ?? "" };
        return prefix is null ? options : options with { KeyPrefix = prefix };
    }

    private static List<ProviderSettings> ReadProviders(SettingsReader section)
    {
        var providers = new List<ProviderSettings>();
        foreach (var name in section.Keys)
        {
            var provider = section.Section(name);
            if (name.Length > 32 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
                section.Fault(name, "must be named with at most 32 lower-case letters, digits and hyphens");
            if (provider.Text("Kind") is null)
                provider.Fault("Kind", $"is missing; it is one of {string.Join(", ", Enum.GetNames<ProviderKind>())}");
            var kind = provider.Choice("Kind", ProviderKind.Painter);
            providers.Add(new ProviderSettings(name, kind, new LaneLimits(
                name,
                (int?)provider.Number("MaxConcurrent", 1, 10_000),
                (int?)provider.Number("RequestsPerMinute", 1, 1_000_000)),
                kind == ProviderKind.Painter ? null : RemoteProviderReader.Read(provider, name, kind)));
            provider.RefuseUnknown();
        }

        return providers.Count > 0 ? providers : [new ProviderSettings("painter", ProviderKind.Painter, new LaneLimits("painter"))];
    }

    private static IReadOnlyList<string> ReadReferenceHosts(SettingsReader references)
    {
        var hosts = references.List("AllowedHosts");
        foreach (var host in hosts.Where(host => !AllowedHosts.IsPattern(host)))
            references.Fault("AllowedHosts", $"must be hosts like images.example.com or *.example.com; '{host}' is none");
        references.RefuseUnknown();
        return hosts;
    }

    private static IReadOnlyList<string> ReadFallback(SettingsReader generation, List<ProviderSettings> providers)
    {
        var names = generation.List("Fallback");
        foreach (var name in names.Where(name => !providers.Exists(provider => provider.Name == name)))
            generation.Fault("Fallback", $"must name configured providers ({string.Join(", ", providers.Select(provider => provider.Name))}); '{name}' is none");
        foreach (var twice in names.GroupBy(name => name).Where(group => group.Count() > 1))
            generation.Fault("Fallback", $"must name each provider once; '{twice.Key}' is there {twice.Count()} times");
        return names;
    }

    private static Dictionary<string, string> ReadApiKeys(SettingsReader api, string section)
    {
        var keys = api.Section(section);
        var byName = keys.Keys.ToDictionary(name => name, name => keys.Text(name) ?? "");
        foreach (var (name, key) in byName.Where(pair => pair.Value.Length < 16))
            keys.Fault(name, "must have at least 16 characters");
        foreach (var twice in byName.GroupBy(pair => pair.Value).Where(group => group.Count() > 1))
            api.Fault(section, $"must differ; {string.Join(" and ", twice.Select(pair => pair.Key))} are the same");
        return byName;
    }
}

/// <summary>Where the bot listens unless told otherwise.</summary>
internal static class ServeDefaults
{
    public const string Url = "http://localhost:8080";
}

/// <summary>The configuration is wrong; every fault is named, each with its key.</summary>
internal sealed class SettingsException(IReadOnlyList<string> faults)
    : Exception("The configuration is wrong:" + string.Concat(faults.Select(fault => $"{Environment.NewLine}  - {fault}")));
