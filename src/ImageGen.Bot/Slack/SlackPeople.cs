using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;

namespace ImageGen.Bot.Slack;

/// <summary>
/// What Slack says of people: their language, and whether they run the workspace. Remembered, because no command tells
/// it and a command is acknowledged before anybody is asked.
/// </summary>
internal sealed class SlackPeople(SlackClient slack, TimeProvider clock)
{
    /// <summary>How long somebody stays an admin without being asked for again. A language holds until another is known.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(5);

    /// <summary>Longest wait for a language, where somebody waits for the answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private const int MaxKnown = 10_000;

    private readonly ConcurrentDictionary<(TenantId Tenant, string User), Person> _known = new();

    private sealed record Person(string? Locale, string Name, bool MayManage, DateTimeOffset AskedAt);

    /// <summary>Somebody's language as far as it is known now.</summary>
    public string? KnownLocale(TenantId tenant, string user) => _known.GetValueOrDefault((tenant, user))?.Locale;

    /// <summary>Asks again where what is known is no longer fresh.</summary>
    public Task RefreshAsync(TenantId tenant, string user, CancellationToken cancellation) =>
        IsFresh(_known.GetValueOrDefault((tenant, user))) ? Task.CompletedTask : AskAsync(tenant, user, cancellation);

    /// <summary>Somebody's language, waiting a moment for it where it is not known; null where that does not help.</summary>
    public async Task<string?> LocaleAsync(TenantId tenant, string user, CancellationToken cancellation)
    {
        if (_known.TryGetValue((tenant, user), out var known))
            return known.Locale;
        try
        {
            return (await AskAsync(tenant, user, cancellation).WaitAsync(Patience, clock, cancellation))?.Locale;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Whether somebody runs the workspace; no where Slack does not say.</summary>
    public async Task<bool> MayManageAsync(TenantId tenant, string user, CancellationToken cancellation) =>
        await AdminAsync(tenant, user, cancellation) is not null;

    /// <summary>Somebody who runs the workspace; null where they do not, or Slack does not say.</summary>
    public async Task<Admin?> AdminAsync(TenantId tenant, string user, CancellationToken cancellation)
    {
        var known = _known.GetValueOrDefault((tenant, user));
        if (!IsFresh(known))
            known = await AskAsync(tenant, user, cancellation);
        return known is { MayManage: true } ? new Admin(tenant, user, known.Name, SlackInstallations.Platform) : null;
    }

    private bool IsFresh([NotNullWhen(true)] Person? person) => person is not null && (clock.GetUtcNow() - person.AskedAt).Duration() < Freshness;

    private async Task<Person?> AskAsync(TenantId tenant, string user, CancellationToken cancellation)
    {
        var asked = await slack.GetUserAsync(tenant, user, cancellation);
        if (asked is not SlackResult<Wire.SlackUser>.Ok { Answer: var answer })
            return null;
        // A busy installation forgets everybody now and then, rather than keeping account of who was here last.
        if (_known.Count >= MaxKnown)
            _known.Clear();
        return _known[(tenant, user)] = new Person(answer.Locale, answer.RealName ?? user, answer.MayManage(tenant.Id), clock.GetUtcNow());
    }
}
