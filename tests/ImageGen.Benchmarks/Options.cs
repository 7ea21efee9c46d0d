using System.Globalization;

namespace ImageGen.Benchmarks;

internal static class Options
{
    /// <summary>The number after an option's name, or its default.</summary>
    public static int Read(string[] arguments, string name, int otherwise) =>
        Array.IndexOf(arguments, name) is >= 0 and var at ? int.Parse(arguments[at + 1], CultureInfo.InvariantCulture) : otherwise;

    /// <summary>The text after an option's name, or its default.</summary>
    public static string Read(string[] arguments, string name, string otherwise) =>
        Array.IndexOf(arguments, name) is >= 0 and var at ? arguments[at + 1] : otherwise;
}
