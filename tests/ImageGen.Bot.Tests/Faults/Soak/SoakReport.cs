using System.Globalization;
using System.Text;

namespace ImageGen.Bot.Tests.Faults;

/// <summary>One line of what a run came to.</summary>
/// <param name="What">What was counted, or what must hold.</param>
/// <param name="Value">The count; of what must hold, how often it did not.</param>
/// <param name="MustBeZero">Whether it is something that must hold.</param>
/// <param name="Detail">The first that broke it, or more about the count.</param>
internal sealed record SoakLine(string What, string Value, bool MustBeZero, string Detail)
{
    public bool Holds => !MustBeZero || Value == "0";
}

/// <summary>What a run came to, in the order in which it is told.</summary>
internal sealed class SoakReport(SoakOptions options)
{
    private readonly List<SoakLine> _lines = [];

    public bool Holds => _lines.TrueForAll(line => line.Holds);

    public void Count(string what, long count, string detail = "") => Tell(what, count.ToString("N0", CultureInfo.InvariantCulture), detail);

    public void Tell(string what, string value, string detail = "") => _lines.Add(new SoakLine(what, value, MustBeZero: false, detail));

    /// <summary>Something that must hold, and what broke it.</summary>
    public void Hold(string what, IEnumerable<string> broken)
    {
        var all = broken.ToList();
        _lines.Add(new SoakLine(what, all.Count.ToString(CultureInfo.InvariantCulture), MustBeZero: true, string.Join("; ", all.Take(3))));
    }

    public override string ToString()
    {
        var text = new StringBuilder($"{options.Name}: {options.Jobs:N0} commands, {options.Kills} kills, seed {options.Seed}\n");
        foreach (var line in _lines)
            text.Append(CultureInfo.InvariantCulture, $"{(line.MustBeZero ? line.Holds ? "held  " : "BROKEN" : ""),-7}{line.What,-72}{line.Value,9}{(line.Detail.Length > 0 ? "  " + line.Detail : "")}\n");
        return text.ToString();
    }
}
