using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fuzzing;

/// <summary>Mutations of a JSON document's structure: parts removed, doubled, of another kind, nested, huge, or broken Unicode.</summary>
internal static class JsonMutation
{
    // What no serializer would write is put in place of these afterwards.
    private const string Hole = "hole-5f1c";
    private const string Name = "name-5f1c";

    private static readonly byte[] HoleInQuotes = Encoding.UTF8.GetBytes($"\"{Hole}\"");

    private static readonly byte[][] Values =
    [
        .. new[]
        {
            "null", "true", "false", "0", "-1", "1.5", "-0", "1e400", "1e-400", "9007199254740993", "2147483648", "99999999999999999999999999", "\"\"", "\"0\"", "\"null\"", "[]", "{}",
            "[null]", "[[]]", "{\"\":null}", "{\"a\":{\"b\":[{}]}}", "\"\\ud800\"", "\"\\udc00x\"", "\"a\\u0000b\"", "\"\\u202e\"", "{\"\\ud800\":1}", "01", "+1", "NaN", "'a'", "", "[1,]", "/**/1",
            "{\"a\":1,\"a\":2}", "\"\\x\"", "[\"\\ud800\"]", "{\"id\":null}", "[{}]", "[[null],null]",
        }.Select(Encoding.UTF8.GetBytes),
        [(byte)'"', 0xFF, (byte)'"'], [(byte)'"', 0xED, 0xA0, 0x80, (byte)'"'], [(byte)'"', 0xC3, (byte)'"'], [(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}'],
    ];

    /// <summary>One to three mutations; those of bytes where it is no JSON.</summary>
    public static byte[] Mutate(byte[] json, Random random)
    {
        for (var times = random.Next(1, 4); times > 0; times--)
            json = Once(json, random);
        return json;
    }

    private static byte[] Once(byte[] json, Random random)
    {
        string written;
        try
        {
            var root = JsonNode.Parse(json);
            // Names that are there twice, and such that are no text, are found out only by asking.
            if (root is not (JsonObject or JsonArray) || Containers(root).ToList() is not { Count: > 0 } containers)
                return random.Pick(Values);
            Change(random.Pick(containers), random);
            written = root.ToJsonString();
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException or InvalidOperationException)
        {
            return Bytes.Mutate(json, random);
        }

        var changed = Encoding.UTF8.GetBytes(written);
        changed = Bytes.Replace(changed, HoleInQuotes, random.Next(12) switch
        {
            0 => Encoding.UTF8.GetBytes($"\"{new string('x', random.Pick([300, 5000, 70_000, 270_000]))}\""),
            1 => Deep(random.Pick([5, 70, 1000, 20_000]), random),
            2 => Encoding.UTF8.GetBytes(new string('9', random.Pick([20, 400, 5000]))),
            _ => random.Pick(Values),
        });
        return Bytes.Replace(changed, Name, random.Pick(["id", "type", "data", "name", "\\ud800", "__proto__", ""]));
    }

    private static void Change(JsonNode node, Random random)
    {
        if (node is JsonObject members)
            Change(members, random);
        else
            Change((JsonArray)node, random);
    }

    private static void Change(JsonObject members, Random random)
    {
        if (members.Count == 0)
        {
            members[Name] = Hole;
            return;
        }

        var (name, value) = members.ElementAt(random.Next(members.Count));
        switch (random.Next(8))
        {
            case 0:
                members.Remove(name);
                break;
            case 1:
                members[name] = null;
                break;
            case 2:
                members[Name] = value?.DeepClone();
                break;
            case 3:
                members.Remove(name);
                members[random.Next(2) == 0 ? name.ToUpperInvariant() : name + name] = value;
                break;
            case 4:
                members[name] = new JsonArray(value?.DeepClone(), value?.DeepClone());
                break;
            case 5 when value is JsonValue text && text.GetValueKind() == JsonValueKind.String:
                members[name] = Words.Mutate(text.GetValue<string>(), random);
                break;
            case 6:
                members[name] = random.Pick(Words.Odd);
                break;
            default:
                members[name] = Hole;
                break;
        }
    }

    private static void Change(JsonArray items, Random random)
    {
        var at = items.Count == 0 ? 0 : random.Next(items.Count);
        switch (random.Next(5))
        {
            case 0 when items.Count > 0:
                items.RemoveAt(at);
                break;
            case 1 when items.Count > 0:
                for (var copies = random.Pick([1, 30, 300]); copies > 0; copies--)
                    items.Add(items[at]?.DeepClone());
                break;
            case 2 when items.Count > 0:
                items[at] = Hole;
                break;
            case 3:
                items.Insert(at, null);
                break;
            default:
                items.Insert(at, Hole);
                break;
        }
    }

    private static IEnumerable<JsonNode> Containers(JsonNode node)
    {
        yield return node;
        var below = node is JsonObject members ? members.Select(member => member.Value) : ((JsonArray)node).AsEnumerable();
        foreach (var container in below.Where(value => value is JsonObject or JsonArray).SelectMany(value => Containers(value!)))
            yield return container;
    }

    private static byte[] Deep(int levels, Random random) => random.Next(2) == 0
        ? Encoding.UTF8.GetBytes(new string('[', levels) + new string(']', levels))
        : Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "1" + new string('}', levels));
}
