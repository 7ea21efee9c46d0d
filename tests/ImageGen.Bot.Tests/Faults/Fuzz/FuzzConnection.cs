using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ImageGen.Bot.Tests.Fuzzing;

/// <summary>What came back.</summary>
/// <param name="Status">Of HTTP; 0 where the connection was closed without a word.</param>
/// <param name="IsOpen">Whether the next answer comes on the same connection.</param>
internal readonly record struct Answer(int Status, bool IsOpen);

/// <summary>A socket that speaks just enough HTTP/1.1 to send anything and to read statuses.</summary>
internal sealed class FuzzConnection(Uri address) : IDisposable
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private Socket? _socket;
    private int _start;
    private int _end;

    /// <summary>Sends requests one after the other without waiting, and reads as many answers; fewer where the server closes the connection.</summary>
    public async Task<List<Answer>> SendAsync(IReadOnlyList<(byte[] Bytes, string Method)> requests, CancellationToken cancellation)
    {
        var answers = new List<Answer>(requests.Count);
        try
        {
            await ConnectAsync(cancellation);
            // Both at once: the server may answer, and close, long before it has read all.
            var sending = SendAllAsync(requests.Select(request => request.Bytes), cancellation);
            foreach (var (_, method) in requests)
            {
                var answer = await ReadAnswerAsync(method, cancellation);
                answers.Add(answer);
                if (!answer.IsOpen)
                    break;
            }

            if (answers is [.., { IsOpen: true }])
                await sending;
            else
                Close();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (SocketException)
        {
            Close();
        }

        return answers;
    }

    /// <summary>Sends bytes of which nobody can tell where they end, says that no more will come, and reads every answer until the server closes.</summary>
    public async Task<List<Answer>> SendAloneAsync(byte[] bytes, bool endsThere, CancellationToken cancellation)
    {
        Close();
        var answers = new List<Answer>();
        try
        {
            await ConnectAsync(cancellation);
            var sending = SendAllAsync([bytes], cancellation);
            if (endsThere)
                sending = EndAsync(sending);
            while (true)
            {
                var answer = await ReadAnswerAsync("GET", cancellation);
                if (answer.Status > 0)
                    answers.Add(answer);
                if (!answer.IsOpen)
                    break;
            }

            Close();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (SocketException)
        {
            Close();
        }

        return answers;
    }

    public void Dispose() => Close();

    private async Task EndAsync(Task sending)
    {
        await sending;
        _socket?.Shutdown(SocketShutdown.Send);
    }

    private async Task ConnectAsync(CancellationToken cancellation)
    {
        if (_socket is not null)
            return;
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        (_start, _end) = (0, 0);
        await _socket.ConnectAsync("127.0.0.1", address.Port, cancellation);
    }

    private void Close()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private async Task SendAllAsync(IEnumerable<byte[]> parts, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> rest = parts.Count() == 1 ? parts.Single() : parts.SelectMany(part => part).ToArray();
        while (rest.Length > 0)
            rest = rest[await _socket!.SendAsync(rest, SocketFlags.None, cancellation)..];
    }

    private async Task<Answer> ReadAnswerAsync(string method, CancellationToken cancellation)
    {
        while (true)
        {
            if (await ReadLineAsync(cancellation) is not { } line)
                return default;
            var status = line.StartsWith("HTTP/1.", StringComparison.Ordinal) && line.Length >= 12 && int.TryParse(line.AsSpan(9, 3), CultureInfo.InvariantCulture, out var code)
                ? code
                : throw new InvalidDataException($"An answer begins with '{line}'.");
            var (length, isChunked, isOpen, isEvents) = (0L, false, true, false);
            while (await ReadLineAsync(cancellation) is { Length: > 0 } header)
            {
                if (header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                    length = long.Parse(header.AsSpan(15).Trim(), CultureInfo.InvariantCulture);
                isChunked |= header.StartsWith("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase);
                isOpen &= !header.StartsWith("Connection: close", StringComparison.OrdinalIgnoreCase);
                isEvents |= header.StartsWith("Content-Type: text/event-stream", StringComparison.OrdinalIgnoreCase);
            }

            if (status is >= 100 and < 200)
                continue;
            // Events go on until the job is done.
            if (isEvents)
                return new Answer(status, false);
            if (method == "HEAD" || status is 204 or 304)
                return new Answer(status, isOpen);
            if (isChunked)
                return new Answer(status, await SkipChunksAsync(cancellation) && isOpen);
            return new Answer(status, await SkipAsync(length, cancellation) && isOpen);
        }
    }

    private async Task<bool> SkipChunksAsync(CancellationToken cancellation)
    {
        while (await ReadLineAsync(cancellation) is { } line)
        {
            var length = long.Parse(line, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (!await SkipAsync(length + 2, cancellation))
                return false;
            if (length == 0)
                return true;
        }

        return false;
    }

    private async Task<bool> SkipAsync(long length, CancellationToken cancellation)
    {
        while (length > 0)
        {
            if (_start == _end && !await FillAsync(cancellation))
                return false;
            var skipped = (int)Math.Min(length, _end - _start);
            _start += skipped;
            length -= skipped;
        }

        return true;
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8);
            if (length >= 0)
            {
                var line = Encoding.Latin1.GetString(_buffer, _start, length);
                _start += length + 2;
                return line;
            }

            if (!await FillAsync(cancellation))
                return null;
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellation)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
            throw new InvalidDataException("A line of an answer is too long.");
        try
        {
            var read = await _socket!.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None, cancellation);
            _end += read;
            return read > 0;
        }
        catch (SocketException fault) when (fault.SocketErrorCode == SocketError.ConnectionReset)
        {
            return false;
        }
    }
}
