using System.Text.Json.Serialization;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Web;

/// <summary>A picture as programs see it.</summary>
/// <param name="Url">Where it is.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="ContentType"><c>image/png</c>, <c>image/jpeg</c> or <c>image/webp</c>.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Sha256">Lower-case hexadecimal hash of the file.</param>
internal sealed record AssetDocument(Uri Url, int Width, int Height, string ContentType, long Bytes, string Sha256);

/// <summary>Why there is no picture.</summary>
/// <param name="Code">For programs: <c>refused</c>, <c>timed_out</c>, …</param>
/// <param name="Message">For people.</param>
internal sealed record ErrorDocument(string Code, string Message);

/// <summary>A finished picture that is nearly what was asked for.</summary>
/// <param name="Id">The job it was drawn for.</param>
/// <param name="Url">Where it is.</param>
internal sealed record NearHitDocument(string Id, Uri Url);

/// <summary>A command that came to no job: the last line of <c>imagine --json</c> then.</summary>
internal sealed record RefusalDocument(ErrorDocument Error);

/// <summary>A job as programs see it: over HTTP, in events, and as the last line of <c>imagine --json</c>.</summary>
internal sealed record JobDocument
{
    public required string Id { get; init; }

    /// <summary><c>pending</c>, <c>processing</c>, <c>completed</c>, <c>failed</c> or <c>cancelled</c>.</summary>
    public required string State { get; init; }

    /// <summary><c>queued</c>, <c>refining</c>, <c>generating</c>, <c>storing</c> or <c>done</c>.</summary>
    public required string Stage { get; init; }

    /// <summary>1 is next; null unless it waits in its lane.</summary>
    public int? Position { get; init; }

    /// <summary>The text as typed after <c>/imagine</c>, where that is how it came.</summary>
    public string? Command { get; init; }

    public required string Prompt { get; init; }
    public string? RefinedPrompt { get; init; }

    /// <summary>Names of the style guides that shaped the refined prompt.</summary>
    public required IReadOnlyList<string> Guidelines { get; init; }

    /// <summary>Who refined it, with a version: <c>template/1</c>, <c>raw/1</c>, <c>openai/1:…</c>.</summary>
    public string? Refiner { get; init; }

    /// <summary>The refiner that was asked and did not answer, so that another did; null where none failed.</summary>
    public string? RefinedInsteadOf { get; init; }

    public required string Style { get; init; }

    /// <summary>Who drew it, or is to.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider that was to draw it and was not available; null where <see cref="Provider"/> is that one.</summary>
    public string? FallbackFrom { get; init; }

    /// <summary>The provider that was asked for, where the budget stood only a cheaper one.</summary>
    public string? InsteadOf { get; init; }

    /// <summary><c>painter</c> draws locally; every other kind is a model.</summary>
    public string? ProviderKind { get; init; }

    public required string Aspect { get; init; }
    public required int Count { get; init; }

    /// <summary>The seed of the first picture, once chosen.</summary>
    public uint? Seed { get; init; }

    public double? Guidance { get; init; }
    public required string Quality { get; init; }
    public string? Negative { get; init; }
    public required IReadOnlyList<AssetDocument> Assets { get; init; }

    /// <summary>A picture that is nearly this one and costs nothing, from before it is drawn on; null where there is none.</summary>
    public NearHitDocument? NearHit { get; init; }

    /// <summary>Whether the pictures were drawn for another job, so that this one cost nothing.</summary>
    public required bool Cached { get; init; }

    /// <summary>What it cost; null until it is done.</summary>
    public decimal? CostUsd { get; init; }

    public required int Attempts { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public ErrorDocument? Error { get; init; }

    /// <summary>The thread it was asked for in, where there is one.</summary>
    public string? Thread { get; init; }

    public static JobDocument From(ImageJob job, IImageStore store, ImageProviders providers)
    {
        var (order, outcome) = (job.Order, job.Outcome);
        var provider = outcome is null ? job.Lane : outcome.Provider ?? order.Spec.Provider;
        return new JobDocument
        {
            Id = job.Id.Value,
            State = Name(job.State),
            Stage = Name(job.Stage),
            Position = job.Position,
            Command = order.Command,
            Prompt = order.Prompt.Value,
            RefinedPrompt = outcome is null ? job.Progress.Told?.Value : outcome.RefinedPrompt,
            Guidelines = outcome?.Guidelines ?? job.Progress.Told?.Guidelines ?? [],
            Refiner = outcome is null ? job.Progress.Told?.Refiner : outcome.Refiner,
            RefinedInsteadOf = outcome is null ? job.Progress.Told?.InsteadOf : outcome.RefinedInsteadOf,
            Style = order.Spec.Style,
            Provider = provider,
            FallbackFrom = outcome is null ? job.Progress.GaveUp is [var first, ..] ? first : null : outcome.FallbackFrom,
            InsteadOf = order.InsteadOf,
            ProviderKind = providers.TryFind(provider, out var generator) ? generator.Capabilities.Kind : null,
            Aspect = order.Spec.Aspect.ToString(),
            Count = order.Spec.Count,
            Seed = outcome?.Seed ?? job.Progress.Seed ?? order.Spec.Seed,
            Guidance = order.Spec.Guidance,
            Quality = Name(order.Spec.Quality),
            Negative = order.Spec.Negative,
            Assets = [.. (outcome?.Assets ?? []).Select(asset => new AssetDocument(
                store.UrlOf(asset), asset.Width, asset.Height, asset.ContentType, asset.Bytes, asset.Sha256))],
            NearHit = job.NearHit is { } near ? new NearHitDocument(near.Job.Value, store.UrlOf(near.Picture)) : null,
            Cached = job.Cached,
            CostUsd = job.Cost?.Dollars,
            Attempts = job.Attempts,
            CreatedAt = order.CreatedAt,
            StartedAt = job.StartedAt,
            FinishedAt = job.FinishedAt,
            Error = outcome?.Error is { } error ? new ErrorDocument(error.Code.Text(), error.Message) : null,
            Thread = order.Conversation.Thread is { Length: > 0 } thread ? thread : null,
        };
    }

    private static string Name<T>(T value)
        where T : struct, Enum =>
        value.ToString().ToLowerInvariant();
}

/// <summary>Jobs, newest first.</summary>
internal sealed record JobListDocument(IReadOnlyList<JobDocument> Items);

/// <summary>A style people can ask for.</summary>
internal sealed record StyleDocument(string Name, string Title, string Kind, IReadOnlyList<string> Keywords, string Guidance);

/// <summary>All styles and which one is used where none is asked for.</summary>
internal sealed record StyleListDocument(string Default, IReadOnlyList<StyleDocument> Styles);

/// <summary>A provider people can ask for.</summary>
internal sealed record ProviderDocument(string Name, string Kind);

/// <summary>All providers and which one is used where none is asked for.</summary>
internal sealed record ProviderListDocument(string Default, IReadOnlyList<ProviderDocument> Providers);

/// <summary>A limit and how much of it is used, unfinished jobs included.</summary>
internal sealed record LimitDocument(string Name, decimal Used, decimal Limit, string Unit, DateTimeOffset? ResetsAt);

/// <summary>What the caller's tenant, and the caller, have used. Each job says its own cost.</summary>
internal sealed record UsageDocument(string Tenant, long ImagesToday, decimal CostThisMonthUsd, decimal YourCostThisMonthUsd, IReadOnlyList<LimitDocument> Limits);

/// <summary>How a part of the bot is.</summary>
internal sealed record HealthPart(string Name, bool Ok, string? Fault);

/// <summary>How the bot is.</summary>
internal sealed record HealthDocument(bool Ok, IReadOnlyList<HealthPart> Parts);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JobDocument))]
[JsonSerializable(typeof(RefusalDocument))]
[JsonSerializable(typeof(JobListDocument))]
[JsonSerializable(typeof(StyleListDocument))]
[JsonSerializable(typeof(ProviderListDocument))]
[JsonSerializable(typeof(UsageDocument))]
[JsonSerializable(typeof(HealthDocument))]
[JsonSerializable(typeof(AdminStyleListDocument))]
[JsonSerializable(typeof(AdminFieldListDocument))]
[JsonSerializable(typeof(AdminChangeDocument))]
[JsonSerializable(typeof(AuditDocument))]
[JsonSerializable(typeof(UsageDaysDocument))]
[JsonSerializable(typeof(ForgottenDocument))]
[JsonSerializable(typeof(ImagineBody))]
[JsonSerializable(typeof(Microsoft.AspNetCore.Mvc.ProblemDetails))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
internal sealed partial class WebJson : JsonSerializerContext;
