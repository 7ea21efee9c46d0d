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
        var policy = (await guilds.GetAsync(caller.Tenant, cancellation)).Quotas;
        var usage = await UsageReport.ReadAsync(ledger, policy, caller.Tenant, caller.User, clock.GetUtcNow(), cancellation);
        return TypedResults.Json(
            new UsageDocument(caller.Tenant.ToString(), usage.ImagesToday, usage.CostThisMonth.Dollars, usage.UserCostThisMonth.Dollars, [.. usage.Limits.Where(limit => limit.Limit is not null).Select(Limit)]),
            WebJson.Default.UsageDocument);
    }

    private static LimitDocument Limit(LimitUsage usage) => usage.Kind switch
    {
        LimitKind.UserImages => new("Your pictures today", usage.Used, usage.Limit!.Value, "pictures", usage.ResetsAt),
        LimitKind.RoleImages => new("Your pictures today, by your role", usage.Used, usage.Limit!.Value, "pictures", usage.ResetsAt),
        LimitKind.ChannelImages => new("This channel's pictures today", usage.Used, usage.Limit!.Value, "pictures", usage.ResetsAt),
        LimitKind.GuildImages => new("Everyone's pictures today", usage.Used, usage.Limit!.Value, "pictures", usage.ResetsAt),
        LimitKind.GuildCost => new("Budget this month", new Usd(usage.Used).Dollars, new Usd(usage.Limit!.Value).Dollars, "USD", usage.ResetsAt),
        LimitKind.UserOpen => new("Your unfinished commands", usage.Used, usage.Limit!.Value, "commands", usage.ResetsAt),
    };
}
