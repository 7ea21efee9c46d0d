using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>How an app gets into a workspace: Slack's page, the code, and the tokens.</summary>
internal sealed partial class FakeSlack
{
    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, Code> _codes = [];

    /// <summary>A browser, in which nobody is signed in yet.</summary>
    public FakeBrowser OpenBrowser() => new(this);

    /// <summary>Installs the app as a person does: from the bot's own page to Slack's, and back with the consent.</summary>
    /// <param name="workspace">Where it is installed.</param>
    /// <param name="admin">Who does it.</param>
    /// <param name="forEnterprise">Whether it is for all of the workspace's organization.</param>
    public async Task<BrowserPage> InstallAsync(FakeWorkspace workspace, FakeUser admin, bool forEnterprise = false)
    {
        using var browser = OpenBrowser();
        var page = await browser.GoAsync("/slack/install");
        return await browser.GoAsync(Approve(page.Address, workspace, admin, forEnterprise));
    }

    /// <summary>What Slack's page does when a person allows what it asks for.</summary>
    /// <param name="page">The page's address.</param>
    /// <param name="workspace">Where it is installed.</param>
    /// <param name="admin">Who does it.</param>
    /// <param name="forEnterprise">Whether it is for all of the workspace's organization.</param>
    /// <returns>Where the browser is sent to.</returns>
    public string Approve(Uri page, FakeWorkspace workspace, FakeUser admin, bool forEnterprise = false) => Change(() =>
    {
        var query = Consent(page.Query) ?? throw new InvalidOperationException($"Slack shows no page to consent on at {page}");
        if (admin.Workspace != workspace || (forEnterprise && workspace.Enterprise is null))
            throw new InvalidOperationException($"{admin.Name} cannot install the app there.");
        var code = new Code($"{NewNumber()}.{NewNumber()}.{Secret(32)}", workspace, forEnterprise ? workspace.Enterprise : null, admin, query["scope"].Split(','), query.GetValueOrDefault("redirect_uri"), Now);
        _codes[code.Value] = code;
        return QueryHelpers.AddQueryString(query["redirect_uri"], new Dictionary<string, string?> { ["code"] = code.Value, ["state"] = query.GetValueOrDefault("state", "") });
    });

    /// <summary>What Slack's page does when a person does not want it.</summary>
    public string Deny(Uri page) => Read(() => Consent(page.Query) is { } query
        ? QueryHelpers.AddQueryString(query["redirect_uri"], new Dictionary<string, string?> { ["error"] = "access_denied", ["state"] = query.GetValueOrDefault("state", "") })
        : throw new InvalidOperationException($"Slack shows no page to consent on at {page}"));

    private async Task ShowConsentAsync(HttpContext http)
    {
        var isShown = Change(() => Consent($"{http.Request.QueryString}") is not null);
        http.Response.StatusCode = isShown ? 200 : 400;
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync(isShown ? "<!DOCTYPE html><title>ImageGen is requesting permission to access Slack</title>" : "<!DOCTYPE html><title>Something went wrong</title>");
    }

    /// <summary>What the page at an address asks for; null where Slack shows an error instead.</summary>
    private Dictionary<string, string>? Consent(string queryString)
    {
        var query = QueryHelpers.ParseQuery(queryString).ToDictionary(part => part.Key, part => $"{part.Value}", StringComparer.Ordinal);
        var complaints = query.Keys.Except(["client_id", "scope", "user_scope", "redirect_uri", "state", "team", "granular_bot_scope", "code_challenge", "code_challenge_method"], StringComparer.Ordinal)
            .Select(unknown => $"'{unknown}' is no parameter").ToList();
        var scopes = query.GetValueOrDefault("scope", "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (query.GetValueOrDefault("client_id") != ClientId)
            complaints.Add("'client_id' is another app's");
        if (scopes.Length == 0 || scopes.Except([.. FakeInstallation.AllScopes, "im:history"], StringComparer.Ordinal).Any())
            complaints.Add("'scope' is empty or has what this bot does not need");
        if (!Uri.TryCreate(query.GetValueOrDefault("redirect_uri"), UriKind.Absolute, out _))
            complaints.Add("'redirect_uri' is not an address");
        if (query.GetValueOrDefault("state", "").Length < 16)
            complaints.Add("'state' is missing or can be guessed");
        complaints.ForEach(complaint => Violate($"oauth/v2/authorize: {complaint}"));
        return complaints.Count == 0 ? query : null;
    }

    private Answer GrantAccess(SlackCall call)
    {
        if (!AuthenticationHeaderValue.TryParse($"{call.Http.Request.Headers.Authorization}", out var header) || header is not { Scheme: "Basic", Parameter: { } credentials })
            throw SlackRefusal.Fault("invalid_client_id", "HTTP Basic is expected");
        if (call.Arguments["client_secret"] is not null)
            Violate(call, "the client's secret belongs into the Authorization header");
        var pair = Encoding.UTF8.GetString(Convert.FromBase64String(credentials)).Split(':');
        if (pair[0] != ClientId)
            throw SlackRefusal.Fault("invalid_client_id");
        if (pair[^1] != ClientSecret)
            throw SlackRefusal.Fault("bad_client_secret");
        return call.Arguments.Text("grant_type") switch
        {
            null or "authorization_code" => Exchange(call),
            "refresh_token" => Refresh(call),
            _ => throw SlackRefusal.Fault("invalid_grant_type"),
        };
    }

    private Answer Exchange(SlackCall call)
    {
        if (!_codes.TryGetValue(call.Arguments.Text("code") ?? "", out var code) || code.IsUsed || Now - code.IssuedAt > CodeLife)
            throw new SlackRefusal("invalid_code");
        if (call.Arguments.Text("redirect_uri") != code.RedirectUri)
            throw SlackRefusal.Fault("bad_redirect_uri");
        code.IsUsed = true;
        var installation = code.Enterprise is null ? code.Workspace.Installation : code.Enterprise.Installation;
        if (installation is { IsUninstalled: false } && installation.Enterprise == code.Enterprise)
        {
            // Installed once more: what was granted before stays.
            installation.Scopes.UnionWith(code.Scopes);
            installation.Renew();
        }
        else
        {
            installation = new FakeInstallation(this, code.Workspace, code.Enterprise, code.Scopes);
            if (code.Enterprise is null)
                code.Workspace.Installation = installation;
            else
                code.Enterprise.Installation = installation;
        }

        var document = Grant(installation);
        document["authed_user"] = new JsonObject { ["id"] = code.Admin.Id };
        return Answer.Ok(document);
    }

    private Answer Refresh(SlackCall call)
    {
        var token = call.Arguments.Text("refresh_token");
        var installation = _tokens.Values.Select(one => one.Installation).FirstOrDefault(one => one.RefreshToken == token && token is not null);
        if (installation is null)
            throw SlackRefusal.Fault("invalid_refresh_token");
        installation.Renew();
        return Answer.Ok(Grant(installation));
    }

    private JsonObject Grant(FakeInstallation installation)
    {
        var enterprise = installation.Enterprise ?? installation.Workspace.Enterprise;
        var document = new JsonObject
        {
            ["access_token"] = installation.Token,
            ["token_type"] = "bot",
            ["scope"] = string.Join(',', installation.Scopes),
            ["bot_user_id"] = installation.Bot.Id,
            ["app_id"] = AppId,
            ["team"] = installation.Enterprise is null ? new JsonObject { ["id"] = installation.Workspace.Id, ["name"] = installation.Workspace.Name } : null,
            ["enterprise"] = enterprise is null ? null : new JsonObject { ["id"] = enterprise.Id, ["name"] = enterprise.Name },
            ["is_enterprise_install"] = installation.Enterprise is not null,
        };
        if (installation.RefreshToken is { } refresh)
            (document["refresh_token"], document["expires_in"]) = (refresh, (int)FakeInstallation.TokenLife.TotalSeconds);
        return document;
    }

    /// <summary>What a person's consent is worth, for ten minutes and once.</summary>
    private sealed record Code(string Value, FakeWorkspace Workspace, FakeEnterprise? Enterprise, FakeUser Admin, string[] Scopes, string? RedirectUri, DateTimeOffset IssuedAt)
    {
        public bool IsUsed { get; set; }
    }
}
