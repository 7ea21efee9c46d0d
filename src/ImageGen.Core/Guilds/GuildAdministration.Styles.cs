using ImageGen.Core.Chat;
using ImageGen.Core.Prompts;
using ImageGen.Core.Requests;

namespace ImageGen.Core.Guilds;

/// <summary>A style as admins see it.</summary>
/// <param name="Guide">The style.</param>
/// <param name="IsOwn">The guild's own, so that it can be edited.</param>
/// <param name="IsHidden">Built in, and not offered here.</param>
public sealed record ListedStyle(StyleGuide Guide, bool IsOwn, bool IsHidden);

public sealed partial class GuildAdministration
{
    /// <summary>Most bytes of a file that <see cref="ImportStylesAsync"/> takes.</summary>
    public const int MaxImportBytes = StyleFile.MaxBytes;

    private static readonly StyleLibrary BuiltIn = BuiltInStyles.Library;

    /// <summary>Every style: the guild's own first, then the built-in ones, hidden ones too.</summary>
    public async Task<IReadOnlyList<ListedStyle>> ListStylesAsync(TenantId tenant, CancellationToken cancellation)
    {
        var document = (await GetAsync(tenant, cancellation)).Document;
        return
        [
            .. document.Styles.Select(style => new ListedStyle(style, IsOwn: true, IsHidden: false)),
            .. BuiltIn.Guides.Where(guide => Own(document, guide.Name) is null)
                .Select(guide => new ListedStyle(guide, IsOwn: false, document.Hidden.Contains(guide.Name, StringComparer.Ordinal))),
        ];
    }

    /// <summary>One style; null where there is none of this name.</summary>
    public async Task<ListedStyle?> FindStyleAsync(TenantId tenant, string name, CancellationToken cancellation) =>
        (await ListStylesAsync(tenant, cancellation)).FirstOrDefault(style => string.Equals(style.Guide.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Adds a style of the guild's own.</summary>
    public Task<AdminResult> AddStyleAsync(Admin admin, StyleDraft draft, long? revision, CancellationToken cancellation) =>
        ChangeAsync(admin, "style.add", revision, (document, faults) =>
        {
            ArgumentNullException.ThrowIfNull(draft);
            if (draft.Judge(null, providers, "", faults) is not { } style)
                return document;
            if (Taken(document, style.Name) is { } taken)
                faults.Add(taken);
            if (document.Styles.Count >= GuildDocument.MaxStyles)
                faults.Add(new FieldFault("styles", $"There are {GuildDocument.MaxStyles} styles already, the most there can be. Remove one first."));
            return With(document, [.. document.Styles, style]);
        }, cancellation);

    /// <summary>Changes what of a style the draft says; what was cached under it is drawn anew.</summary>
    public Task<AdminResult> EditStyleAsync(Admin admin, string name, StyleDraft draft, long? revision, CancellationToken cancellation) =>
        ChangeAsync(admin, "style.edit", revision, (document, faults) =>
        {
            ArgumentNullException.ThrowIfNull(draft);
            if (Editable(document, name, faults) is not { } present || draft.Judge(present, providers, "", faults) is not { } edited)
                return document;
            return Replaced(document, present, edited);
        }, cancellation);

    /// <summary>Gives a style another name.</summary>
    public Task<AdminResult> RenameStyleAsync(Admin admin, string name, string newName, long? revision, CancellationToken cancellation) =>
        ChangeAsync(admin, "style.rename", revision, (document, faults) =>
        {
            ArgumentNullException.ThrowIfNull(newName);
            if (Editable(document, name, faults) is not { } present || present.Name == newName.Trim())
                return document;
            if (!StyleDraft.IsName(newName.Trim()))
                faults.Add(new FieldFault("newName", $"The new name must have {StyleDraft.MinNameLength} to {StyleDraft.MaxNameLength} lower-case letters, digits and hyphens; '{RequestValidator.Quote(newName)}' has not."));
            else if (Taken(document, newName.Trim()) is { } taken)
                faults.Add(taken with { Field = "newName" });
            return With(document, [.. document.Styles.Where(style => style != present), present with { Name = newName.Trim() }]);
        }, cancellation);

    /// <summary>Removes a style of the guild's own.</summary>
    public Task<AdminResult> RemoveStyleAsync(Admin admin, string name, long? revision, CancellationToken cancellation) =>
        ChangeAsync(admin, "style.remove", revision, (document, faults) =>
            Editable(document, name, faults) is { } present ? With(document, [.. document.Styles.Where(style => style != present)]) : document, cancellation);

    /// <summary>Has a built-in style not offered any more.</summary>
    public Task<AdminResult> HideStyleAsync(Admin admin, string name, long? revision, CancellationToken cancellation) =>
        ChangeAsync(admin, "style.hide", revision, (document, faults) =>
            BuiltInNamed(document, name, faults) is { } found ? WithHidden(document, [.. document.Hidden, found]) : document, cancellation);

    /// <summary>Offers a built-in style again.</summary>
    public Task<AdminResult> ShowStyleAsync(Admin admin, string name, long? revision, CancellationToken cancellation) =>
        ChangeAsync(admin, "style.show", revision, (document, faults) =>
            BuiltInNamed(document, name, faults) is { } found ? WithHidden(document, [.. document.Hidden.Where(hidden => hidden != found)]) : document, cancellation);

    /// <summary>The guild's styles as a JSON file that <see cref="ImportStylesAsync"/> takes.</summary>
    public async Task<string> ExportStylesAsync(TenantId tenant, CancellationToken cancellation) =>
        StyleFile.Write((await GetAsync(tenant, cancellation)).Document);

    /// <summary>Adds the styles of a file, all or none; one whose name the guild has is edited.</summary>
    /// <param name="admin">Who.</param>
    /// <param name="json">The file, at most 2 MB.</param>
    /// <param name="replace">Whether styles the file does not have are removed.</param>
    /// <param name="revision">What the admin was looking at.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<AdminResult> ImportStylesAsync(Admin admin, string json, bool replace, long? revision, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(json);
        return ChangeAsync(admin, "styles.import", revision, (document, faults) =>
        {
            var (drafts, hidden) = StyleFile.Read(json, faults);
            Dictionary<string, StyleGuide> styles = replace ? [] : document.Styles.ToDictionary(style => style.Name);
            var seen = new HashSet<string>();
            for (var at = 0; at < drafts.Count && faults.Count < MaxImportFaults; at++)
            {
                if (drafts[at].Judge(null, providers, $"styles[{at}].", faults) is not { } style)
                    continue;
                if (!seen.Add(style.Name))
                    faults.Add(new FieldFault($"styles[{at}].name", $"The name '{style.Name}' is in the file twice."));
                else if (BuiltIn.TryFind(style.Name, out _))
                    faults.Add(new FieldFault($"styles[{at}].name", $"The name '{style.Name}' is a built-in style's."));
                styles[style.Name] = Own(document, style.Name) is { } present ? Edited(present, style) : style;
            }

            if (styles.Count > GuildDocument.MaxStyles)
                faults.Add(new FieldFault("styles", $"There must be at most {GuildDocument.MaxStyles} styles; with these there would be {styles.Count}."));
            foreach (var odd in hidden?.Where(name => !BuiltIn.TryFind(name, out _)).Take(MaxImportFaults) ?? [])
                faults.Add(new FieldFault("hidden", $"There is no built-in style '{RequestValidator.Quote(odd)}'."));
            return faults.Count > 0 ? document : WithHidden(With(document, [.. styles.Values]), hidden ?? document.Hidden);
        }, cancellation);
    }

    private const int MaxImportFaults = 20;

    private static StyleGuide? Own(GuildDocument document, string name) =>
        document.Styles.FirstOrDefault(style => string.Equals(style.Name, name.Trim(), StringComparison.OrdinalIgnoreCase));

    private static GuildDocument With(GuildDocument document, IReadOnlyList<StyleGuide> styles) =>
        document with { Styles = [.. styles.OrderBy(style => style.Name, StringComparer.Ordinal)] };

    private static GuildDocument WithHidden(GuildDocument document, IEnumerable<string> hidden) =>
        document with { Hidden = [.. hidden.Distinct().Order(StringComparer.Ordinal)] };

    private static GuildDocument Replaced(GuildDocument document, StyleGuide present, StyleGuide edited) =>
        With(document, [.. document.Styles.Where(style => style != present), Edited(present, edited)]);

    /// <summary>The edited style, its version one up unless nothing of it is different.</summary>
    private static StyleGuide Edited(StyleGuide present, StyleGuide edited)
    {
        var same = edited with { Version = present.Version, Keywords = present.Keywords } == present && edited.Keywords.SequenceEqual(present.Keywords);
        return same ? present : edited with { Version = present.Version + 1 };
    }

    private static FieldFault? Taken(GuildDocument document, string name) =>
        Own(document, name) is not null ? new FieldFault("name", $"There is a style '{name}' already. Edit it, or choose another name.")
        : BuiltIn.TryFind(name, out _) ? new FieldFault("name", $"The name '{name}' is a built-in style's. Choose another one; the built-in can be hidden.")
        : null;

    private static StyleGuide? Editable(GuildDocument document, string name, List<FieldFault> faults)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Own(document, name) is { } style)
            return style;
        faults.Add(BuiltIn.TryFind(name.Trim(), out _)
            ? new FieldFault("name", $"'{name.Trim()}' is built in: it can be hidden, not changed.")
            : Missing(name, document.Styles.Select(own => own.Name)));
        return null;
    }

    private static string? BuiltInNamed(GuildDocument document, string name, List<FieldFault> faults)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (BuiltIn.TryFind(name.Trim(), out var guide))
            return guide.Name;
        faults.Add(Own(document, name) is not null
            ? new FieldFault("name", $"'{name.Trim()}' is this server's own style: remove it instead.")
            : Missing(name, BuiltIn.Guides.Select(one => one.Name)));
        return null;
    }

    private static FieldFault Missing(string name, IEnumerable<string> names) =>
        Suggestion.For(name, names) is { Nearest: { } nearest }
            ? new FieldFault("name", $"There is no style '{RequestValidator.Quote(name)}' to change. Did you mean '{nearest}'?")
            : new FieldFault("name", $"There is no style '{RequestValidator.Quote(name)}' to change.");
}
