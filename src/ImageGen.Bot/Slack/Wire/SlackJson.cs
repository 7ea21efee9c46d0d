using System.Text.Json.Serialization;

namespace ImageGen.Bot.Slack.Wire;

/// <summary>How Slack's documents are read and written. Wire types never leave the Slack folder.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Envelope))]
[JsonSerializable(typeof(OutgoingMessage))]
[JsonSerializable(typeof(SentMessage))]
[JsonSerializable(typeof(MessageToDelete))]
[JsonSerializable(typeof(ViewToShow))]
[JsonSerializable(typeof(ShownView))]
[JsonSerializable(typeof(FoundUser))]
[JsonSerializable(typeof(FoundFile))]
[JsonSerializable(typeof(FoundGroups))]
[JsonSerializable(typeof(UploadPlace))]
[JsonSerializable(typeof(FilesToShare))]
[JsonSerializable(typeof(TokenOwner))]
[JsonSerializable(typeof(GrantedAccess))]
[JsonSerializable(typeof(Interaction))]
[JsonSerializable(typeof(EventEnvelope))]
[JsonSerializable(typeof(SubmissionAnswer))]
[JsonSerializable(typeof(SlackInstallation))]
[JsonSerializable(typeof(AppManifest))]
internal sealed partial class SlackJson : JsonSerializerContext;
