using ImageGen.Bot.Chat;
using ImageGen.Bot.Slack.Wire;

namespace ImageGen.Bot.Slack;

/// <summary>Says things to one person alone, where they are, and carries out what an answer leaves for later.</summary>
internal sealed class SlackNotices(SlackClient slack, SlackPeople people, TimeProvider clock)
{
    /// <summary>The user's texts, asking Slack for the language where it is not known yet.</summary>
    public async Task<Texts> TextsAsync(SlackInvocation at, CancellationToken cancellation) =>
        Texts.For(at.Locale ?? await people.LocaleAsync(at.Tenant, at.User, cancellation));

    /// <summary>Says and does what is left of an answer.</summary>
    public async Task CompleteAsync(SlackInvocation at, Answer answer, CancellationToken cancellation)
    {
        if (answer.Notice is { } notice)
            await TellAsync(at, notice(await TextsAsync(at, cancellation)), answer.ReplacesOriginal, cancellation);
        if (answer.After is { } after)
            await after(cancellation);
    }

    /// <summary>
    /// Says something to the user alone: through the <c>response_url</c>, which works everywhere, else as an ephemeral
    /// message, else as a direct one.
    /// </summary>
    public async Task TellAsync(SlackInvocation at, OutgoingMessage message, bool replacesOriginal, CancellationToken cancellation)
    {
        var line = message with { ThreadTs = at.Thread.Length > 0 && !at.IsEphemeral ? at.Thread : null };
        if (at.Handle.IsOpen(clock.GetUtcNow()))
        {
            var response = at.Origin == SlackOrigin.Action
                ? message with { ReplaceOriginal = replacesOriginal, ThreadTs = replacesOriginal ? null : line.ThreadTs }
                : message;
            if ((await slack.RespondAsync(at.Tenant, at.Handle.Url, response with { ResponseType = ResponseType.Ephemeral }, cancellation)).Verdict() == SlackVerdict.Done)
                return;
        }

        if (at.HasChannel && (await slack.PostEphemeralAsync(at.Tenant, at.Channel, at.User, line, cancellation)).Verdict() == SlackVerdict.Done)
            return;
        await slack.PostMessageAsync(at.Tenant, at.User, message, cancellation);
    }
}
