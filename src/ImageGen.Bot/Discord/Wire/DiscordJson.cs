using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageGen.Bot.Discord.Wire;

/// <summary>How Discord's documents are read and written. Wire types never leave the Discord folder.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(InteractionAnswer))]
[JsonSerializable(typeof(Interaction))]
[JsonSerializable(typeof(WebhookEvent))]
[JsonSerializable(typeof(OutgoingMessage))]
[JsonSerializable(typeof(SentMessage))]
[JsonSerializable(typeof(OpenedChannel))]
[JsonSerializable(typeof(ApplicationInfo))]
[JsonSerializable(typeof(ErrorDocument))]
[JsonSerializable(typeof(NewThread))]
[JsonSerializable(typeof(ThreadChange))]
[JsonSerializable(typeof(NewDirectMessages))]
[JsonSerializable(typeof(IReadOnlyList<JsonElement>), TypeInfoPropertyName = "Commands")]
[JsonSerializable(typeof(IReadOnlyList<ApplicationCommand>))]
internal sealed partial class DiscordJson : JsonSerializerContext;
