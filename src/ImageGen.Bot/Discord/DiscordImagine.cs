using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Core;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Discord;

/// <summary>Orders pictures: from <c>/imagine</c>, a button or a form, all through one door.</summary>
internal sealed class DiscordImagine(JobIntake intake, IGuildSettingsStore guilds, IImageStore store, ImageProviders providers, ProgressFeed progress, DiscordReferences references)
{
    /// <summary>Whether any provider takes a reference image.</summary>
    public bool TakesReferences => providers.ForReference is not null;

    /// <summary><c>/imagine</c> as typed: flags in the prompt and options alike, an option wins.</summary>
    public Task<Answer> CommandAsync(Invocation at, CancellationToken cancellation)
    {
        var (request, isPrivate, faults) = Read(at);
        return SubmitAsync(at, request, isPrivate, faults, cancellation);
    }

    /// <summary>
    /// Orders a picture and answers: with the picture itself where it is cached, with a promise where it is to be drawn,
    /// else with the reason why not. Costs one round trip to the ledger.
    /// </summary>
    public async Task<Answer> SubmitAsync(Invocation at, ImagineRequest request, bool isPrivate, IReadOnlyList<FieldFault> faults, CancellationToken cancellation)
    {
        var guild = await guilds.GetAsync(at.Tenant, cancellation);
        var opensThread = guild.ReplyIn == ReplyPlace.Thread && at.Handle.Place == Place.Channel && !isPrivate;
        var answersAtOnce = store.IsPublic && !opensThread;
        switch (await intake.SubmitAsync(request, at.Requester(isPrivate, replyIfCached: !answersAtOnce), cancellation, faults))
        {
            case Ticket.Accepted { Job: { Cached: true, State: JobState.Completed } job } when answersAtOnce:
                var urls = job.Outcome!.Assets.Select(store.UrlOf).ToList();
                var result = DiscordViews.Result(job, urls, providers, at.Texts);
                return new InteractionAnswer.NewMessage(isPrivate ? result with { Flags = MessageFlags.Ephemeral } : result);
            case Ticket.Accepted { Job: var job }:
                return new Answer(isPrivate ? InteractionAnswer.Deferred.Private : InteractionAnswer.Deferred.Public, _ =>
                {
                    progress.Follow(job);
                    return Task.CompletedTask;
                });
            case Ticket.Invalid invalid:
                return Answer.Notice(string.Join('\n', invalid.Faults.Select(fault => "- " + Markdown.Escape(at.Texts.Fault(fault)))));
            case Ticket.OverLimit over:
                return Answer.Notice(LimitText.Of(over, at.Texts, Timestamps.Relative));
            case var other:
                throw new InvalidOperationException($"Intake answered {other.GetType().Name}.");
        }
    }

    private (ImagineRequest Request, bool IsPrivate, IReadOnlyList<FieldFault> Faults) Read(Invocation at)
    {
        var options = at.Data.FilledOptions.ToList();
        var typed = options.Find(option => option.Name == "prompt") is { } prompt ? prompt.Text : "";
        var faults = ImagineCommand.Parse(typed, out var request).ToList();
        var isPrivate = false;
        foreach (var option in options)
        {
            switch (option.Name)
            {
                case "prompt":
                    break;
                case "private":
                    isPrivate = option.IsTrue;
                    break;
                case "image":
                    request = references.Attach(request, option.Text, at.Data.Resolved, faults);
                    break;
                default:
                    request = Fill(request, option, faults);
                    break;
            }
        }

        return (request, isPrivate, faults);
    }

    private static ImagineRequest Fill(ImagineRequest request, FilledOption option, List<FieldFault> faults)
    {
        var text = option.Text;
        switch (option.Name)
        {
            case "style": return request with { Style = text };
            case "aspect": return request with { Aspect = text };
            case "count": return request with { Count = text };
            case "negative": return request with { Negative = text };
            case "quality": return request with { Quality = text };
            case "seed": return request with { Seed = text };
            case "guidance": return request with { Guidance = text };
            case "provider": return request with { Provider = text };
            case "refine": return request with { Refine = option.IsTrue };
            case "fresh": return request with { Fresh = option.IsTrue };
            default:
                faults.Add(new FieldFault("options", $"There is no option '{option.Name}' any more."));
                return request;
        }
    }
}
