using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Chat;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Prompts;

namespace ImageGen.Bot.Tests.Contracts;

/// <summary>Requests for admission, unlike each other unless told otherwise. Ids ascend in the order they are made.</summary>
public sealed class Orders(TimeProvider clock)
{
    public const string Lane = "paint";
    public const string ReplyLane = "reply:test";

    private int _made;

    public AdmissionRequest Make(
        string tenant = "a",
        string user = "ann",
        string? key = null,
        string? delivery = null,
        string lane = Lane,
        string? reply = null,
        bool replyIfCached = false,
        bool fresh = false,
        double work = 1,
        string channel = "general",
        string token = "",
        QuotaClaim[]? claims = null)
    {
        var number = Interlocked.Increment(ref _made);
        return new AdmissionRequest
        {
            Order = new JobOrder
            {
                Id = Id(number),
                Tenant = Tenant(tenant),
                User = user,
                Conversation = new ConversationRef("test", channel, Token: token),
                Prompt = UserPrompt.Parse($"a cool cat, number {number}"),
                Spec = new ImageSpec { Style = "realistic", Provider = lane },
                Key = Key(key ?? $"unlike {number}"),
                CreatedAt = clock.GetUtcNow(),
            },
            Delivery = delivery,
            Lane = lane,
            ReplyLane = reply,
            ReplyIfCached = replyIfCached,
            Fresh = fresh,
            Work = work,
            Claims = claims ?? [],
        };
    }

    /// <summary>A picture somebody stored.</summary>
    public static ImageAsset Asset { get; } = new("key", "image/png", 16, 16, 100, new string('a', 64));

    public static TenantId Tenant(string id) => new("test", id);

    public static PromptKey Key(string name) => PromptKey.Parse(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))));

    public static QuotaClaim Images(string counter, long limit, long amount = 1) =>
        new(counter, ClaimKind.Images, amount, limit, ManualClock.Start.AddYears(1), "pictures a day");

    public static QuotaClaim Cost(string counter, long limit, long amount) =>
        new(counter, ClaimKind.Cost, amount, limit, ManualClock.Start.AddYears(1), "dollars a month");

    public static QuotaClaim Open(string counter, long limit) =>
        new(counter, ClaimKind.Open, 1, limit, null, "unfinished jobs for you");

    private JobId Id(int number) =>
        JobId.Parse(JobId.New(clock, new Random(0)).Value[..10] + number.ToString("D16", CultureInfo.InvariantCulture));
}
