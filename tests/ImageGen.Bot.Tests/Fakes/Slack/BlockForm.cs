using System.Text.Json;
using static ImageGen.Bot.Tests.Fakes.Slack.Checks;
using static ImageGen.Bot.Tests.Fakes.Slack.ElementForm;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>Where blocks stand.</summary>
internal enum Surface
{
    Message,
    Modal,
    Home,
}

/// <summary>The rules of blocks and views. Blocks that this bot does not send are refused.</summary>
internal static class BlockForm
{
    private static readonly Field BlockId = new("block_id", Text(255, 1).Also(static (findings, at, id) =>
    {
        if (!findings.BlockIds.Add(id.GetString()!))
            findings.Refuse(at, $"block_id \"{id.GetString()}\" already exists");
    }));

    private static readonly Field RichStyle = new("style", Object(
        new Field("bold", TrueOrFalse), new Field("italic", TrueOrFalse), new Field("strike", TrueOrFalse), new Field("code", TrueOrFalse)));

    private static readonly Check Words = List(Kinds(
        ("text", [new("text", Text(3000, 1), IsRequired: true), RichStyle]),
        ("link", [new("url", Url, IsRequired: true), new("text", Text(3000, 1)), new("unsafe", TrueOrFalse), RichStyle]),
        ("emoji", [new("name", Text(100, 1), IsRequired: true)]),
        ("user", [new("user_id", Text(20, 1).Also(static (findings, _, id) => findings.Markup.Add($"<@{id.GetString()}>")), IsRequired: true), RichStyle]),
        ("broadcast", [new("range", Text(20, 1).Also(static (findings, _, range) => findings.Markup.Add($"<!{range.GetString()}>")), IsRequired: true)])), 1000);

    private static readonly (string Type, Field[] Fields)[] Everywhere =
    [
        ("section",
        [
            BlockId, new("text", Either(3000)), new("fields", List(Either(2000), 10, 1)), new("accessory", Accessory), new("expand", TrueOrFalse),
        ]),
        ("divider", [BlockId]),
        ("header", [BlockId, new("text", Plain(150), IsRequired: true)]),
        ("context", [BlockId, new("elements", List(Context, 10, 1), IsRequired: true)]),
        ("actions", [BlockId, new("elements", List(ElementForm.Action, 25, 1), IsRequired: true)]),
        ("image",
        [
            BlockId, new("alt_text", Text(2000, 1), IsRequired: true), new("title", Plain(2000)), new("image_url", PictureUrl), new("slack_file", SlackFile),
        ]),
        ("rich_text", [BlockId, new("elements", List(Kinds(
            ("rich_text_section", [new("elements", Words, IsRequired: true)]),
            ("rich_text_quote", [new("elements", Words, IsRequired: true)]),
            ("rich_text_preformatted", [new("elements", Words, IsRequired: true)])), 100, 1), IsRequired: true)]),
    ];

    private static readonly (string Type, Field[] Fields) InputBlock = ("input",
    [
        BlockId, new("label", Plain(2000), IsRequired: true), new("hint", Plain(2000)), new("optional", TrueOrFalse), new("dispatch_action", TrueOrFalse),
        new("element", ElementForm.Input, IsRequired: true),
    ]);

    private static readonly Check MessageBlock = Kinds(Everywhere).Also(LookAtBlock);
    private static readonly Check ViewBlock = Kinds([.. Everywhere, InputBlock]).Also(LookAtBlock);

    private static readonly Field[] View =
    [
        new("type", OneOf("modal", "home"), IsRequired: true),
        new("blocks", List(ViewBlock, 100), IsRequired: true),
        new("private_metadata", Text(3000)),
        new("callback_id", Text(255)),
        new("external_id", Text(255)),
    ];

    private static readonly Check Home = Object(View);

    private static readonly Check Modal = Object(
    [
        .. View,
        new("title", Plain(24), IsRequired: true),
        new("submit", Plain(24)),
        new("close", Plain(24)),
        new("clear_on_close", TrueOrFalse),
        new("notify_on_close", TrueOrFalse),
    ]);

    /// <summary>Looks at a message's blocks.</summary>
    public static Findings LookAtBlocks(JsonElement blocks)
    {
        var findings = new Findings();
        List(MessageBlock, 50)(findings, "/blocks", blocks);
        return findings;
    }

    /// <summary>Looks at a view.</summary>
    public static Findings LookAtView(JsonElement view, Surface surface)
    {
        var findings = new Findings();
        (surface == Surface.Modal ? Modal : Home)(findings, "/view", view);
        var isModal = view.TextPart("type") == "modal";
        if (isModal != (surface == Surface.Modal))
            findings.Refuse("/view/type", $"a view of another type is expected: {surface}");
        if (isModal && findings.HasInput && view.Part("submit") is null)
            findings.Refuse("/view/submit", "missing required field: submit, as there is an input block");
        if (view.Items("blocks").Count(block => block.Part("element")?.Part("focus_on_load") is { ValueKind: JsonValueKind.True }) > 1)
            findings.Refuse("/view/blocks", "more than one element has focus_on_load");
        return findings;
    }

    private static void LookAtBlock(Findings findings, string at, JsonElement block)
    {
        LookAtPicture(findings, at, block);
        findings.HasInput |= block.TextPart("type") == "input";
        if (block.TextPart("type") == "section" && block.Part("text") is null && block.Part("fields") is null)
            findings.Refuse(at, "missing required field: text or fields");
        var ids = block.Items("elements").Select(element => element.TextPart("action_id")).Where(id => id is not null).ToArray();
        if (ids.Distinct(StringComparer.Ordinal).Count() != ids.Length)
            findings.Refuse(Join(at, "elements"), "an action_id already exists in this block");
    }
}
