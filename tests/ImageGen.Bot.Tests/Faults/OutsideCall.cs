using System.Diagnostics;
using ImageGen.Bot.Tests.Discord;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Jobs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace ImageGen.Bot.Tests.Faults;

/// <summary>A call that the bot makes.</summary>
/// <param name="Name">In the table.</param>
/// <param name="StartAsync">Starts a bot that makes it.</param>
internal sealed record OutsideCall(string Name, Func<Task<OutsideBed>> StartAsync);

/// <summary>A bot that makes a call, and who answers it.</summary>
internal abstract class OutsideBed(Func<HttpRequest, bool> calls) : IAsyncDisposable
{
    /// <summary>What the bot logs.</summary>
    public abstract RecordedLog Log { get; }

    /// <summary>Does what makes the call while it meets the fault, and again when it does not.</summary>
    /// <returns>What its author saw of the first: an error's code, or what it came to.</returns>
    public abstract Task<string> MeetAsync(string fault);

    public abstract ValueTask DisposeAsync();

    protected void Break(string fault, FaultGate gate, TcpRelay relay)
    {
        if (fault == "refused")
            relay.Refuse();
        else
            gate.Close(calls, FaultGate.Faults[fault]);
    }

    /// <summary>Waits until so many jobs have their outcome, told or not.</summary>
    protected static async Task DrawnAsync(Func<Task<IReadOnlyList<ImageJob>>> historyAsync, int jobs)
    {
        for (var giveUp = Stopwatch.StartNew(); await historyAsync() is var history && (history.Count != jobs || !history.All(job => job.State.IsFinal())); await Task.Delay(20))
            Assert.True(giveUp.Elapsed.TotalSeconds < 30, "It is not drawn.");
    }

    /// <summary>Waits until the fault was met, and long enough for it to be met again.</summary>
    protected static async Task MetAsync(string fault, FaultGate gate)
    {
        for (var giveUp = Stopwatch.StartNew(); fault != "refused" && gate.Met == 0; await Task.Delay(10))
            Assert.True(giveUp.Elapsed.TotalSeconds < 20, "Nothing met the fault.");
        await Task.Delay(150);
    }

    protected static void Mend(FaultGate gate, TcpRelay relay)
    {
        gate.Open();
        relay.Accept();
    }

    /// <summary>Limits of calls and waits between attempts are as short as the test needs them.</summary>
    public static void Hurry(IServiceCollection services, TimeProvider clock, ExecutionOptions options)
    {
        services.AddSingleton(clock);
        services.AddSingleton(options with { FirstBackoff = TimeSpan.FromMilliseconds(40), LongestBackoff = TimeSpan.FromMilliseconds(200) });
        services.Configure<HttpClientFactoryOptions>("discord-attachments", client => client.HttpClientActions.Add(static http => http.Timeout = TimeSpan.FromSeconds(1)));
    }
}
