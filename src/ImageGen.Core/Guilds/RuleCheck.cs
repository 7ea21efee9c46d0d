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
        var moderation = guild.Moderation(requester.Context);
        if (valid is not null && (WordListModerator.IsRefused(valid.Prompt.Value, moderation) || WordListModerator.IsRefused(valid.Spec.Negative ?? "", moderation)))
            yield return Core.Faults.RuleWords();
    }

    /// <summary>A thread is in its channel. What comes over the API or the command line is in none.</summary>
    private static bool IsIn(IReadOnlyList<string> channels, Requester requester) =>
        requester.Conversation is var at && (at.Platform is "web" or "cli"
            || channels.Contains(at.Channel, StringComparer.Ordinal) || channels.Contains(at.Thread, StringComparer.Ordinal));
}
