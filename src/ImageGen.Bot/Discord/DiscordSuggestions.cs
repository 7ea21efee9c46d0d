using ImageGen.Bot.Chat;
using ImageGen.Bot.Discord.Wire;
using ImageGen.Core.Guilds;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Discord;

/// <summary>What an option may be, while it is being typed: the guild's own styles and the configured providers.</summary>
internal sealed class DiscordSuggestions(IGuildSettingsStore guilds, ImageProviders providers, DiscordAdminSuggestions admin)
{
    private const int MaxChoices = 25;

    public async Task<Answer> SuggestAsync(Invocation at, CancellationToken cancellation)
    {
        var focused = at.Data.FilledOptions.FirstOrDefault(option => option.Focused);
        var typed = focused?.Text.Trim() ?? "";
        IEnumerable<Choice> all = at.Data.Name == DiscordAdminCommands.Name ? await admin.AllAsync(at, focused?.Name, cancellation) : focused?.Name switch
        {
            "style" => (await guilds.GetAsync(at.Tenant, cancellation)).Styles.Guides.Select(guide => Of($"{guide.Title}", guide.Name)),
            "provider" => providers.All.Select(provider => Of($"{provider.Name} · {provider.Capabilities.Model}", provider.Name)),
            _ => [],
        };
        var choices = all
            .Select(choice => (Choice: choice, Rank: Rank(choice, typed)))
            .Where(found => found.Rank is not null)
            .OrderBy(found => found.Rank)
            .Select(found => found.Choice)
            .Take(MaxChoices);
        return new InteractionAnswer.Choices(new ChoicesData([.. choices]));
    }

    /// <summary>What begins with the words typed comes before what merely has them.</summary>
    private static int? Rank(Choice choice, string typed) =>
        choice.Value.StartsWith(typed, StringComparison.OrdinalIgnoreCase) || choice.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase) ? 0
        : choice.Value.Contains(typed, StringComparison.OrdinalIgnoreCase) || choice.Name.Contains(typed, StringComparison.OrdinalIgnoreCase) ? 1
        : null;

    /// <summary>A choice, its name cut to what Discord takes.</summary>
    public static Choice Of(string name, string value) => new(Cut.To(name, 100), value);
}
