using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Core.Chat;
using ImageGen.Core.Guilds;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Discord;

/// <summary>An interaction as the bot understands it: who, where, whose quotas, in which language.</summary>
internal sealed record Invocation
{
    public required Interaction Interaction { get; init; }

    /// <summary>
    /// Whose quotas, styles and history: the guild that installed the app, or else the user alone, in a tenant of their
    /// own. A guild the app was never added to pays for nobody and decides nothing.
    /// </summary>
    public required TenantId Tenant { get; init; }

    public required string User { get; init; }

    /// <summary>The user, as people here know them.</summary>
    public required string UserName { get; init; }

    /// <summary>The user's roles in the guild whose tenant this is.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>May manage the guild whose tenant this is: checked here, because a command's own permissions are only a default.</summary>
    public required bool MayManage { get; init; }

    public required Texts Texts { get; init; }

    public required ReplyHandle Handle { get; init; }

    public InteractionData Data => Interaction.Data ?? new InteractionData();

    /// <summary>The user as whoever changes something here.</summary>
    public Admin Admin => new(Tenant, User, UserName, "discord");

    /// <summary>Whether the user may delete or cancel what the owner ordered.</summary>
    public bool MayDelete(GuildRules rules, string owner) => rules.MayDelete(User == owner, MayManage);

    public ChatContext Context(bool isPrivate) => new()
    {
        Locale = Interaction.Locale,
        IsPrivate = isPrivate,
        Roles = Roles,
        IsAgeRestricted = Interaction.Channel is { Nsfw: true },
    };

    /// <summary>Who asks for a picture here.</summary>
    public Requester Requester(bool isPrivate, bool replyIfCached) => new(Tenant, User, Conversation(), $"interaction:{Interaction.Id}")
    {
        Context = Context(isPrivate),
        ReplyIfCached = replyIfCached,
    };

    /// <summary>Reads an interaction of a person.</summary>
    /// <returns>False where it does not say who or where.</returns>
    public static bool TryRead(Interaction interaction, [NotNullWhen(true)] out Invocation? invocation)
    {
        invocation = null;
        var person = interaction.Member?.User ?? interaction.User;
        var user = person?.Id;
        if (!IsSnowflake(user) || !IsSnowflake(interaction.Id) || !IsSnowflake(interaction.ChannelId ?? interaction.Channel?.Id) || interaction.Token.Length == 0 || interaction.Token.Contains(' '))
            return false;

        var isGuild = IsSnowflake(interaction.GuildId) && IsInstalledInGuild(interaction);
        var permissions = Bits(interaction.Member?.Permissions);
        invocation = new Invocation
        {
            Interaction = interaction,
            Tenant = isGuild ? new TenantId("discord", interaction.GuildId!) : TenantId.OfPerson("discord", user!),
            User = user!,
            UserName = interaction.Member?.Nick ?? person!.GlobalName ?? person.Username ?? user!,
            Roles = isGuild ? [.. interaction.Member?.Roles?.OfType<string>() ?? []] : [],
            MayManage = isGuild && (permissions & (Permission.Administrator | Permission.ManageGuild)) != 0,
            Texts = Texts.For(interaction.Locale),
            Handle = new ReplyHandle(
                interaction.Token,
                Bits(interaction.AppPermissions),
                interaction.AttachmentSizeLimit is > 0 and var limit ? limit : ReplyHandle.DefaultUploadLimit,
                PlaceOf(interaction, isGuild)),
        };
        return true;
    }

    /// <summary>Where that is.</summary>
    public ConversationRef Conversation()
    {
        var channel = Interaction.ChannelId ?? Interaction.Channel!.Id;
        return Handle.Place == Place.Thread
            ? new ConversationRef("discord", Interaction.Channel?.ParentId ?? "", channel, Handle.Format())
            : new ConversationRef("discord", channel, "", Handle.Format());
    }

    /// <summary>Key <c>0</c> is the installing guild's. Interactions of before user installs do not say.</summary>
    private static bool IsInstalledInGuild(Interaction interaction) =>
        interaction.AuthorizingIntegrationOwners is not { Count: > 0 } owners || owners.ContainsKey("0");

    private static Place PlaceOf(Interaction interaction, bool isGuild) => interaction.Channel?.Type switch
    {
        { } type when ChannelType.IsThread(type) => Place.Thread,
        ChannelType.GuildText or ChannelType.GuildAnnouncement when isGuild => Place.Channel,
        _ => Place.Elsewhere,
    };

    private static ulong Bits(string? text) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) ? bits : 0;

    private static bool IsSnowflake(string? text) => text is { Length: > 0 and <= 20 } && text.All(char.IsAsciiDigit);
}
