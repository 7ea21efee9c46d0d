using System.Diagnostics;
using ImageGen.Bot.Tests.Fakes.Discord;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Faults;

/// <summary>Sends commands to the real processes, kills these at random meanwhile, waits for what is left to be done, and counts.</summary>
internal static class SoakRun
{
    /// <summary>Lanes in which something may wait.</summary>
    public static readonly IReadOnlyList<string> Lanes = ["gpt", "flux", LaneLimits.ReplyLane("discord")];

    /// <summary>How long what is left when everything is back may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static async Task<SoakReport> RunAsync(SoakOptions options)
    {
        var clock = Stopwatch.StartNew();
        var random = new Random(options.Seed);
        await using var discord = await FakeDiscord.StartAsync();
        discord.FailEvery(97, 503);
        var tenants = SoakOrders.Tenants(options, discord);
        var orders = SoakOrders.Plan(options, tenants, random);
        await using var providers = new SoakProviders(new Random(options.Seed));
        await providers.StartAsync();
        await using var fleet = await SoakFleet.StartAsync(options, discord,
        [
            .. providers.Settings(), .. tenants.Where(tenant => tenant.ApiKey is not null).Select(tenant => ($"Api__Keys__{tenant.Id.Id}", tenant.ApiKey!)),
            ("Quotas__ImagesPerGuildPerDay", $"{options.ImagesPerDay}"), ("Quotas__BudgetUsdPerGuildPerMonth", "10000"), ("Quotas__QueuedPerUser", "10000"),
        ]);

        using var clients = new SoakClients(fleet, orders);
        var sending = clients.RunAsync();
        await KillAsync(options, fleet, clients, random);
        await sending;
        await fleet.AllUpAsync();
        var sent = clock.Elapsed;

        var (ledger, connection) = fleet.OpenLedger();
        await using var closing = connection;
        await IdleAsync(ledger);
        var report = new SoakReport(options);
        report.Tell("minutes", $"{clock.Elapsed.TotalMinutes:N1}", $"of which {(clock.Elapsed - sent).TotalSeconds:N0} s after the last kill");
        await new SoakAudit(options, tenants, orders, providers.Charges, fleet, discord, ledger, report).RunAsync();
        return report;
    }

    /// <summary>
    /// Kills each victim in turn as often as it is named, in another order each time. Commands are let through ahead of the
    /// kills, so that each meets work at any point of its way.
    /// </summary>
    private static async Task KillAsync(SoakOptions options, SoakFleet fleet, SoakClients clients, Random random)
    {
        var (allowed, share) = (0, options.Jobs / (options.Kills + 2));
        var victims = new Queue<string>();
        Allow(share);
        for (var kill = 0; kill < options.Kills; kill++)
        {
            Allow(share);
            if (victims.Count == 0)
                victims = new Queue<string>(Shuffled(fleet.Victims, random));
            await Task.Delay(random.Next(200, 1100));
            // Not around each, so that some show how long a job takes to run again when nothing else happens.
            for (var lost = 0; lost < 3 && kill % 3 == 0; lost++)
            {
                fleet.LoseAnswer();
                await Task.Delay(random.Next(200));
            }

            // Each tenth is a worker's, and left alone until its jobs must have run again.
            var isWatched = kill % 10 == 7;
            await fleet.KillAsync(isWatched ? fleet.Worker : victims.Dequeue(), TimeSpan.FromMilliseconds(random.Next(600)));
            if (isWatched)
                await Task.Delay(options.Lease + TimeSpan.FromSeconds(2));
            // Where the machine is slow, kills wait for the commands they are to meet.
            for (var look = 0; look < 200 && clients.Answered < allowed - (2 * share); look++)
                await Task.Delay(50);
        }

        Allow(options.Jobs - allowed);

        void Allow(int more)
        {
            clients.Allow(more);
            allowed += more;
        }
    }

    private static string[] Shuffled(IReadOnlyList<string> victims, Random random)
    {
        string[] shuffled = [.. victims];
        random.Shuffle(shuffled);
        return shuffled;
    }

    /// <summary>Waits until nothing waits or is being worked on in any lane.</summary>
    private static async Task IdleAsync(IJobLedger ledger)
    {
        var patience = Stopwatch.StartNew();
        for (var idle = 0; idle < 3; idle++)
        {
            foreach (var lane in Lanes)
            {
                if (await ledger.LaneAsync(lane, CancellationToken.None) is not { Waiting: 0, Delayed: 0, Leased: 0 } && patience.Elapsed < Patience)
                    idle = -1;
            }

            await Task.Delay(500);
        }
    }
}
