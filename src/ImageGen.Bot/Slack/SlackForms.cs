using ImageGen.Bot.Chat;
using ImageGen.Bot.Slack.Wire;
using ImageGen.Core;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Slack;

/// <summary>The form (modal) for a picture, empty or filled with what was asked for before, and what people filled in.</summary>
internal static class SlackForms
{
    /// <summary>Which form it is.</summary>
    public const string Imagine = "imagine";

    /// <summary>The field that says what no other can.</summary>
    public const string Prompt = "prompt";

    private const string Options = "options";

    private const string Raw = "raw";
    private const string Fresh = "fresh";
    private const string Private = "private";

    /// <summary>Flags may be typed in the prompt too.</summary>
    private const int MaxPromptLength = 1000;

    private const int MaxTitle = 24;
    private const int MaxHint = 150;
    private const int MaxOptions = 100;

    private static readonly string[] Aspects = ["1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3", "21:9"];
    private static readonly string[] Qualities = ["low", "medium", "high"];

    /// <summary>The form.</summary>
    public static ModalView Of(SlackFormSubject subject, ImagineRequest filled, bool isPrivate, GuildSettings guild, ImageProviders providers, Texts texts)
    {
        var allowed = ProviderChoice.Allowed(guild, providers).ToList();
        var providerMenu = allowed.Count > 1
            ? new[] { Menu("provider", texts["result.provider"], allowed.Select(one => (one.Name, $"{one.Name} · {one.Capabilities.Model}")), filled.Provider) }
            : [];
        var reference = subject.Reference is null ? [] : new Block[] { new ContextBlock([new PlainText(texts["settings.reference"])]) };
        return new ModalView
        {
            CallbackId = Imagine,
            PrivateMetadata = subject.ToString(),
            Title = new PlainText(Cut.To(texts["slack.form.title"], MaxTitle)),
            Submit = new PlainText(Cut.To(texts["slack.form.submit"], MaxTitle)),
            Close = new PlainText(Cut.To(texts["button.cancel"], MaxTitle)),
            Blocks =
            [
                Line(Prompt, texts["modal.remix.prompt"], texts["modal.remix.prompt.hint"], MaxPromptLength, filled.Prompt) with { Optional = false },
                .. reference,
                Menu("style", texts["modal.remix.style"], guild.Styles.Guides.Select(guide => (guide.Name, guide.Title)), filled.Style),
                Menu("aspect", texts["modal.remix.aspect"], Aspects.Select(aspect => (aspect, texts[$"choice.aspect.{aspect}"])), filled.Aspect),
                Menu("count", texts["slack.form.count"], Enumerable.Range(1, ImageSpec.MaxCount).Select(count => ($"{count}", $"{count}")), filled.Count),
                Menu("quality", texts["slack.form.quality"], Qualities.Select(quality => (quality, texts[$"choice.quality.{quality}"])), filled.Quality?.ToLowerInvariant()),
                .. providerMenu,
                Line("negative", texts["modal.remix.negative"], texts["modal.remix.negative.hint"], ImageSpec.MaxNegativeLength, filled.Negative),
                Line("seed", texts["result.seed"], texts["option.seed.text"], 10, filled.Seed),
                Boxes(filled, isPrivate, texts),
            ],
        };
    }

    /// <summary>What was filled in. Flags typed in the prompt win over the other fields.</summary>
    public static (ImagineRequest Request, bool IsPrivate, IReadOnlyList<FieldFault> Faults) Read(ViewState? state, SlackFormSubject subject)
    {
        var faults = ImagineCommand.Parse(Text(Prompt) ?? "", out var typed);
        var ticked = Find(Options)?.SelectedOptions?.Select(option => option?.Value).ToHashSet() ?? [];
        return (typed with
        {
            Style = typed.Style ?? Text("style"),
            Aspect = typed.Aspect ?? Text("aspect"),
            Count = typed.Count ?? Text("count"),
            Quality = typed.Quality ?? Text("quality"),
            Provider = typed.Provider ?? Text("provider"),
            Negative = typed.Negative ?? Text("negative"),
            Seed = typed.Seed ?? Text("seed"),
            Refine = typed.Refine ?? !ticked.Contains(Raw),
            Fresh = typed.Fresh || ticked.Contains(Fresh),
            Reference = subject.Reference,
            ReferenceUrl = subject.ReferenceUrl,
        }, ticked.Contains(Private), faults);

        string? Text(string field) => Find(field) is { } filled ? filled.Value ?? filled.SelectedOption?.Value : null;

        FilledElement? Find(string field) => state?.Values?.GetValueOrDefault(field)?.GetValueOrDefault(field);
    }

    /// <summary>Faults at the fields they are of; what the form has no field for is said at the prompt.</summary>
    public static IReadOnlyDictionary<string, string> Errors(IEnumerable<(string Field, string Text)> faults, ViewState? state) =>
        faults.GroupBy(fault => state?.Values?.ContainsKey(fault.Field) == true ? fault.Field : Prompt)
            .ToDictionary(field => field.Key, field => string.Join(' ', field.Select(fault => fault.Text)));

    private static InputBlock Line(string id, string label, string hint, int maxLength, string? value) => new()
    {
        BlockId = id,
        Label = new PlainText(label),
        Optional = true,
        Element = new TextInput
        {
            ActionId = id,
            Multiline = id == Prompt,
            MaxLength = maxLength,
            Placeholder = new PlainText(Cut.To(hint, MaxHint)),
            InitialValue = value is { Length: > 0 } ? Cut.To(value, maxLength) : null,
        },
    };

    private static InputBlock Menu(string id, string label, IEnumerable<(string Value, string Text)> choices, string? chosen)
    {
        var options = choices.Take(MaxOptions).Select(choice => new Option(SlackViews.Label(choice.Text), choice.Value)).ToList();
        var initial = options.Find(option => option.Value == chosen);
        if (initial is null && chosen is { Length: > 0 and <= 75 })
        {
            // What was asked for in words need not be on the menu.
            initial = new Option(SlackViews.Label(chosen), chosen);
            options = [initial, .. options.Take(MaxOptions - 1)];
        }

        return new InputBlock
        {
            BlockId = id,
            Label = new PlainText(label),
            Optional = true,
            Element = new Select { ActionId = id, Options = options, InitialOption = initial },
        };
    }

    private static InputBlock Boxes(ImagineRequest filled, bool isPrivate, Texts texts)
    {
        var raw = new Option(SlackViews.Label(texts["settings.raw"]), Raw);
        var fresh = new Option(SlackViews.Label(texts["slack.form.fresh"]), Fresh);
        var onlyMe = new Option(SlackViews.Label(texts["option.private.text"]), Private);
        Option[] ticked = [.. filled.Refine == false ? [raw] : Array.Empty<Option>(), .. filled.Fresh ? [fresh] : Array.Empty<Option>(), .. isPrivate ? [onlyMe] : Array.Empty<Option>()];
        return new InputBlock
        {
            BlockId = Options,
            Label = new PlainText(texts["slack.form.options"]),
            Optional = true,
            Element = new Checkboxes { ActionId = Options, Options = [raw, fresh, onlyMe], InitialOptions = ticked.Length > 0 ? ticked : null },
        };
    }
}
