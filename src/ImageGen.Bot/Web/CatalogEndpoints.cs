using ImageGen.Core;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ImageGen.Bot.Web;

/// <summary>What can be asked for, and what has been used: styles, providers, usage.</summary>
internal static class CatalogEndpoints
{
    public static void MapCatalog(this RouteGroupBuilder api)
    {
        api.MapGet("/styles", StylesAsync).WithName("listStyles").WithTags("Catalog").WithSummary("List the styles.").Produces<StyleListDocument>();
        api.MapGet("/providers", Providers).WithName("listProviders").WithTags("Catalog").WithSummary("List the providers.").Produces<ProviderListDocument>();
        api.MapGet("/usage", UsageAsync).WithName("getUsage").WithTags("Catalog").WithSummary("Read what was used of each limit.").Produces<UsageDocument>();
    }

    private static async Task<IResult> StylesAsync(HttpContext http, IGuildSettingsStore guilds, CancellationToken cancellation)
    {
        var library = (await guilds.GetAsync(ApiCallers.Of(http).Tenant, cancellation)).Styles;
        var styles = library.Guides.Select(guide => new StyleDocument(guide.Name, guide.Title, guide.Kind.ToString().ToLowerInvariant(), guide.Keywords, guide.Guidance));
        return TypedResults.Json(new StyleListDocument(library.Default.Name, [.. styles]), WebJson.Default.StyleListDocument);
    }

    private static JsonHttpResult<ProviderListDocument> Providers(ImageProviders providers) => TypedResults.Json(
        new ProviderListDocument(providers.Default.Name, [.. providers.All.Select(provider => new ProviderDocument(provider.Name, provider.Capabilities.Kind))]),
        WebJson.Default.ProviderListDocument);

    private static async Task<IResult> UsageAsync(
        HttpContext http, IJobLedger ledger, IGuildSettingsStore guilds, TimeProvider clock, CancellationToken cancellation)
    {
        var caller = ApiCallers.Of(http);
        var now = clock.GetUtcNow();
        var policy = (await guilds.GetAsync(caller.Tenant, cancellation)).Quotas;
        var (day, month) = QuotaClaims.Periods(now);
        var counters = await ledger.CountersAsync(
        [
            QuotaClaims.UserImages(caller.Tenant, caller.User, now), QuotaClaims.GuildImages(caller.Tenant, now),
            QuotaClaims.GuildCost(caller.Tenant, now), QuotaClaims.UserOpen(caller.Tenant, caller.User),
        ], cancellation);

        var limits = new List<LimitDocument>();
        Add("Your pictures today", counters[0].Used, policy.ImagesPerUserPerDay, "pictures", day);
        Add("Everyone's pictures today", counters[1].Used, policy.ImagesPerGuildPerDay, "pictures", day);
        if (policy.BudgetPerGuildPerMonth is { } budget)
            limits.Add(new LimitDocument("Budget this month", new Usd(counters[2].Used).Dollars, budget.Dollars, "USD", month));
        Add("Your unfinished commands", counters[3].Used, policy.QueuedPerUser, "commands", null);
        return TypedResults.Json(
            new UsageDocument(caller.Tenant.ToString(), counters[1].Spent, new Usd(counters[2].Spent).Dollars, limits), WebJson.Default.UsageDocument);

        void Add(string name, long used, long? limit, string unit, DateTimeOffset? resetsAt)
        {
            if (limit is { } most)
                limits.Add(new LimitDocument(name, used, most, unit, resetsAt));
        }
    }
}
