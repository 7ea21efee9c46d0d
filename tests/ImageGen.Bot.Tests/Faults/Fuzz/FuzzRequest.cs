using System.Text;

namespace ImageGen.Bot.Tests.Fuzzing;

/// <summary>Whom a request must be from to count.</summary>
internal enum Face
{
    Public,
    Discord,
    Slack,
    Api,
    Admin,
    Operator,
}

/// <summary>How a request proves whom it is from: by the right signature, key or session, or by one of many wrong ones.</summary>
internal enum Proof
{
    Right,
    Missing,
    Invented,
    OfAnotherKey,
    OfAnotherBody,
    OfAnotherTime,
    Malformed,
    Twice,
    Elsewhere,
}

/// <summary>How a request says where its body ends, truly or not.</summary>
internal enum Framing
{
    Length,
    Chunks,
    LengthTooLong,
    LengthTooShort,
    LengthTwice,
    LengthGarbled,
    LengthMissing,
    LengthAndChunks,
    ChunksGarbled,

    /// <summary>Some bytes of the line and headers before the body are others; not of a wrong proof, which might become a right one.</summary>
    HeadGarbled,
}

internal sealed record Header(string Name, string Value);

/// <summary>A request to send, as much of it as can be written down: what proves it is made when it is sent.</summary>
internal sealed record FuzzRequest
{
    /// <summary>Method and path without ids, for the tables.</summary>
    public required string Endpoint { get; init; }

    public required Face Face { get; init; }

    public required string Method { get; init; }

    public required string Target { get; init; }

    public required IReadOnlyList<Header> Headers { get; init; }

    public required byte[] Body { get; init; }

    /// <summary>The id in the body that tells a repeated delivery; null where there is none.</summary>
    public string? Delivery { get; init; }

    public Proof Proof { get; init; }

    public Framing Framing { get; init; }

    /// <summary>Chooses what is left to chance when it is written out.</summary>
    public int Seed { get; init; }

    /// <summary>What was done to it, for whoever reads a finding.</summary>
    public string Mutations { get; init; } = "";

    /// <summary>Whether the server can tell where it ends, so that others may follow on its connection.</summary>
    public bool IsFramed => Framing is Framing.Length or Framing.Chunks;

    /// <summary>Whether nothing but the body and its proof is out of the ordinary, so that the server keeps the connection.</summary>
    public bool IsPlain { get; init; } = true;

    /// <summary>The bytes to send.</summary>
    public byte[] Write(FuzzKeys keys)
    {
        var random = new Random(Seed);
        var proof = keys.Prove(this);
        var head = new StringBuilder().Append($"{Method} {Target}{proof.Query} HTTP/1.1\r\nHost: localhost\r\n");
        Append(head, Headers);
        var end = Proof == Proof.Right ? head : new StringBuilder();
        Append(end, proof.Headers);
        var body = Frame(end, random);
        end.Append("\r\n");
        var start = Encoding.UTF8.GetBytes(head.ToString());
        if (Framing == Framing.HeadGarbled)
            start = Bytes.Mutate(start, random);
        return [.. start, .. end == head ? [] : Encoding.UTF8.GetBytes(end.ToString()), .. body];

        static void Append(StringBuilder text, IEnumerable<Header> headers)
        {
            foreach (var (name, value) in headers)
                text.Append($"{name}: {value}\r\n");
        }
    }

    private byte[] Frame(StringBuilder head, Random random)
    {
        switch (Framing)
        {
            case Framing.Length or Framing.HeadGarbled:
                if (Body.Length > 0 || Method is "POST" or "PUT" or "PATCH")
                    head.Append($"Content-Length: {Body.Length}\r\n");
                return Body;
            case Framing.LengthTooLong:
                head.Append($"Content-Length: {Body.Length + random.Next(1, 5000)}\r\n");
                return Body;
            case Framing.LengthTooShort:
                head.Append($"Content-Length: {Body.Length - random.Next(1, Body.Length + 1)}\r\n");
                return Body;
            case Framing.LengthTwice:
                head.Append($"Content-Length: {Body.Length}\r\nContent-Length: {Body.Length + 1}\r\n");
                return Body;
            case Framing.LengthGarbled:
                head.Append($"Content-Length: {random.Pick(["-1", "+5", "0x10", "99999999999999999999", "1e3", "five", "", "5,5", " "])}\r\n");
                return Body;
            case Framing.LengthMissing:
                return Body;
            case Framing.LengthAndChunks:
                head.Append($"Content-Length: {Body.Length}\r\nTransfer-Encoding: chunked\r\n");
                return Chunked(random);
            case Framing.Chunks:
                head.Append("Transfer-Encoding: chunked\r\n");
                return Chunked(random);
            case Framing.ChunksGarbled:
                head.Append($"Transfer-Encoding: {random.Pick(["chunked", "chunked", "gzip, chunked", "chunked, identity", "xchunked"])}\r\n");
                return Bytes.Mutate(Chunked(random), random);
            default:
                throw new InvalidOperationException($"There is no framing {Framing}.");
        }
    }

    private byte[] Chunked(Random random)
    {
        using var chunks = new MemoryStream();
        for (var at = 0; at < Body.Length;)
        {
            var length = Math.Min(Body.Length - at, random.Next(1, 4096));
            chunks.Write(Encoding.ASCII.GetBytes($"{length:x}\r\n"));
            chunks.Write(Body.AsSpan(at, length));
            chunks.Write("\r\n"u8);
            at += length;
        }

        chunks.Write("0\r\n\r\n"u8);
        return chunks.ToArray();
    }
}
