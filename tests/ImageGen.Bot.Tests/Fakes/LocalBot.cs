using ImageGen.Bot.Cli;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImageGen.Bot.Tests.Fakes;

/// <summary>The whole bot inside the test's process, on a free port: its providers and clock can be a test's own.</summary>
internal sealed class LocalBot : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LocalBot(WebApplication app, Uri address)
    {
        _app = app;
        Address = address;
        Http = new HttpClient { BaseAddress = address };
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    public IJobLedger Ledger => Services.GetRequiredService<IJobLedger>();

    /// <summary>Starts the bot.</summary>
    /// <param name="folder">Where its data is.</param>
    /// <param name="settings">Settings, with colons in their keys.</param>
    /// <param name="generator">Who draws; null for the painter.</param>
    /// <param name="clock">What time the bot thinks it is.</param>
    /// <param name="change">What else a test puts in place of a part.</param>
    public static async Task<LocalBot> StartAsync(
        TempFolder folder, IEnumerable<(string Key, string Value)> settings, IImageGenerator? generator = null, TimeProvider? clock = null, Action<IServiceCollection>? change = null)
    {
        var address = new Uri($"http://127.0.0.1:{BotProcess.FreePort()}");
        string[] args =
        [
            $"--urls={address.GetLeftPart(UriPartial.Authority)}", $"--DataPath={folder.Combine("data")}",
            .. generator is null ? [] : new[] { $"--Providers:{generator.Name}:Kind=Painter" },
            .. settings.Select(setting => $"--{setting.Key}={setting.Value}"),
        ];
        var app = ServeCommand.Build(args, services =>
        {
            services.AddLogging(logging => logging.ClearProviders());
            if (generator is not null)
                services.AddSingleton(new ImageProviders([generator], generator.Name));
            if (clock is not null)
                services.AddSingleton(clock);
            change?.Invoke(services);
        });
        await app.StartAsync();
        return new LocalBot(app, address);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>The real time, moved: timers run as ever, and what is compared to the present is compared to another one.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private TimeSpan _shift;
    private TimeSpan _passed;

    /// <summary>A clock at noon of today, so that some hours more or less are of the same day, which counters are of.</summary>
    public static ShiftedClock AtNoon() => At(System.GetUtcNow().Date.AddHours(12));

    /// <summary>A clock that begins at a time of UTC.</summary>
    public static ShiftedClock At(DateTime time) => new() { _shift = time - System.GetUtcNow().UtcDateTime };

    /// <summary>Lets time pass.</summary>
    public void Advance(TimeSpan by)
    {
        _passed += by;
        _shift += by;
    }

    /// <summary>Sets the clock, ahead or back, while no time passes.</summary>
    public void Set(TimeSpan by) => _shift += by;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _shift;

    public override long TimestampFrequency => System.TimestampFrequency;

    public override long GetTimestamp() => System.GetTimestamp() + (long)(_passed.TotalSeconds * TimestampFrequency);
}
