using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGen.Bot.Tests.Fuzzing;

/// <summary>Looks through every job there is when all is done: each must be one that a person could have ordered, and within its limits.</summary>
internal static class JobAudit
{
    /// <summary>Lets every lane go on, and waits until each job has its outcome and each person knows it, or nobody can be told.</summary>
    public static async Task DrainAsync(LocalBot bot, TimeSpan within)
    {
        using var patience = new CancellationTokenSource(within);
        string[] lanes = [.. bot.Services.GetRequiredService<ImageProviders>().All.Select(provider => provider.Name)];
        foreach (var lane in lanes)
            await bot.Ledger.PauseLaneAsync(lane, TimeProvider.System.GetUtcNow(), patience.Token);
        foreach (var lane in lanes)
        {
            while (await bot.Ledger.LaneAsync(lane, patience.Token) is not { Waiting: 0, Delayed: 0, Leased: 0 })
                await Task.Delay(50, patience.Token);
        }
    }

    /// <summary>What is wrong with jobs, counters and bills.</summary>
    /// <param name="bot">Whose.</param>
    /// <param name="ids">Of all jobs.</param>
    public static async Task<IReadOnlyList<string>> FaultsAsync(LocalBot bot, IEnumerable<string> ids)
    {
        var faults = new List<string>();
        var (ledger, guilds, providers) = (bot.Services.GetRequiredService<IOperatorLedger>(), bot.Services.GetRequiredService<IGuildSettingsStore>(), bot.Services.GetRequiredService<ImageProviders>());
        var administration = bot.Services.GetRequiredService<GuildAdministration>();
        var tenants = new HashSet<(TenantId Tenant, string User)>();
        foreach (var id in ids)
        {
            if (await ledger.FindAsync(JobId.Parse(id), CancellationToken.None) is not { } job)
                continue;
            var tenant = job.Order.Tenant;
            if (!job.State.IsFinal())
                faults.Add($"job {id} is still {job.State}");
            // What admins' requests made of a guild, its older jobs need not fit.
            if ((await administration.GetAsync(tenant, CancellationToken.None)).Revision > 0)
                continue;
            tenants.Add((tenant, job.Order.User));
            faults.AddRange(RequestValidator.Validate(Repeat.Of(job), await guilds.GetAsync(tenant, CancellationToken.None), providers, out _).Select(fault => $"job {id}: {fault.Message}"));
        }

        var now = TimeProvider.System.GetUtcNow();
        foreach (var (tenant, user) in tenants)
        {
            var counters = await bot.Ledger.CountersAsync([QuotaClaims.GuildImages(tenant, now), QuotaClaims.UserImages(tenant, user, now), QuotaClaims.GuildCost(tenant, now)], CancellationToken.None);
            long[] limits = [FuzzScene.ImagesPerGuildPerDay, FuzzScene.ImagesPerUserPerDay, (long)(FuzzScene.BudgetUsdPerGuildPerMonth * 1_000_000)];
            for (var at = 0; at < limits.Length; at++)
            {
                if (counters[at].Used > limits[at])
                    faults.Add($"{tenant} has used {counters[at].Used} of {limits[at]}");
                if (counters[at].Reserved != 0)
                    faults.Add($"{tenant} still holds {counters[at].Reserved}");
            }
        }

        return faults;
    }
}
