using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fakes.Discord;

/// <summary>Discord's refusal of a call: a status and the document that goes with it.</summary>
internal sealed class ApiRefusal(int status, int code, string message) : Exception(message)
{
    public static ApiRefusal Unauthorized => new(401, 0, "401: Unauthorized") { IsBotsFault = true };

    public static ApiRefusal UnknownChannel => new(404, 10003, "Unknown Channel");

    public static ApiRefusal UnknownGuild => new(404, 10004, "Unknown Guild");

    public static ApiRefusal UnknownMessage => new(404, 10008, "Unknown Message");

    public static ApiRefusal UnknownWebhook => new(404, 10015, "Unknown Webhook");

    public static ApiRefusal UnknownInteraction => new(404, 10062, "Unknown interaction");

    public static ApiRefusal TooLarge => new(413, 40005, "Request entity too large") { IsBotsFault = true };

    public static ApiRefusal AlreadyAcknowledged => new(400, 40060, "Interaction has already been acknowledged.");

    public static ApiRefusal TooManyFollowUps => new(400, 40094, "This interaction has hit the maximum number of follow-up messages") { IsBotsFault = true };

    public static ApiRefusal MissingAccess => new(403, 50001, "Missing Access");

    public static ApiRefusal SomebodyElses => new(403, 50005, "Cannot edit a message authored by another user") { IsBotsFault = true };

    public static ApiRefusal EmptyMessage => new(400, 50006, "Cannot send an empty message") { IsBotsFault = true };

    public static ApiRefusal ClosedToMessages => new(403, 50007, "Cannot send messages to this user");

    public static ApiRefusal NotATextChannel => new(400, 50008, "Cannot send messages in a non-text channel");

    public static ApiRefusal MissingPermissions => new(403, 50013, "Missing Permissions");

    public static ApiRefusal WrongChannelType => new(400, 50024, "Cannot execute action on this channel type");

    public static ApiRefusal InvalidToken => new(401, 50027, "Invalid Webhook Token");

    public static ApiRefusal Archived => new(400, 50083, "Thread is archived");

    public static ApiRefusal InvalidJson => new(400, 50109, "The request body contains invalid JSON.") { IsBotsFault = true };

    public static ApiRefusal ThreadExists => new(400, 160004, "A thread has already been created for this message");

    public static ApiRefusal ThreadLocked => new(403, 160005, "Thread is locked");

    public int Status => status;

    public int Code => code;

    /// <summary>What is wrong, field by field.</summary>
    public JsonObject? Errors { get; init; }

    /// <summary>Whether a bot that knows the rules never meets it; otherwise it is circumstance, and may happen to any.</summary>
    public bool IsBotsFault { get; init; }

    public JsonObject Document
    {
        get
        {
            var document = new JsonObject { ["message"] = Message, ["code"] = Code };
            if (Errors is not null)
                document["errors"] = Errors.DeepClone();
            return document;
        }
    }
}
