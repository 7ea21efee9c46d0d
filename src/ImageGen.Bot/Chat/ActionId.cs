using System.Diagnostics.CodeAnalysis;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Chat;

/// <summary>What people can do with a job's message.</summary>
internal enum ChatAction
{
    /// <summary>The same command again, with another seed.</summary>
    Reroll,

    /// <summary>New pictures that go by this one.</summary>
    Variations,

    /// <summary>The same command with its words changed in a form.</summary>
    Remix,

    /// <summary>Everything known of the picture.</summary>
    Details,

    /// <summary>Away with message, picture and cache entry.</summary>
    Delete,

    /// <summary>Stop before it is drawn.</summary>
    Cancel,

    /// <summary>Take the finished picture that is offered, and stop.</summary>
    Take,
}

/// <summary>
/// What a button carries: action, job and owner, and nothing that a process would have to remember, so that it works
/// after any restart for as long as its message is there.
/// </summary>
/// <param name="Action">What to do.</param>
/// <param name="Job">With which job.</param>
/// <param name="Owner">Whose job it is, as the platform names its users. Known here even when the job is forgotten.</param>
internal sealed record ActionId(ChatAction Action, JobId Job, string Owner)
{
    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ActionId? id)
    {
        id = null;
        if (text?.Split(':') is not [var name, var job, var owner] || !JobId.TryParse(job, out var jobId) || owner.Length == 0)
            return false;
        // Names alone: .NET would take numbers too, and several names with commas for one.
        if (!name.All(char.IsAsciiLetterLower) || !Enum.TryParse<ChatAction>(name, ignoreCase: true, out var action))
            return false;
        id = new ActionId(action, jobId, owner);
        return true;
    }

    /// <summary>The first of these texts that is one; null where none is.</summary>
    public static ActionId? Find(IEnumerable<string> texts) =>
        texts.Select(static text => TryParse(text, out var id) ? id : null).FirstOrDefault(static id => id is not null);

    /// <summary><c>reroll:01j…:80351110224678912</c>: under 100 characters, as Discord wants it.</summary>
    public override string ToString() => $"{Action.ToString().ToLowerInvariant()}:{Job}:{Owner}";
}
