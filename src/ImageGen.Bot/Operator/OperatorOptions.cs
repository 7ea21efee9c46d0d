using ImageGen.Bot.Hosting;

namespace ImageGen.Bot.Operator;

/// <summary>The operator's page.</summary>
/// <param name="Password">Who may see it; null lets only this machine.</param>
/// <param name="ShowPrompts">Whether it shows what people asked for. Running a bot needs no one's words, so it does not by default.</param>
internal sealed record OperatorOptions(string? Password, bool ShowPrompts)
{
    public const int ShortestPassword = 12;

    /// <summary>Reads the section.</summary>
    public static OperatorOptions Read(SettingsReader section)
    {
        var password = section.Text("Password");
        if (password is { Length: < ShortestPassword })
            section.Fault("Password", $"must have at least {ShortestPassword} characters");
        var options = new OperatorOptions(password, section.Switch("ShowPrompts") ?? false);
        section.RefuseUnknown();
        return options;
    }
}
