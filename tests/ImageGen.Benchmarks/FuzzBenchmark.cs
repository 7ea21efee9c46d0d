using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fuzzing;

namespace ImageGen.Benchmarks;

/// <summary>
/// Mutated requests at every public endpoint of the real process: half of them not proven, which must change nothing, and
/// half proven anew after the mutation, which must be answered. What must hold is counted, and what did not is written
/// to a file that can be sent again.
/// </summary>
internal static class FuzzBenchmark
{
    private const int Connections = 32;

    /// <summary>What the process may grow by from the middle of a half to its end, when the collector has taken the room that such a load needs: its ups and downs.</summary>
    private const double AllowedGrowthMb = 48;

    /// <summary>SQLite's cache of its pages fills as the ledger does, up to what SqliteDatabase lets it take.</summary>
    private const double PageCacheMb = 64;

    /// <summary>Requests of one half before whose middle the collector has taken its room: where fewer come, memory is shown and not judged.</summary>
    private const int Settling = 80_000;

    private const int SlowClients = 12;

    /// <summary>Kestrel gives a client this long for its headers, and less for a body that does not come.</summary>
    private static readonly TimeSpan SlowPatience = TimeSpan.FromSeconds(45);

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>A finding as it is kept.</summary>
    private sealed record Kept(string Fault, int Seed, int Number, FuzzRequest Request);

    public static async Task<int> RunAsync(string[] options)
    {
        var (requests, seed) = (Options.Read(options, "--requests", 200_000), Options.Read(options, "--seed", 1));
        await using var redis = options.Contains("--sqlite") ? null : await RedisServer.StartAsync();
        (string, string)[] state = redis is null ? [] : [("State:Provider", "Redis"), ("State:Redis:ConnectionString", redis.ConnectionString)];
        await using var scene = await FuzzScene.StartAsync(state);
        await using var sink = await PlatformSink.StartAsync(scene.Slack);
        var bot = await BotProcess.ServeAsync(scene.Folder, [.. Environment(scene, sink)]);
        try
        {
            return Array.IndexOf(options, "--replay") is >= 0 and var at
                ? await ReplayAsync(scene, bot, options[at + 1])
                : await SendAsync(scene, bot, requests, seed, redis is null ? "SQLite" : "Redis");
        }
        finally
        {
            await bot.DisposeAsync();
        }
    }

    private static async Task<int> SendAsync(FuzzScene scene, BotProcess bot, int requests, int seed, string store)
    {
        Console.WriteLine($"{requests:N0} requests from {scene.Recorded.Count} recorded ones, seed {seed}, {Connections} connections, state in {store}");
        var run = new FuzzRun(new Mutator(scene.Recorded, seed), scene.Keys, bot.Address);
        var faults = new List<string>();
        var allowed = AllowedGrowthMb + (store == "SQLite" ? PageCacheMb : 0);

        // Numbers past all others: what is compiled, cached and pooled comes to be before anything is measured.
        var warmUp = Math.Max(2_000, requests / 20);
        await run.SendAsync(isProven: true, 2 * requests, warmUp, Connections);
        await run.SendAsync(isProven: false, 2 * requests, warmUp, Connections);

        var before = await QuietAsync(scene);
        faults.AddRange(await HalfAsync("not proven", isProven: false));
        faults.AddRange(StoredState.Differences(before, await QuietAsync(scene)).Take(20).Select(change => $"requests that were not proven changed the state: {change}"));
        faults.AddRange(await HalfAsync("proven", isProven: true));
        faults.AddRange(await SlowAsync(scene, bot));

        await QuietAsync(scene);
        var log = Faults(bot);
        await bot.KillAsync();
        var jobs = await scene.JobsAsync();
        await using (var local = await scene.StartBotAsync())
        {
            await JobAudit.DrainAsync(local, TimeSpan.FromMinutes(5));
            faults.AddRange((await JobAudit.FaultsAsync(local, jobs)).Take(50));
        }

        Print(run);
        Console.WriteLine();
        Console.WriteLine($"jobs in the ledger, all from proven requests: {jobs.Count:N0}; pictures ordered of the provider: {scene.Provider.Orders.Count:N0}");
        faults.AddRange(log.Take(50).Select(line => $"logged: {line}"));
        faults.AddRange(run.Findings.Select(finding => $"{finding.Request.Endpoint} {finding.Fault}; see {Keep(finding, seed)}"));
        foreach (var fault in faults)
            Console.WriteLine($"BROKEN: {fault}");
        Console.WriteLine(faults.Count == 0
            ? "held: nothing not proven got past or changed anything, no 5xx, no connection hung, memory did not grow, every job legitimate and within its limits, no bug logged"
            : $"{faults.Count} broken");
        return faults.Count == 0 ? 0 : 1;

        async Task<IReadOnlyList<string>> HalfAsync(string name, bool isProven)
        {
            var (middle, end) = await MeasureAsync(name, isProven, first: 0);
            if (requests / 2 < Settling || end - middle <= allowed)
                return [];
            // A heap that has not found its size yet grows no further; a leak does.
            var (_, later) = await MeasureAsync(name, isProven, first: 3 * requests);
            return later - end > allowed ? [$"memory grew from {middle:N0} MB to {end:N0} MB, and to {later:N0} MB, while {name} requests came"] : [];
        }

        async Task<(double Middle, double End)> MeasureAsync(string name, bool isProven, int first)
        {
            var watch = Stopwatch.StartNew();
            var half = run.SendAsync(isProven, first, requests / 2, Connections);
            var samples = new List<double> { Resident(bot) };
            while (await Task.WhenAny(half, Task.Delay(500)) != half)
                samples.Add(Resident(bot));
            await half;
            var settled = samples[(samples.Count / 2)..];
            var part = Math.Max(1, settled.Count / 4);
            var (middle, end) = (Median(settled.Take(part)), Median(settled.TakeLast(part)));
            Console.WriteLine($"{name,-10}: {requests / 2:N0} in {watch.Elapsed.TotalSeconds:N0} s, {requests / 2 / watch.Elapsed.TotalSeconds:N0}/s; resident memory {samples[0]:N0} MB at first, {middle:N0} MB in the middle, {end:N0} MB at last (allowed since the middle: {allowed:N0} MB more)");
            return (middle, end);
        }
    }

    /// <summary>Sends one kept request again, and shows what comes of it.</summary>
    private static async Task<int> ReplayAsync(FuzzScene scene, BotProcess bot, string file)
    {
        var kept = JsonSerializer.Deserialize<Kept>(await File.ReadAllTextAsync(file), Json)!;
        var run = new FuzzRun(new Mutator(scene.Recorded, kept.Seed), scene.Keys, bot.Address);
        await run.SendAsync(kept.Request);
        await Task.Delay(TimeSpan.FromSeconds(2));
        Print(run);
        foreach (var line in Faults(bot))
            Console.WriteLine($"logged: {line}");
        foreach (var finding in run.Findings)
            Console.WriteLine($"BROKEN: {finding.Fault}");
        return run.Findings.Count + Faults(bot).Count == 0 ? 0 : 1;
    }

    private static string Keep(Finding finding, int seed)
    {
        var file = Path.GetFullPath(string.Create(CultureInfo.InvariantCulture, $"fuzz-{seed}-{(finding.Request.Proof == Proof.Right ? "proven" : "not-proven")}-{finding.Number}.json"));
        File.WriteAllText(file, JsonSerializer.Serialize(new Kept(finding.Fault, seed, finding.Number, finding.Request), Json));
        return file;
    }

    /// <summary>Clients that say no more and do not go: the bot must end it.</summary>
    private static async Task<IReadOnlyList<string>> SlowAsync(FuzzScene scene, BotProcess bot)
    {
        var request = scene.Recorded.First(one => one.Face == Face.Discord && one.Body.Length > 0) with { Proof = Proof.Right };
        var whole = request.Write(scene.Keys);
        var ends = Enumerable.Range(1, SlowClients).Select(client => whole.Length * client / (SlowClients + 1));
        var ended = await Task.WhenAll(ends.Select(async end =>
        {
            using var connection = new FuzzConnection(bot.Address);
            using var patience = new CancellationTokenSource(SlowPatience);
            try
            {
                var answers = await connection.SendAloneAsync(whole[..end], endsThere: false, patience.Token);
                return answers.All(answer => answer.Status is >= 400 and < 500);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }));
        Console.WriteLine($"slow clients: {ended.Count(one => one)} of {SlowClients} were cut off within {SlowPatience.TotalSeconds:0} s");
        return Array.TrueForAll(ended, one => one) ? [] : ["a client that says no more was not cut off"];
    }

    private static void Print(FuzzRun run)
    {
        Console.WriteLine();
        Console.WriteLine("answers by endpoint, as status:count");
        foreach (var endpoint in run.Counts.GroupBy(count => count.Key.Endpoint).OrderBy(group => group.Key, StringComparer.Ordinal))
            Console.WriteLine($"  {endpoint.Key,-62} {string.Join("  ", endpoint.OrderBy(count => count.Key.Status).Select(count => $"{count.Key.Status}:{count.Value:N0}"))}");
        Console.WriteLine($"  {"all",-62} {string.Join("  ", run.Counts.GroupBy(count => count.Key.Status).OrderBy(group => group.Key).Select(group => $"{group.Key}:{group.Sum(count => count.Value):N0}"))}");
    }

    /// <summary>Waits until the store stays as it is: whatever was ordered has been drawn, and told or given up.</summary>
    private static async Task<HashSet<string>> QuietAsync(FuzzScene scene)
    {
        var last = await scene.StateAsync();
        for (var patience = 0; patience < 60; patience++)
        {
            await Task.Delay(TimeSpan.FromSeconds(2));
            var now = await scene.StateAsync();
            if (now.SetEquals(last))
                return now;
            last = now;
        }

        return last;
    }

    /// <summary>Errors and exceptions of the bot's own making. That nobody could be told of a picture is none: there is nobody.</summary>
    private static List<string> Faults(BotProcess bot) => [.. bot.Output.Split('\n').Where(IsFault).Select(line => line.Length <= 600 ? line : line[..600])];

    private static bool IsFault(string line) => line.Contains("crit:", StringComparison.Ordinal) || line.Contains(" System.", StringComparison.Ordinal) || line.Contains("Unhandled", StringComparison.Ordinal)
        || (line.Contains("fail:", StringComparison.Ordinal) && !line.Contains("Repli", StringComparison.Ordinal) && !line.Contains("ReplyExecutor", StringComparison.Ordinal));

    private static IEnumerable<(string, string)> Environment(FuzzScene scene, PlatformSink sink)
    {
        foreach (var (key, value) in scene.Settings)
        {
            var instead = key switch { "Discord:ApiBaseUrl" => sink.DiscordApi, "Slack:ApiBaseUrl" => sink.SlackApi, _ => value };
            yield return (key.Replace(":", "__", StringComparison.Ordinal), instead);
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    /// <summary>Megabytes, as the kernel counts them.</summary>
    private static double Resident(BotProcess bot)
    {
        var line = File.ReadLines($"/proc/{bot.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
    }
}
