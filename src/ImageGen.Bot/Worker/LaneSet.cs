using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Worker;

/// <summary>The lanes a process works on: those of its configuration, and those it adopted because nobody else does.</summary>
internal sealed class LaneSet(IReadOnlyList<LaneLimits> configured)
{
    private volatile IReadOnlyList<LaneLimits> _all = configured;

    public IReadOnlyList<LaneLimits> All => _all;

    /// <summary>Works on these, too, from now on. What their limits were is not known any more.</summary>
    public void Adopt(IEnumerable<string> names) => _all = [.. _all, .. names.Select(static name => new LaneLimits(name))];
}
