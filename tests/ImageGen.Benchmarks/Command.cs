namespace ImageGen.Benchmarks;

/// <summary>A benchmark.</summary>
/// <param name="Usage">Its options with their defaults.</param>
/// <param name="RunAsync">Returns the exit code.</param>
internal sealed record Command(string Name, string Usage, string Measures, Func<string[], Task<int>> RunAsync);
