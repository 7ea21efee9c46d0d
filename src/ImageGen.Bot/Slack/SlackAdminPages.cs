using ImageGen.Bot.Chat;
using ImageGen.Bot.Slack.Wire;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Prompts;

namespace ImageGen.Bot.Slack;

/// <summary>What admins see: pages of one modal, which lead to each other, and the same lines in a message.</summary>
internal static class SlackAdminPages
{
    /// <summary>The form of limits, and the other forms.</summary>
    public const string Quotas = "admin:quotas";
    public const string Rules = "admin:rules";
    public const string Style = "admin:style";
    public const string Rename = "admin:rename";
    public const string Import = "admin:import";

    /// <summary>The fields of the import.</summary>
    public const string ImportFile = "file";
    public const string ImportText = "text";
    public const string ImportReplace = "replace";

    private const string Page = "admin:page";
    private const int MaxSection = 2900;
    private const int MaxSections = 12;
    private const int MaxOptions = 100;

    private static readonly string[] Parts = ["styles", "quotas", "rules", "all"];

    /// <summary>How Slack sets what admins read.</summary>
    public static AdminMarkup Markup { get; } = new(Mrkdwn.Escape, static role => $"`{role}`", Mrkdwn.Mention, Mrkdwn.When);

    /// <summary>Where everything begins.</summary>
    public static ModalView Menu() => Of("Administration", ["What do you want to see or change?"], MenuButtons());

    /// <summary>A page of lines.</summary>
    public static ModalView Of(string title, IReadOnlyList<string> lines, params IEnumerable<Element> buttons) => new()
    {
        CallbackId = Page,
        Title = new PlainText(title),
        Close = new PlainText("Close"),
        Blocks = [.. Sections(lines), new ActionsBlock([.. buttons, .. title == "Administration" ? [] : new[] { Button("menu", "Menu") }])],
    };

    /// <summary>The same as a message for one person.</summary>
    public static OutgoingMessage Message(string title, IReadOnlyList<string> lines, params IReadOnlyList<Element> buttons) => new()
    {
        Text = title,
        Blocks = [new HeaderBlock(new PlainText(title)), .. Sections(lines), .. buttons.Count > 0 ? [new ActionsBlock(buttons)] : Array.Empty<Block>()],
    };

    /// <summary>What holds and was set, with the ways to change it: a part of the App Home.</summary>
    public static IEnumerable<Block> Home(GuildSettings guild, Texts texts)
    {
        var held = new GuildDocument { Quotas = guild.Quotas, Rules = guild.Rules };
        var lines = AdminFields.Quotas.Concat(AdminFields.Rules).Where(field => field.Read(held) is not null).Select(field => AdminTexts.Of(field, held, guild, Markup)).ToList();
        return
        [
            new DividerBlock(),
            new HeaderBlock(new PlainText(texts["slack.home.settings"])),
            .. Sections(lines.Count > 0 ? lines : ["There are no limits and no rules."]),
            new ActionsBlock(MenuButtons()),
        ];
    }

    /// <summary>The form of limits or of rules.</summary>
    public static ModalView Fields(string form, StoredGuild guild, ImageProviders providers, IReadOnlyDictionary<string, string?>? typed = null, params IEnumerable<Block> above) =>
        SlackAdminForm.Of(
            form, form == Quotas ? "Limits" : "Rules", guild.Revision, "",
            (form == Quotas ? AdminFields.Quotas : AdminFields.Rules).Select(field => SlackAdminInput.Of(field, guild.Document)), providers, typed, above);

    /// <summary>Every style, and what can be done with them.</summary>
    public static ModalView Styles(IReadOnlyList<ListedStyle> styles)
    {
        var menus = styles.Chunk(MaxOptions).Select((some, index) => (Element)new Select
        {
            ActionId = $"admin:pick:{index}",
            Options = [.. some.Select(style => new Option(SlackViews.Label(style.Guide.Title), style.Guide.Name))],
            Placeholder = new PlainText("Choose a style"),
        });
        return Of("Styles", [.. styles.Select(style => AdminTexts.Of(style, Markup))], [.. menus, Button("add", "Add a style"), Button("import", "Import"), Button("export", "Export")]);
    }

    /// <summary>A style: a form where it is the workspace's own or new, otherwise whether it is offered.</summary>
    public static ModalView StyleOf(ListedStyle? style, string newName, long revision, ImageProviders providers, IReadOnlyDictionary<string, string?>? typed = null, params IEnumerable<Block> above)
    {
        if (style is { IsOwn: false })
            return Of("Style", [AdminTexts.Of(style, Markup), Mrkdwn.Escape(style.Guide.Guidance)], Button($"{(style.IsHidden ? "show" : "hide")}:{style.Guide.Name}", style.IsHidden ? "Offer it again" : "Hide it"));
        var guide = style?.Guide;
        Block[] buttons = guide is null ? [] :
        [
            new ActionsBlock(
            [
                Button($"preview:{guide.Name}", "Preview"), Button($"rename:{guide.Name}", "Rename"),
                Danger($"remove:{guide.Name}", "Remove", $"Remove the style {guide.Name}?"), Button("styles", "All styles"),
            ]),
        ];
        return SlackAdminForm.Of(Style, guide is null ? "New style" : "Style", revision, guide?.Name ?? "", StyleInputs(guide, newName), providers, typed, [.. above, .. buttons]);
    }

    /// <summary>Another name for a style.</summary>
    public static ModalView RenameOf(string style, long revision, ImageProviders providers, IReadOnlyDictionary<string, string?>? typed = null, params IEnumerable<Block> above) =>
        SlackAdminForm.Of(
            Rename, "Rename a style", revision, style,
            [new SlackAdminInput("newName", $"New name of {style}", NameHint, AdminFieldKind.Text, style) { IsRequired = true, MaxLength = StyleDraft.MaxNameLength }], providers, typed, above);

    /// <summary>Styles from a file, or pasted.</summary>
    public static ModalView ImportOf(long revision) => new()
    {
        CallbackId = Import,
        PrivateMetadata = new SlackAdminSubject(revision, "", []).ToString(),
        Title = new PlainText("Import styles"),
        Submit = new PlainText("Import"),
        Close = new PlainText("Close"),
        Blocks =
        [
            .. Sections(["A file as the export writes it, or its text. All of it is taken or nothing; a style whose name is there already is edited."]),
            new InputBlock { BlockId = ImportFile, Label = new PlainText("File"), Optional = true, Element = new FileInput { ActionId = ImportFile, Filetypes = ["json", "txt"], MaxFiles = 1 } },
            new InputBlock { BlockId = ImportText, Label = new PlainText("Or JSON"), Optional = true, Element = new TextInput { ActionId = ImportText, Multiline = true, MaxLength = SlackAdminForm.MaxText } },
            new InputBlock
            {
                BlockId = ImportReplace, Label = new PlainText("Styles that are not in it"), Optional = true,
                Element = new Checkboxes { ActionId = ImportReplace, Options = [new Option(new PlainText("Remove them"), ImportReplace)] },
            },
        ],
    };

    /// <summary>The parts that can be taken back to the installation's defaults.</summary>
    public static IReadOnlyList<Element> ResetButtons(string part) =>
        [.. Parts.Where(one => part.Length == 0 || one == part).Select(one => Danger($"reset:{one}", $"Reset {one}", $"Take {(one == "all" ? "everything" : one)} back to this bot's defaults?"))];

    /// <summary>Lines as sections, as many as there is room for.</summary>
    public static IEnumerable<Block> Sections(IReadOnlyList<string> lines)
    {
        var rest = lines.Select(static line => Cut.To(line, MaxSection)).ToList();
        for (var section = 1; rest.Count > 0; section++)
        {
            var (count, length) = (0, 0);
            while (count < rest.Count && length + rest[count].Length + 1 <= MaxSection)
                length += rest[count++].Length + 1;
            var text = section == MaxSections ? AdminTexts.Fit(rest, MaxSection) : string.Join('\n', rest.Take(Math.Max(count, 1)));
            yield return new SectionBlock { Text = new MarkdownText(text) };
            if (section == MaxSections)
                yield break;
            rest.RemoveRange(0, Math.Max(count, 1));
        }
    }

    private static string NameHint => $"{StyleDraft.MinNameLength} to {StyleDraft.MaxNameLength} lower-case letters, digits and hyphens";

    private static IEnumerable<SlackAdminInput> StyleInputs(StyleGuide? guide, string newName) =>
    [
        .. guide is null ? [new SlackAdminInput("name", "Name", $"What people type after --style: {NameHint}", AdminFieldKind.Text, newName) { IsRequired = true, MaxLength = 100 }] : Array.Empty<SlackAdminInput>(),
        new("guidance", "Guidance", $"How such a picture looks, in at most {StyleDraft.MaxGuidanceLength:N0} characters", AdminFieldKind.Words, guide?.Guidance) { IsRequired = true },
        new("title", "Title", "What people read; made from the name where it is empty", AdminFieldKind.Text, guide?.Title) { MaxLength = StyleDraft.MaxTitleLength },
        new("kind", "Kind", "A medium is a way of making pictures; a mood combines with any", AdminFieldKind.Choice, guide?.Kind.ToString().ToLowerInvariant() ?? "medium") { Choices = ["medium", "mood"], IsRequired = true },
        new("keywords", "Keywords", $"Words that call for it without its name, with commas: at most {StyleDraft.MaxKeywords} of {StyleDraft.MaxKeywordLength} characters", AdminFieldKind.Words, guide is null ? null : string.Join(", ", guide.Keywords)),
        new("negative", "Leave out", $"What it never shows, in at most {StyleDraft.MaxNegativeLength} characters", AdminFieldKind.Text, guide?.Negative),
        new("provider", "Provider", "Who draws where a command names nobody", AdminFieldKind.Provider, guide?.Provider),
        new("aspect", "Aspect", "Width to height where a command names none, such as 16:9", AdminFieldKind.Text, guide?.Aspect?.ToString()) { MaxLength = 20 },
        new("quality", "Quality", "The quality where a command names none", AdminFieldKind.Choice, guide?.Quality?.ToString().ToLowerInvariant()) { Choices = ["low", "medium", "high"] },
    ];

    private static Element[] MenuButtons() =>
        [Button("styles", "Styles"), Button("quotas", "Limits"), Button("rules", "Rules"), Button("usage", "Usage"), Button("audit", "Audit log"), Button("reset", "Reset…")];

    private static Button Button(string action, string label) => new() { ActionId = $"admin:{action}", Text = SlackViews.Label(label) };

    private static Button Danger(string action, string label, string question) => Button(action, label) with
    {
        Style = "danger",
        Confirm = new Confirmation(new PlainText(label), new PlainText(question), new PlainText(label), new PlainText("No")),
    };
}
