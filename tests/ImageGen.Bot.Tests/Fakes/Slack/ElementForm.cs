using System.Globalization;
using System.Text.Json;
using static ImageGen.Bot.Tests.Fakes.Slack.Checks;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>The rules of Block Kit's texts, pictures and interactive elements.</summary>
internal static class ElementForm
{
    private const int LongestInput = 3000;

    private static readonly Field ActionId = new("action_id", Text(255, 1));
    private static readonly Field Style = new("style", OneOf("primary", "danger"));
    private static readonly Field Focus = new("focus_on_load", TrueOrFalse);
    private static readonly Field Placeholder = new("placeholder", Plain(150));
    private static readonly Field Dispatch = new("dispatch_action_config", Object(new Field("trigger_actions_on", List(OneOf("on_enter_pressed", "on_character_entered"), 2, 1), IsRequired: true)));
    private static readonly Field Confirm = new("confirm", Object(
        new Field("title", Plain(100), IsRequired: true),
        new Field("text", Either(300), IsRequired: true),
        new Field("confirm", Plain(30), IsRequired: true),
        new Field("deny", Plain(30), IsRequired: true),
        Style));

    private static readonly Field Filter = new("filter", Object(
        new Field("include", List(OneOf("im", "mpim", "private", "public"), 4, 1)), new Field("exclude_bot_users", TrueOrFalse), new Field("exclude_external_shared_channels", TrueOrFalse)));

    private static readonly Check PlainOption = Option(Plain(75));
    private static readonly Check EitherOption = Option(Either(75));

    private static readonly Field[] Choices =
    [
        new("options", List(PlainOption, 100, 1)),
        new("option_groups", List(Object(new Field("label", Plain(75), IsRequired: true), new Field("options", List(PlainOption, 100, 1), IsRequired: true)), 100, 1)),
    ];

    private static readonly (string Type, Field[] Fields) Button = ("button",
    [
        new("text", Plain(75), IsRequired: true), ActionId, new("url", Url), new("value", Text(2000)), Style, Confirm, new("accessibility_label", Text(75)),
    ]);

    private static readonly (string Type, Field[] Fields)[] Pickers =
    [
        ("static_select", [ActionId, Placeholder, .. Choices, new("initial_option", PlainOption), Confirm, Focus]),
        ("multi_static_select", [ActionId, Placeholder, .. Choices, new("initial_options", List(PlainOption, 100, 1)), new("max_selected_items", Integer(1, 100)), Confirm, Focus]),
        ("radio_buttons", [ActionId, new("options", List(EitherOption, 10, 1), IsRequired: true), new("initial_option", EitherOption), Confirm, Focus]),
        ("checkboxes", [ActionId, new("options", List(EitherOption, 10, 1), IsRequired: true), new("initial_options", List(EitherOption, 10, 1)), Confirm, Focus]),
        ("users_select", [ActionId, Placeholder, new("initial_user", Text(20, 1)), Confirm, Focus]),
        ("conversations_select", [ActionId, Placeholder, new("initial_conversation", Text(20, 1)), new("default_to_current_conversation", TrueOrFalse), Filter, Confirm, Focus]),
        ("multi_conversations_select", [ActionId, Placeholder, new("initial_conversations", List(Text(20, 1), 100, 1)), new("max_selected_items", Integer(1, 100)), Filter, Confirm, Focus]),
        ("channels_select", [ActionId, Placeholder, new("initial_channel", Text(20, 1)), new("response_url_enabled", TrueOrFalse), Confirm, Focus]),
    ];

    private static readonly (string Type, Field[] Fields) Overflow = ("overflow", [ActionId, new("options", List(PlainOption, 5, 1), IsRequired: true), Confirm]);

    private static readonly (string Type, Field[] Fields)[] Typed =
    [
        ("plain_text_input",
        [
            ActionId, Placeholder, new("initial_value", Text(LongestInput)), new("multiline", TrueOrFalse), new("min_length", Integer(0, LongestInput)),
            new("max_length", Integer(1, LongestInput)), Dispatch, Focus,
        ]),
        ("number_input",
        [
            ActionId, Placeholder, new("is_decimal_allowed", TrueOrFalse, IsRequired: true), new("initial_value", Number), new("min_value", Number),
            new("max_value", Number), Dispatch, Focus,
        ]),
        ("url_text_input", [ActionId, Placeholder, new("initial_value", Text(LongestInput)), Dispatch, Focus]),
        ("file_input", [ActionId, new("filetypes", List(Text(20, 1), 50, 1)), new("max_files", Integer(1, 10))]),
    ];

    /// <summary>What an actions block holds.</summary>
    public static Check Action { get; } = Kinds([Button, Overflow, .. Pickers]).Also(Agrees);

    /// <summary>What an input block holds.</summary>
    public static Check Input { get; } = Kinds([.. Typed, .. Pickers]).Also(Agrees);

    /// <summary>What stands beside a section.</summary>
    public static Check Accessory { get; } = Kinds([Button, Overflow, Picture, .. Pickers]).Also(Agrees).Also(LookAtPicture);

    /// <summary>What a context block holds.</summary>
    public static Check Context { get; } = Kinds([Picture, .. Texts(2000)]).Also(LookAtPicture);

    private static (string Type, Field[] Fields) Picture => ("image",
        [new("alt_text", Text(2000, 1), IsRequired: true), new("image_url", PictureUrl), new("slack_file", SlackFile)]);

    /// <summary>An address that Slack downloads a picture from.</summary>
    public static Check PictureUrl => Url.Also((findings, at, value) =>
    {
        var url = value.GetString()!;
        if (Path.GetExtension(new Uri(url).AbsolutePath) is var extension && extension.Length > 0 && extension.ToLowerInvariant() is not (".png" or ".jpg" or ".jpeg" or ".gif"))
            findings.Refuse(at, "invalid image type: only png, jpg and gif");
        else
            findings.Pictures.Add((at, url));
    });

    public static Check SlackFile => Object(new Field("id", Text(20, 1)), new Field("url", Url)).Also((findings, at, value) =>
    {
        if (value.EnumerateObject().Count() != 1)
            findings.Refuse(at, "must have either id or url");
        else
            findings.SlackFiles.Add((at, value));
    });

    /// <summary>Text without markup.</summary>
    public static Check Plain(int max) => Kinds(Texts(max)[0]);

    /// <summary>Text, with markup or without.</summary>
    public static Check Either(int max) => Kinds(Texts(max));

    /// <summary>A picture comes from one place.</summary>
    public static void LookAtPicture(Findings findings, string at, JsonElement value)
    {
        if (value.TextPart("type") == "image" && (value.Part("image_url") is null) == (value.Part("slack_file") is null))
            findings.Refuse(at, "must have exactly one of image_url and slack_file");
    }

    private static (string Type, Field[] Fields)[] Texts(int max) =>
    [
        ("plain_text", [new("text", Text(max, 1), IsRequired: true), new("emoji", TrueOrFalse)]),
        ("mrkdwn", [new("text", Text(max, 1).Also(static (findings, _, text) => findings.Markup.Add(text.GetString()!)), IsRequired: true), new("verbatim", TrueOrFalse)]),
    ];

    private static Check Option(Check text) => Object(
        new Field("text", text, IsRequired: true),
        new Field("value", Text(150, 1), IsRequired: true),
        new Field("description", Plain(75)),
        new Field("url", Url));

    private static void Number(Findings findings, string at, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String || !decimal.TryParse(value.GetString(), NumberStyles.Number, CultureInfo.InvariantCulture, out _))
            findings.Refuse(at, "must be a number in a string");
    }

    /// <summary>That what an element begins with is among what it takes.</summary>
    private static void Agrees(Findings findings, string at, JsonElement element)
    {
        var type = element.TextPart("type")!;
        var options = element.Items("options").Concat(element.Items("option_groups").SelectMany(group => group.Items("options"))).ToArray();
        if (type.EndsWith("static_select", StringComparison.Ordinal) && (element.Part("options") is null) == (element.Part("option_groups") is null))
            findings.Refuse(at, "must have exactly one of options and option_groups");
        foreach (var chosen in element.Part("initial_option") is { } one ? [one] : element.Items("initial_options"))
        {
            if (!Array.Exists(options, option => JsonElement.DeepEquals(option, chosen)))
                findings.Refuse(at, "an initial option is none of the options");
        }

        if (options.Select(option => option.TextPart("value")).Distinct(StringComparer.Ordinal).Count() != options.Length)
            findings.Refuse(Join(at, "options"), "two options have one value");
        var (min, max) = (element.Part("min_length")?.GetInt32() ?? 0, element.Part("max_length")?.GetInt32() ?? LongestInput);
        if (min > max)
            findings.Refuse(Join(at, "min_length"), "must not be more than max_length");
        if (type == "plain_text_input" && element.TextPart("initial_value") is { } value && value.Length > max)
            findings.Refuse(Join(at, "initial_value"), $"must be less than {max + 1} characters");
    }
}
