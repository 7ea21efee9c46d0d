namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>How often Slack bears a call: each method so often a minute for each workspace, and a channel about one message a second.</summary>
internal sealed class SlackLimits
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly Dictionary<string, (int Limit, TimeSpan Window)> _methods = [];
    private readonly Dictionary<string, (int Used, DateTimeOffset Reset)> _windows = [];
    private readonly Dictionary<string, DateTimeOffset> _blocked = [];
    private readonly Dictionary<string, DateTimeOffset> _channels = [];

    /// <summary>How many messages at once a channel takes beyond its pace.</summary>
    public int Burst { get; set; } = 3;

    /// <summary>A channel's pace: the time from message to message.</summary>
    public TimeSpan Pace { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Sets what a method takes, instead of its tier.</summary>
    public void Set(string method, int limit, TimeSpan window) => _methods[method] = (limit, window);

    /// <summary>Closes a method to a workspace for a while.</summary>
    public void Block(string method, string workspace, DateTimeOffset until) => _blocked[$"{method} {workspace}"] = until;

    public bool IsBlocked(string method, string workspace, DateTimeOffset now) =>
        _blocked.TryGetValue($"{method} {workspace}", out var until) && until > now;

    /// <summary>Counts a call.</summary>
    /// <returns>How long to wait; null where it may pass.</returns>
    public TimeSpan? Take(string method, string workspace, int perMinute, string? channel, DateTimeOffset now)
    {
        var key = $"{method} {workspace}";
        if (IsBlocked(method, workspace, now))
            return _blocked[key] - now;
        var (limit, length) = _methods.GetValueOrDefault(method, (perMinute, Minute));
        var (used, reset) = _windows.TryGetValue(key, out var window) && window.Reset > now ? window : (0, now + length);
        if (used >= limit)
            return reset - now;
        if (method == "chat.postMessage" && channel is not null && Queue($"{workspace} {channel}", now) is { } wait)
            return wait;
        _windows[key] = (used + 1, reset);
        return null;
    }

    private TimeSpan? Queue(string channel, DateTimeOffset now)
    {
        var free = _channels.TryGetValue(channel, out var at) && at > now ? at : now;
        var wait = free - now - ((Burst - 1) * Pace);
        if (wait > TimeSpan.Zero)
            return wait;
        _channels[channel] = free + Pace;
        return null;
    }
}
