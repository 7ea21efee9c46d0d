using System.Net;
using ImageGen.Bot.Hosting;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;

namespace ImageGen.Bot.Providers;

/// <summary>Loads pictures from where a provider's answer says they are, if that is where its pictures may be.</summary>
internal sealed class Downloads(AllowedHosts hosts)
{
    private readonly HttpClient _http = ProviderHttp.ForDownloads(hosts);

    /// <summary>Opens a picture that was drawn, and so paid for: whatever goes wrong here is uncertain.</summary>
    /// <exception cref="GenerationException">It is elsewhere, gone, no picture, or out of reach for now.</exception>
    public async Task<Stream> OpenAsync(string address, CancellationToken limit, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || !hosts.Allows(url))
        {
            throw new GenerationException(ErrorCode.ProviderUnavailable, "The provider keeps the picture at a host that is not allowed. The operator has to look at SampleHosts.",
                new HttpRequestException($"The host is {url?.Host ?? "none"}.")) { IsUncertain = true };
        }

        HttpResponseMessage? response = null;
        try
        {
            response = await _http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, limit);
            if (response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Gone)
                throw new GenerationException(ErrorCode.ProviderUnavailable, "The picture was gone before it could be loaded.") { IsTransient = true, IsUncertain = true, IsTaskEnded = true };
            if (response.StatusCode != HttpStatusCode.OK)
                throw ProviderFaults.Garbled($"HTTP {(int)response.StatusCode} instead of the picture");
            return await CheckedPicture.OpenAsync(new Body(response, await response.Content.ReadAsStreamAsync(limit), limit, cancellation), cancellation);
        }
        catch (Exception fault) when (ProviderFaults.IsOfTheNetwork(fault))
        {
            response?.Dispose();
            throw Lost(fault, cancellation);
        }
        catch
        {
            response?.Dispose();
            throw;
        }
    }

    private static GenerationException Lost(Exception fault, CancellationToken cancellation)
    {
        var lost = ProviderFaults.OfCall(fault, cancellation);
        return lost.IsUncertain ? lost : new GenerationException(lost.Code, lost.Message, fault) { IsTransient = true, IsUncertain = true };
    }

    /// <summary>The answer's bytes; the answer goes with them.</summary>
    private sealed class Body(HttpResponseMessage response, Stream content, CancellationToken limit, CancellationToken cancellation) : ReadOnlyStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                return await content.ReadAsync(buffer, limit);
            }
            catch (Exception fault) when (ProviderFaults.IsOfTheNetwork(fault))
            {
                throw Lost(fault, cancellation);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                response.Dispose();
            base.Dispose(disposing);
        }
    }
}
