using ImageGen.Bot.Tests.Fakes.Discord;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;
using StackExchange.Redis;

namespace ImageGen.Bot.Tests.Faults;

/// <summary>Holds what the ledger, the providers and Discord know against each other when all is done.</summary>
internal sealed partial class SoakAudit(
    SoakOptions options,
    List<SoakTenant> tenants,
    List<SoakOrder> orders,
    IReadOnlyList<SoakCharge> charges,
    SoakFleet fleet,
    FakeDiscord discord,
    IJobLedger ledger,
    SoakReport report)
{
    /// <summary>
    /// While it syncs, Redis with <c>everysec</c> keeps what it is given for at most this long before it hands it to the
    /// kernel, and answers meanwhile. That much a SIGKILL takes with it.
    /// </summary>
    private static readonly TimeSpan Postponed = TimeSpan.FromSeconds(2.5);

    private readonly Dictionary<JobId, ImageJob> _jobs = [];

    private ILookup<int, ImageJob> _byPicture = Enumerable.Empty<ImageJob>().ToLookup(_ => 0);
    private ILookup<int, SoakCharge> _charged = Enumerable.Empty<SoakCharge>().ToLookup(_ => 0);
    private int _forgotten;

    public async Task RunAsync()
    {
        foreach (var tenant in tenants)
        {
            foreach (var user in tenant.Users)
            {
                foreach (var job in await ledger.HistoryAsync(new HistoryQuery(tenant.Id, user, Limit: 200), CancellationToken.None))
                    _jobs[job.Id] = job;
            }
        }

        _byPicture = _jobs.Values.ToLookup(job => SoakOrders.PictureOf(job.Order.Prompt.Value));
        _charged = charges.ToLookup(charge => charge.Picture);
        CountKills();
        CheckAnswers();
        CheckOutcomes();
        CheckReplies();
        CheckCharges();
        await CheckCountersAsync();
        await CheckResidueAsync();
        TellReruns();
        if (options.Ledger == SoakLedger.RedisEverySecond)
            report.Count("excused: within 2.5 s before a SIGKILL of Redis, which had not written", _forgotten);
        report.Hold("no process logged a bug", fleet.Bugs);
    }

    private void CountKills()
    {
        foreach (var victim in fleet.Victims.Distinct())
            report.Count($"killed: {victim}", fleet.Kills.Count(kill => kill.Victim == victim));
        if (fleet.RedisConnectionString is null)
            return;
        report.Count("answers of Redis lost on their way", fleet.LostAnswers.Count);
        report.Count("processes that ended since Redis was away, and started again", fleet.FailedStarts);
    }

    /// <summary>Whether something happened between these times that can stop work or its being noted.</summary>
    private bool WasDisturbed(DateTimeOffset from, DateTimeOffset until, SoakKill? but = null) =>
        fleet.Kills.Any(kill => kill != but && kill.StopsWork && kill.At < until && kill.UpAt > from) || fleet.LostAnswers.Any(at => at > from && at < until);

    /// <summary>Whether Redis may have forgotten what it had answered then.</summary>
    private bool IsForgotten(DateTimeOffset from, DateTimeOffset until)
    {
        var isForgotten = options.Ledger == SoakLedger.RedisEverySecond
            && fleet.Kills.Any(kill => kill.Victim == "redis" && from < kill.At.AddSeconds(0.2) && until > kill.At - Postponed);
        _forgotten += isForgotten ? 1 : 0;
        return isForgotten;
    }

    private void CheckAnswers()
    {
        foreach (var answer in new[] { SoakAnswer.Accepted, SoakAnswer.Refused, SoakAnswer.Lost })
            report.Count($"commands {(answer == SoakAnswer.Refused ? "refused, over a limit" : answer == SoakAnswer.Lost ? "whose author was not told whether they were taken" : "accepted")}", orders.Count(order => order.Answer == answer));
        report.Count("jobs", _jobs.Count, $"of those not told of: {_jobs.Count - orders.Count(order => order.Answer == SoakAnswer.Accepted)}");
        report.Hold("a program that repeats its delivery is answered in the end", orders.Where(order => order is { Person: null, Answer: SoakAnswer.Lost }).Select(order => $"{order.Number}"));
        report.Hold("a repeated delivery is answered with the same job", orders.Where(order => order.OtherJob is not null).Select(order => $"{order.Number}"));
        report.Hold("no accepted command is without its job", orders
            .Where(order => order.Job is not null && !_jobs.ContainsKey(JobId.Parse(order.Job)) && !IsForgotten(order.AnsweredAt, order.AnsweredAt))
            .Select(order => $"{order.Job}"));
        report.Hold("no command has two jobs, no accepted one on Discord none", orders.GroupBy(order => order.Picture)
            .Where(same =>
            {
                var (jobs, accepted, lost) = (_byPicture[same.Key].Count(), same.Count(order => order.Answer == SoakAnswer.Accepted), same.Count(order => order.Answer == SoakAnswer.Lost));
                return (jobs < accepted || jobs > accepted + lost) && !same.Any(order => IsForgotten(order.AnsweredAt, order.AnsweredAt));
            })
            .Select(same => $"picture {same.Key}: {_byPicture[same.Key].Count()} jobs of {same.Count()} commands"));
    }

    private void CheckOutcomes()
    {
        foreach (var ended in _jobs.Values.Where(job => job.State.IsFinal()).GroupBy(job => job.State).OrderBy(state => state.Key))
        {
            var why = ended.Where(job => job.Outcome?.Error is not null).GroupBy(job => job.Outcome!.Error!.Code).Select(code => $"{code.Key.Text()} {code.Count()}");
            report.Count($"jobs {ended.Key.ToString().ToLowerInvariant()}", ended.Count(), string.Join(", ", [.. why, .. ended.Any(job => job.Cached) ? [$"with another's picture {ended.Count(job => job.Cached)}"] : Array.Empty<string>()]));
        }

        report.Hold("every job has its outcome", _jobs.Values.Where(job => !job.State.IsFinal() || job.Outcome is null).Select(job => $"{job.Id} is {job.State} in {job.Lane}"));
        report.Hold("every completed job's picture is in the store, whole", _jobs.Values.Where(job => job.State == JobState.Completed)
            .Where(job => job.Outcome!.Assets.Count != 1 || fleet.Picture(job.Outcome.Assets[0]) is not { } picture || Sha256(picture) != job.Outcome.Assets[0].Sha256)
            .Select(job => $"{job.Id}"));
    }

    private async Task CheckResidueAsync()
    {
        var left = new List<string>();
        foreach (var lane in SoakRun.Lanes)
        {
            if (await ledger.LaneAsync(lane, CancellationToken.None) is var state and not { Waiting: 0, Delayed: 0, Leased: 0 })
                left.Add($"{lane}: {state}");
        }

        if (fleet.RedisConnectionString is { } address)
        {
            using var redis = await ConnectionMultiplexer.ConnectAsync(address);
            var keys = redis.GetServer(redis.GetEndPoints()[0]).Keys(pattern: "*", pageSize: 1000).Select(key => (string)key!).ToList();
            string[] waits = [":ready", ":delayed", ":leased"];
            left.AddRange(keys.Where(key => waits.Any(wait => key.EndsWith(wait, StringComparison.Ordinal)) || key.Contains(":followers:", StringComparison.Ordinal) || key.Contains(":counter:open:", StringComparison.Ordinal)));
            foreach (var key in keys.Where(key => key.Contains(":picture:", StringComparison.Ordinal)))
            {
                if ((string?)await redis.GetDatabase().StringGetAsync(key) is { } picture && !picture.StartsWith('|'))
                    left.Add($"{key} is still led: {picture}");
            }
        }

        report.Hold("no lease, queue, follower or leader is left over", left);
    }

    /// <summary>From each kill of a worker to the next call for the pictures it was drawing.</summary>
    private void TellReruns()
    {
        var times = new List<double>();
        var disturbed = new List<double>();
        foreach (var kill in fleet.Kills.Where(kill => kill.Victim is "bot" or "worker 1" or "worker 2"))
        {
            foreach (var broken in charges.Where(charge => charge is { Provider: "gpt", IsCut: false } && charge.BrokenAt - kill.At is var late && late > TimeSpan.Zero && late < TimeSpan.FromSeconds(0.5)))
            {
                if (_charged[broken.Picture].FirstOrDefault(charge => charge.At > broken.BrokenAt) is not { } next)
                    continue;
                (WasDisturbed(kill.At, next.At, but: kill) ? disturbed : times).Add((next.At - kill.At).TotalSeconds);
            }
        }

        times.Sort();
        var within = options.Lease.TotalSeconds + 1;
        if (times.Count > 0)
            report.Tell("seconds from a worker's kill to its job's next call, at most", $"{times[^1]:N2}", $"of {times.Count}, median {times[times.Count / 2]:N2}; lease {options.Lease.TotalSeconds} s + 1: {(times[^1] <= within ? "reached" : "missed")}");
        if (disturbed.Count > 0)
            report.Tell("the same where another kill came between, at most", $"{disturbed.Max():N2}", $"of {disturbed.Count}");
    }
}
