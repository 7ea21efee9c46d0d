namespace ImageGen.Bot.Hosting;

/// <summary>Where spans, measurements and log lines go, by OTLP. The standard variables of OpenTelemetry say more, and are the SDK's to read.</summary>
/// <param name="Endpoint">The collector; null where the variables name it.</param>
/// <param name="Protocol">As the variable names it; null leaves it to the SDK, which takes gRPC.</param>
internal sealed record TelemetryOptions(Uri? Endpoint, string? Protocol)
{
    /// <summary>The variable that names the collector.</summary>
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The variable that names the protocol.</summary>
    public const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";

    private static readonly string[] Endpoints =
        [EndpointVariable, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT"];

    private static readonly string[] Protocols = ["grpc", "http/protobuf"];

    /// <summary>Reads the section and judges the variables.</summary>
    /// <returns>Null where no collector is named, or the SDK is switched off.</returns>
    public static TelemetryOptions? Read(SettingsReader root)
    {
        var section = root.Section("Telemetry");
        var (endpoint, protocol) = (section.HttpUrl("OtlpEndpoint"), Protocol(section, "OtlpProtocol"));
        section.RefuseUnknown();
        var named = Endpoints.Select(root.HttpUrl).ToList();
        Protocol(root, ProtocolVariable);
        return (endpoint is not null || named.Exists(url => url is not null)) && !string.Equals(root.Text("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase)
            ? new TelemetryOptions(endpoint, protocol)
            : null;

        static string? Protocol(SettingsReader reader, string key)
        {
            if (reader.Text(key) is not { } text || Protocols.Contains(text))
                return reader.Text(key);
            reader.Fault(key, $"must be one of {string.Join(", ", Protocols)}; it is '{text}'");
            return null;
        }
    }
}
