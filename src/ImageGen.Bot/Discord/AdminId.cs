using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ImageGen.Bot.Discord;

/// <summary>What an admin's form or button does.</summary>
internal enum AdminAct
{
    /// <summary>Adds a style.</summary>
    AddStyle,

    /// <summary>Changes a style.</summary>
    EditStyle,

    /// <summary>Sets a limit.</summary>
    SetQuota,

    /// <summary>Sets a rule.</summary>
    SetRule,

    /// <summary>Takes a part back to the installation's defaults.</summary>
    Reset,
}

/// <summary>What an admin's form or button carries: what to do, to what, and the revision the admin was looking at.</summary>
/// <param name="Act">What to do.</param>
/// <param name="Revision">Of the guild: where somebody changed it since, nothing is done.</param>
/// <param name="Subject">The style, field or part; none of these has a colon.</param>
internal sealed record AdminId(AdminAct Act, long Revision, string Subject)
{
    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out AdminId? id)
    {
        id = text?.Split(':') is ["admin", var name, var number, var subject]
            && name.All(char.IsAsciiLetter) && Enum.TryParse<AdminAct>(name, out var act)
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? new AdminId(act, revision, subject)
            : null;
        return id is not null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"admin:{Act}:{Revision}:{Subject}");
}
