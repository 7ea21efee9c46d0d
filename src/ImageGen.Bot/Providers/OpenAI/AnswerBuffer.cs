namespace ImageGen.Bot.Providers.OpenAI;

/// <summary>A window on an answer. There is always room for a byte before what is unread: see <see cref="PutBack"/>.</summary>
internal sealed class AnswerBuffer(Stream body)
{
    private const int MaxLength = 1024 * 1024;

    private byte[] _bytes = new byte[32 * 1024];
    private int _from = 1;
    private int _to = 1;

    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_from, _to - _from);

    public int Length => _to - _from;

    public bool IsEmpty => _from == _to;

    /// <summary>The first unread byte, or a space where there is none yet.</summary>
    public byte FirstOrSpace() => IsEmpty ? (byte)' ' : _bytes[_from];

    public void Skip(int count) => _from += count;

    /// <summary>Puts one byte before what is unread.</summary>
    public void PutBack(byte value) => _bytes[--_from] = value;

    /// <summary>Takes <paramref name="length"/> bytes at a place out, and one byte in for them.</summary>
    public void Replace(int at, int length, byte value)
    {
        _bytes[_from + at + length - 1] = value;
        _bytes.AsSpan(_from, at).CopyTo(_bytes.AsSpan(_from + length - 1));
        _from += length - 1;
    }

    /// <summary>Reads more.</summary>
    /// <returns>False at the answer's end.</returns>
    /// <exception cref="AnswerException">What is to be read at once is too long.</exception>
    public async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        if (_from > 1)
        {
            Unread.CopyTo(_bytes.AsSpan(1));
            (_from, _to) = (1, _to - _from + 1);
        }

        if (_to == _bytes.Length)
        {
            if (_bytes.Length >= MaxLength)
                throw new AnswerException("far too long an answer");
            Array.Resize(ref _bytes, _bytes.Length * 2);
        }

        var read = await body.ReadAsync(_bytes.AsMemory(_to), cancellation);
        _to += read;
        return read > 0;
    }
}
