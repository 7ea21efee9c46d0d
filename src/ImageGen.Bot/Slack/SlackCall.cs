using ImageGen.Core.Chat;

namespace ImageGen.Bot.Slack;

/// <summary>One call as rate limits see it.</summary>
/// <param name="Method">Of the API, or another kind of call. Also what logs say.</param>
/// <param name="Workspace">Each has limits of its own; null where the call is about none.</param>
/// <param name="Channel">Where something is posted: each channel takes one message a second. Otherwise null.</param>
internal sealed record SlackCall(string Method, TenantId? Workspace = null, string? Channel = null)
{
    /// <summary>Names the kind.</summary>
    public override string ToString() => Method;
}
