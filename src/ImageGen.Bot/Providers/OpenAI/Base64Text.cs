using System.Buffers;
using System.Buffers.Text;

namespace ImageGen.Bot.Providers.OpenAI;

/// <summary>
/// A string of base64 in an answer, decoded as it passes. When its end is seen, what is left in the buffer is made to
/// read <c>""</c>, which is the value the JSON reader is waiting for.
/// </summary>
internal sealed class Base64Text(AnswerBuffer buffer)
{
    private const int Quantum = 4;
    private readonly byte[] _spare = new byte[3];
    private int _spareLength;
    private bool _isAtEnd;

    /// <summary>The next bytes; 0 at the end.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellation)
    {
        while (true)
        {
            if (_spareLength > 0)
                return TakeSpare(target);
            if (_isAtEnd || target.IsEmpty)
                return 0;
            var written = target.Length >= _spare.Length ? Decode(target.Span) : _spareLength = Decode(_spare);
            if (written > 0 && _spareLength == 0)
                return written;
            if (written == 0 && !_isAtEnd && !await buffer.FillAsync(cancellation))
                throw new AnswerException("a picture that is cut short");
        }
    }

    private int TakeSpare(Memory<byte> target)
    {
        var length = Math.Min(target.Length, _spareLength);
        _spare.AsMemory(0, length).CopyTo(target);
        _spare.AsSpan(length).CopyTo(_spare);
        _spareLength -= length;
        return length;
    }

    /// <summary>Decodes what is there.</summary>
    /// <returns>Bytes written; 0 where more must be read first, or the end is reached.</returns>
    private int Decode(Span<byte> target)
    {
        while (true)
        {
            var text = buffer.Unread;
            var stop = text.IndexOfAny((byte)'"', (byte)'\\');
            var isLast = stop >= 0 && text[stop] == (byte)'"';

            // Padding ends base64, so the last characters wait until the quotation mark shows that they are the last.
            var whole = stop >= 0 ? text[..stop] : text[..Math.Max(0, text.Length - Quantum)];
            var status = Base64.DecodeFromUtf8(whole, target, out var consumed, out var written, isFinalBlock: isLast);
            if (status == OperationStatus.InvalidData || (isLast && status == OperationStatus.NeedMoreData))
                throw new AnswerException("a picture that is no base64");
            buffer.Skip(consumed);
            if (isLast && status == OperationStatus.Done)
                End();
            if (written > 0 || stop < 0 || isLast)
                return written;
            if (status == OperationStatus.DestinationTooSmall)
                return 0;
            if (!Unescape(stop - consumed))
                return 0;
        }
    }

    private void End()
    {
        buffer.PutBack((byte)'"');
        _isAtEnd = true;
    }

    /// <summary>Puts the character in the place of its escape: some servers write <c>\/</c>, others <c>\u002B</c>.</summary>
    /// <returns>False where not all of it is there yet.</returns>
    private bool Unescape(int at)
    {
        var text = buffer.Unread[at..];
        if (text.Length < 6 && !(text.Length >= 2 && text[1] != (byte)'u'))
            return false;
        switch (text[1])
        {
            case (byte)'/':
                buffer.Replace(at, 2, (byte)'/');
                return true;
            case (byte)'n' or (byte)'r':
                buffer.Replace(at, 2, (byte)'\n');
                return true;
            case (byte)'u' when Utf8Parser.TryParse(text.Slice(2, 4), out ushort code, out var parsed, 'x') && parsed == 4 && code < 128:
                buffer.Replace(at, 6, (byte)code);
                return true;
            default:
                throw new AnswerException("a picture that is no base64");
        }
    }
}
