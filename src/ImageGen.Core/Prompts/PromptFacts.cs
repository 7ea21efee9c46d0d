using System.Globalization;
using System.Text;

namespace ImageGen.Core.Prompts;

/// <summary>
/// What of a prompt no likeness makes up for: its numbers, negations, quoted texts, colours and names. "Two red cats" is
/// near to "three red cats" in any space of vectors, and is another picture.
/// </summary>
public static class PromptFacts
{
    private static readonly HashSet<string> Negations = Words(
        "no not never none nothing nobody without except excluding minus lacking cannot nor neither kein keine keinen keiner nicht ohne nie niemand nichts " +
        "pas sans aucun aucune jamais rien personne non sin ninguno ninguna nunca nada nadie");

    private static readonly HashSet<string> Numbers = Words(
        "zero one two three four five six seven eight nine ten eleven twelve dozen hundred thousand million single double triple pair couple twin twins triplets both half " +
        "many few several first second third eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf deux trois quatre cinq sept huit neuf dix uno dos tres cuatro cinco seis siete ocho nueve diez");

    private static readonly HashSet<string> Colours = Words(
        "red green blue yellow orange purple violet pink brown black white grey gray cyan magenta teal turquoise crimson scarlet maroon navy indigo gold golden silver bronze beige ivory " +
        "lime olive amber coral salmon khaki lavender bluish whitish purplish orangey monochrome sepia rot grün blau gelb lila rosa braun schwarz weiß weiss grau golden silbern rouge vert verte bleu bleue jaune noir noire blanc " +
        "blanche gris grise rojo roja verde azul amarillo amarilla negro negra blanco blanca");

    /// <summary>Capitalised at the start of a sentence, these are no names.</summary>
    private static readonly HashSet<string> Openers = Words("a an the some my our your his her their this that these those in on at of with for from draw paint make show give i");

    private static readonly Dictionary<char, char> Quotes = new()
    {
        ['"'] = '"', ['“'] = '”', ['„'] = '“', ['«'] = '»', ['»'] = '«', ['‘'] = '’', ['`'] = '`',
    };

    /// <summary>
    /// Whether two prompts agree in all of these. Where a text is written in letters this cannot judge, it never agrees
    /// with another.
    /// </summary>
    public static bool Agree(string left, string right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return left == right || (IsReadable(left) && IsReadable(right) && Of(left).SequenceEqual(Of(right), StringComparer.Ordinal));
    }

    private static bool IsReadable(string text) => text.EnumerateRunes().All(static rune => !Rune.IsLetter(rune) || rune.Value < 0x250);

    /// <summary>In an order of their own, so that word order does not matter.</summary>
    private static List<string> Of(string text)
    {
        var facts = new List<string>();
        foreach (var word in Split(TakeQuotes(text, facts)))
        {
            var lower = word.ToLowerInvariant();
            if (lower.Any(char.IsNumber) || Numbers.Contains(lower))
                facts.Add($"number {lower}");
            if (Negations.Contains(lower) || lower.EndsWith("n't", StringComparison.Ordinal) || lower.EndsWith("less", StringComparison.Ordinal))
                facts.Add($"negation {lower}");
            if (Colours.Contains(lower) || Colours.Any(colour => lower.StartsWith(colour, StringComparison.Ordinal) && lower.Length <= colour.Length + 4))
                facts.Add($"colour {lower}");
            if (word.Any(char.IsUpper) && !Openers.Contains(lower))
                facts.Add($"name {lower}");
        }

        facts.Sort(StringComparer.Ordinal);
        return facts;
    }

    /// <summary>Notes what stands between quotation marks, and leaves the rest. A mark that is never closed quotes all that follows.</summary>
    private static string TakeQuotes(string text, List<string> facts)
    {
        var rest = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (!Quotes.TryGetValue(text[at], out var closing))
            {
                rest.Append(text[at]);
                continue;
            }

            var end = text.IndexOf(closing, at + 1);
            facts.Add($"quote {text[(at + 1)..(end < 0 ? text.Length : end)]}");
            rest.Append(' ');
            at = end < 0 ? text.Length : end;
        }

        return rest.ToString();
    }

    private static IEnumerable<string> Split(string text)
    {
        var word = new StringBuilder();
        foreach (var c in text.Append(' '))
        {
            if (char.IsLetterOrDigit(c) || char.IsNumber(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark || c is '\'' or '’')
            {
                word.Append(c == '’' ? '\'' : c);
            }
            else if (word.Length > 0)
            {
                yield return word.ToString().Trim('\'');
                word.Clear();
            }
        }
    }

    private static HashSet<string> Words(string words) => [.. words.Split(' ')];
}
