using System.Text;

namespace ImageGen.Bot.Tests.Fuzzing;

/// <summary>Mutations of a form's fields; of the JSON in it where one holds some.</summary>
internal static class FormMutation
{
    private static readonly string[] Odd = ["", "=", "&&", "a", "=a", "%", "%zz", "%u0041", "%00", "%ed%a0%80", "%ff", "payload=", "payload=%7b%7d", "payload=null", "text", "ssl_check=1", "user_id=", "%25"];

    public static byte[] Mutate(byte[] form, Random random)
    {
        var fields = Encoding.UTF8.GetString(form).Split('&').ToList();
        var at = random.Next(fields.Count);
        var (name, value) = fields[at].Split('=', 2) is [var left, var right] ? (left, right) : (fields[at], "");
        if (name == "payload" && random.Next(10) > 0)
        {
            fields[at] = $"{name}={Encode(JsonMutation.Mutate(Encoding.UTF8.GetBytes(Decode(value)), random))}";
            return Join(fields);
        }

        switch (random.Next(7))
        {
            case 0:
                fields.RemoveAt(at);
                break;
            case 1:
                for (var copies = random.Pick([1, 3, 2000]); copies > 0; copies--)
                    fields.Add(fields[at]);
                break;
            case 2:
                fields[at] = random.Pick(Odd);
                break;
            case 3:
                fields.Add($"{new string('n', random.Pick([10, 3000]))}={random.Pick(Odd)}");
                break;
            case 4:
                fields[at] = $"{name}={new string('v', random.Pick([300, 5000, 100_000, 300_000]))}";
                break;
            default:
                fields[at] = $"{name}={Encode(Encoding.UTF8.GetBytes(Words.Mutate(Decode(value), random)))}";
                break;
        }

        return Join(fields);
    }

    /// <summary>A form's or file's parts, rightly and wrongly put together; with the type to send it as.</summary>
    public static (string ContentType, byte[] Body) Multipart(byte[] content, Random random)
    {
        var boundary = random.Pick(["boundary", "b", "\"quoted boundary\"", new string('b', 200), "", "a;b"]);
        var end = random.Pick(["--", "--", "", "-"]);
        var part = $"--{boundary.Trim('"')}\r\nContent-Disposition: form-data; name=\"{random.Pick(["payload", "prompt", "file", "", "a\"b"])}\"; filename=\"{random.Pick(["cat.png", "../../x", "a\0b", "\u202egnp.exe", new string('f', 5000)])}\"\r\n"
            + $"Content-Type: {random.Pick(["image/png", "application/json", "text/html; charset=utf-7", ""])}\r\n{random.Pick(["\r\n", "", "Content-Transfer-Encoding: base64\r\n\r\n"])}";
        var parts = string.Concat(Enumerable.Repeat(part + "x\r\n", random.Pick([0, 1, 100])));
        return ($"multipart/form-data; boundary={boundary}",
            [.. Encoding.UTF8.GetBytes(parts + part), .. content, .. Encoding.UTF8.GetBytes($"\r\n--{boundary.Trim('"')}{end}\r\n")]);
    }

    private static byte[] Join(IEnumerable<string> fields) => Encoding.UTF8.GetBytes(string.Join('&', fields));

    private static string Decode(string value) => Uri.UnescapeDataString(value.Replace('+', ' '));

    /// <summary>Percent-encodes bytes, also such as are no UTF-8.</summary>
    private static string Encode(byte[] bytes)
    {
        var encoded = new StringBuilder(bytes.Length * 2);
        foreach (var one in bytes)
        {
            if (char.IsAsciiLetterOrDigit((char)one) || (char)one is '-' or '_' or '.')
                encoded.Append((char)one);
            else
                encoded.Append($"%{one:X2}");
        }

        return encoded.ToString();
    }
}
