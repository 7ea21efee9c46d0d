namespace ImageGen.Bot.Slack.Wire;

/// <summary>What a submitted form is answered with where it stays open: what is wrong, by field (<see cref="Block.BlockId"/>).</summary>
internal sealed record SubmissionAnswer(IReadOnlyDictionary<string, string> Errors)
{
    public string ResponseAction { get; } = "errors";
}
