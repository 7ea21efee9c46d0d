using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.OperatorPage;
using ImageGen.Core;
using ImageGen.Core.Jobs;
using Microsoft.Playwright;

namespace ImageGen.Bot.Tests.EndToEnd;

[Collection(Alone.Name)]
public sealed class OperatorPageTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Operator_WithThePassword_RetriesReroutesPausesAndCancels()
    {
        await using var bed = await OperatorBed.StartAsync(("Operator:Password", OperatorBed.Password));
        var failed = await bed.FailAsync("a cat that fails at first");
        var (page, complaints) = await browser.VisitAsync(bed.Bot.Address);
        await page.GotoAsync("/operator");

        await page.GetByTestId("password").FillAsync("not the password");
        await page.GetByTestId("sign-in").ClickAsync();
        await Assertions.Expect(page.GetByTestId("sign-in-fault")).ToContainTextAsync("not the password");
        await page.GetByTestId("password").FillAsync(OperatorBed.Password);
        await page.Keyboard.PressAsync("Enter");

        await Row(page, "failed", failed).GetByTestId("retry").ClickAsync();
        await Assertions.Expect(page.GetByTestId("toast")).ToContainTextAsync("tried again as job");
        var retried = (await page.GetByTestId("toast").InnerTextAsync()).TrimEnd('.').Split(' ')[^1];
        await bed.UntilAsync(retried, JobState.Completed);

        await page.GetByTestId("lane").And(page.Locator("[data-id=main]")).GetByTestId("pause").ClickAsync();
        await page.GetByTestId("ask-select").SelectOptionAsync("until it is resumed");
        await page.GetByTestId("ask-go").ClickAsync();
        await Assertions.Expect(Row(page, "lane", "main").GetByTestId("state")).ToHaveTextAsync("paused");

        var moved = await bed.OrderAsync("a cat to be moved");
        var dropped = await bed.OrderAsync("a cat to be dropped");
        await Row(page, "waiting", moved).GetByTestId("reroute").ClickAsync();
        await page.GetByTestId("ask-go").ClickAsync();
        Assert.Equal("other", (await bed.UntilAsync(moved, JobState.Completed)).Outcome!.Provider);

        await Row(page, "waiting", dropped).GetByTestId("cancel").ClickAsync();
        await page.GetByTestId("ask-go").ClickAsync();
        await bed.UntilAsync(dropped, JobState.Cancelled);
        await Assertions.Expect(Row(page, "waiting", dropped)).ToHaveCountAsync(0);

        await Row(page, "lane", "main").GetByTestId("resume").ClickAsync();
        await Assertions.Expect(Row(page, "lane", "main").GetByTestId("state")).ToHaveTextAsync("open");

        await page.GetByTestId("search").FillAsync(dropped);
        await page.GetByTestId("search").PressAsync("Enter");
        await Assertions.Expect(page.GetByTestId("job-dialog")).ToContainTextAsync("Job cancelled");
        await page.Keyboard.PressAsync("Escape");

        await page.GetByTestId("sign-out").ClickAsync();
        await Assertions.Expect(page.GetByTestId("password")).ToBeVisibleAsync();
        // Chromium itself reports the answers that ask for the password.
        Assert.All(complaints, complaint => Assert.Contains("401", complaint, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Values_OfUsers_AreTextAndNothingElse()
    {
        await using var bed = await OperatorBed.StartAsync(("Operator:ShowPrompts", "true"));
        const string prompt = "<img src=x onerror=\"document.title='taken'\"><b id=taken>cat</b>";
        await bed.FailAsync(prompt);
        var (page, complaints) = await browser.VisitAsync(bed.Bot.Address);
        await page.GotoAsync("/operator");
        await Assertions.Expect(page.GetByTestId("failed")).ToContainTextAsync(prompt);
        await Assertions.Expect(page).ToHaveTitleAsync("ImageGen.Bot operator");
        Assert.Equal(0, await page.Locator("#taken").CountAsync());
        Assert.Empty(complaints);
    }

    [Theory]
    [InlineData(360, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    [InlineData(1200, ColorScheme.Light)]
    [InlineData(1200, ColorScheme.Dark)]
    public async Task Page_AtAnyWidth_HasNoHorizontalScrollAndReportsNothing(int width, ColorScheme scheme)
    {
        await using var bed = await OperatorBed.StartAsync(("Providers:main:MaxConcurrent", "1"));
        await bed.FailAsync("a cat that fails");
        await bed.FailAsync("another cat that fails", ErrorCode.ProviderAccount);
        await bed.UntilAsync(await bed.OrderAsync("a cat that is drawn"), JobState.Completed);
        await bed.OrderAsync("a cat that is drawn");
        bed.Main.OnCall = (_, _, cancellation) => Task.Delay(Timeout.Infinite, cancellation);
        await bed.UntilAsync(await bed.OrderAsync("a cat that takes long"), JobState.Processing);
        for (var waiting = 0; waiting < 4; waiting++)
            await bed.OrderAsync($"a cat that waits, {waiting}");
        await bed.ChangeAsync("/lanes/other/pause", new { minutes = 60 });

        var (page, complaints) = await browser.VisitAsync(bed.Bot.Address, width, scheme);
        await page.GotoAsync("/operator");
        await Assertions.Expect(page.GetByTestId("waiting")).ToHaveCountAsync(4);
        await Assertions.Expect(page.GetByTestId("cache")).ToContainTextAsync("50 %");
        Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width);
        Assert.Empty(complaints);
    }

    private static ILocator Row(IPage page, string kind, string id) => page.Locator($"[data-testid={kind}][data-id='{id}']");
}
