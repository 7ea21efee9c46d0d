namespace ImageGen.Bot.Tests.Fuzzing;

/// <summary>Makes requests from recorded ones: the same for the same seed, number and recording.</summary>
internal sealed class Mutator(IReadOnlyList<FuzzRequest> recorded, int seed)
{
    // How many of a hundred are for whom: most where most can go wrong.
    private static readonly (Face Face, int Share)[] Shares =
        [(Face.Discord, 30), (Face.Slack, 27), (Face.Api, 15), (Face.Admin, 11), (Face.Operator, 7), (Face.Public, 10)];

    private static readonly Proof[] Wrong = [.. Enum.GetValues<Proof>().Where(proof => proof != Proof.Right)];

    private static readonly Framing[] Framings = [.. Enum.GetValues<Framing>().Where(framing => framing != Framing.Length)];

    private readonly ILookup<Face, FuzzRequest> _byFace = recorded.ToLookup(request => request.Face);

    /// <summary>A request.</summary>
    /// <param name="number">Which.</param>
    /// <param name="isProven">Whether it proves whom it is from, whatever was done to it; else it does not.</param>
    public FuzzRequest Make(int number, bool isProven)
    {
        var random = new Random(unchecked((seed * 1_000_003) + (number * 2) + (isProven ? 1 : 0)));
        var request = random.Pick(Of(random.Next(100))) with { Seed = random.Next() };
        if (request.Delivery is { } delivery && random.Next(2) == 0)
            request = request with { Body = Bytes.Replace(request.Body, delivery, Anew(delivery, random)) };
        request = request with { Proof = isProven ? Proof.Right : random.Pick(Wrong) };

        // One of a hundred stays as it is: the good ones must go on being good.
        for (var times = random.Next(100) == 0 ? 0 : random.Next(1, 3); times > 0; times--)
            request = Mutate(request, random);
        return request;
    }

    private List<FuzzRequest> Of(int percentile)
    {
        foreach (var (face, share) in Shares)
        {
            percentile -= share;
            if (percentile < 0)
                return [.. _byFace[face]];
        }

        throw new InvalidOperationException("The shares are less than a hundred.");
    }

    private static FuzzRequest Mutate(FuzzRequest request, Random random)
    {
        var roll = random.Next(request.Body.Length > 0 ? 100 : 30);
        return roll switch
        {
            < 6 => Odd("path", HeadMutation.Path(request, random)),
            < 14 => Odd("headers", HeadMutation.Headers(request, random)),
            < 17 => Odd("type", HeadMutation.ContentType(request, random)),
            < 19 => Odd("method", HeadMutation.Method(request, random)),
            < 25 => Odd("framing", request with { Framing = random.Pick(Framings) }),
            < 28 => Odd("multipart", Multipart(request, random)),
            < 44 => Noted("bytes", request with { Body = Bytes.Mutate(request.Body, random) }),
            _ when IsForm(request) => Noted("form", request with { Body = FormMutation.Mutate(request.Body, random) }),
            _ => Noted("json", request with { Body = JsonMutation.Mutate(request.Body, random) }),
        };

        static FuzzRequest Noted(string what, FuzzRequest request) => request with { Mutations = $"{request.Mutations} {what}".Trim() };

        static FuzzRequest Odd(string what, FuzzRequest request) => Noted(what, request) with { IsPlain = false };
    }

    private static FuzzRequest Multipart(FuzzRequest request, Random random)
    {
        var (type, body) = FormMutation.Multipart(request.Body, random);
        return request with
        {
            Method = request.Body.Length > 0 ? request.Method : "POST",
            Body = body,
            Headers = [.. request.Headers.Where(header => header.Name != "Content-Type"), new Header("Content-Type", type)],
        };
    }

    private static bool IsForm(FuzzRequest request) => request.Headers.Any(header => header.Value.StartsWith("application/x-www-form-urlencoded", StringComparison.Ordinal));

    /// <summary>Another id of the same shape: a delivery that did not come before.</summary>
    private static string Anew(string id, Random random) => string.Concat(id.Select(c => char.IsAsciiDigit(c) ? (char)('1' + random.Next(9)) : c));
}
