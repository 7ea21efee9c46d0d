using System.Globalization;
using ImageGen.Core.Jobs;
using StackExchange.Redis;

namespace ImageGen.Bot.Redis;

internal sealed partial class RedisLedger
{
    /// <inheritdoc/>
    public async Task<Admission> AdmitAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var order = request.Order;
        var step = Math.Max(1, (long)Math.Round(1_000_000 * request.Work));
        var usage = request.Day is { } day ? string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd} {Uri.EscapeDataString(order.User)}") : "";
        var terms = $"{step}\n{order.Tenant}\n{order.Key}\n{request.ReplyLane}\n{usage}\n{RedisJob.Write(request.Claims)}";

        var delivery = request.Delivery is { } seen ? RedisKeys.Delivery(order.Tenant, seen) : "";
        cancellation.ThrowIfCancellationRequested();
        var answer = await _admissions.RunAsync(
            [
                order.Id.Value, LedgerJson.Write(order), terms, delivery, request.Lane, IfCached(request), RedisJob.Names(request.Claims),
                .. RedisKeys.Histories(order).Select(list => (RedisValue)list),
            ]);

        // A new job is read back from the request: nothing of it was decided but this.
        var pending = new ImageJob { Order = order, State = JobState.Pending, Lane = request.Lane };
        return (long)answer[0] switch
        {
            0 => new Admission.Queued(pending with { Position = (int)answer[1] + 1 }),
            1 => new Admission.Following(pending),
            2 => new Admission.Cached(pending with
            {
                State = JobState.Completed,
                Lane = (request.ReplyIfCached ? request.ReplyLane : null) ?? request.Lane,
                Outcome = LedgerJson.ReadOutcome((string?)answer[1]),
                Cached = true,
                FinishedAt = _clock.GetUtcNow(),
            }),
            3 => new Admission.Repeated(RedisJob.Read(answer, from: 1)),
            _ => OverLimit(request.Claims[(int)answer[1] - 1], (long)answer[2], (long)answer[3]),
        };
    }

    private static string IfCached(AdmissionRequest request) => request switch
    {
        { Fresh: true } => "draw",
        { ReplyIfCached: true, ReplyLane: not null } => "reply",
        _ => "",
    };

    private static Admission.OverLimit OverLimit(QuotaClaim claim, long used, long spent) =>
        new(claim, new CounterState(used - spent, spent));
}
