using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ImageGen.Bot.Chat;
using ImageGen.Bot.Tests.Fakes;

namespace ImageGen.Bot.Tests.Faults;

/// <summary>
/// Sends the commands, several at once, no further than they are let. A program whose answer is lost sends the same
/// delivery again; Discord does not, and its user reads that the bot did not respond.
/// </summary>
internal sealed class SoakClients(SoakFleet fleet, IReadOnlyList<SoakOrder> orders) : IDisposable
{
    private const int AtOnce = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(8) };
    private readonly SemaphoreSlim _allowed = new(0);
    private int _next = -1;
    private int _answered;

    /// <summary>How many commands have their answer.</summary>
    public int Answered => Volatile.Read(ref _answered);

    /// <summary>Lets so many more be sent.</summary>
    public void Allow(int more) => _allowed.Release(more);

    /// <summary>Sends all of them.</summary>
    public Task RunAsync() => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(SendAsync)));

    public void Dispose()
    {
        _http.Dispose();
        _allowed.Dispose();
    }

    private async Task SendAsync()
    {
        while (Interlocked.Increment(ref _next) is var next && next < orders.Count)
        {
            await _allowed.WaitAsync();
            var order = orders[next];
            await (order.Person is null ? CallAsync(order) : TypeAsync(order));
            order.AnsweredAt = TimeProvider.System.GetUtcNow();
            Interlocked.Increment(ref _answered);
        }
    }

    private async Task TypeAsync(SoakOrder order)
    {
        await fleet.WebIsUp;
        var sent = await order.Person!.ImagineAsync(order.Tenant.Channel!, order.Prompt, ("provider", order.Provider));
        order.Interaction = sent;
        order.Answer = sent.AnswerType switch
        {
            0 => SoakAnswer.Lost,
            4 when sent.Answer!.Value.GetProperty("data").Text("content") == Texts.For("en-US")["note.away"] => SoakAnswer.Lost,
            4 => SoakAnswer.Refused,
            _ => SoakAnswer.Accepted,
        };
    }

    private async Task CallAsync(SoakOrder order)
    {
        var patience = Stopwatch.StartNew();
        while (order.Answer == SoakAnswer.None)
        {
            (order.Answer, order.Job) = await TryCallAsync(order);
            if (order.Answer == SoakAnswer.None && patience.Elapsed > Patience)
                order.Answer = SoakAnswer.Lost;
            else if (order.Answer == SoakAnswer.None)
                await Task.Delay(100);
        }

        // A program may not know that its answer came.
        if (order.Answer == SoakAnswer.Accepted && order.Number % 8 == 0 && await TryCallAsync(order) is (SoakAnswer.Accepted, var again) && again != order.Job)
            order.OtherJob = again;
    }

    private async Task<(SoakAnswer Answer, string? Job)> TryCallAsync(SoakOrder order)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(fleet.Address, "/api/v1/images"))
            {
                Headers = { Authorization = new AuthenticationHeaderValue("Bearer", order.Tenant.ApiKey) },
                Content = JsonContent.Create(new { prompt = order.Prompt, provider = order.Provider }),
            };
            request.Headers.Add("Idempotency-Key", $"{order.Number}");
            using var response = await _http.SendAsync(request);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
                return (SoakAnswer.Refused, null);
            if (response.IsSuccessStatusCode)
                return (SoakAnswer.Accepted, (await response.Content.ReadFromJsonAsync<JsonElement>()).Text("id"));
            // Away for the moment; anything else is not to happen.
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or IOException)
        {
            // It was killed, or is not back yet.
        }

        return (SoakAnswer.None, null);
    }
}
