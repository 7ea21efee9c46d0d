using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ImageGen.Bot.Chat;
using ImageGen.Bot.Slack.Wire;
using ImageGen.Core;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Slack;

/// <summary>What a form of an admin's is about, kept in the form itself.</summary>
/// <param name="Revision">What the admin was looking at.</param>
/// <param name="Style">The style's name; empty for a new one, or where it is about none.</param>
/// <param name="Typed">Fields that were typed in an earlier showing of it and are not saved yet.</param>
internal sealed record SlackAdminSubject(long Revision, string Style, IReadOnlyList<string> Typed)
{
    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SlackAdminSubject? subject)
    {
        subject = text?.Split('\n') is [var first, var style, var typed] && long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? new SlackAdminSubject(revision, style, typed.Split(',', StringSplitOptions.RemoveEmptyEntries))
            : null;
        return subject is not null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Revision}\n{Style}\n{string.Join(',', Typed)}");
}

/// <summary>A field of an admin's form.</summary>
/// <param name="Name">What faults call it.</param>
/// <param name="Label">What people read.</param>
/// <param name="Hint">What it takes.</param>
/// <param name="Kind">What input fits.</param>
/// <param name="Value">What is saved; null for nothing.</param>
internal sealed record SlackAdminInput(string Name, string Label, string Hint, AdminFieldKind Kind, string? Value)
{
    public IReadOnlyList<string> Choices { get; init; } = [];

    public bool IsRequired { get; init; }

    /// <summary>At most 3,000.</summary>
    public int MaxLength { get; init; } = SlackAdminForm.MaxText;

    public static SlackAdminInput Of(AdminField field, GuildDocument document) =>
        new(field.Name, field.Title, field.Hint, field.Kind, field.Read(document)) { Choices = field.Choices };
}

/// <summary>Forms for admins: made of fields, read back, and shown again with what was typed where somebody else was faster.</summary>
internal static class SlackAdminForm
{
    /// <summary>Most characters a text field takes.</summary>
    public const int MaxText = 3000;

    /// <summary>The choice of the installation's default, which is saved as nothing.</summary>
    private const string Default = "default";

    /// <summary>The form.</summary>
    /// <param name="form">Which it is.</param>
    /// <param name="title">At most 24 characters.</param>
    /// <param name="revision">What the admin is looking at.</param>
    /// <param name="style">The style it is about, if any.</param>
    /// <param name="inputs">Its fields.</param>
    /// <param name="providers">The configured providers.</param>
    /// <param name="typed">What was typed and is not saved.</param>
    /// <param name="above">What stands above the fields.</param>
    public static ModalView Of(
        string form, string title, long revision, string style, IEnumerable<SlackAdminInput> inputs, ImageProviders providers, IReadOnlyDictionary<string, string?>? typed = null, params IEnumerable<Block> above) => new()
    {
        CallbackId = form,
        PrivateMetadata = new SlackAdminSubject(revision, style, [.. typed?.Keys ?? []]).ToString(),
        Title = new PlainText(title),
        Submit = new PlainText("Save"),
        Close = new PlainText("Close"),
        Blocks = [.. above, .. inputs.Select(input => Field(input, revision, typed, providers))],
    };

    /// <summary>What was typed otherwise than it was shown, and what had been typed before.</summary>
    public static Dictionary<string, string?> Typed(IncomingView view, SlackAdminSubject subject)
    {
        var shown = (view.Blocks ?? []).Select(block => block?.Element).OfType<IncomingElement>()
            .Where(element => element.ActionId is not null).GroupBy(element => element.ActionId!, StringComparer.Ordinal)
            .ToDictionary(element => element.Key, element => Shown(element.First()), StringComparer.Ordinal);
        var typed = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, filled) in view.State?.Values?.Values.SelectMany(static block => block ?? []) ?? [])
        {
            if (filled is null)
                continue;
            var text = Text(filled);
            if (subject.Typed.Contains(name, StringComparer.Ordinal) || text != shown.GetValueOrDefault(name, ""))
                typed[name] = text;
        }

        return typed;
    }

    /// <summary>Faults at the fields they are of; what the form has no field for is said at the first one.</summary>
    public static IReadOnlyDictionary<string, string> Errors(IEnumerable<FieldFault> faults, ViewState? state)
    {
        var blocks = state?.Values?.Keys.ToList() ?? [];
        return faults.GroupBy(fault => blocks.Find(block => block == fault.Field || block.StartsWith($"{fault.Field}:", StringComparison.Ordinal)) ?? blocks.FirstOrDefault() ?? SlackForms.Prompt)
            .ToDictionary(block => block.Key, block => AdminTexts.Fit([.. block.Select(static fault => fault.Message)], MaxText));
    }

    private static Block Field(SlackAdminInput input, long revision, IReadOnlyDictionary<string, string?>? typed, ImageProviders providers)
    {
        var isTyped = typed?.ContainsKey(input.Name) == true;
        var value = isTyped ? typed![input.Name] : input.Value;
        // Cut, it would be saved without its end.
        if (value?.Length > input.MaxLength)
            return new ContextBlock([new PlainText($"{input.Label}: too long for this form. Change it over the API.")]);
        var hint = isTyped && value != (input.Value ?? "") ? $"{input.Hint}. Saved now: {(string.IsNullOrEmpty(input.Value) ? "nothing" : Cut.To(input.Value, 500))}" : input.Hint;
        return new InputBlock
        {
            // Slack keeps what is typed in a field of the same name, so what another revision says needs another name.
            BlockId = string.Create(CultureInfo.InvariantCulture, $"{input.Name}:{revision}{(isTyped ? "t" : "")}"),
            Label = new PlainText(input.Label),
            Hint = new PlainText(hint),
            Optional = !input.IsRequired,
            Element = Element(input, string.IsNullOrEmpty(value) ? null : value, providers),
        };
    }

    private static Element Element(SlackAdminInput input, string? value, ImageProviders providers) => input.Kind switch
    {
        AdminFieldKind.Choice => Menu(input, input.Choices, value),
        AdminFieldKind.Switch => Menu(input, ["on", "off"], value),
        AdminFieldKind.Provider => Menu(input, providers.All.Select(static one => one.Name), value),
        AdminFieldKind.Channel when IsConversations(value) => new ConversationSelect { ActionId = input.Name, InitialConversation = value },
        AdminFieldKind.Channels when IsConversations(value) => new ConversationsSelect { ActionId = input.Name, InitialConversations = value?.Split(", "), MaxSelectedItems = AdminFields.MaxIds },
        _ => new TextInput
        {
            ActionId = input.Name,
            InitialValue = value,
            MaxLength = input.MaxLength,
            Multiline = input.Kind is AdminFieldKind.Words or AdminFieldKind.Patterns or AdminFieldKind.NumberByChannel or AdminFieldKind.NumberByRole,
        },
    };

    private static Select Menu(SlackAdminInput input, IEnumerable<string> choices, string? value)
    {
        // What is saved need not be on the menu any more.
        var options = choices.Concat(value is null ? [] : [value]).Distinct(StringComparer.Ordinal).Select(choice => new Option(SlackViews.Label(choice), choice)).ToList();
        if (!input.IsRequired)
            options.Insert(0, new Option(SlackViews.Label("– (this bot's default)"), Default));
        return new Select { ActionId = input.Name, Options = options, InitialOption = options.Find(option => option.Value == (value ?? Default)) };
    }

    /// <summary>Whether Slack's own menu can show them.</summary>
    private static bool IsConversations(string? value) => value is null || value.Split(", ").All(static id => id is ['C' or 'G', ..] && id.All(static c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)));

    private static string Shown(IncomingElement element) =>
        Value(element.InitialValue, element.InitialOption, element.InitialConversation, element.InitialConversations);

    private static string Text(FilledElement filled) =>
        Value(filled.Value, filled.SelectedOption, filled.SelectedConversation, filled.SelectedConversations);

    private static string Value(string? text, FilledOption? option, string? conversation, IReadOnlyList<string>? conversations) =>
        option is { Value: { } chosen } ? (chosen == Default ? "" : chosen) : (text ?? conversation ?? string.Join(", ", conversations ?? [])).Trim();
}
