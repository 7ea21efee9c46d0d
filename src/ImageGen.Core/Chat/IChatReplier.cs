using ImageGen.Core.Jobs;

namespace ImageGen.Core.Chat;

/// <summary>What became of an attempt to reply.</summary>
public abstract record ReplyResult
{
    private ReplyResult()
    {
    }

    /// <summary>The author can see the outcome.</summary>
    /// <param name="Message">Where, as <see cref="ImageJob.Message"/> has it; null leaves what was noted before.</param>
    public sealed record Delivered(string? Message = null) : ReplyResult;

    /// <summary>Not now: the platform is away or asked to wait.</summary>
    /// <param name="After">How long to wait; null leaves it to the backoff.</param>
    /// <param name="CountsAsAttempt">False where the platform asked everyone to wait.</param>
    public sealed record TryLater(TimeSpan? After = null, bool CountsAsAttempt = true) : ReplyResult;

    /// <summary>Never: the conversation is gone.</summary>
    public sealed record Undeliverable(string Reason) : ReplyResult;
}

/// <summary>What there is to say in a conversation: a job and its outcome.</summary>
/// <param name="Job">The finished job.</param>
/// <param name="ImageUrls">Where its pictures are, in order.</param>
public sealed record ChatReply(ImageJob Job, IReadOnlyList<Uri> ImageUrls);

/// <summary>
/// Tells a conversation what became of its job: one chat platform. Called from the platform's reply lane, possibly more
/// than once for one job, so it makes the platform recognise the repeat (a nonce, an edit of one message).
/// </summary>
public interface IChatReplier
{
    /// <summary>The <see cref="ConversationRef.Platform"/> it answers.</summary>
    string Platform { get; }

    /// <summary>Replies once.</summary>
    Task<ReplyResult> ReplyAsync(ChatReply reply, CancellationToken cancellation);
}
