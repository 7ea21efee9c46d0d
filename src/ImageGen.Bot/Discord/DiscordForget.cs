using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Core;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Discord;

/// <summary><c>/imagine-forget</c>: deletes everything that is kept of whoever asks, here and from direct messages, once they say so twice.</summary>
internal sealed class DiscordForget(GuildAdministration administration, DiscordOriginal original)
{
    private const string Yes = "forget:yes";
    private const string No = "forget:no";

    /// <summary>Whether a button is one of this.</summary>
    public static bool Owns(string? customId) => customId is Yes or No;

    /// <summary>Asks whether it is meant.</summary>
    public static Answer Ask(Invocation at) => DiscordAdminViews.Private(new OutgoingMessage
    {
        Content = at.Texts["forget.ask"],
        Components =
        [
            new ActionRow(
            [
                new Button { Style = ButtonStyle.Danger, Label = at.Texts["button.forget"], CustomId = Yes },
                new Button { Style = ButtonStyle.Secondary, Label = at.Texts["button.keep"], CustomId = No },
            ]),
        ],
    });

    /// <summary>What was answered. The buttons carry nobody: whoever presses one is who is forgotten.</summary>
    public Answer Press(Invocation at) => at.Data.CustomId == No
        ? new InteractionAnswer.Update(Said(at.Texts["forget.kept"]))
        : new Answer(new InteractionAnswer.Update(Said(at.Texts["forget.working"])), async stopping => await original.ShowAsync(at, Said(await ForgetAsync(at, stopping)), stopping));

    private async Task<string> ForgetAsync(Invocation at, CancellationToken stopping)
    {
        try
        {
            var (jobs, unfinished) = (0, 0);
            foreach (var tenant in new[] { at.Tenant, TenantId.OfPerson("discord", at.User) }.Distinct())
            {
                var forgotten = await administration.ForgetAsync(at.Admin with { Tenant = tenant }, at.User, stopping);
                (jobs, unfinished) = (jobs + forgotten.Jobs, unfinished + forgotten.Unfinished);
            }

            return unfinished == 0 ? at.Texts.Format("forget.done", ("jobs", jobs)) : at.Texts.Format("forget.unfinished", ("jobs", jobs), ("left", unfinished));
        }
        catch (GenerationException)
        {
            return at.Texts["forget.away"];
        }
        catch (LedgerUnavailableException)
        {
            return at.Texts["note.away"];
        }
    }

    private static OutgoingMessage Said(string text) => new() { Content = text, Components = [] };
}
