using System.Text;
using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Core;
using ImageGen.Core.Guilds;
using ImageGen.Core.Prompts;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Discord;

/// <summary><c>/imagegen style …</c>.</summary>
internal sealed class DiscordAdminStyles(GuildAdministration administration, DiscordImagine imagine, DiscordReferences attachments, DiscordOriginal original)
{
    private const int MaxImportBytes = 1024 * 1024;
    private const string PreviewPrompt = "a fox by a lake at sunrise";
    private const string Styles = "Styles";

    public async Task<Answer> CommandAsync(Invocation at, string what, CancellationToken cancellation)
    {
        var options = at.Data.FilledOptions.DistinctBy(static option => option.Name).ToDictionary(static option => option.Name, static option => option);
        var name = Text("name") ?? "";
        return what switch
        {
            "list" => DiscordAdminViews.Sheet(Styles, [.. (await administration.ListStylesAsync(at.Tenant, cancellation)).Select(style => AdminTexts.Of(style, DiscordAdminViews.Markup))]),
            "add" when options.Keys.All(static option => option == "name") => new InteractionAnswer.OpenModal(
                DiscordAdminForms.NewStyle((await administration.GetAsync(at.Tenant, cancellation)).Revision, name)),
            "add" => Result(await administration.AddStyleAsync(at.Admin, Draft(), null, cancellation)),
            "edit" when options.Keys.All(static option => option == "name") => await EditAsync(at, name, cancellation),
            "edit" => Result(await administration.EditStyleAsync(at.Admin, name, Draft(), null, cancellation)),
            "preview" => await imagine.SubmitAsync(at, new ImagineRequest { Prompt = Text("prompt") ?? PreviewPrompt, Style = name, Quality = "low" }, isPrivate: true, [], cancellation),
            "rename" => Result(await administration.RenameStyleAsync(at.Admin, name, Text("to") ?? "", null, cancellation)),
            "remove" => Result(await administration.RemoveStyleAsync(at.Admin, name, null, cancellation)),
            "hide" => Result(await administration.HideStyleAsync(at.Admin, name, null, cancellation)),
            "show" => Result(await administration.ShowStyleAsync(at.Admin, name, null, cancellation)),
            "import" => Import(at, Text("file") ?? "", options.TryGetValue("replace", out var replace) && replace.IsTrue),
            "export" => original.Promise(at, stopping => ExportAsync(at, stopping)),
            _ => Answer.Notice(at.Texts["unknown.command"]),
        };

        string? Text(string option) => options.GetValueOrDefault(option)?.Text;

        string? Value(string option) => Text(option) is DiscordAdminCommands.Default ? "" : Text(option);

        StyleDraft Draft() => new()
        {
            Name = name,
            Title = Text("title"),
            Kind = Text("kind"),
            Keywords = Text("keywords"),
            Guidance = Text("guidance"),
            Negative = Text("negative"),
            Provider = Value("provider"),
            Aspect = Value("aspect"),
            Quality = Value("quality"),
        };
    }

    /// <summary>A filled form.</summary>
    public async Task<Answer> SubmitAsync(Invocation at, AdminId id, IReadOnlyDictionary<string, string> filled, CancellationToken cancellation)
    {
        var faults = new List<FieldFault>();
        var draft = DiscordAdminForms.Style(filled, faults);
        var result = faults.Count > 0 ? new AdminResult.Invalid(faults)
            : id.Act == AdminAct.AddStyle ? await administration.AddStyleAsync(at.Admin, draft, id.Revision, cancellation)
            : await administration.EditStyleAsync(at.Admin, id.Subject, draft, id.Revision, cancellation);
        return DiscordAdminViews.Result(Styles, result, filled);
    }

    private static Answer Result(AdminResult result) => DiscordAdminViews.Result(Styles, result);

    private async Task<Answer> EditAsync(Invocation at, string name, CancellationToken cancellation)
    {
        var guild = await administration.GetAsync(at.Tenant, cancellation);
        return guild.Document.Styles.FirstOrDefault(style => string.Equals(style.Name, name.Trim(), StringComparison.OrdinalIgnoreCase)) is { } style
            ? new InteractionAnswer.OpenModal(DiscordAdminForms.Edit(guild.Revision, style))
            // Nothing is changed by a draft that says nothing; what is wrong with the name is said.
            : Result(await administration.EditStyleAsync(at.Admin, name, new StyleDraft(), null, cancellation));
    }

    private Answer Import(Invocation at, string id, bool replace)
    {
        if (at.Data.Resolved?.Attachments?.GetValueOrDefault(id) is not { } file)
            return Answer.Notice("The file is not there any more. Upload it again.");
        if (file.Size > MaxImportBytes)
            return Answer.Notice($"The file must have at most 1 MB ({MaxImportBytes:N0} bytes); this one has {file.Size:N0}.");
        return original.Promise(at, async stopping =>
        {
            var lines = await attachments.ReadAsync(file, MaxImportBytes, stopping) is { } bytes
                ? Utf8(bytes) is { } json
                    ? AdminTexts.Of(await administration.ImportStylesAsync(at.Admin, json, replace, null, stopping), DiscordAdminViews.Markup)
                    : ["⚠️ Nothing was changed: the file must be JSON in valid UTF-8."]
                : ["⚠️ Nothing was changed: the file could not be loaded from Discord. Upload it again."];
            return (DiscordAdminViews.Lines(Styles, lines), []);
        });
    }

    private async Task<(OutgoingMessage, IReadOnlyList<OutgoingFile>)> ExportAsync(Invocation at, CancellationToken stopping)
    {
        var bytes = Encoding.UTF8.GetBytes(await administration.ExportStylesAsync(at.Tenant, stopping));
        var file = new OutgoingFile("styles.json", "application/json", "The styles of this server", bytes.Length, _ => Task.FromResult<Stream>(new MemoryStream(bytes)));
        return (new OutgoingMessage { Content = "This server's own styles and the names of those it hides. `/imagegen style import` takes the file.", Attachments = DiscordViews.Attachments([file]) }, [file]);
    }

    /// <summary>The text, without the mark some editors put before it; null where it is no UTF-8.</summary>
    private static string? Utf8(byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
