using ImageGen.Bot.Discord.Wire;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Discord;

/// <summary>What an option of <c>/imagegen</c> may be, while it is being typed.</summary>
internal sealed class DiscordAdminSuggestions(GuildAdministration administration, IGuildSettingsStore guilds, ImageProviders providers)
{
    /// <summary>Everything that fits the option, whatever was typed yet. Nothing for those who may not manage the server.</summary>
    public async Task<IEnumerable<Choice>> AllAsync(Invocation at, string? option, CancellationToken cancellation) => !at.MayManage ? [] : (at.Data.Subcommand, option) switch
    {
        ("style edit" or "style rename" or "style remove", "name") => await StylesAsync(at, static style => style.IsOwn, cancellation),
        ("style preview", "name") => (await guilds.GetAsync(at.Tenant, cancellation)).Styles.Guides.Select(guide => DiscordSuggestions.Of(guide.Title, guide.Name)),
        ("style hide", "name") => await StylesAsync(at, static style => !style.IsOwn && !style.IsHidden, cancellation),
        ("style show", "name") => await StylesAsync(at, static style => style.IsHidden, cancellation),
        (_, "provider") => Providers().Append(Default),
        ("quota set", "value") => await ValuesAsync(at, AdminAct.SetQuota, "limit", cancellation),
        ("rules set", "value") => await ValuesAsync(at, AdminAct.SetRule, "rule", cancellation),
        _ => [],
    };

    private static Choice Default { get; } = DiscordSuggestions.Of("default: what holds everywhere with this bot", DiscordAdminCommands.Default);

    private async Task<IEnumerable<Choice>> StylesAsync(Invocation at, Func<ListedStyle, bool> fits, CancellationToken cancellation) =>
        (await administration.ListStylesAsync(at.Tenant, cancellation)).Where(fits).Select(style => DiscordSuggestions.Of(style.Guide.Title, style.Guide.Name));

    private async Task<IEnumerable<Choice>> ValuesAsync(Invocation at, AdminAct act, string option, CancellationToken cancellation)
    {
        var name = at.Data.FilledOptions.FirstOrDefault(filled => filled.Name == option)?.Text;
        if (DiscordAdminFields.Fields(act).FirstOrDefault(known => known.Name == name) is not { } field)
            return [];
        var values = field.Kind is AdminFieldKind.Provider or AdminFieldKind.Providers
            ? Providers()
            : field.Choices.Select(choice => DiscordSuggestions.Of(choice, choice));
        var present = field.Read((await administration.GetAsync(at.Tenant, cancellation)).Document) is { Length: > 0 and <= 100 } text ? new[] { DiscordSuggestions.Of($"as it is: {text}", text) } : [];
        return [.. values.Concat(present).Append(Default).DistinctBy(static choice => choice.Value)];
    }

    private IEnumerable<Choice> Providers() => providers.All.Select(provider => DiscordSuggestions.Of($"{provider.Name} · {provider.Capabilities.Model}", provider.Name));
}
