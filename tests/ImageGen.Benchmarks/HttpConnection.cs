using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ImageGen.Benchmarks;

/// <summary>
/// One kept-alive connection of HTTP/1.1, one request after the other. No more than that, so that the load generator takes
/// as little as can be from the cores it shares with what it measures.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[16 * 1024];

    public static async Task<HttpConnection> OpenAsync(Uri address)
    {
        var connection = new HttpConnection();
        await connection._socket.ConnectAsync(address.Host, address.Port);
        return connection;
    }

    /// <summary>A request as it goes over the wire.</summary>
    public static byte[] Post(Uri address, string path, string contentType, byte[] body, params (string Name, string Value)[] headers)
    {
        (string, string)[] all = [("Host", address.Authority), ("Content-Type", contentType), ("Content-Length", $"{body.Length}"), .. headers];
        var head = string.Concat(all.Select(field => $"{field.Item1}: {field.Item2}\r\n"));
        return [.. Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\n{head}\r\n"), .. body];
    }

    /// <summary>Sends a request and waits for the whole answer, which holds until the next one.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ExchangeAsync(ReadOnlyMemory<byte> request)
    {
        await _socket.SendAsync(request);
        var length = 0;
        do
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(length));
            if (read == 0)
                throw new InvalidOperationException("The connection was closed before the answer.");
            length += read;
        }
        while (!IsWhole(_buffer.AsSpan(0, length)));
        return _buffer.AsMemory(0, length);
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return false;
        var body = answer[(head + 4)..];
        var field = answer[..head].IndexOf("Content-Length: "u8);
        if (field < 0)
            return body.EndsWith("0\r\n\r\n"u8);
        var digits = answer[(field + "Content-Length: ".Length)..(head + 2)];
        return body.Length >= int.Parse(digits[..digits.IndexOf((byte)'\r')], NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
