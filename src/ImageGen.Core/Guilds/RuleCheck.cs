using ImageGen.Core.Jobs;
using ImageGen.Core.Prompts;
using ImageGen.Core.Requests;

namespace ImageGen.Core.Guilds;

/// <summary>Judges a request by the rules of its guild that are about the place, the person and the words.</summary>
internal static class RuleCheck
{
    public static IEnumerable<FieldFault> Faults(ImagineRequest request, ValidRequest? valid, Requester requester, GuildSettings guild)
    {
        var rules = guild.Rules;
        if (rules.Channels.Count > 0 && !IsIn(rules.Channels, requester))
            yield return Core.Faults.RuleChannel();
        if (!string.IsNullOrWhiteSpace(request.Reference) && !rules.MayUseReference(requester.Context.Roles))
            yield return rules.References == ReferenceUse.Roles ? Core.Faults.RuleReferenceRoles() : Core.Faults.RuleReference();

        // The worker reviews the words again; here a picture that is cached already is kept from whoever must not ask for it.
        if (valid is not null && WordListModerator.IsRefused($"{valid.Prompt.Value} {valid.Spec.Negative}", guild.Moderation(requester.Context)))
            yield return Core.Faults.RuleWords();
    }

    /// <summary>A thread is in its channel. What comes from no channel at all, an API or the page, is nowhere else.</summary>
    private static bool IsIn(IReadOnlyList<string> channels, Requester requester) =>
        requester.Conversation is var at && (at is { Channel: "", Thread: "" } || requester.Conversation.Platform is "web" or "cli"
            || channels.Contains(at.Channel, StringComparer.Ordinal) || channels.Contains(at.Thread, StringComparer.Ordinal));
}
