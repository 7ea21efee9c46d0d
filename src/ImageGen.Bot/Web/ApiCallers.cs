using System.Net;
using System.Security.Cryptography;
using System.Text;
using ImageGen.Bot.Hosting;
using ImageGen.Core.Chat;

namespace ImageGen.Bot.Web;

/// <summary>Who calls the API.</summary>
/// <param name="Tenant">Whose quotas, cache and history.</param>
/// <param name="User">The caller's name in them.</param>
internal sealed record ApiCaller(TenantId Tenant, string User);

/// <summary>
/// Admits callers: by key where keys are configured, otherwise only from this machine. Each key is a tenant of its own.
/// </summary>
internal sealed class ApiCallers(Settings settings)
{
    private static readonly ApiCaller Local = new(TenantId.Local, "local");

    // Compared by hash: every comparison takes the same time whatever the key's length or first wrong character.
    private readonly List<(byte[] Hash, ApiCaller Caller)> _keys = Callers(settings.ApiKeys);
    private readonly List<(byte[] Hash, ApiCaller Caller)> _adminKeys = Callers(settings.ApiAdminKeys);

    /// <summary>The filter on every route of the API.</summary>
    public ValueTask<object?> AdmitAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        AdmitAsync(context, next, "Api:Keys", _keys, isLocalEnough: true);

    /// <summary>The filter on every route of the admin API. Where other callers need a key, this machine is no reason to do without.</summary>
    public ValueTask<object?> AdmitAdminAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        AdmitAsync(context, next, "Api:AdminKeys", _adminKeys, isLocalEnough: _keys.Count == 0);

    private static async ValueTask<object?> AdmitAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next, string section, List<(byte[] Hash, ApiCaller Caller)> keys, bool isLocalEnough)
    {
        var http = context.HttpContext;
        var caller = keys.Count > 0 ? ByKey(http.Request, keys) : isLocalEnough && IsThisMachine(http) ? Local : null;
        if (caller is null)
        {
            if (keys.Count == 0)
                return Problems.Problem(StatusCodes.Status403Forbidden, "forbidden", isLocalEnough
                    ? $"Without {section} configured, the API answers only callers on its own machine."
                    : $"Without {section} configured beside Api:Keys, nobody can call this part of the API.");
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return Problems.Problem(StatusCodes.Status401Unauthorized, "unauthorized", $"Send one of the configured {section} as 'Authorization: Bearer KEY'.");
        }

        http.Items[typeof(ApiCaller)] = caller;
        return await next(context);
    }

    /// <summary>The caller the filter admitted.</summary>
    public static ApiCaller Of(HttpContext http) => (ApiCaller)http.Items[typeof(ApiCaller)]!;

    private static List<(byte[] Hash, ApiCaller Caller)> Callers(IReadOnlyDictionary<string, string> keys) =>
        [.. keys.Select(pair => (Hash(pair.Value), new ApiCaller(new TenantId("api", pair.Key), pair.Key)))];

    private static ApiCaller? ByKey(HttpRequest request, List<(byte[] Hash, ApiCaller Caller)> keys)
    {
        const string scheme = "Bearer ";
        var authorization = request.Headers.Authorization.ToString();
        if (!authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var given = Hash(authorization[scheme.Length..].Trim());
        ApiCaller? found = null;
        foreach (var (hash, caller) in keys)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, given))
                found = caller;
        }

        return found;
    }

    /// <summary>
    /// From this machine, and meant for it: a page elsewhere whose name was pointed here (DNS rebinding) has its own host
    /// name, and what a proxy forwards is somebody else's.
    /// </summary>
    internal static bool IsThisMachine(HttpContext http)
    {
        var host = http.Request.Host.Host;
        var isLocalName = host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
        return isLocalName
            && http.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
            && !http.Request.Headers.ContainsKey("X-Forwarded-For") && !http.Request.Headers.ContainsKey("Forwarded");
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
