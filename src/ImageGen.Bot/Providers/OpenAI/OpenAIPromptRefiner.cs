using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageGen.Core;
using ImageGen.Core.Images;
using ImageGen.Core.Prompts;

namespace ImageGen.Bot.Providers.OpenAI;

/// <summary>
/// Has a language model refine prompts. What it reads is marked as data, and what it says is believed in nothing but the
/// description: it has no tools, and no say in size, number, provider or cost.
/// </summary>
internal sealed class OpenAIPromptRefiner(RefinerOptions options, OpenAIService service) : PromptRefiner
{
    /// <summary>Most characters of a description; longer ones are no descriptions.</summary>
    private const int MaxLength = 4000;

    /// <summary>Most characters the model is told to write: beyond that, generators no longer follow.</summary>
    private const int TargetLength = 1200;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonObject Schema = new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["prompt"] = new JsonObject { ["type"] = "string" },
            ["rationale"] = new JsonObject { ["type"] = "string" },
        },
        ["required"] = new JsonArray("prompt", "rationale"),
        ["additionalProperties"] = false,
    };

    public override string Version { get; } = $"openai/{RefinerInstructions.Version}:{options.Model}";

    public override Usd MaxCost => options.Bound;

    protected override async Task<Proposal> ProposeAsync(RefinementRequest request, CancellationToken cancellation)
    {
        try
        {
            var answer = await service.AskAsync("chat/completions", Question(request), ServiceJson.Default.ChatAnswer, cancellation);
            var cost = answer.Usage is { PromptTokens: >= 0, CompletionTokens: >= 0 } used
                ? options.EffectivePrice.Of(used.PromptTokens, used.CompletionTokens)
                : options.Bound;
            return new Proposal(Read(answer, cost), cost);
        }
        catch (GenerationException fault)
        {
            // A call whose answer never came may be on the bill.
            throw new RefinementException(fault.Message, fault.IsUncertain ? options.Bound : Usd.Zero, fault);
        }
    }

    private JsonObject Question(RefinementRequest request)
    {
        var data = new JsonObject
        {
            ["request"] = request.Prompt.Value,
            ["leave_out"] = request.Negative ?? "",
            ["style_guides"] = new JsonArray([.. request.Guides.Select(guide => new JsonObject
            {
                ["name"] = guide.Title,
                ["guidance"] = guide.Guidance,
                ["avoid"] = guide.Negative,
            })]),
            ["max_characters"] = Math.Min(request.MaxLength, TargetLength),
        };
        var question = new JsonObject
        {
            ["model"] = options.Model,
            ["messages"] = new JsonArray(
                new JsonObject { ["role"] = "system", ["content"] = RefinerInstructions.Text },
                new JsonObject { ["role"] = "user", ["content"] = data.ToJsonString(Readable) }),
            ["response_format"] = new JsonObject
            {
                ["type"] = "json_schema",
                ["json_schema"] = new JsonObject { ["name"] = "refined_prompt", ["strict"] = true, ["schema"] = Schema.DeepClone() },
            },
            ["max_completion_tokens"] = options.MaxTokensOut,
        };
        if (options.Effort is { } effort)
            question["reasoning_effort"] = effort;
        if (EndUserId.Of(options.UserIdSecret, request.EndUser) is { } user)
            question["safety_identifier"] = user;
        return question;
    }

    /// <summary>The description in an answer that is whole and nothing else.</summary>
    private static string Read(ChatAnswer answer, Usd cost)
    {
        if (answer.Choices is not [var choice, ..])
            throw new RefinementException("The language model answered nothing.", cost);
        if (choice.Message.Refusal is { Length: > 0 } || choice.FinishReason == "content_filter")
            throw new RefinementException("The language model refused.", cost);
        if (choice.FinishReason != "stop")
            throw new RefinementException("The language model's answer is not whole.", cost);
        var text = Parse(choice.Message.Content, cost).Prompt;
        if (text.Length > MaxLength)
            throw new RefinementException("The language model's description is too long.", cost);
        if (RefinerInstructions.AreIn(text))
            throw new RefinementException("The language model repeated its instructions.", cost);
        return text;
    }

    private static Refined Parse(string? content, Usd cost)
    {
        try
        {
            return JsonSerializer.Deserialize(content ?? "", ServiceJson.Default.Refined) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new RefinementException("The language model's answer is not of the schema.", cost);
        }
    }
}
