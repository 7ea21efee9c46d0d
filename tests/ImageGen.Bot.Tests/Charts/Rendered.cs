using System.Text.Json;

namespace ImageGen.Bot.Tests.Charts;

/// <summary>What the chart comes to with some values.</summary>
/// <param name="Yaml">As Helm prints it.</param>
/// <param name="Manifests">The same, read.</param>
/// <param name="Faults">What Kubernetes' schemas have against it.</param>
internal sealed record Rendered(string Yaml, IReadOnlyList<JsonElement> Manifests, IReadOnlyList<string> Faults)
{
    public IEnumerable<JsonElement> Workloads => OfKind("StatefulSet").Concat(OfKind("Deployment"));

    public IEnumerable<JsonElement> OfKind(string kind) => Manifests.Where(manifest => manifest.Value("kind") == kind);

    /// <summary>The only one of its kind, or the only one of this component.</summary>
    public JsonElement One(string kind, string? component = null) =>
        Assert.Single(OfKind(kind), manifest => component is null || manifest.Value("metadata/labels/app.kubernetes.io~1component") == component);

    /// <summary>The environment of a workload's container, with what <paramref name="secrets"/> of others hold.</summary>
    public Dictionary<string, string> EnvironmentOf(JsonElement workload, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> secrets)
    {
        var environment = new Dictionary<string, string>();
        foreach (var source in workload.List("spec/template/spec/containers/0/envFrom"))
        {
            foreach (var (name, value) in SecretOf(source.Value("secretRef/name")!))
                environment[name] = value;
        }

        foreach (var variable in workload.List("spec/template/spec/containers/0/env"))
        {
            environment[variable.Value("name")!] = variable.Value("value")
                ?? variable.Value("valueFrom/fieldRef/fieldPath")
                ?? SecretOf(variable.Value("valueFrom/secretKeyRef/name")!)[variable.Value("valueFrom/secretKeyRef/key")!];
        }

        return environment;

        IReadOnlyDictionary<string, string> SecretOf(string name) => secrets.TryGetValue(name, out var known)
            ? known
            : Assert.Single(OfKind("Secret"), secret => secret.Value("metadata/name") == name).At("stringData")!.Value
                .EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!);
    }

    /// <summary>The settings file of all containers.</summary>
    public string SettingsFile() => Assert.Single(OfKind("ConfigMap").Select(map => map.Value("data/appsettings.json")).OfType<string>());
}

/// <summary>Reads by path, as JSON Pointer does: <c>spec/replicas</c>, with <c>~1</c> for a slash in a name.</summary>
internal static class Paths
{
    public static JsonElement? At(this JsonElement json, string path)
    {
        foreach (var name in path.Split('/').Select(part => part.Replace("~1", "/", StringComparison.Ordinal)))
        {
            if (json.ValueKind == JsonValueKind.Array && int.TryParse(name, out var index) && index < json.GetArrayLength())
                json = json[index];
            else if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var property))
                json = property;
            else
                return null;
        }

        return json;
    }

    public static string? Value(this JsonElement json, string path) => json.At(path)?.ToString();

    public static IReadOnlyList<JsonElement> List(this JsonElement json, string path) => json.At(path) is { } list ? [.. list.EnumerateArray()] : [];

    /// <summary>Whether labels have all that a selector asks for.</summary>
    public static bool Selects(this JsonElement selector, JsonElement labels) =>
        selector.EnumerateObject().All(wanted => labels.TryGetProperty(wanted.Name, out var label) && label.GetString() == wanted.Value.GetString());
}
