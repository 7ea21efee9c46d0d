namespace ImageGen.Bot.Tests.Fakes.Discord;

/// <summary>What the bot does with an interaction's token.</summary>
internal sealed partial class FakeDiscord
{
    private const int FollowUpsOfAUserInstall = 5;

    /// <summary>Once, and three more times: Discord's valid tokens are sometimes unknown for a moment, but whoever asks on and on is banned.</summary>
    private const int PatienceWithNotFound = 4;

    private Answer GetWebhookMessage(ApiCall call) => new(200, FindMessage(call, Authorize(call)).ToJson());

    private Answer EditWebhookMessage(ApiCall call)
    {
        var message = FindMessage(call, Authorize(call));
        if (message.Channel.IsArchived)
            throw ApiRefusal.Archived;
        Write(call.Path, message, MessageUse.WebhookEdit, "", call.Body, call.Files);
        return new Answer(200, message.ToJson());
    }

    private Answer DeleteWebhookMessage(ApiCall call)
    {
        FindMessage(call, Authorize(call)).Delete();
        return Answer.NoContent;
    }

    private Answer PostFollowUp(ApiCall call)
    {
        var interaction = Authorize(call);
        if (interaction.Original is { IsThinking: true, IsDeleted: false } thinking)
        {
            // Kept for old bots: the deferred message becomes this one, whatever its flags say.
            Violate(call, "a follow-up to a deferred answer is an edit of @original, which is to be called instead");
            Write(call.Path, thinking, MessageUse.FollowUp, "", call.Body, call.Files);
            return new Answer(200, thinking.ToJson());
        }

        if (interaction.Channel.IsArchived)
            throw ApiRefusal.Archived;
        if (interaction.IsUserInstallOnly && interaction.FollowUps.Count >= FollowUpsOfAUserInstall)
            throw ApiRefusal.TooManyFollowUps;
        var message = new FakeMessage(this, interaction.Channel, Bot)
        {
            Interaction = interaction,
            IsEphemeral = IsEphemeral(call.Body),
            ReplyTo = interaction.Original,
        };
        Write(call.Path, message, MessageUse.FollowUp, "", call.Body, call.Files);
        interaction.FollowUps = [.. interaction.FollowUps, interaction.Channel.Add(message)];
        return new Answer(200, message.ToJson());
    }

    private Answer AnswerByCallback(ApiCall call)
    {
        var interaction = _interactions.GetValueOrDefault(call["token"]);
        if (interaction is null || interaction.Id != call["interaction"] || interaction.Failure is not null || Now - interaction.CreatedAt > AnswerWithin)
            throw ApiRefusal.UnknownInteraction;
        if (interaction.IsAcknowledged)
            throw ApiRefusal.AlreadyAcknowledged;
        Apply(call.Path, interaction, call.Body, call.Files);
        return call.Asks("with_response") ? new Answer(200, CallbackDocument(interaction)) : Answer.NoContent;
    }

    /// <summary>The interaction whose token the call names, where Discord would honour it.</summary>
    private FakeInteraction Authorize(ApiCall call)
    {
        if (call["app"] != ApplicationId)
            throw ApiRefusal.UnknownWebhook;
        if (!_interactions.TryGetValue(call["token"], out var interaction))
            throw ApiRefusal.InvalidToken;
        if (interaction.NotFounds >= PatienceWithNotFound)
            Violate(call, $"the webhook has said {interaction.NotFounds} times that it is unknown");
        if (!interaction.IsAcknowledged || interaction.Races++ < _races)
        {
            interaction.NotFounds++;
            throw ApiRefusal.UnknownWebhook;
        }

        return interaction.IsExpired ? throw ApiRefusal.InvalidToken : interaction;
    }

    private static FakeMessage FindMessage(ApiCall call, FakeInteraction interaction)
    {
        var message = call["message"] == "@original"
            ? interaction.Original
            : interaction.FollowUps.Prepend(interaction.Original).FirstOrDefault(message => message?.Id == call["message"]);
        return message is { IsDeleted: false } ? message : throw ApiRefusal.UnknownMessage;
    }
}
