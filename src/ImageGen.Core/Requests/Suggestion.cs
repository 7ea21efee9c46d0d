namespace ImageGen.Core.Requests;

/// <summary>What somebody probably meant to type.</summary>
/// <param name="Nearest">The one candidate that is close; null where none is.</param>
/// <param name="All">The list to choose from.</param>
internal sealed record Suggestion(string? Nearest, string All)
{
    /// <summary>Looks for the candidate a word resembles.</summary>
    /// <param name="word">What was typed.</param>
    /// <param name="candidates">What there is, in lower case.</param>
    /// <param name="prefix">Stands before each candidate where it is shown.</param>
    public static Suggestion For(string word, IEnumerable<string> candidates, string prefix = "")
    {
        var all = candidates.ToList();
        var (best, distance) = all
            .Select(candidate => (Candidate: candidate, Distance: Distance(word.ToLowerInvariant(), candidate)))
            .DefaultIfEmpty()
            .MinBy(pair => pair.Distance);
        var close = best is not null && distance <= Math.Max(1, Math.Min(word.Length, best.Length) / 2);
        return new Suggestion(close ? prefix + best : null, string.Join(", ", all.Select(name => prefix + name)));
    }

    /// <summary>Optimal string alignment distance: insertions, deletions, substitutions and swapped neighbours.</summary>
    private static int Distance(string a, string b)
    {
        // People paste; only a word's beginning can tell what was meant.
        a = a.Length > 64 ? a[..64] : a;
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }

                var substitution = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(substitution, 1 + Math.Min(cost[i - 1, j], cost[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    cost[i, j] = Math.Min(cost[i, j], 1 + cost[i - 2, j - 2]);
            }
        }

        return cost[a.Length, b.Length];
    }
}
