namespace ImageGen.Core.Requests;

/// <summary>Suggests what somebody probably meant to type.</summary>
internal static class Nearest
{
    /// <summary>A sentence with a leading space such as <c> Did you mean 'watercolor'?</c>, or the list to choose from.</summary>
    public static string Hint(string word, IEnumerable<string> candidates, string prefix = "")
    {
        var all = candidates.ToList();
        var (best, distance) = all
            .Select(candidate => (Candidate: candidate, Distance: Distance(word.ToLowerInvariant(), candidate)))
            .MinBy(pair => pair.Distance);
        var close = best is not null && distance <= Math.Max(1, Math.Min(word.Length, best.Length) / 2);
        return close ? $" Did you mean '{prefix}{best}'?" : $" Choose one of: {string.Join(", ", all.Select(name => prefix + name))}.";
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
