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

    /// <summary>Each kill comes a random while after its share of the commands may be sent, so that it meets them at any point.</summary>
    private static async Task KillAsync(SoakOptions options, SoakFleet fleet, SoakClients clients, Random random)
    {
        var allowed = 0;
        for (var kill = 0; kill < options.Kills; kill++)
        {
            var share = (options.Jobs * (kill + 1) / (options.Kills + 1)) - allowed;
            clients.Allow(share);
            allowed += share;
            var victim = fleet.Victims[random.Next(fleet.Victims.Count)];
            var (pause, absence) = (TimeSpan.FromMilliseconds(random.Next(100, 1200)), TimeSpan.FromMilliseconds(random.Next(600)));
            await Task.Delay(pause);
            await fleet.KillAsync(victim, absence);
            // Where the machine is slow, kills wait for the commands they are to meet.
            for (var look = 0; look < 100 && clients.Answered < allowed - (2 * share); look++)
                await Task.Delay(50);
        }

        clients.Allow(options.Jobs - allowed);
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
