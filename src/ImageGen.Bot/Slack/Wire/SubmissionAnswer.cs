namespace ImageGen.Bot.Slack.Wire;

/// <summary>What a submitted form is answered with where it stays open.</summary>
internal sealed record SubmissionAnswer
{
    private SubmissionAnswer()
    {
    }

    public required string ResponseAction { get; init; }

    /// <summary>What is wrong, by field (<see cref="Block.BlockId"/>).</summary>
    public IReadOnlyDictionary<string, string>? Errors { get; init; }

    /// <summary>What takes the form's place.</summary>
    public View? View { get; init; }

    /// <summary>Something is wrong with it.</summary>
    public static SubmissionAnswer Wrong(IReadOnlyDictionary<string, string> errors) => new() { ResponseAction = "errors", Errors = errors };

    /// <summary>Something else takes its place.</summary>
    public static SubmissionAnswer Instead(View view) => new() { ResponseAction = "update", View = view };
}
