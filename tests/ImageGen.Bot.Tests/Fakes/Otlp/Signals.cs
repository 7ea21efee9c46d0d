namespace ImageGen.Bot.Tests.Fakes.Otlp;

/// <summary>A span as it was exported.</summary>
internal sealed record Span(
    string Process, string Source, string Trace, string Id, string Parent, string Name, int Kind, ulong Start, ulong End,
    IReadOnlyDictionary<string, string> Tags, IReadOnlyList<(string Trace, string Span)> Links, bool IsError)
{
    public const int Server = 2;
    public const int Client = 3;
    public const int Consumer = 5;

    public override string ToString() => $"{Process} {Name} [{string.Join(", ", Tags.Select(tag => $"{tag.Key}={tag.Value}"))}]";
}

/// <summary>A value of a metric: a number, or a histogram's sum and count.</summary>
internal sealed record Point(string Process, string Metric, string Unit, bool IsSum, bool IsHistogram, IReadOnlyDictionary<string, string> Tags, double Value, ulong Count);

/// <summary>A log line.</summary>
internal sealed record LogLine(string Process, string Trace, string Span, string Text, IReadOnlyDictionary<string, string> Tags);

/// <summary>Reads what an exporter sends, by the numbers of OTLP's fields.</summary>
internal static class Signals
{
    public static IEnumerable<Span> Spans(ProtoMessage request) =>
        from resource in request.All(1)
        let process = Process(resource)
        from scope in resource.All(2)
        from span in scope.All(2)
        select new Span(
            process, scope.One(1).Text(1), span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), (int)span.Number(6), span.Number(7), span.Number(8),
            Tags(span, 9), [.. span.All(13).Select(link => (link.Hex(1), link.Hex(2)))], span.One(15).Number(3) == 2);

    public static IEnumerable<Point> Points(ProtoMessage request) =>
        from resource in request.All(1)
        let process = Process(resource)
        from scope in resource.All(2)
        from metric in scope.All(2)
        from kind in new[] { 5, 7, 9 }
        where metric.Has(kind)
        from point in metric.One(kind).All(1)
        select kind == 9
            ? new Point(process, metric.Text(1), metric.Text(3), IsSum: false, IsHistogram: true, Tags(point, 9), point.Double(5), point.Number(4))
            : new Point(process, metric.Text(1), metric.Text(3), kind == 7, IsHistogram: false, Tags(point, 7), point.Has(4) ? point.Double(4) : (long)point.Number(6), 1);

    public static IEnumerable<LogLine> Logs(ProtoMessage request) =>
        from resource in request.All(1)
        let process = Process(resource)
        from scope in resource.All(2)
        from line in scope.All(2)
        select new LogLine(process, line.Hex(9), line.Hex(10), line.One(5).Text(1), Tags(line, 6));

    private static string Process(ProtoMessage resource) => Tags(resource.One(1), 1).GetValueOrDefault("service.name", "");

    private static Dictionary<string, string> Tags(ProtoMessage holder, int field) =>
        holder.All(field).GroupBy(pair => pair.Text(1)).ToDictionary(pairs => pairs.Key, pairs => Value(pairs.Last().One(2)));

    private static string Value(ProtoMessage value) =>
        value.Has(1) ? value.Text(1)
        : value.Has(2) ? $"{value.Number(2) == 1}"
        : value.Has(3) ? $"{(long)value.Number(3)}"
        : value.Has(4) ? $"{value.Double(4)}"
        : string.Join(',', value.One(5).All(1).Select(Value));
}
