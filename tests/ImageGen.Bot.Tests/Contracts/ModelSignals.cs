using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Contracts;

/// <summary>Hints between whoever shares one <see cref="LedgerModel"/>.</summary>
internal sealed class ModelSignals : IJobSignals
{
    private readonly SignalHub _hub = new(TimeProvider.System);

    public void Hint(string topic) => _hub.Hint(topic);

    public IJobWatch WatchLanes(IReadOnlyList<string> lanes) => _hub.Watch(lanes);

    public IJobWatch Watch(JobId id) => _hub.Watch([id.Value]);
}
