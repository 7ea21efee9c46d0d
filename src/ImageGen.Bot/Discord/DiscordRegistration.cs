using System.Globalization;
using ImageGen.Bot.Discord.Wire;

namespace ImageGen.Bot.Discord;

/// <summary>What registering would change, and what is to be sent for it.</summary>
/// <param name="Changes">One for each command, on either side.</param>
/// <param name="Commands">The whole list as it is to be; Discord replaces all commands at once.</param>
internal sealed record DiscordRegistration(IReadOnlyList<CommandChange> Changes, IReadOnlyList<ApplicationCommand> Commands)
{
    /// <summary>Whether Discord has every command as it should be.</summary>
    public bool IsDone => Changes.All(change => change.Kind == CommandChangeKind.None);

    /// <summary>
    /// Compares by meaning. Discord tells its own defaults back, reorders and adds what it pleases; only what a command
    /// says to people and to us counts.
    /// </summary>
    /// <param name="wanted">The commands as they should be.</param>
    /// <param name="registered">The commands as Discord has them.</param>
    /// <param name="inOneServer">Whether they are one server's own, which are only ever found there.</param>
    public static DiscordRegistration Compare(
        IReadOnlyList<ApplicationCommand> wanted, IReadOnlyList<ApplicationCommand> registered, bool inOneServer = false)
    {
        if (inOneServer)
            (wanted, registered) = ([.. wanted.Select(Placeless)], [.. registered.Select(Placeless)]);

        // An Activity's entry point is Discord's own: it comes with the list, and must be in the next one.
        var entryPoints = registered.Where(command => command.Type == CommandType.EntryPoint).ToList();
        var old = registered.Except(entryPoints).ToDictionary(Identity);
        var changes = wanted
            .Select(command => old.Remove(Identity(command), out var before) ? Change(before, command) : new CommandChange(CommandChangeKind.Added, command, []))
            .ToList();
        changes.AddRange(old.Values.Select(command => new CommandChange(CommandChangeKind.Removed, command, [])));
        return new DiscordRegistration(changes, [.. wanted, .. entryPoints]);
    }

    private static ApplicationCommand Placeless(ApplicationCommand command) => command with { IntegrationTypes = null, Contexts = null };

    private static (int Type, string Name) Identity(ApplicationCommand command) => (command.Type, command.Name);

    private static CommandChange Change(ApplicationCommand before, ApplicationCommand after)
    {
        var old = Facts(before).ToDictionary();
        var differing = Facts(after).Where(fact => !old.Remove(fact.What, out var was) || was != fact.Says).Select(fact => fact.What).ToList();
        differing.AddRange(old.Keys);

        // Of an option that is only on one side, all differs; its name says enough.
        differing.RemoveAll(fact => fact.Split(": ") is [var option, _] && differing.Contains(option));
        return new CommandChange(differing.Count == 0 ? CommandChangeKind.None : CommandChangeKind.Changed, after, differing);
    }

    /// <summary>All a command says, each under a name people understand. What is the default is not said.</summary>
    private static IEnumerable<(string What, string Says)> Facts(ApplicationCommand command)
    {
        var options = command.Options ?? [];
        return Said(
        [
            ("description", command.Description),
            .. Localized("name", command.NameLocalizations),
            .. Localized("description", command.DescriptionLocalizations),
            ("installation", Set(command.IntegrationTypes)),
            ("contexts", Set(command.Contexts) is var contexts && contexts == "0, 1, 2" ? null : contexts),
            ("permissions", command.DefaultMemberPermissions),
            ("age restriction", Flag(command.Nsfw)),
            ("order of options", string.Join(", ", options.Select(option => option.Name))),
            .. options.SelectMany(option => Facts(option, option.Name)).Select(fact => (fact.What, (string?)fact.Says)),
        ]);
    }

    private static IEnumerable<(string What, string Says)> Facts(CommandOption option, string path)
    {
        var (choices, below) = (option.Choices ?? [], option.Options ?? []);
        return Said(
        [
            ("type", Number(option.Type)),
            ("description", option.Description),
            .. Localized("name", option.NameLocalizations),
            .. Localized("description", option.DescriptionLocalizations),
            ("required", Flag(option.Required)),
            ("autocomplete", Flag(option.Autocomplete)),
            ("least value", Number(option.MinValue)),
            ("greatest value", Number(option.MaxValue)),
            ("least length", Number(option.MinLength)),
            ("greatest length", Number(option.MaxLength)),
            ("choices", string.Join(", ", choices.Select(choice => $"{choice.Value} ({choice.Name})"))),
            .. choices.SelectMany(choice => Localized($"choice {choice.Value}", choice.NameLocalizations)),
            ("order of options", string.Join(", ", below.Select(inner => inner.Name))),
        ]).Select(fact => ($"option {path}: {fact.What}", fact.Says)).Prepend(($"option {path}", "is there"))
            .Concat(below.SelectMany(inner => Facts(inner, $"{path} {inner.Name}")));
    }

    private static IEnumerable<(string What, string? Says)> Localized(string what, IReadOnlyDictionary<string, string>? texts) =>
        (texts ?? new Dictionary<string, string>()).Select(text => ($"{what} in {text.Key}", (string?)text.Value));

    private static IEnumerable<(string What, string Says)> Said((string What, string? Says)[] facts) =>
        facts.Where(fact => !string.IsNullOrEmpty(fact.Says)).Select(fact => (fact.What, fact.Says!));

    private static string Set(IReadOnlyList<int>? values) => string.Join(", ", (values ?? []).Order());

    private static string? Flag(bool? value) => value == true ? "yes" : null;

    private static string? Number(double? value) => value?.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What registering does to a command.</summary>
internal enum CommandChangeKind
{
    None,
    Added,
    Changed,
    Removed,
}

/// <summary>What registering does to one command.</summary>
/// <param name="Kind">What.</param>
/// <param name="Command">The command, as it is to be where it stays.</param>
/// <param name="Differing">Where it is changed, what of it.</param>
internal sealed record CommandChange(CommandChangeKind Kind, ApplicationCommand Command, IReadOnlyList<string> Differing)
{
    private const int MostShown = 4;

    /// <summary>The change as a line: <c>~ /imagine (option style: description)</c>.</summary>
    public override string ToString()
    {
        var name = Command.Type == CommandType.Slash ? $"/{Command.Name}" : $"{Command.Name} (in a menu)";
        return Kind switch
        {
            CommandChangeKind.None => $"= {name}",
            CommandChangeKind.Added => $"+ {name}",
            CommandChangeKind.Changed => $"~ {name} ({string.Join(", ", Differing.Take(MostShown))}{(Differing.Count > MostShown ? $" and {Differing.Count - MostShown} more" : "")})",
            CommandChangeKind.Removed => $"- {name}",
        };
    }
}
