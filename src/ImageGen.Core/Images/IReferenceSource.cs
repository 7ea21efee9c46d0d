using ImageGen.Core.Jobs;

namespace ImageGen.Core.Images;

/// <summary>
/// Fetches the picture somebody attached to a command, so that the bot has a copy of its own: the addresses chat
/// platforms give out expire, and a provider is never sent to one.
/// </summary>
public interface IReferenceSource
{
    /// <summary>The <see cref="Chat.ConversationRef.Platform"/> whose attachments it fetches.</summary>
    string Platform { get; }

    /// <summary>Opens the picture at <see cref="JobOrder.ReferenceUrl"/>.</summary>
    /// <returns>Its bytes, not yet believed. Disposed by the reader.</returns>
    /// <exception cref="GenerationException">It is gone, too large, not where the platform keeps its files, or out of reach for now.</exception>
    Task<Stream> OpenAsync(JobOrder order, CancellationToken cancellation);
}
