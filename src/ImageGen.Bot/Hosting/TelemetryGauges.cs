using System.Diagnostics.Metrics;
using ImageGen.Bot.Providers;
using ImageGen.Bot.Worker;
using ImageGen.Core;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Hosting;

/// <summary>
/// How full the lanes are and which providers are held back. The ledger is asked by one timer, however often anybody
/// collects; all workers report the same lanes, so sums take the maximum of one lane.
/// </summary>
internal sealed class TelemetryGauges : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Meter _meter = new(Telemetry.Name);
    private readonly IJobLedger _ledger;
    private readonly IReadOnlyList<string> _lanes;
    private readonly TimeProvider _clock;
    private readonly Random _random;
    private volatile IReadOnlyList<(string Lane, LaneState State)> _states = [];

    public TelemetryGauges(IJobLedger ledger, WorkerOptions options, ReplyExecutor replies, ImageProviders providers, TimeProvider clock, Random random)
    {
        (_ledger, _clock, _random) = (ledger, clock, random);
        _lanes = [.. options.Lanes.Concat(replies.Lanes).Select(lane => lane.Name)];
        _meter.CreateObservableGauge("imagegen.lane.jobs", Jobs, "{job}", "Jobs in a lane by state.");
        _meter.CreateObservableGauge("imagegen.lane.paused", Paused, description: "1 while nothing is leased from the lane, as its provider asked everyone to wait.");
        _meter.CreateObservableGauge(
            "imagegen.provider.circuit", () => providers.All.OfType<GuardedGenerator>().Select(Circuit), description: "1 while this process holds calls of the provider back.");
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                _states = await ReadAsync(stoppingToken);
                await Task.Delay(Interval * (0.9 + (0.2 * _random.NextDouble())), _clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>Nothing where the ledger is away: a stale number would look like a calm queue.</summary>
    private async Task<IReadOnlyList<(string, LaneState)>> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            var states = new List<(string, LaneState)>(_lanes.Count);
            foreach (var lane in _lanes)
                states.Add((lane, await _ledger.LaneAsync(lane, cancellation)));
            return states;
        }
        catch (LedgerUnavailableException)
        {
            return [];
        }
    }

    private IEnumerable<Measurement<long>> Jobs() => _states.SelectMany(static lane => new[]
    {
        Measure(lane.State.Waiting, lane.Lane, "waiting"), Measure(lane.State.Delayed, lane.Lane, "delayed"), Measure(lane.State.Leased, lane.Lane, "leased"),
    });

    private IEnumerable<Measurement<int>> Paused() =>
        _states.Select(static lane => new Measurement<int>(lane.State.PausedUntil is null ? 0 : 1, new KeyValuePair<string, object?>("imagegen.lane", lane.Lane)));

    private static Measurement<int> Circuit(GuardedGenerator generator) =>
        new(generator.IsHeldBack ? 1 : 0, new KeyValuePair<string, object?>("imagegen.lane", generator.Name));

    private static Measurement<long> Measure(long jobs, string lane, string state) => new(jobs, new("imagegen.lane", lane), new("imagegen.state", state));
}
