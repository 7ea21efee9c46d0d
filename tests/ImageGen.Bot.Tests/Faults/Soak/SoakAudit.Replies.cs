using System.Security.Cryptography;
using System.Text.Json;
using ImageGen.Bot.Chat;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Bot.Tests.Fakes.Discord;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Tests.Faults;

// What Discord was told of each job, and what its author sees.
internal sealed partial class SoakAudit
{
    /// <summary>A message is shown anew where its progress may have come after its picture.</summary>
    private static readonly TimeSpan Shown = TimeSpan.FromSeconds(5);

    private void CheckReplies()
    {
        var told = discord.Calls.Where(call => call.Status is 200 or 0 && call.Body is not null && call.Route[..5] is "PATCH" or "POST ")
            .Select(call => (Call: call, Job: JobOf(call.Body!.Value), IsFinal: call.Body!.Value.Part("embeds")?.GetArrayLength() > 0))
            .Where(call => call.Job is not null).ToLookup(call => call.Job!.Value);
        var seen = tenants.Where(tenant => tenant.Channel is not null)
            .SelectMany(tenant => tenant.Channel!.History.Concat(tenant.People.SelectMany(person => person.DirectMessages.History)))
            .Where(message => !message.IsDeleted && message.Embeds.Count > 0).ToLookup(message => ActionId.Find(message.Buttons.Select(button => button.CustomId ?? ""))?.Job);

        var jobs = _jobs.Values.Where(job => job.Order.Conversation.Platform == "discord").ToList();
        var finals = jobs.ToDictionary(job => job, job => told[job.Id].Where(call => call.IsFinal).Select(call => call.Call).ToList());
        report.Count("replies on Discord", jobs.Count(job => finals[job].Count > 0));
        report.Hold("every job on Discord is replied to", finals.Where(pair => pair.Value.Count == 0).Select(pair => $"{pair.Key.Id}"));
        report.Hold("its author sees exactly one message with its outcome", jobs.Where(job => seen[job.Id].Count() != 1).Select(job => $"{job.Id}: {seen[job.Id].Count()}"));
        report.Hold("and that one shows the ledger's picture", jobs.Where(job => job.State == JobState.Completed && seen[job.Id].Any(message => !Shows(message, job))).Select(job => $"{job.Id}"));
        report.Hold("no accepted command waits on Discord", orders
            .Where(order => order is { Answer: SoakAnswer.Accepted, Interaction: { } sent } && (sent.IsThinking || sent.Message.Embeds.Count == 0) && !IsForgotten(order.AnsweredAt, order.AnsweredAt))
            .Select(order => $"{order.Number}: {order.Interaction!.Message}"));

        var (afterKill, afterProgress, unexplained) = (0, 0, new List<string>());
        foreach (var (job, calls) in finals)
        {
            foreach (var (first, again) in calls.Zip(calls.Skip(1)))
            {
                if (WasDisturbed(first.At.AddSeconds(-1), again.At))
                    afterKill++;
                else if (told[job.Id].Any(call => !call.IsFinal && call.Call.At > again.At - Shown && call.Call.At < again.At))
                    afterProgress++;
                else
                    unexplained.Add($"{job.Id} at {first.At:T} and {again.At:T}");
            }
        }

        report.Count("replies made again: it was not noted that they were made", afterKill);
        report.Count("replies made again: over progress that may have covered them", afterProgress);
        report.Hold("no other reply is made twice", unexplained);
        report.Hold("Discord has nothing else to complain of", discord.Violations.Where(violation => !IsOfAnAbsence(violation)));
    }

    private static bool Shows(FakeMessage message, ImageJob job) =>
        message.Files.Count == 1 && Sha256(message.Files[0].Bytes) == job.Outcome!.Assets[0].Sha256;

    /// <summary>
    /// What Discord says of a bot that is killed or cannot reach its ledger. Of an answer that never came it says each time
    /// that there is no such interaction; an attempt that is killed is not counted, so it may be asked once more than usual.
    /// </summary>
    private static bool IsOfAnAbsence(string violation) =>
        violation.Contains("the bot could not be reached", StringComparison.Ordinal) || violation.Contains("there was no answer within", StringComparison.Ordinal)
        || violation.Contains("the answer was 503", StringComparison.Ordinal) || violation.Contains("times that it is unknown", StringComparison.Ordinal);

    private static JobId? JobOf(JsonElement body) => body.Part("components") is { ValueKind: JsonValueKind.Array } rows
        ? ActionId.Find(rows.EnumerateArray().SelectMany(row => row.Part("components")?.EnumerateArray().ToArray() ?? []).Select(button => button.Part("custom_id")?.GetString() ?? ""))?.Job
        : null;

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
