using ImageGen.Bot.Web;
using ImageGen.Core;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Prompts;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Operator;

/// <summary>What an operator does to jobs and lanes. Whatever comes of it is noted in the audit log.</summary>
internal sealed class OperatorActions(
    IJobLedger ledger,
    IOperatorLedger jobs,
    JobIntake intake,
    JobRemoval removal,
    IGuildSettingsStore guilds,
    ImageProviders providers,
    PromptRefiners refiners,
    ReplyExecutor replies,
    AuditLog audit,
    OverviewReader overview,
    TimeProvider clock)
{
    /// <summary>Longest pause in minutes: a week.</summary>
    private const int LongestPause = 7 * 24 * 60;

    /// <summary>A pause until somebody ends it.</summary>
    private static readonly TimeSpan ForGood = TimeSpan.FromDays(3650);

    /// <summary>Orders anew what failed. The same again is one new job, however often it is asked for within a day.</summary>
    public Task<IResult> RetryAsync(HttpContext http, ImageJob job, string? provider, CancellationToken cancellation) =>
        NotedAsync(http, "retry", job.Id.Value, () => OrderAgainAsync(job, provider, cancellation), cancellation);

    /// <summary>Moves a waiting job to another provider, or orders there what failed.</summary>
    public Task<IResult> RerouteAsync(HttpContext http, ImageJob job, string? provider, CancellationToken cancellation) =>
        NotedAsync(http, "reroute", job.Id.Value, () => job.State.IsFinal() ? OrderAgainAsync(job, provider, cancellation) : MoveAsync(job, provider, cancellation), cancellation);

    /// <summary>Cancels a job.</summary>
    public Task<IResult> CancelAsync(HttpContext http, ImageJob job, CancellationToken cancellation) => NotedAsync(http, "cancel", job.Id.Value, async () =>
        await ledger.CancelAsync(job.Order.Tenant, job.Id, cancellation) switch
        {
            CancelResult.Cancelled => Done("The job is cancelled."),
            CancelResult.Requested => Done("Its worker has been told to stop."),
            CancelResult.AlreadyFinished => Conflict("It has ended already."),
            CancelResult.NotFound => Gone,
        }, cancellation);

    /// <summary>Deletes a finished job with its pictures.</summary>
    public Task<IResult> DeleteAsync(HttpContext http, ImageJob job, CancellationToken cancellation) => NotedAsync(http, "delete", job.Id.Value, async () =>
    {
        try
        {
            return await removal.DeleteAsync(job.Order.Tenant, job.Id, cancellation) is null
                ? Conflict("Only a job that has ended can be deleted. Cancel it first.")
                : Done("The job and its pictures are deleted.");
        }
        catch (GenerationException fault)
        {
            return new Answer(fault.Message, StatusCodes.Status503ServiceUnavailable, fault.Code.Text());
        }
    }, cancellation);

    /// <summary>Lets nothing be leased from a lane for some minutes, or until it is resumed.</summary>
    public Task<IResult> PauseAsync(HttpContext http, string lane, int? minutes, CancellationToken cancellation) => NotedAsync(http, "pause", lane, async () =>
    {
        if (minutes is < 1 or > LongestPause)
            return Invalid($"The minutes must be a whole number from 1 to {LongestPause}, or left out to pause until it is resumed.");
        await ledger.PauseLaneAsync(lane, clock.GetUtcNow() + (minutes is { } some ? TimeSpan.FromMinutes(some) : ForGood), cancellation);
        return Done(minutes is { } time ? $"The lane is paused for {time} minutes. What runs goes on." : "The lane is paused until it is resumed. What runs goes on.");
    }, cancellation);

    /// <summary>Ends a pause.</summary>
    public Task<IResult> ResumeAsync(HttpContext http, string lane, CancellationToken cancellation) => NotedAsync(http, "resume", lane, async () =>
    {
        await ledger.PauseLaneAsync(lane, clock.GetUtcNow(), cancellation);
        return Done("The lane goes on.");
    }, cancellation);

    /// <summary>Whether there is such a lane.</summary>
    public bool IsLane(string name) => providers.All.Any(provider => provider.Name == name) || replies.Lanes.Any(lane => lane.Name == name);

    private async Task<Answer> OrderAgainAsync(ImageJob job, string? provider, CancellationToken cancellation)
    {
        if (job.State is not (JobState.Failed or JobState.Cancelled))
            return Conflict("Only a job that failed or was cancelled can be tried again.");
        var order = job.Order;
        var request = Repeat.Of(job) with { Command = order.Command };
        var requester = new Requester(order.Tenant, order.User, order.Conversation, provider is null ? $"operator-retry:{job.Id}" : $"operator-retry:{job.Id}:{provider}")
        {
            Context = order.Context ?? ChatContext.None,
            ReplyIfCached = true,
        };
        return await intake.SubmitAsync(provider is null ? request : request with { Provider = provider }, requester, cancellation) switch
        {
            Ticket.Accepted { Job: var next } => Done($"It is tried again as job {next.Id}.") with { Job = next.Id.Value },
            Ticket.Invalid { Faults: var faults } => Invalid(Text(faults)),
            Ticket.OverLimit over => new Answer(over.Error.Message, StatusCodes.Status429TooManyRequests, over.Error.Code.Text()),
            var other => throw new InvalidOperationException($"Intake answered {other.GetType().Name}."),
        };
    }

    private async Task<Answer> MoveAsync(ImageJob job, string? provider, CancellationToken cancellation)
    {
        if (provider is null)
            return Invalid("Name the provider to move it to.");
        var guild = await guilds.GetAsync(job.Order.Tenant, cancellation);
        var faults = RequestValidator.Validate(Repeat.Of(job) with { Provider = provider }, guild, providers, out var valid);
        if (valid is not { Generator: var generator, Spec: var spec })
            return Invalid(Text(faults));
        if (generator.Name == job.Lane)
            return Conflict($"It waits for {generator.Name} already.");
        if (job.Progress.Prompt is { } refined && refined.Value.EnumerateRunes().Count() > generator.Capabilities.MaxPromptLength)
            return Conflict($"Its prompt was refined to more than {generator.Name} takes.");
        return await jobs.MoveAsync(job.Id, generator.Name, ProviderChoice.Bound(generator, spec) + refiners.For(spec).MaxCost, cancellation) switch
        {
            MoveResult.Moved => Done($"It waits for {generator.Name} now."),
            MoveResult.NotWaiting => Conflict("It does not wait for a worker, so it cannot be moved."),
            MoveResult.Begun => Conflict($"{job.Lane} has begun it, and elsewhere it would be paid for again."),
            MoveResult.OverBudget => Conflict($"The guild's budget does not stand what it can cost with {generator.Name}."),
            MoveResult.NotFound => Gone,
        };
    }

    private async Task<IResult> NotedAsync(HttpContext http, string action, string target, Func<Task<Answer>> act, CancellationToken cancellation)
    {
        var answer = await act();
        overview.Forget();
        await audit.AddAsync(http, action, target, answer.Message, cancellation);
        return answer.Status == StatusCodes.Status200OK
            ? TypedResults.Json(new ActionDocument(answer.Message, answer.Job), OperatorJson.Default.ActionDocument)
            : Problems.Problem(answer.Status, answer.Code, answer.Message);
    }

    private static string Text(IEnumerable<FieldFault> faults) => string.Join(' ', faults.Select(fault => fault.Message));

    private static Answer Done(string message) => new(message, StatusCodes.Status200OK, "");

    private static Answer Conflict(string message) => new(message, StatusCodes.Status409Conflict, "conflict");

    private static Answer Invalid(string message) => new(message, StatusCodes.Status400BadRequest, ErrorCode.InvalidRequest.Text());

    private static Answer Gone => new("There is no such job any more.", StatusCodes.Status404NotFound, "not_found");

    /// <summary>What came of an action.</summary>
    private sealed record Answer(string Message, int Status, string Code, string? Job = null);
}
