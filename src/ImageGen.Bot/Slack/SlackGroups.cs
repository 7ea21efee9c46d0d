using System.Collections.Concurrent;
using ImageGen.Bot.Slack.Wire;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;

namespace ImageGen.Bot.Slack;

/// <summary>
/// Who is in which user group, where a workspace's limits or rules name any and it granted <c>usergroups:read</c>. Asked
/// for once Slack has its answer, never before: until then somebody is in none.
/// </summary>
internal sealed class SlackGroups(SlackClient slack, IGuildSettingsStore guilds, TimeProvider clock)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(5);

    /// <summary>Workspaces known at once, which bounds memory.</summary>
    private const int MaxKnown = 1_000;

    private readonly ConcurrentDictionary<TenantId, Known> _known = new();

    private sealed record Known(ILookup<string, string> ByUser, DateTimeOffset AskedAt);

    /// <summary>Somebody's user groups as far as they are known now.</summary>
    public IReadOnlyList<string> Of(TenantId tenant, string user) => _known.TryGetValue(tenant, out var known) ? [.. known.ByUser[user]] : [];

    /// <summary>Asks again where what is known is no longer fresh, and matters.</summary>
    public async Task RefreshAsync(TenantId tenant, CancellationToken cancellation)
    {
        var known = _known.GetValueOrDefault(tenant);
        if ((known is not null && (clock.GetUtcNow() - known.AskedAt).Duration() < Freshness) || !NamesGroups(await guilds.GetAsync(tenant, cancellation)))
            return;
        if (_known.Count >= MaxKnown)
            _known.Clear();
        // Noted first, so that not everybody who comes meanwhile asks too, nor at once again where Slack will not say.
        _known[tenant] = new Known(known?.ByUser ?? Nobody, clock.GetUtcNow());
        if (await slack.GetGroupsAsync(tenant, cancellation) is SlackResult<IReadOnlyList<UserGroup>>.Ok { Answer: var groups })
            _known[tenant] = new Known(groups.SelectMany(group => (group.Users ?? []).Select(user => (user, group.Id))).ToLookup(pair => pair.user, pair => pair.Id), clock.GetUtcNow());
    }

    private static ILookup<string, string> Nobody => Array.Empty<string>().ToLookup(static user => user);

    private static bool NamesGroups(GuildSettings guild) =>
        guild.Quotas.Roles.Count > 0 || guild.Quotas.ExemptRoles.Count > 0 || guild.Quotas.RoleWeights.Count > 0 || guild.Rules.ReferenceRoles.Count > 0;
}
