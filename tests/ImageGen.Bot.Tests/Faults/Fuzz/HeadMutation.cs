namespace ImageGen.Bot.Tests.Fuzzing;

/// <summary>Mutations of a request's method, path and headers.</summary>
internal static class HeadMutation
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT", "post", "PROPFIND", "X", "POST ", "GÉT", new('M', 300)];

    private static readonly string[] PathParts =
        ["/", "//", "/.", "/..", "/%2e%2e", "/%2f", "/%5c", "\\", "/%00", "/%", "/%zz", "/%ed%a0%80", ";a=b", "?", "??", "#", "/\u202e", "/ü", " ", "/%20", "/~", "/*", ":", "@example.com", "/con", "/%252e%252e%252f"];

    private static readonly string[] QueryParts =
        ["limit=0", "limit=201", "limit=-1", "limit=1e9", "thread=%00", "thread=", "finished=keep", "finished=x", "from=9999-12-31", "to=9999-12-31", "from=0001-01-01&to=0001-01-02", "to=0001-01-01", "guild=", "guild=x:", "guild=:", "guild=discord:%00", "code=x",
            "error=%3Cscript%3E", "state=x", "replace=maybe", "replace=true", "%00=%00", "a=%ff", "&&&=", "a[]=1", "limit=5&limit=6"];

    private static readonly string[] ContentTypes =
        ["", "text/plain", "application/json", "application/json; charset=utf-16", "application/json; charset=x", "application/json;;", "application/problem+json", "application/x-www-form-urlencoded", "multipart/form-data", "APPLICATION/JSON", "application/jsonx", "*/*", "a", "\u00e9/x", "text/html; charset=\"", "image/png"];

    private static readonly (string Name, string Value)[] Extra =
    [
        ("Expect", "100-continue"), ("Expect", "nonsense"), ("Connection", "close"), ("Connection", "keep-alive, X-Operator"), ("Upgrade", "websocket"), ("Upgrade", "h2c"), ("Range", "bytes=0-0"), ("Range", "bytes=-1"), ("Range", "bytes=9999999999999999999-"),
        ("Range", "bytes=0-1,2-3,4-5"), ("If-Match", "\"x\""), ("If-Match", "\"99999999999999999999\""), ("If-Match", "W/\"1\""), ("If-None-Match", "*"), ("If-Modified-Since", "yesterday"), ("Accept", "text/html"), ("Accept-Encoding", "gzip, br"), ("Content-Encoding", "gzip"),
        ("Idempotency-Key", "a"), ("Idempotency-Key", "\u00e9"), ("Idempotency-Key", "%00:\""), ("Origin", "https://evil.example"), ("Origin", "null"), ("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example"),
        ("Forwarded", "for=127.0.0.1"), ("X-HTTP-Method-Override", "DELETE"), ("X-Original-URL", "/operator/api/overview"), ("X-Rewrite-URL", "/operator"), ("Host", "evil.example"), ("Cookie", "slack-install=x; imagegen-operator="), ("Cookie", "\u0001"), ("Last-Event-ID", "-1"),
        ("X-Slack-Retry-Num", "999"), ("X-Slack-No-Retry", "1"), ("traceparent", "00-zz-zz-01"), ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"), ("baggage", "a=%ff"), ("Transfer-Encoding", "identity"), ("", "x"), ("X Y", "x"), ("X-Folded", "a\r\n b"), ("X\0", "y"),
    ];

    /// <summary>Another method; not where that would sign the operator out.</summary>
    public static FuzzRequest Method(FuzzRequest request, Random random) =>
        request with { Method = request.Target.Contains("session", StringComparison.Ordinal) ? "PUT" : random.Pick(Methods) };

    public static FuzzRequest Path(FuzzRequest request, Random random)
    {
        var target = request.Target;
        var at = random.Next(1, target.Length + 1);
        var escaped = target.Length > 1 ? random.Next(1, target.Length) : 0;
        return request with
        {
            Target = random.Next(7) switch
            {
                0 => target.Insert(at, random.Pick(PathParts)),
                1 => target[..at],
                2 => target + random.Pick(PathParts),
                3 => target + (target.Contains('?', StringComparison.Ordinal) ? "&" : "?") + random.Pick(QueryParts),
                4 when escaped > 0 => $"{target[..escaped]}%{(int)target[escaped]:x2}{target[(escaped + 1)..]}",
                5 => random.Pick(["/x/.." + target, "/." + target, "/" + target, target.ToUpperInvariant(), "http://localhost" + target, "*", "/images/../.." + target, target + new string('a', random.Pick([300, 9000]))]),
                _ => $"{target.Split('?')[0]}?{random.Pick(QueryParts)}&{random.Pick(QueryParts)}",
            },
        };
    }

    public static FuzzRequest ContentType(FuzzRequest request, Random random) => request with
    {
        Headers = [.. request.Headers.Where(header => header.Name != "Content-Type"), new Header("Content-Type", random.Pick(ContentTypes))],
    };

    public static FuzzRequest Headers(FuzzRequest request, Random random)
    {
        var headers = request.Headers.ToList();
        switch (random.Next(5))
        {
            case 0 when headers.Count > 0:
                headers.RemoveAt(random.Next(headers.Count));
                break;
            case 1 when headers.Count > 0:
                headers.Add(random.Pick(headers));
                break;
            case 2:
                headers.Add(new Header("X-Large", new string('h', random.Pick([1000, 20_000, 40_000]))));
                break;
            case 3:
                headers.AddRange(Enumerable.Range(0, random.Pick([10, 150])).Select(number => new Header($"X-{number}", "x")));
                break;
            default:
                var (name, value) = random.Pick(Extra);
                headers.Add(new Header(name, value));
                break;
        }

        return request with { Headers = headers };
    }
}
