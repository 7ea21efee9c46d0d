namespace ImageGen.Benchmarks;

/// <summary>A chat platform's <c>/imagine</c> as it reaches a bot: real bodies, no two alike, signed.</summary>
internal interface ICommandSource : IAsyncDisposable
{
    /// <summary>What is measured.</summary>
    string Name { get; }

    /// <summary>What the peer is made of.</summary>
    string PeerName { get; }

    /// <summary>The peer's program in <c>Peers</c>.</summary>
    string PeerScript { get; }

    /// <summary>What signatures are checked with: the public key, the signing secret.</summary>
    string Secret { get; }

    /// <summary>What the bot is configured with.</summary>
    (string Key, string Value)[] Settings { get; }

    /// <summary>The next request's body, signature and the time it was signed at.</summary>
    SignedBody Next();

    /// <summary>The request as it goes over the wire.</summary>
    byte[] Post(Uri address, SignedBody signed);

    /// <summary>Whether the whole answer is the acknowledgement.</summary>
    bool IsAcknowledgement(ReadOnlySpan<byte> answer);

    /// <summary>The bot's own check of a signature.</summary>
    Func<SignedBody, bool> Checker();
}

/// <summary>A body and its signature.</summary>
internal sealed record SignedBody(byte[] Body, string Signature, string Timestamp);
