using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Prompts;
using ImageGen.Core.Requests;

namespace ImageGen.Core.Jobs;

/// <summary>Who asks, and where the answer belongs.</summary>
/// <param name="Tenant">Whose quotas, styles and cache.</param>
/// <param name="User">The user, as the platform names them.</param>
/// <param name="Conversation">Where the answer belongs.</param>
/// <param name="Delivery">What tells a repeated delivery, unique in the platform; null where a repeat cannot be told.</param>
public sealed record Requester(TenantId Tenant, string User, ConversationRef Conversation, string? Delivery = null)
{
    /// <summary>What the platform said of the place and the person.</summary>
    public ChatContext Context { get; init; } = ChatContext.None;

    /// <summary>Whether a picture found in the cache is told through the reply lane; false where the caller answers at once with what it gets.</summary>
    public bool ReplyIfCached { get; init; }
}

/// <summary>What a command came to, at once.</summary>
public abstract record Ticket
{
    private Ticket()
    {
    }

    /// <summary>There is a job: waiting, or complete already where the picture was cached.</summary>
    public sealed record Accepted(ImageJob Job) : Ticket;

    /// <summary>Something in the request is wrong; nothing was queued or charged.</summary>
    public sealed record Invalid(IReadOnlyList<FieldFault> Faults) : Ticket;

    /// <summary>A limit is used up; nothing was queued or charged.</summary>
    /// <param name="Error">Which, and when it resets.</param>
    /// <param name="Claim">What did not fit, and when it resets.</param>
    /// <param name="Counter">How much of it was used at that moment.</param>
    public sealed record OverLimit(JobError Error, QuotaClaim Claim, CounterState Counter) : Ticket;
}

/// <summary>
/// Takes commands from every face: validate, price, admit. Costs one round trip to the ledger, draws nothing and asks
/// no one, so a command is acknowledged in milliseconds.
/// </summary>
/// <param name="ledger">Decides and keeps.</param>
/// <param name="guilds">Styles, limits and weight of each tenant.</param>
/// <param name="providers">Who can draw.</param>
/// <param name="refiners">Who will refine; their versions are part of a picture's identity.</param>
/// <param name="repliers">The platforms that are told when a job ends.</param>
/// <param name="clock">Stamps jobs and decides quota periods.</param>
/// <param name="random">Makes job ids.</param>
/// <param name="warnings">Told of tenants that used something; null for nobody.</param>
public sealed class JobIntake(
    IJobLedger ledger,
    IGuildSettingsStore guilds,
    ImageProviders providers,
    PromptRefiners refiners,
    IEnumerable<IChatReplier> repliers,
    TimeProvider clock,
    Random random,
    UsageWarnings? warnings = null)
{
    private readonly HashSet<string> _answered = [.. repliers.Select(replier => replier.Platform)];

    /// <summary>Reads and submits the text after <c>/imagine</c>.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger is away; submit the same delivery again.</exception>
    public async Task<Ticket> SubmitAsync(string command, Requester requester, CancellationToken cancellation)
    {
        var faults = ImagineCommand.Parse(command, out var request);
        return await SubmitAsync(request, requester, cancellation, faults);
    }

    /// <summary>Submits a request.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="cancellation">Stops waiting; the job may have been admitted.</param>
    /// <param name="readingFaults">What was already found wrong when the request was read; judged together with the rest.</param>
    /// <exception cref="LedgerUnavailableException">The ledger is away; submit the same delivery again.</exception>
    public async Task<Ticket> SubmitAsync(
        ImagineRequest request, Requester requester, CancellationToken cancellation, IReadOnlyList<FieldFault>? readingFaults = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(requester);

        using var span = Telemetry.Source.StartActivity("admit");
        var guild = await guilds.GetAsync(requester.Tenant, cancellation);
        var faults = RequestValidator.Validate(request, guild, providers, out var valid);
        IReadOnlyList<FieldFault> all = [.. faults, .. RuleCheck.Faults(request, valid, requester, guild)];
        if (valid is null || all.Count > 0 || readingFaults is { Count: > 0 })
        {
            JobTelemetry.Admitted(requester.Conversation.Platform, null);
            return new Ticket.Invalid(Merge(readingFaults ?? [], all));
        }

        var admission = await ledger.AdmitAsync(Order(request, valid, requester, guild), cancellation);
        if (admission is Admission.OverLimit refused && Cheaper(valid, guild, refused) is { } cheaper)
            admission = await ledger.AdmitAsync(Order(request, cheaper, requester, guild, insteadOf: valid.Spec.Provider), cancellation);
        JobTelemetry.Admitted(requester.Conversation.Platform, admission);
        warnings?.Observe(requester.Tenant, admission);
        return admission switch
        {
            Admission.Admitted admitted => new Ticket.Accepted(admitted.Job),
            Admission.OverLimit over => new Ticket.OverLimit(LimitMessages.OverLimit(over.Claim, over.Counter).Error!, over.Claim, over.Counter),
            _ => throw new InvalidOperationException($"The ledger answered {admission.GetType().Name}."),
        };
    }

    /// <summary>The same with the cheapest provider that the budget does stand, where the guild wants that. Nothing was reserved yet.</summary>
    private ValidRequest? Cheaper(ValidRequest valid, GuildSettings guild, Admission.OverLimit over) =>
        guild.Quotas.AtLimit == LimitAction.Cheaper && over.Claim.Kind == ClaimKind.Cost
        && ProviderChoice.Cheapest(guild, providers, valid.Spec, new Usd(over.Claim.Limit - over.Counter.Used - refiners.For(valid.Spec).MaxCost.Micros)) is { } generator
            ? new ValidRequest(valid.Prompt, valid.Spec with { Provider = generator.Name }, generator)
            : null;

    /// <summary>A field that could not be read is not judged as well: it would only be called empty.</summary>
    private static IReadOnlyList<FieldFault> Merge(IReadOnlyList<FieldFault> reading, IReadOnlyList<FieldFault> judging)
    {
        var unread = reading.Select(fault => fault.Field).ToHashSet();
        return [.. reading, .. judging.Where(fault => !unread.Contains(fault.Field))];
    }

    private AdmissionRequest Order(ImagineRequest request, ValidRequest valid, Requester requester, GuildSettings guild, string? insteadOf = null)
    {
        var (prompt, spec, generator) = valid;
        var now = clock.GetUtcNow();
        var refiner = refiners.For(spec);
        var maxCost = ProviderChoice.Bound(generator, spec) + refiner.MaxCost;
        return new AdmissionRequest
        {
            Order = new JobOrder
            {
                Id = JobId.New(clock, random),
                Tenant = requester.Tenant,
                User = requester.User,
                Conversation = requester.Conversation,
                Prompt = prompt,
                Spec = spec,
                Key = PromptKey.Compute(requester.Tenant, prompt, spec, generator.Capabilities.Model, refiner.Version, guild.Styles.Version, guild.IsAgeRestricted(requester.Context)),
                Command = request.Command,
                ReferenceUrl = request.ReferenceUrl,
                MayFallBack = request.MayFallBack || string.IsNullOrWhiteSpace(request.Provider),
                InsteadOf = insteadOf,
                IsFresh = request.Fresh,
                Context = requester.Context == ChatContext.None ? null : requester.Context,
                TraceParent = Telemetry.Parent,
                CreatedAt = now,
            },
            // The tenant is part of a delivery's name: one tenant's key can never bring up another's job.
            Delivery = requester.Delivery is { } delivery ? $"{requester.Tenant}:{delivery}" : null,
            Lane = generator.Name,
            ReplyLane = _answered.Contains(requester.Conversation.Platform) ? LaneLimits.ReplyLane(requester.Conversation.Platform) : null,
            ReplyIfCached = requester.ReplyIfCached,
            Fresh = request.Fresh,
            Claims = QuotaClaims.For(
                guild.Quotas, requester.Tenant, requester.User, spec.Count, maxCost, now, requester.Context.Roles, requester.Conversation.Channel),
            Day = DateOnly.FromDateTime(guild.Quotas.Local(now).DateTime),
            Work = spec.Count / guild.Quotas.WeightOf(requester.Context.Roles),
        };
    }
}
