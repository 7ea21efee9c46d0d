using System.Text.Json;
using ImageGen.Bot.Hosting;

namespace ImageGen.Bot.Operator;

/// <summary>
/// Which processes there are: each writes one small record that ends by itself, and a list of their ids says where to
/// look. A process that dies is gone from it within <see cref="Life"/>.
/// </summary>
internal sealed class ProcessRegistry(ISecretStore store)
{
    /// <summary>How long a process is believed alive without a word of it.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(20);

    private const string Ids = "processes";

    private string? _written;

    /// <summary>Says how this process is. Only one process's own reports go through one registry.</summary>
    public async Task WriteAsync(ProcessReport report, CancellationToken cancellation)
    {
        var (key, text) = (Key(report.Id), JsonSerializer.Serialize(report, OperatorJson.Default.ProcessReport));
        if (!await store.SwapAsync(key, _written, text, Life, cancellation))
            await store.SwapAsync(key, await store.GetAsync(key, cancellation), text, Life, cancellation);
        _written = text;
    }

    /// <summary>Puts a process on the list, and takes those off it of which nothing was heard.</summary>
    public async Task JoinAsync(string id, CancellationToken cancellation)
    {
        var silent = new HashSet<string>();
        foreach (var other in Split(await store.GetAsync(Ids, cancellation)))
        {
            if (other != id && await store.GetAsync(Key(other), cancellation) is null)
                silent.Add(other);
        }

        await store.ChangeAsync(Ids, present => string.Join('\n', Split(present).Where(other => !silent.Contains(other)).Append(id).Distinct()), cancellation);
    }

    /// <summary>Takes a process that stops off the list at once.</summary>
    public async Task LeaveAsync(string id, CancellationToken cancellation)
    {
        await store.SwapAsync(Key(id), _written, null, life: null, cancellation);
        await store.ChangeAsync(Ids, present => string.Join('\n', Split(present).Where(other => other != id)) is { Length: > 0 } others ? others : null, cancellation);
    }

    /// <summary>Those alive, the longest running first.</summary>
    public async Task<IReadOnlyList<ProcessReport>> ReadAsync(CancellationToken cancellation)
    {
        var records = await Task.WhenAll(Split(await store.GetAsync(Ids, cancellation)).Select(id => store.GetAsync(Key(id), cancellation)));
        return [.. records.OfType<string>().Select(text => JsonSerializer.Deserialize(text, OperatorJson.Default.ProcessReport)).OfType<ProcessReport>().OrderBy(report => report.StartedAt)];
    }

    private static string Key(string id) => $"process:{id}";

    private static string[] Split(string? ids) => ids is null ? [] : ids.Split('\n');
}
