using System.Globalization;
using ImageGen.Bot.Tests.Fakes.Discord;
using ImageGen.Bot.Tests.Fakes.Slack;

namespace ImageGen.Bot.Tests.Fuzzing;

/// <summary>What goes with a request to prove it: headers, or what stands in its address.</summary>
internal sealed record ProofParts(IReadOnlyList<Header> Headers, string Query = "");

/// <summary>Proves requests, rightly and wrongly: platforms' signatures, keys of the API, the operator's session.</summary>
internal sealed class FuzzKeys(FakeDiscord discord, FakeSlack slack, string apiKey, string adminKey, string operatorSession) : IDisposable
{
    private const string SessionCookie = "imagegen-operator";

    private readonly Ed25519Signer _stranger = new();

    public ProofParts Prove(FuzzRequest request)
    {
        var random = new Random(request.Seed);
        return request.Face switch
        {
            Face.Public => new ProofParts([]),
            Face.Discord => Discord(request, random),
            Face.Slack => Slack(request, random),
            Face.Api => Bearer(request.Proof, apiKey, adminKey, random),
            Face.Admin => Bearer(request.Proof, adminKey, apiKey, random),
            Face.Operator => Session(request, random),
        };
    }

    public void Dispose() => _stranger.Dispose();

    private ProofParts Discord(FuzzRequest request, Random random)
    {
        var (now, body) = (Now(), request.Body);
        var right = discord.Sign(now, body);
        return request.Proof switch
        {
            Proof.Right => Signed(right, now),
            Proof.Missing => Some(Signed(right, now), random),
            Proof.Invented => Signed(Hex(64, random), now),
            Proof.OfAnotherKey => Signed(_stranger.Sign(now, body), now),
            Proof.OfAnotherBody => Signed(discord.Sign(now, [.. body, (byte)' ']), now),
            Proof.OfAnotherTime => Signed(right, Later(now, 1)),
            Proof.Malformed => Signed(Malformed(right, random), now),
            Proof.Twice => new ProofParts([.. Signed(right, now).Headers, .. Signed(right, now).Headers]),
            Proof.Elsewhere => Moved(Signed(right, now), random),
        };

        static ProofParts Signed(string signature, string time) => new([new Header("X-Signature-Ed25519", signature), new Header("X-Signature-Timestamp", time)]);
    }

    private ProofParts Slack(FuzzRequest request, Random random)
    {
        var (now, body) = (Now(), request.Body);
        var right = slack.Sign(now, body);
        // Slack's are good for five minutes before and after.
        var stale = Later(now, random.Pick([-400, 400, -100_000_000]));
        return request.Proof switch
        {
            Proof.Right => Signed(right, now),
            Proof.Missing => Some(Signed(right, now), random),
            Proof.Invented => Signed($"v0={Hex(32, random)}", now),
            Proof.OfAnotherKey => Signed($"v0={Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData("another secret"u8, body))}", now),
            Proof.OfAnotherBody => Signed(slack.Sign(now, [.. body, (byte)'&']), now),
            Proof.OfAnotherTime => random.Next(2) == 0 ? Signed(right, Later(now, 1)) : Signed(slack.Sign(stale, body), stale),
            Proof.Malformed => Signed(random.Next(4) == 0 ? right.Replace("v0=", "v1=", StringComparison.Ordinal) : Malformed(right, random), now),
            Proof.Twice => new ProofParts([.. Signed(right, now).Headers, .. Signed(right, now).Headers]),
            Proof.Elsewhere => Moved(Signed(right, now), random),
        };

        static ProofParts Signed(string signature, string time) => new([new Header("X-Slack-Signature", signature), new Header("X-Slack-Request-Timestamp", time)]);
    }

    private static ProofParts Bearer(Proof proof, string right, string other, Random random)
    {
        return proof switch
        {
            Proof.Right => Of($"Bearer {right}"),
            Proof.Missing => new ProofParts([]),
            Proof.Invented => Of($"Bearer {Hex(12, random)}"),
            Proof.OfAnotherKey => Of($"Bearer {other}"),
            Proof.OfAnotherBody or Proof.OfAnotherTime => Of($"Bearer {right[..random.Next(right.Length)]}"),
            Proof.Malformed => Of(random.Pick(["Bearer", $"Basic {right}", right, $"Bearer {right}x", $"Bearer {right.ToUpperInvariant()}", $"Bearer\t{right}", $"Bearer {right}, {right}", $"Bearer {right}\u00a0\u00e9", "Bearer \u0001"])),
            Proof.Twice => new ProofParts([new Header("Authorization", $"Bearer {right}"), new Header("Authorization", $"Bearer {right}")]),
            Proof.Elsewhere => Moved(Of($"Bearer {right}"), random),
        };

        static ProofParts Of(string authorization) => new([new Header("Authorization", authorization)]);
    }

    private ProofParts Session(FuzzRequest request, Random random)
    {
        var page = new Header("X-Operator", "1");
        return request.Proof switch
        {
            Proof.Right => new ProofParts([Cookie(operatorSession), page]),
            // The browser sends the cookie along with whatever another site makes it send; a change needs the page's own header.
            Proof.OfAnotherBody or Proof.OfAnotherTime when request.Method is "POST" or "DELETE" => new ProofParts([Cookie(operatorSession), .. random.Next(2) == 0 ? new[] { page, new Header("Origin", "https://evil.example") } : []]),
            Proof.OfAnotherBody or Proof.OfAnotherTime or Proof.OfAnotherKey or Proof.Twice => new ProofParts([Cookie(Hex(16, random)), page]),
            Proof.Missing => new ProofParts([page]),
            Proof.Invented => new ProofParts([Cookie(Hex(21, random)), page]),
            Proof.Malformed => new ProofParts([Cookie(random.Pick(["", "=", operatorSession + "x", operatorSession[1..], new string('s', 5000), "\u0001", "\u00e9"])), page]),
            Proof.Elsewhere => new ProofParts([page, new Header("Authorization", $"Bearer {operatorSession}")]),
        };

        static Header Cookie(string token) => new("Cookie", $"{SessionCookie}={token}");
    }

    /// <summary>None of them, or all but one.</summary>
    private static ProofParts Some(ProofParts right, Random random)
    {
        var left = right.Headers.ToList();
        left.RemoveAt(random.Next(left.Count));
        return new ProofParts(random.Next(2) == 0 ? [] : left);
    }

    /// <summary>The right values under other names, or in the address.</summary>
    private static ProofParts Moved(ProofParts right, Random random) => random.Next(2) == 0
        ? new ProofParts([.. right.Headers.Select(header => header with { Name = header.Name + "2" })])
        : new ProofParts([], "?" + string.Join('&', right.Headers.Select(header => $"{header.Name}={Uri.EscapeDataString(header.Value)}")));

    private static string Malformed(string right, Random random) => random.Pick(
    [
        "", right[..^1], right[..^2], right + "0", right + "00", "0x" + right, right[..^1] + "g", right[..^1] + "\u00e9", right[..(right.Length / 2)], right + right, right.Replace('a', '\u0430') + "\u0430",
        new string('0', right.Length), right + ",", new string('f', 20_000),
    ]);

    private static string Hex(int bytes, Random random)
    {
        var drawn = new byte[bytes];
        random.NextBytes(drawn);
        return Convert.ToHexStringLower(drawn);
    }

    private static string Now() => Later("0", TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());

    private static string Later(string time, long seconds) => (long.Parse(time, CultureInfo.InvariantCulture) + seconds).ToString(CultureInfo.InvariantCulture);
}
