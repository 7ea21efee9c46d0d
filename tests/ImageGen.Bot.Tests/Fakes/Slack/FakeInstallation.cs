namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>A token of the bot's.</summary>
internal sealed record FakeToken(FakeInstallation Installation, string Value, DateTimeOffset? ExpiresAt)
{
    public bool IsRevoked { get; set; }
}

/// <summary>The app as it was let into a workspace, or into all of an organization.</summary>
internal sealed class FakeInstallation
{
    /// <summary>All that the app asks for, and may.</summary>
    public static readonly string[] AllScopes = ["commands", "chat:write", "chat:write.public", "files:write", "files:read", "app_mentions:read", "users:read", "usergroups:read"];

    /// <summary>How long a token lives where the app rotates them.</summary>
    public static readonly TimeSpan TokenLife = TimeSpan.FromHours(12);

    /// <summary>How many tokens may be alive at once; the oldest goes first.</summary>
    private const int TokensAtOnce = 2;

    private readonly FakeSlack _slack;
    private readonly List<FakeToken> _tokens = [];

    public FakeInstallation(FakeSlack slack, FakeWorkspace workspace, FakeEnterprise? enterprise, IEnumerable<string> scopes)
    {
        _slack = slack;
        (Workspace, Enterprise) = (workspace, enterprise);
        Bot = slack.Add(new FakeUser(workspace, "ImageGen", "en-US") { IsBot = true });
        Bot.BotId = slack.NewId("B");
        Scopes = new HashSet<string>(scopes, StringComparer.Ordinal);
        Renew();
    }

    /// <summary>Where it was installed; of an organization, where the person who did it sat.</summary>
    public FakeWorkspace Workspace { get; }

    /// <summary>The organization, where it is installed in all of it.</summary>
    public FakeEnterprise? Enterprise { get; }

    public FakeUser Bot { get; }

    /// <summary>What its token may; a test may take some away.</summary>
    public ISet<string> Scopes { get; }

    public bool IsUninstalled { get; private set; }

    /// <summary>The newest token.</summary>
    public string Token => _tokens[^1].Value;

    /// <summary>What the next token is asked for with; null where tokens do not expire.</summary>
    public string? RefreshToken { get; private set; }

    /// <summary>Workspace or organization.</summary>
    public string Owner => Enterprise?.Id ?? Workspace.Id;

    public bool Covers(FakeWorkspace workspace) => workspace == Workspace || (Enterprise is not null && workspace.Enterprise == Enterprise);

    /// <summary>Issues a token, and a refresh token where tokens rotate.</summary>
    internal FakeToken Renew()
    {
        var token = _slack.RotatesTokens
            ? new FakeToken(this, $"xoxe.xoxb-1-{FakeSlack.Secret(24)}", _slack.Now + TokenLife)
            : new FakeToken(this, $"xoxb-{FakeSlack.Secret(24)}", ExpiresAt: null);
        RefreshToken = _slack.RotatesTokens ? $"xoxe-1-{FakeSlack.Secret(24)}" : null;
        _tokens.Add(_slack.Add(token));
        foreach (var old in _tokens.SkipLast(TokensAtOnce))
            old.IsRevoked = true;
        return token;
    }

    internal bool Revoke(bool isUninstalled)
    {
        _tokens.ForEach(token => token.IsRevoked = true);
        RefreshToken = null;
        return IsUninstalled |= isUninstalled;
    }
}
