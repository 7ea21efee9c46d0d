using System.Collections.Concurrent;
using System.Net;

namespace ImageGen.Bot.Discord;

/// <summary>
/// Tokens of interactions that are not to be used any more. Right after an answer Discord may not know a valid one yet
/// (discord-api-docs #6851), so one "not found" proves nothing; to ask on and on is what addresses are banned for.
/// </summary>
internal sealed class SpentTokens(TimeProvider clock)
{
    /// <summary>So often Discord may say that it does not know a token, whoever asked and why.</summary>
    public const int MaxNotFound = 4;

    /// <summary>After this a token has ended anyway.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, (int NotFound, DateTimeOffset Until)> _doubtful = [];

    /// <summary>Whether the call's token is spent.</summary>
    public bool Has(DiscordCall call) => !call.AsBot && _doubtful.TryGetValue(call.Resource, out var token) && token.NotFound >= MaxNotFound;

    /// <summary>Notes what a call was refused with.</summary>
    public void Learn(DiscordCall call, int status, int code)
    {
        var isUnknown = status == (int)HttpStatusCode.NotFound && code != DiscordError.UnknownMessage;
        if (call.AsBot || (!isUnknown && status != (int)HttpStatusCode.Unauthorized))
            return;
        var now = clock.GetUtcNow();
        foreach (var (token, _) in _doubtful.Where(pair => pair.Value.Until < now))
            _doubtful.TryRemove(token, out _);
        var seen = isUnknown ? 1 : MaxNotFound;
        _doubtful.AddOrUpdate(call.Resource, _ => (seen, now + Remembered), (_, before) => (before.NotFound + seen, before.Until));
    }
}
