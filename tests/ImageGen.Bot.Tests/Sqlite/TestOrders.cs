using ImageGen.Core.Chat;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Prompts;

namespace ImageGen.Bot.Tests.Sqlite;

/// <summary>Requests that differ in their seed alone.</summary>
internal static class TestOrders
{
    public const string Lane = "painter";

    private static uint seed;

    public static AdmissionRequest Make()
    {
        var (tenant, prompt) = (new TenantId("discord", "1"), UserPrompt.Parse("a cool cat"));
        var spec = new ImageSpec { Style = "realistic", Provider = Lane, Seed = Interlocked.Increment(ref seed) };
        return new AdmissionRequest
        {
            Order = new JobOrder
            {
                Id = JobId.New(TimeProvider.System, new Random()),
                Tenant = tenant,
                User = "ann",
                Conversation = new ConversationRef("discord", "general"),
                Prompt = prompt,
                Spec = spec,
                Key = PromptKey.Compute(tenant, prompt, spec, "model", "refiner", "library"),
                CreatedAt = DateTimeOffset.UnixEpoch,
            },
            Lane = Lane,
            Claims = [new QuotaClaim("open:discord:1:ann", ClaimKind.Open, 1, 1000, null, "unfinished pictures for you")],
        };
    }
}
