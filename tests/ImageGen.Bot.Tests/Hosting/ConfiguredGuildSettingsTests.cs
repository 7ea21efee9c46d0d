using ImageGen.Bot.Hosting;
using ImageGen.Core;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;

namespace ImageGen.Bot.Tests.Hosting;

public sealed class ConfiguredGuildSettingsTests
{
    private static readonly ConfiguredGuildSettings Settings = new(
        new QuotaPolicy { ImagesPerUserPerDay = 7, ImagesPerGuildPerDay = 500, BudgetPerGuildPerMonth = Usd.FromDollars(25) }, budgetPerPerson: Usd.FromDollars(1));

    [Fact]
    public async Task Get_AGuild_HasTheGuildsBudget()
    {
        var quotas = (await Settings.GetAsync(new TenantId("discord", "80351110224678912"), CancellationToken.None)).Quotas;
        Assert.Equal((Usd.FromDollars(25), 500L), (quotas.BudgetPerGuildPerMonth, quotas.ImagesPerGuildPerDay));
    }

    [Fact]
    public async Task Get_OnePersonForThemselves_HasThePersonsBudgetAndTheSameDailyLimit()
    {
        var quotas = (await Settings.GetAsync(TenantId.OfPerson("discord", "80351110224678912"), CancellationToken.None)).Quotas;
        Assert.Equal((Usd.FromDollars(1), 7L, null), (quotas.BudgetPerGuildPerMonth, quotas.ImagesPerUserPerDay, quotas.ImagesPerGuildPerDay));
    }
}
