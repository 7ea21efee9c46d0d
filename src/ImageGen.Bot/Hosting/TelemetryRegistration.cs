using System.Diagnostics;
using ImageGen.Bot.Chat;
using ImageGen.Core;
using Microsoft.AspNetCore.Http.Features;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ImageGen.Bot.Hosting;

/// <summary>Sends spans, measurements and log lines to a collector, where one is configured; otherwise nothing of this exists.</summary>
internal static class TelemetryRegistration
{
    /// <summary>The service's name unless <c>OTEL_SERVICE_NAME</c> gives another.</summary>
    private const string ServiceName = "imagegen-bot";

    /// <summary>What the exporter calls its clients.</summary>
    private static readonly string[] Exporters = ["OtlpTraceExporter", "OtlpMetricExporter", "OtlpLogExporter"];

    public static void AddTelemetry(this WebApplicationBuilder builder, Settings settings)
    {
        if (settings.Telemetry is not { } options)
            return;

        // ASP.NET names method and address on its spans only when asked to.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        builder.Configuration[TelemetryOptions.EndpointVariable] ??= options.Endpoint?.AbsoluteUri;
        builder.Configuration[TelemetryOptions.ProtocolVariable] ??= options.Protocol;

        // As on the console. Below a warning, ASP.NET and HTTP clients log addresses.
        builder.Logging
            .AddFilter<OpenTelemetryLoggerProvider>("Microsoft", LogLevel.Warning)
            .AddFilter<OpenTelemetryLoggerProvider>("System", LogLevel.Warning);
        // Calls of the collector are not to be told to the collector.
        foreach (var exporter in Exporters)
            builder.Services.AddHttpClient(exporter).UseSocketsHttpHandler(static (handler, _) => handler.ActivityHeadersPropagator = null).RemoveAllLoggers();

        builder.Services.AddHostedService<TelemetryStart>().AddSingleton<IStartupFilter, RequestSpans>();
        if (settings.Roles.HasFlag(Roles.Worker))
            builder.Services.AddHostedService<TelemetryGauges>();
        new Builder(builder.Services)
            .ConfigureResource(static resource => resource
                .AddService(ServiceName, serviceVersion: ChatHttp.Version)
                .AddEnvironmentVariableDetector())
            .WithTracing(static traces => traces
                .AddSource(Telemetry.Name, "Microsoft.AspNetCore", "System.Net.Http")
                .AddProcessor(new SpanFilter()))
            .WithMetrics(static metrics => metrics
                .AddMeter(Telemetry.Name, "Microsoft.AspNetCore.Hosting", "System.Net.Http", "System.Runtime"))
            .WithLogging(null, static logs =>
            {
                logs.IncludeScopes = true;
                logs.IncludeFormattedMessage = true;
            })
            .UseOtlpExporter();
    }

    /// <summary>The SDK's own way to a host's services is a package of its own that does little more than this.</summary>
    private sealed class Builder(IServiceCollection services) : IOpenTelemetryBuilder
    {
        public IServiceCollection Services => services;
    }

    /// <summary>Providers listen from when they are made.</summary>
    private sealed class TelemetryStart(IServiceProvider parts) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            parts.GetRequiredService<TracerProvider>();
            parts.GetRequiredService<MeterProvider>();
            return Task.CompletedTask;
        }

        // What is still to be told is told when the container disposes of them, after the last job.
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>Names requests by their route, and says how they were answered, which ASP.NET leaves to others.</summary>
    private sealed class RequestSpans : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(static async (http, following) =>
            {
                await following(http);
                if (http.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } span)
                    return;
                span.SetTag("http.response.status_code", http.Response.StatusCode);
                if (http.Response.StatusCode >= StatusCodes.Status500InternalServerError)
                    span.SetTag("error.type", $"{http.Response.StatusCode}").SetStatus(ActivityStatusCode.Error);
                span.DisplayName = http.Request.Method;
                if ((http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText is not { } route)
                    return;
                span.SetTag("http.route", route);
                span.DisplayName = $"{http.Request.Method} {route}";
            });
            next(app);
        };
    }

    /// <summary>
    /// Spans of .NET's own, which name whole addresses: cut to the host, and left out where no job or request is behind
    /// them, as with calls of the collector.
    /// </summary>
    private sealed class SpanFilter : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            if (data.Source.Name == "System.Net.Http")
            {
                data.SetTag("url.full", null);
                if (data.ParentSpanId == default)
                    data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            }
            else if (data.Source.Name == "Microsoft.AspNetCore" && data.GetTagItem("http.route") is null)
            {
                // Probes of whoever scans the internet, with whatever they put into the address.
                data.SetTag("url.path", null);
            }
        }
    }
}
