using ImageGen.Core;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Faults;

// What was drawn, charged and counted.
internal sealed partial class SoakAudit
{
    private void CheckCharges()
    {
        var drawn = _byPicture.Select(same => (Picture: same.Key, Jobs: same.Where(job => !job.Cached).ToList(), Charges: _charged[same.Key].ToList())).ToList();
        var uncertain = _jobs.Values.Sum(Uncertain);
        report.Count("orders the providers charged", charges.Count, $"${charges.Sum(charge => SoakProviders.Prices[charge.Provider]) / 1e6:N2}");
        report.Count("of those, cut off before the answer", charges.Count(charge => charge.IsCut || charge.BrokenAt is not null), $"by the provider itself {charges.Count(charge => charge.IsCut)}");
        report.Count("attempts counted as uncertain", uncertain, $"never charged: {drawn.Sum(one => Math.Max(0, one.Jobs.Sum(job => Images(job) + Uncertain(job)) - one.Charges.Count))}");
        report.Count("pictures charged a second time or more", drawn.Sum(one => Math.Max(0, one.Charges.Count - one.Jobs.Count(job => Images(job) > 0))));

        report.Hold("a second charge only where an attempt was marked uncertain", drawn
            .Where(one => one.Charges.Count > one.Jobs.Sum(job => Images(job) + Uncertain(job)) && !IsForgotten(one.Charges[0].At, one.Charges[^1].At))
            .Select(one => $"picture {one.Picture}: {one.Charges.Count} charges, {one.Jobs.Sum(Images)} drawn, {one.Jobs.Sum(Uncertain)} uncertain"));
        report.Hold("no second FLUX task once the first one's id was written down", drawn
            .Where(one => one.Jobs.Count <= 1 && one.Charges.Exists(first => first.AskedAt is { } asked && one.Charges.Exists(next => next.At > asked && !IsForgotten(first.At, next.At))))
            .Select(one => $"picture {one.Picture}"));
        report.Hold("no picture counted that nobody drew", drawn.Where(one => one.Jobs.Sum(Images) > one.Charges.Count).Select(one => $"picture {one.Picture}"));
        report.Hold("nobody draws for a job that is not known", charges
            .Where(charge => !_byPicture.Contains(charge.Picture) && !IsForgotten(charge.At.AddSeconds(-1), charge.At)).Select(charge => $"picture {charge.Picture}"));
        report.Hold("each job costs its picture and its uncertain attempts", _jobs.Values
            .Where(job => job.Cost is { } cost && cost.Micros != PriceOf(job) * (Images(job) + Uncertain(job))).Select(job => $"{job.Id}: {job.Cost}"));
    }

    /// <summary>Counters, the daily usage and the jobs themselves are three accounts of the same.</summary>
    private async Task CheckCountersAsync()
    {
        var (reserved, sums, usage, overrun) = (new List<string>(), new List<string>(), new List<string>(), new List<string>());
        var today = TimeProvider.System.GetUtcNow();
        // A run may go over midnight, or the end of a month.
        DateTimeOffset[] days = [.. new[] { today.AddDays(-1), today }];
        var total = Usd.Zero;
        foreach (var tenant in tenants)
        {
            var jobs = _jobs.Values.Where(job => job.Order.Tenant == tenant.Id).ToList();
            await CompareAsync(tenant.Id.ToString(), days.Select(day => QuotaClaims.GuildImages(tenant.Id, day)), jobs.Sum(Images));
            var cost = jobs.Aggregate(Usd.Zero, (sum, job) => sum + (job.Cost ?? Usd.Zero));
            total += cost;
            await CompareAsync(tenant.Id.ToString(), days.Select(day => QuotaClaims.GuildCost(tenant.Id, day)).Distinct(), cost.Micros);
            foreach (var user in tenant.Users)
            {
                var own = jobs.Where(job => job.Order.User == user).ToList();
                await CompareAsync(user, days.Select(day => QuotaClaims.UserImages(tenant.Id, user, day)), own.Sum(Images));
                await CompareAsync(user, [QuotaClaims.UserOpen(tenant.Id, user)], 0);
            }

            // Day by day: that the days together are what the jobs say was looked at above.
            var drawn = await ledger.CountersAsync([.. days.Select(day => QuotaClaims.GuildImages(tenant.Id, day))], CancellationToken.None);
            overrun.AddRange(drawn.Where(day => day.Spent + day.Reserved > options.ImagesPerDay).Select(day => $"{tenant.Id}: {day.Spent} of {options.ImagesPerDay}"));
            var used = (await ledger.UsageByDayAsync(tenant.Id, DateOnly.FromDateTime(days[0].Date), DateOnly.FromDateTime(days[1].Date), CancellationToken.None))
                .Aggregate(default(UsageSums), (sum, day) => sum + day.Total);
            if (used.Images != jobs.Sum(Images) || used.Cost != cost || used.Cached != jobs.Count(job => job is { Cached: true, State: JobState.Completed }))
                usage.Add($"{tenant.Id}: {used} for {jobs.Sum(Images)} pictures, {cost}");
        }

        report.Tell("spent by the ledger's counters", $"${total.Dollars:N2}");
        report.Hold("nothing is reserved any more", reserved);
        report.Hold("counters spent what the jobs say, pictures and money", sums);
        report.Hold("the daily usage says the same", usage);
        report.Hold("no quota is overrun", overrun);

        async Task CompareAsync(string whose, IEnumerable<string> counters, long expected)
        {
            var states = await ledger.CountersAsync([.. counters], CancellationToken.None);
            if (states.Sum(state => state.Reserved) is not 0 and var held)
                reserved.Add($"{whose}: {held} of {counters.Last()}");
            if (states.Sum(state => state.Spent) is var spent && spent != expected)
                sums.Add($"{whose}: {spent} of {counters.Last()}, {expected} by its jobs");
        }
    }

    private static int Images(ImageJob job) => job.Cached ? 0 : job.Progress.Assets.Count - job.Progress.Inherited;

    private static int Uncertain(ImageJob job) => job.Cached ? 0 : job.Outcome?.UncertainAttempts ?? job.Progress.UncertainAttempts;

    private static long PriceOf(ImageJob job) => SoakProviders.Prices[job.Outcome?.Provider ?? job.Order.Spec.Provider];
}
