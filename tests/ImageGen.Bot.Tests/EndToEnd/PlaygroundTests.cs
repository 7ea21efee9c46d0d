using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using ImageGen.Bot.Tests.Fakes;
using Microsoft.Playwright;

namespace ImageGen.Bot.Tests.EndToEnd;

/// <summary>One Chromium for all tests of the page.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        // Pages look again every two seconds, and the machine may have much else to do.
        Assertions.SetDefaultExpectTimeout(30_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>A fresh visitor's page that notes whatever the console complains of.</summary>
    public async Task<(IPage Page, ConcurrentQueue<string> Complaints)> VisitAsync(Uri address, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await _browser!.NewContextAsync(new() { BaseURL = address.ToString(), ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        var page = await context.NewPageAsync();
        var complaints = new ConcurrentQueue<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                complaints.Enqueue(message.Text);
        };
        page.PageError += (_, error) => complaints.Enqueue(error);
        await page.GotoAsync("/");
        return (page, complaints);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}

[Collection(Alone.Name)]
public sealed partial class PlaygroundTests(ServingBot serving, Browser browser) : IClassFixture<ServingBot>, IClassFixture<Browser>
{
    private const int DrawTimeout = 60_000;

    private BotProcess Bot => serving.Bot;

    [Fact]
    public async Task Imagine_TypedAndSent_ShowsThePictureWithItsStory()
    {
        var (page, complaints) = await browser.VisitAsync(Bot.Address);
        await SendAsync(page, "/imagine a cool cat --style watercolor --seed 11");

        var exchange = page.GetByTestId("exchange").Last;
        await Assertions.Expect(exchange).ToHaveAttributeAsync("data-state", "completed", new() { Timeout = DrawTimeout });
        var picture = exchange.GetByTestId("picture");
        await Assertions.Expect(picture).ToBeVisibleAsync();
        await Assertions.Expect(picture).ToHaveJSPropertyAsync("naturalWidth", 1024);
        Assert.StartsWith("a cool cat", await picture.GetAttributeAsync("alt"), StringComparison.Ordinal);
        foreach (var text in new[] { "A cool cat, soft translucent washes", "watercolor", "11", "Drawn locally" })
            await Assertions.Expect(exchange).ToContainTextAsync(text, new() { IgnoreCase = true });
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Thread_AfterAReload_IsThereAgain()
    {
        var (page, _) = await browser.VisitAsync(Bot.Address);
        await SendAsync(page, "a lighthouse to come back to --ar 3:1");
        await Assertions.Expect(page.GetByTestId("exchange").Last).ToHaveAttributeAsync("data-state", "completed", new() { Timeout = DrawTimeout });

        await page.ReloadAsync();
        await Assertions.Expect(page.GetByTestId("exchange")).ToHaveCountAsync(1);
        await Assertions.Expect(page.GetByTestId("exchange").Last).ToContainTextAsync("a lighthouse to come back to");
        await Assertions.Expect(page.GetByTestId("picture")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Reroll_OfAPicture_DrawsAnother()
    {
        var (page, _) = await browser.VisitAsync(Bot.Address);
        await SendAsync(page, "a boat worth another try --ar 3:1");
        await Assertions.Expect(page.GetByTestId("exchange").Last).ToHaveAttributeAsync("data-state", "completed", new() { Timeout = DrawTimeout });
        await page.GetByTestId("reroll").Last.ClickAsync();

        await Assertions.Expect(page.GetByTestId("exchange")).ToHaveCountAsync(2);
        await Assertions.Expect(page.GetByTestId("exchange").Last).ToHaveAttributeAsync("data-state", "completed", new() { Timeout = DrawTimeout });
        var ids = await page.GetByTestId("exchange").EvaluateAllAsync<string[]>("nodes => nodes.map(node => node.dataset.jobId)");
        var jobs = await Task.WhenAll(ids.Select(id => Bot.FindAsync(id)));
        Assert.Equal(2, jobs.Select(job => job.Items("assets")[0].Text("sha256")).Distinct().Count());
    }

    [Fact]
    public async Task Cancel_WhileWaiting_EndsTheJob()
    {
        using var folder = new TempFolder();
        await using var idle = await BotProcess.ServeAsync(folder, ("Roles", "web"));
        var (page, _) = await browser.VisitAsync(idle.Address);
        await SendAsync(page, "a picture nobody will draw");
        await Assertions.Expect(page.GetByTestId("exchange").Last).ToHaveAttributeAsync("data-state", "pending");
        await page.GetByTestId("cancel").ClickAsync();
        await Assertions.Expect(page.GetByTestId("exchange").Last).ToHaveAttributeAsync("data-state", "cancelled");
    }

    [Fact]
    public async Task Delete_OfAPicture_RemovesIt()
    {
        var (page, _) = await browser.VisitAsync(Bot.Address);
        await SendAsync(page, "a picture to throw away --ar 3:1");
        await Assertions.Expect(page.GetByTestId("exchange").Last).ToHaveAttributeAsync("data-state", "completed", new() { Timeout = DrawTimeout });
        await page.GetByTestId("delete").ClickAsync();
        await page.GetByTestId("confirm-delete").ClickAsync();
        await Assertions.Expect(page.GetByTestId("exchange")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task BadCommand_Sent_IsExplainedInTheThread()
    {
        var (page, _) = await browser.VisitAsync(Bot.Address);
        await SendAsync(page, "a cat --style watercolr --count 9");
        await Assertions.Expect(page.GetByTestId("error")).ToContainTextAsync("Did you mean 'watercolor'?");
        await Assertions.Expect(page.GetByTestId("error")).ToContainTextAsync("from 1 to 4");

        await page.GetByTestId("composer").PressAsync("ArrowUp");
        await Assertions.Expect(page.GetByTestId("composer")).ToHaveValueAsync(ValueAsTyped());
    }

    [Fact]
    public async Task Completion_OfAStyle_IsDrivenByTheKeyboard()
    {
        var (page, _) = await browser.VisitAsync(Bot.Address);
        var composer = page.GetByTestId("composer");
        await composer.PressSequentiallyAsync("a cat --style wat");
        await Assertions.Expect(page.GetByTestId("completion")).ToContainTextAsync("watercolor");
        await composer.PressAsync("Tab");
        await Assertions.Expect(composer).ToHaveValueAsync(CompletedStyle());
    }

    [Theory]
    [InlineData(360, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    [InlineData(1280, ColorScheme.Dark)]
    public async Task Page_AtAnyWidth_HasNoHorizontalScrollAndReportsNothing(int width, ColorScheme scheme)
    {
        var (page, complaints) = await browser.VisitAsync(Bot.Address, width, scheme);
        await SendAsync(page, "four boats in a row with quite a long description that must wrap --count 4 --ar 3:1");
        await Assertions.Expect(page.GetByTestId("exchange").Last).ToHaveAttributeAsync("data-state", "completed", new() { Timeout = DrawTimeout });
        await page.GetByTestId("details").Last.ClickAsync();
        Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width);
        Assert.Empty(complaints);
    }

    private static async Task SendAsync(IPage page, string text)
    {
        await page.GetByTestId("composer").FillAsync(text);
        await page.GetByTestId("send").ClickAsync();
    }

    [GeneratedRegex("a cat --style watercolr --count 9", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ValueAsTyped();

    [GeneratedRegex(@"a cat --style watercolor\s?$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CompletedStyle();
}
