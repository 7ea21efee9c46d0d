using System.Text.Json;
using ImageGen.Bot.Tests.Fakes;

namespace ImageGen.Bot.Tests.Charts;

/// <summary>The chart, rendered by the real Helm with each of its example values.</summary>
public sealed class ChartTests
{
    public static TheoryData<string> Examples => [.. Helm.Examples];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Example_Linted_HasNoFault(string example)
    {
        var lint = await Helm.LintAsync(example);
        Assert.True(lint.ExitCode == 0, lint.Output + lint.Error);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Example_Rendered_IsWhatKubernetesTakes(string example)
    {
        var rendered = await Helm.RenderAsync(example);
        Assert.Empty(rendered.Faults);
        Assert.Equal(rendered.Manifests.Count, rendered.Manifests.DistinctBy(manifest => (manifest.Value("kind"), manifest.Value("metadata/name"))).Count());
    }

    [Theory]
    [InlineData("readOnlyRootFilesystem: true", "readOnlyRootFs: true", "/spec/template/spec/containers/0/securityContext/readOnlyRootFs is no field")]
    [InlineData("targetPort: http", "targetPrt: http", "/spec/ports/0/targetPrt is no field")]
    [InlineData("containerPort: 8080", "containerPort: eight", "containerPort must be integer")]
    [InlineData("minReplicaCount: 1", "minReplicas: 1", "/spec/minReplicas is no field")]
    [InlineData("policy/v1", "policy/v7", "there is no policy/v7 PodDisruptionBudget")]
    public async Task Check_ManifestThatIsWrong_FindsIt(string right, string wrong, string fault)
    {
        var rendered = await Helm.RenderAsync("keda");
        Assert.Contains(right, rendered.Yaml, StringComparison.Ordinal);
        var broken = await Helm.ReadAsync(rendered.Yaml.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Contains(broken.Faults, found => found.Contains(fault, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Example_Pods_AreRestricted(string example)
    {
        foreach (var workload in (await Helm.RenderAsync(example)).Workloads)
        {
            var pod = workload.At("spec/template/spec")!.Value;
            var container = Assert.Single(pod.List("containers"));
            Assert.Equal(("True", "1654", "RuntimeDefault"), (pod.Value("securityContext/runAsNonRoot"), pod.Value("securityContext/runAsUser"), pod.Value("securityContext/seccompProfile/type")));
            Assert.Equal(
                ("True", "False", "ALL"),
                (container.Value("securityContext/readOnlyRootFilesystem"), container.Value("securityContext/allowPrivilegeEscalation"), container.Value("securityContext/capabilities/drop/0")));
            Assert.Equal("False", pod.Value("automountServiceAccountToken"));
            Assert.Equal(("/healthz/live", "/healthz/live", "/healthz/ready"), (Probe("startup"), Probe("liveness"), Probe("readiness")));
            Assert.NotNull(container.At("resources/requests/cpu"));
            Assert.NotNull(container.At("resources/limits/memory"));

            string? Probe(string kind) => container.Value($"{kind}Probe/httpGet/path");
        }
    }

    /// <summary>Every name and selector means something of the release, or is one of the values'.</summary>
    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Example_References_Lead(string example)
    {
        var rendered = await Helm.RenderAsync(example);
        var values = await File.ReadAllTextAsync(Repository.Combine($"charts/imagegen-bot/ci/{example}-values.yaml"), TestContext.Current.CancellationToken);
        var pods = rendered.Workloads.Select(workload => workload.At("spec/template/metadata/labels")!.Value).ToList();
        foreach (var workload in rendered.Workloads)
        {
            Assert.Single(pods, labels => workload.At("spec/selector/matchLabels")!.Value.Selects(labels));
            var spec = workload.At("spec/template/spec")!.Value;
            AssertIs("ServiceAccount", spec.Value("serviceAccountName")!);
            foreach (var source in spec.List("containers/0/envFrom"))
                AssertIs("Secret", source.Value("secretRef/name")!);
            var claimed = workload.List("spec/volumeClaimTemplates").Select(claim => claim.Value("metadata/name"));
            var volumes = spec.List("volumes").Select(volume => volume.Value("name")).Concat(claimed).Order(StringComparer.Ordinal);
            Assert.Equal(spec.List("containers/0/volumeMounts").Select(mount => mount.Value("name")).Order(StringComparer.Ordinal), volumes);
            foreach (var volume in spec.List("volumes"))
            {
                if (volume.Value("configMap/name") is { } map)
                    AssertIs("ConfigMap", map);
                if (volume.Value("persistentVolumeClaim/claimName") is { } claim)
                    AssertIs("PersistentVolumeClaim", claim);
            }
        }

        foreach (var selector in rendered.OfKind("PodDisruptionBudget").Select(budget => budget.At("spec/selector/matchLabels"))
            .Concat(rendered.OfKind("NetworkPolicy").Select(policy => policy.At("spec/podSelector/matchLabels")))
            .Append(rendered.One("Service").At("spec/selector")))
            Assert.Single(pods, labels => selector!.Value.Selects(labels));
        foreach (var scaler in rendered.OfKind("HorizontalPodAutoscaler").Concat(rendered.OfKind("ScaledObject")))
        {
            var target = Assert.Single(rendered.Workloads, workload => workload.Value("metadata/name") == scaler.Value("spec/scaleTargetRef/name"));
            Assert.Null(target.At("spec/replicas"));
        }

        foreach (var backend in rendered.OfKind("Ingress").Select(ingress => ingress.Value("spec/rules/0/http/paths/0/backend/service/name")))
            Assert.Equal(rendered.One("Service").Value("metadata/name"), backend);

        void AssertIs(string kind, string name) => Assert.True(
            rendered.OfKind(kind).Any(manifest => manifest.Value("metadata/name") == name) || values.Contains($": {name}", StringComparison.Ordinal), $"There is no {kind} {name}.");
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Example_Secrets_StandOnlyInTheSecret(string example)
    {
        var rendered = await Helm.RenderAsync(example);
        var secrets = rendered.OfKind("Secret").SelectMany(secret => secret.At("stringData")!.Value.EnumerateObject()).Select(entry => entry.Value.GetString()!).ToList();
        foreach (var manifest in rendered.Manifests.Where(manifest => manifest.Value("kind") != "Secret"))
            Assert.DoesNotContain(secrets, secret => manifest.GetRawText().Contains(secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("default", "web.replicas is 3, and on SQLite one process does everything", "web.replicas=3")]
    [InlineData("default", "worker.replicas is 2, and on SQLite", "worker.replicas=2")]
    [InlineData("default", "worker.autoscaling needs config.State.Provider=Redis", "worker.autoscaling.enabled=true", "worker.autoscaling.by=cpu")]
    [InlineData("default", "config.Roles is set by the chart", "config.Roles=worker")]
    [InlineData("default", "config.DataPath is set by the chart", "config.DataPath=/elsewhere")]
    [InlineData("default", "set secrets.State__Redis__ConnectionString", "config.State.Provider=Redis", "persistence.accessMode=ReadWriteMany")]
    [InlineData("default", "all pods share the pictures' folder", "config.State.Provider=Redis", "existingSecret=mine")]
    [InlineData("default", "config.Discord.BotToken is a secret; put it into secrets.Discord__BotToken", "config.Discord.BotToken=abc")]
    [InlineData("default", "config.Providers.gpt.ApiKey is a secret; put it into secrets.Providers__gpt__ApiKey", "config.Providers.gpt.ApiKey=abc")]
    [InlineData("default", "config.Api.Keys.ci is a secret", "config.Api.Keys.ci=abc")]
    [InlineData("default", "ConnectionString holds a password", "config.State.Redis.ConnectionString=redis:6379\\,password=abc")]
    [InlineData("default", "ingress.host is missing", "ingress.enabled=true")]
    [InlineData("keda", "worker.replicas and worker.autoscaling contradict each other", "worker.replicas=3")]
    [InlineData("keda", "minReplicas is more than maxReplicas", "worker.autoscaling.minReplicas=60")]
    [InlineData("keda", "set worker.autoscaling.queue.redis.address", "worker.autoscaling.queue.redis.address=")]
    [InlineData("default", "additional properties 'wbe' not allowed", "wbe.replicas=3")]
    [InlineData("default", "value must be one of 'Sqlite', 'Redis'", "config.State.Provider=Postgres")]
    [InlineData("default", "got number, want string", "config.Discord.ApplicationId=1234567890123456789")]
    [InlineData("default", "'replicas'", "ingress.replicas=1")]
    public async Task Template_ValuesThatContradict_AreRefused(string example, string message, params string[] sets)
    {
        var template = await Helm.TemplateAsync(example, sets);
        Assert.NotEqual(0, template.ExitCode);
        Assert.Contains(message, template.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Template_ManyContradictions_AreNamedAtOnce()
    {
        var template = await Helm.TemplateAsync("default", "config.Roles=web", "web.replicas=3", "ingress.enabled=true", "config.Discord.BotToken=abc");
        Assert.Equal(4, template.Error.Split('\n').Count(line => line.StartsWith("  - ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Default_IsOnePodThatKeepsItsData()
    {
        var rendered = await Helm.RenderAsync("default");
        Assert.Equal(["ConfigMap", "Service", "ServiceAccount", "StatefulSet"], rendered.Manifests.Select(manifest => manifest.Value("kind")).Order(StringComparer.Ordinal));
        var bot = rendered.One("StatefulSet");
        Assert.Equal(("1", "10Gi", "ReadWriteOnce"), (bot.Value("spec/replicas"), bot.Value("spec/volumeClaimTemplates/0/spec/resources/requests/storage"), bot.Value("spec/volumeClaimTemplates/0/spec/accessModes/0")));

        var passing = await Helm.RenderAsync("default", "persistence.enabled=false");
        Assert.Empty(passing.One("StatefulSet").List("spec/volumeClaimTemplates"));
    }

    [Fact]
    public async Task Redis_PicturesInABucket_ClaimsNothing()
    {
        var rendered = await Helm.RenderAsync("redis-discord-slack");
        Assert.Empty(rendered.OfKind("PersistentVolumeClaim"));
        Assert.All(rendered.Workloads, workload => Assert.NotNull(Assert.Single(workload.List("spec/template/spec/volumes"), volume => volume.Value("name") == "data").At("emptyDir")));
    }

    [Fact]
    public async Task Observability_SwitchedOn_BringsTheDashboardAndTheAlerts()
    {
        var rendered = await Helm.RenderAsync("redis-discord-slack");
        var dashboard = Assert.Single(rendered.OfKind("ConfigMap"), map => map.Value("metadata/labels/grafana_dashboard") == "1");
        Assert.NotEmpty(JsonDocument.Parse(dashboard.Value("data/imagegen-bot.json")!).RootElement.Items("panels"));
        var rules = rendered.One("PrometheusRule");
        Assert.Equal("prometheus", rules.Value("metadata/labels/release"));
        Assert.All(rules.List("spec/groups/0/rules"), rule => Assert.Contains("imagegen", rule.Value("expr"), StringComparison.Ordinal));
        Assert.Contains("{{ $labels.imagegen_lane }}", rules.Value("spec/groups/0/rules/1/annotations/summary"), StringComparison.Ordinal);
        Assert.Empty((await Helm.RenderAsync("default")).OfKind("PrometheusRule"));
    }

    [Fact]
    public async Task Redis_WebAndWorker_AreFencedAndScaledEachItsWay()
    {
        var rendered = await Helm.RenderAsync("redis-discord-slack");
        Assert.Equal(("3", "web"), (rendered.One("HorizontalPodAutoscaler").Value("spec/minReplicas"), rendered.One("HorizontalPodAutoscaler").Value("metadata/labels/app.kubernetes.io~1component")));
        Assert.Equal(("4", "500m"), (rendered.One("Deployment", "worker").Value("spec/replicas"), rendered.One("Deployment", "worker").Value("spec/template/spec/containers/0/resources/requests/cpu")));
        Assert.Equal("250m", rendered.One("Deployment", "web").Value("spec/template/spec/containers/0/resources/requests/cpu"));
        Assert.Empty(rendered.One("NetworkPolicy", "worker").List("spec/ingress"));
        Assert.Equal("ingress-nginx", rendered.One("NetworkPolicy", "web").Value("spec/ingress/0/from/0/namespaceSelector/matchLabels/kubernetes.io~1metadata.name"));
        foreach (var policy in rendered.OfKind("NetworkPolicy"))
            Assert.Equal(["53", "443", "6379", "4317"], policy.List("spec/egress").Select(rule => rule.Value("ports/0/port")));
        Assert.Equal(2, rendered.OfKind("PodDisruptionBudget").Count());
    }

    [Fact]
    public async Task Ingress_WithTls_LeadsTheHostToTheBot()
    {
        var ingress = (await Helm.RenderAsync("ingress-tls")).One("Ingress");
        Assert.Equal(
            ("images.example.com", "images.example.com", "pictures-imagegen-bot-tls", "nginx"),
            (ingress.Value("spec/rules/0/host"), ingress.Value("spec/tls/0/hosts/0"), ingress.Value("spec/tls/0/secretName"), ingress.Value("spec/ingressClassName")));
    }

    [Fact]
    public async Task ExistingSecret_IsReadAndNoneIsMade()
    {
        var rendered = await Helm.RenderAsync("existing-secret");
        Assert.Empty(rendered.OfKind("Secret"));
        foreach (var workload in rendered.Workloads)
        {
            Assert.Equal("imagegen-secrets", Assert.Single(workload.List("spec/template/spec/containers/0/envFrom")).Value("secretRef/name"));
            Assert.StartsWith("imagegen-bot@sha256:", workload.Value("spec/template/spec/containers/0/image")!, StringComparison.Ordinal);
        }

        Assert.Equal("worker", rendered.One("HorizontalPodAutoscaler").Value("metadata/labels/app.kubernetes.io~1component"));
    }

    [Fact]
    public async Task Change_OfASetting_RollsThePods()
    {
        Assert.NotEqual(await ChecksumsAsync(), await ChecksumsAsync("config.Cache.TtlDays=7"));
        Assert.NotEqual(await ChecksumsAsync(), await ChecksumsAsync("secrets.Api__Keys__ci=another-key-of-sixteen-letters"));
        Assert.Equal(await ChecksumsAsync(), await ChecksumsAsync("service.port=8080"));

        static async Task<string> ChecksumsAsync(params string[] sets) =>
            (await Helm.RenderAsync("ingress-tls", sets)).One("StatefulSet").At("spec/template/metadata/annotations")!.Value.GetRawText();
    }
}
