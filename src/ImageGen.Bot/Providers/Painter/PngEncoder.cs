using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ImageGen.Bot.Providers.Painter;

/// <summary>
/// Writes an 8-bit RGB PNG row by row. It never seeks and holds two rows and one chunk,
/// so a picture can go straight to a socket or a file while it is still being painted.
/// </summary>
internal sealed class PngEncoder : IDisposable
{
    private const int BytesPerPixel = 3;
    private readonly Stream _output;
    private readonly ZLibStream _compressor;
    private readonly int _height;
    private byte[] _previous;
    private byte[] _sub;
    private byte[] _up;
    private int _rowsWritten;

    /// <param name="output">Receives the file; left open.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Number of rows that will be written.</param>
    /// <param name="texts">Latin-1 keywords and values for tEXt chunks, such as Software.</param>
    /// <param name="level">How hard to compress.</param>
    public PngEncoder(Stream output, int width, int height, IReadOnlyList<KeyValuePair<string, string>> texts,
        CompressionLevel level = CompressionLevel.Fastest)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        _output = output;
        _height = height;
        _previous = new byte[width * BytesPerPixel];
        _sub = new byte[1 + width * BytesPerPixel];
        _up = new byte[1 + width * BytesPerPixel];
        _sub[0] = 1;
        _up[0] = 2;

        output.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        WriteHeader(width, height);
        foreach (KeyValuePair<string, string> text in texts)
            WriteChunk(output, "tEXt"u8, Encoding.Latin1.GetBytes(text.Key + '\0' + text.Value));
        _compressor = new ZLibStream(new DataChunks(output), level);
    }

    /// <summary>Adds the next row, three bytes a pixel.</summary>
    public void WriteRow(ReadOnlySpan<byte> rgb)
    {
        if (rgb.Length != _previous.Length)
            throw new ArgumentException("A row has three bytes for each pixel of the width.", nameof(rgb));
        if (_rowsWritten == _height)
            throw new InvalidOperationException("All rows have been written.");
        _compressor.Write(Filter(rgb));
        rgb.CopyTo(_previous);
        _rowsWritten++;
    }

    /// <summary>Ends the file. A picture that lacks rows is left without its end, so that no reader takes it for whole.</summary>
    public void Dispose()
    {
        _compressor.Dispose();
        if (_rowsWritten == _height)
            WriteChunk(_output, "IEND"u8, []);
    }

    /// <summary>Predicts each byte from its left or its upper neighbour, whichever leaves the smaller residue.</summary>
    private byte[] Filter(ReadOnlySpan<byte> rgb)
    {
        Span<byte> sub = _sub.AsSpan(1), up = _up.AsSpan(1);
        ReadOnlySpan<byte> previous = _previous;
        int subCost = 0, upCost = 0;
        for (int i = 0; i < rgb.Length; i++)
        {
            byte left = i < BytesPerPixel ? (byte)0 : rgb[i - BytesPerPixel];
            sub[i] = (byte)(rgb[i] - left);
            up[i] = (byte)(rgb[i] - previous[i]);
            subCost += Math.Abs((int)(sbyte)sub[i]);
            upCost += Math.Abs((int)(sbyte)up[i]);
        }

        return subCost < upCost ? _sub : _up;
    }

    private void WriteHeader(int width, int height)
    {
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8; // bits a channel
        header[9] = 2; // RGB
        header[10..].Clear();
        WriteChunk(_output, "IHDR"u8, header);
    }

    private static void WriteChunk(Stream output, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        output.Write(word);
        output.Write(type);
        output.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(word, Crc32.Append(Crc32.Append(0, type), data));
        output.Write(word);
    }

    /// <summary>Packs the compressed stream into IDAT chunks of bounded size.</summary>
    private sealed class DataChunks(Stream output) : Stream
    {
        private readonly byte[] _chunk = new byte[32 * 1024];
        private int _length;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (buffer.Length > 0)
            {
                int count = Math.Min(buffer.Length, _chunk.Length - _length);
                buffer[..count].CopyTo(_chunk.AsSpan(_length));
                buffer = buffer[count..];
                _length += count;
                if (_length == _chunk.Length)
                    WriteOut();
            }
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
            // Chunks end where they are full: a flush of the compressor is no reason for a short one.
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing && _length > 0)
                WriteOut();
            base.Dispose(disposing);
        }

        private void WriteOut()
        {
            WriteChunk(output, "IDAT"u8, _chunk.AsSpan(0, _length));
            _length = 0;
        }
    }
}
