using System.Globalization;
using System.Text.RegularExpressions;
using ImageGen.Bot.Tests.Fakes.Discord;
using ImageGen.Core.Chat;

namespace ImageGen.Bot.Tests.Faults;

/// <summary>Who orders: a guild's people by signed interactions, or a program by the HTTP API.</summary>
internal sealed record SoakTenant(TenantId Id, FakeChannel? Channel, IReadOnlyList<FakeUser> People, string? ApiKey)
{
    /// <summary>Its people as the ledger names them.</summary>
    public IEnumerable<string> Users => Channel is null ? [Id.Id] : People.Select(person => person.Id);
}

/// <summary>What became of a command, as far as its author knows.</summary>
internal enum SoakAnswer
{
    None,
    Accepted,

    /// <summary>A limit is used up.</summary>
    Refused,

    /// <summary>Whether it was taken its author was not told: the bot did not respond, or said that it cannot reach its memory.</summary>
    Lost,
}

/// <summary>One command.</summary>
/// <param name="Number">Which one it is.</param>
/// <param name="Picture">What it asks for; where another asked for the same, that one's number.</param>
/// <param name="Provider">Who is to draw it.</param>
internal sealed record SoakOrder(int Number, int Picture, SoakTenant Tenant, FakeUser? Person, string Provider)
{
    public string Prompt => $"a small red boat, number {Picture}";

    public SoakAnswer Answer { get; set; }

    public DateTimeOffset AnsweredAt { get; set; }

    /// <summary>The job's id where the answer named it.</summary>
    public string? Job { get; set; }

    /// <summary>Another job's id, where the same delivery was answered with one.</summary>
    public string? OtherJob { get; set; }

    public FakeInteraction? Interaction { get; set; }
}

internal static partial class SoakOrders
{
    private static readonly string[] Providers = ["gpt", "gpt", "flux"];

    public static List<SoakTenant> Tenants(SoakOptions options, FakeDiscord discord)
    {
        var guilds = Enumerable.Range(0, options.Guilds).Select(_ => discord.AddGuild());
        return
        [
            .. guilds.Select(guild => new SoakTenant(
                new TenantId("discord", guild.Id), guild.AddChannel(), [.. Enumerable.Range(0, 3).Select(person => discord.AddUser($"Person{person}"))], ApiKey: null)),
            .. Enumerable.Range(0, options.Guilds).Select(caller => new SoakTenant(new TenantId("api", $"caller{caller}"), Channel: null, [], $"a-long-random-secret-{caller}")),
        ];
    }

    /// <summary>Plans the commands: each tenant's share, and one in ten asks for what was asked for just before.</summary>
    public static List<SoakOrder> Plan(SoakOptions options, List<SoakTenant> tenants, Random random)
    {
        List<SoakTenant> shares = [.. tenants, tenants[0], tenants[options.Guilds]];
        var orders = new List<SoakOrder>();
        for (var number = 0; number < options.Jobs; number++)
        {
            if (number > 0 && random.Next(10) == 0)
            {
                orders.Add(orders[^random.Next(1, Math.Min(orders.Count, 5) + 1)] with { Number = number });
                continue;
            }

            var tenant = shares[random.Next(shares.Count)];
            var person = tenant.Channel is null ? null : tenant.People[random.Next(tenant.People.Count)];
            orders.Add(new SoakOrder(number, number, tenant, person, Providers[random.Next(Providers.Length)]));
        }

        return orders;
    }

    /// <summary>Which picture a prompt asks for, however it was refined.</summary>
    public static int PictureOf(string prompt) => int.Parse(Number().Match(prompt).Groups["n"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\bnumber (?<n>\d+)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
