using System.Net;
using System.Security.Cryptography;
using System.Text;
using ImageGen.Bot.Chat;
using ImageGen.Bot.Hosting;
using ImageGen.Bot.Providers;
using ImageGen.Core;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Requests;

namespace ImageGen.Bot.Web;

/// <summary>
/// Reference images that callers of the HTTP API give the address of: at the hosts the operator allows, and never, by
/// whatever name or redirect, within the bot's own network.
/// </summary>
internal sealed class LinkedReferences : IReferenceSource
{
    private const int MaxLength = 2000;

    /// <summary>Until the last byte is here.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly AllowedHosts _hosts;
    private readonly HttpClient _http;
    private readonly TimeProvider _clock;

    /// <param name="hosts"><c>host</c>, <c>host:port</c> or <c>*.domain</c>.</param>
    /// <param name="clock">Measures how long a picture takes.</param>
    /// <param name="resolve">Finds the addresses of a name; null for the system's way.</param>
    public LinkedReferences(IReadOnlyCollection<string> hosts, TimeProvider clock, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        _hosts = new AllowedHosts(hosts);
        _http = ProviderHttp.ForDownloads(_hosts, resolve);
        _clock = clock;
    }

    public string Platform => "web";

    /// <summary>The request with the picture at the address that its reference is, or the fault of it; unchanged where the reference is a key.</summary>
    public ImagineRequest Attach(ImagineRequest request, List<FieldFault> faults)
    {
        if (request.Reference is not { } reference || !reference.Contains("://", StringComparison.Ordinal))
            return request;
        if (reference.Length > MaxLength || !Uri.TryCreate(reference.Trim(), UriKind.Absolute, out var url) || !_hosts.Allows(url))
        {
            faults.Add(new FieldFault("reference", $"The reference must be a stored picture's key, or an https address of at most {MaxLength} characters at a host that References:AllowedHosts names."));
            return request with { Reference = null };
        }

        // Addresses may be signed, and keys of pictures are shown; so it is told by its hash.
        return request with { Reference = $"url:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(url.AbsoluteUri)))}", ReferenceUrl = url };
    }

    public async Task<Stream> OpenAsync(JobOrder order, CancellationToken cancellation)
    {
        // Allowed when it was asked for is not allowed for ever.
        if (order.ReferenceUrl is not { } url || !_hosts.Allows(url))
            throw Refused("is at a host that is not allowed");

        var limit = new TimeLimit(Patience, _clock, cancellation);
        HttpResponseMessage? response = null;
        try
        {
            response = await _http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            Check(response);
            return new AttachmentStream(new Body(await response.Content.ReadAsStreamAsync(limit.Token), response, limit));
        }
        catch (Exception fault)
        {
            response?.Dispose();
            limit.Dispose();
            if (fault.InnerException is ForbiddenAddressException || fault is ForbiddenAddressException)
                throw Refused("is at a host that leads to no public address");
            cancellation.ThrowIfCancellationRequested();
            if (ProviderFaults.IsOfTheNetwork(fault))
                throw Away(fault);
            throw;
        }
    }

    private static void Check(HttpResponseMessage response)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK when response.Content.Headers.ContentLength > ReferenceImages.MaxBytes:
                throw new GenerationException(ErrorCode.InvalidRequest, ReferenceFaults.TooLarge.Message);
            case HttpStatusCode.OK:
                return;
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                throw Away();
            case >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest:
                throw Refused("is not where its address says: redirects are not followed");
            default:
                throw Refused($"cannot be loaded (HTTP {(int)response.StatusCode})");
        }
    }

    private static GenerationException Refused(string what) => new(ErrorCode.InvalidRequest, $"The reference image {what}. Nothing was charged.");

    private static GenerationException Away(Exception? inner = null) =>
        new(ErrorCode.ProviderUnavailable, "The reference image cannot be loaded right now.", inner) { IsTransient = true };

    /// <summary>The answer's bytes within the time they may take; the answer goes with them.</summary>
    private sealed class Body(Stream content, HttpResponseMessage response, TimeLimit limit) : ReadOnlyStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                return await content.ReadAsync(buffer, limit.Token);
            }
            catch (Exception fault) when (ProviderFaults.IsOfTheNetwork(fault) && !cancellationToken.IsCancellationRequested)
            {
                throw Away(fault);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                response.Dispose();
                limit.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
