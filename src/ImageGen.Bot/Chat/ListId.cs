using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Chat;

/// <summary>What a button under a list carries: another page of the gallery, or a job of the list to be cancelled.</summary>
internal abstract record ListId
{
    private ListId()
    {
    }

    /// <summary>A page of the gallery.</summary>
    /// <param name="Everyone">Everyone's pictures, or only the user's own.</param>
    /// <param name="Page">From 0.</param>
    internal sealed record Gallery(bool Everyone, int Page) : ListId
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"gallery:{(Everyone ? "everyone" : "mine")}:{Page}");
    }

    /// <summary>Cancels a job and shows the list anew.</summary>
    internal sealed record Cancel(JobId Job) : ListId
    {
        public override string ToString() => $"jobs:cancel:{Job}";
    }

    /// <summary>Reads what the cases write.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ListId? id)
    {
        id = text?.Split(':') switch
        {
            ["gallery", "everyone" or "mine", var page] parts when int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number) =>
                new Gallery(parts[1] == "everyone", number),
            ["jobs", "cancel", var job] when JobId.TryParse(job, out var jobId) => new Cancel(jobId),
            _ => null,
        };
        return id is not null;
    }
}
