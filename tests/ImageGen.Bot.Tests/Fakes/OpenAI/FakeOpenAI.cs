using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ImageGen.Bot.Tests.Fakes.OpenAI;

/// <summary>OpenAI as strict as the real one: unknown fields, wrong values and keys are refused.</summary>
internal sealed partial class FakeOpenAI : FakeProvider
{
    private static readonly string[] Common = ["model", "prompt", "n", "size", "quality", "user"];
    private static readonly string[] Gpt = [.. Common, "moderation", "background", "output_format", "output_compression"];
    private static readonly string[] GptEdit = [.. Common, "background", "output_format", "output_compression", "input_fidelity"];
    private static readonly string[] DallE = [.. Common, "response_format", "style"];

    /// <summary>Where it is for a bot.</summary>
    public string Endpoint => $"{Address.GetLeftPart(UriPartial.Authority)}/v1";

    /// <summary>Whether the key comes as Azure wants it.</summary>
    public bool IsAzure { get; set; }

    /// <summary>Models with the day of their end.</summary>
    public Dictionary<string, string?> Models { get; } = new() { ["gpt-image-2.6-flare"] = null, ["gpt-image-1"] = null, ["dall-e-3"] = null, ["gpt-5-mini"] = null, ["omni-moderation-latest"] = null, ["text-embedding-3-small"] = null };

    public JsonObject? Usage { get; set; } = new()
    {
        ["input_tokens"] = 100,
        ["output_tokens"] = 1000,
        ["total_tokens"] = 1100,
        ["input_tokens_details"] = new JsonObject { ["text_tokens"] = 100, ["image_tokens"] = 0 },
    };

    /// <summary>How many bytes of an answer come before the connection breaks; null for all.</summary>
    public int? CutAfter { get; set; }

    /// <summary>What becomes of a picture's base64 before it is sent.</summary>
    public Func<string, string> Written { get; set; } = static text => text;

    /// <summary>Answers with addresses of pictures instead of pictures.</summary>
    public Func<string>? Addresses { get; set; }

    /// <summary>How many pictures fewer come than were ordered, where several were.</summary>
    public int Missing { get; set; }

    /// <summary>Bytes of the references that came.</summary>
    public List<long> References { get; } = [];

    public static async Task<FakeOpenAI> StartNewAsync()
    {
        var fake = new FakeOpenAI();
        await fake.StartAsync();
        return fake;
    }

    protected override async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/file.png")
        {
            context.Response.ContentType = "image/png";
            await context.Response.Body.WriteAsync(Picture(1024, 1024));
            return;
        }

        var given = IsAzure ? context.Request.Headers["api-key"].ToString() : context.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
        if (given != Key)
            throw Refuse(401, "invalid_api_key", $"Incorrect API key provided: {given}.");
        switch (context.Request.Path.Value!.Replace("/openai", "", StringComparison.Ordinal))
        {
            case "/v1/models" when context.Request.Method == "GET":
                await context.Response.WriteAsJsonAsync(new { @object = "list", data = Models.Select(model => new { id = model.Key, @object = "model", created = 1, owned_by = "openai", shutdown_date = model.Value }) });
                break;
            case "/v1/images/generations" when context.Request.Method == "POST":
                await DrawAsync(context, (JsonObject)(await JsonNode.ParseAsync(context.Request.Body))!, isEdit: false);
                break;
            case "/v1/images/edits" when context.Request.Method == "POST":
                await DrawAsync(context, await ReadFormAsync(context), isEdit: true);
                break;
            case "/v1/chat/completions" when context.Request.Method == "POST":
                await AnswerAsync(context, Complete);
                break;
            case "/v1/moderations" when context.Request.Method == "POST":
                await AnswerAsync(context, Moderate);
                break;
            case "/v1/embeddings" when context.Request.Method == "POST":
                await AnswerAsync(context, Embed);
                break;
            default:
                throw Refuse(404, null, "No such route.");
        }
    }

    private async Task<JsonObject> ReadFormAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        if (form.Files.Count == 0 || form.Files.Any(file => file.Name != "image[]" || file.ContentType is not ("image/png" or "image/jpeg" or "image/webp")))
            throw Refuse(400, "invalid_image", "An image is needed.", "image");
        References.AddRange(form.Files.Select(file => file.Length));
        return new JsonObject(form.Select(field => KeyValuePair.Create<string, JsonNode?>(field.Key, field.Key == "n" ? int.Parse(field.Value!) : field.Value.ToString())));
    }

    private async Task DrawAsync(HttpContext context, JsonObject order, bool isEdit)
    {
        Check(order, isEdit);
        Orders.Enqueue(order);
        if (TryFault(out var fault))
        {
            await fault(context);
            return;
        }

        var size = order["size"]!.GetValue<string>().Split('x').Select(int.Parse).ToArray();
        var answer = new JsonObject { ["created"] = 1, ["size"] = order["size"]!.DeepClone(), ["data"] = new JsonArray([.. Enumerable.Range(0, Math.Max(1, order["n"]!.GetValue<int>() - Missing)).Select(_ => Item(size))]) };
        if (Usage is not null)
            answer["usage"] = Usage.DeepClone();
        context.Response.ContentType = "application/json; charset=utf-8";
        var bytes = System.Text.Encoding.UTF8.GetBytes(answer.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).Replace("@@", "\\", StringComparison.Ordinal));
        await context.Response.Body.WriteAsync(bytes.AsMemory(0, CutAfter ?? bytes.Length));
        await context.Response.Body.FlushAsync();
        if (CutAfter is not null)
            context.Abort();
    }

    private JsonObject Item(int[] size) => Addresses is { } address
        ? new JsonObject { ["url"] = address(), ["b64_json"] = null }
        : new JsonObject { ["revised_prompt"] = "a \"cat\"", ["b64_json"] = Written(Convert.ToBase64String(Picture(size[0], size[1]))) };

    private void Check(JsonObject order, bool isEdit)
    {
        var model = order["model"]?.GetValue<string>() ?? "";
        if (!Models.ContainsKey(model))
            throw Refuse(404, "model_not_found", $"The model '{model}' does not exist.", "model");
        var isGpt = model.StartsWith("gpt-image", StringComparison.Ordinal);
        var known = isGpt ? isEdit ? GptEdit : Gpt : DallE;
        if (order.FirstOrDefault(field => !known.Contains(field.Key)).Key is { } unknown)
            throw Refuse(400, "unknown_parameter", $"Unknown parameter: '{unknown}'.", unknown);
        var n = order["n"]!.GetValue<int>();
        if (n < 1 || n > (isGpt ? 10 : 1))
            throw Refuse(400, "invalid_value", "n is out of range.", "n");
        string[] qualities = model.StartsWith("gpt-image-2.6", StringComparison.Ordinal) ? ["low", "medium", "high", "auto", "xhigh", "max"] : isGpt ? ["low", "medium", "high", "auto"] : ["standard", "hd"];
        if (order["quality"]?.GetValue<string>() is { } quality && !qualities.Contains(quality))
            throw Refuse(400, "invalid_value", "No such quality.", "quality");
        if (!IsSize(model, order["size"]?.GetValue<string>() ?? ""))
            throw Refuse(400, "invalid_value", "No such size.", "size");
        if (order["user"]?.GetValue<string>() is { Length: > 64 })
            throw Refuse(400, "invalid_value", "Too long.", "user");
    }

    private static bool IsSize(string model, string size)
    {
        if (model == "dall-e-3")
            return size is "1024x1024" or "1792x1024" or "1024x1792";
        if (!model.StartsWith("gpt-image-2", StringComparison.Ordinal))
            return size is "1024x1024" or "1536x1024" or "1024x1536";
        var sides = size.Split('x').Select(int.Parse).ToArray();
        var (w, h) = (sides[0], sides[1]);
        return w % 16 == 0 && h % 16 == 0 && w * 3 >= h && h * 3 >= w && w * h is >= 655_360 and <= 8_294_400 && Math.Max(w, h) <= 3840;
    }

    /// <summary>An error as OpenAI writes it.</summary>
    public static Fault Error(int status, string? code, string? type = "invalid_request_error", string? param = null, params (string, string)[] headers) =>
        Trouble.Answer(status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = "SECRET words of the provider", ["type"] = type, ["param"] = param } }.ToJsonString(), headers: headers);

    private static RefusedException Refuse(int status, string? code, string message, string? param = null) => new(Trouble.Answer(status, new JsonObject
    {
        ["error"] = new JsonObject { ["code"] = code, ["message"] = message, ["type"] = "invalid_request_error", ["param"] = param },
    }.ToJsonString()));
}
