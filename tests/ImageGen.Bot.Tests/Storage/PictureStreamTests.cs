using ImageGen.Bot.Storage;
using ImageGen.Bot.Tests.Fakes;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Tests.Storage;

public sealed class PictureStreamTests
{
    [Fact]
    public async Task Copy_PictureThatNeverEnds_EndsAtFiftyMegabytes()
    {
        await using var target = new CountingStream();
        var fault = await Assert.ThrowsAsync<PictureException>(async () => await PictureStream.CopyAsync(new Endless(FakePicture.Png(8, 8)), target, CancellationToken.None));
        Assert.Contains("larger than 50 MB", fault.Message, StringComparison.Ordinal);
        Assert.InRange(target.Position, 1, PictureStream.MaxBytes);
    }

    /// <summary>A picture's beginning, and then nothing but zeros.</summary>
    private sealed class Endless(byte[] start) : MemoryStream
    {
        private bool _began;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Clear();
            if (!_began)
                start.CopyTo(buffer.Span);
            _began = true;
            return ValueTask.FromResult(buffer.Length);
        }
    }

    private sealed class CountingStream : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => Position;

        public override long Position { get; set; }

        public override void Write(byte[] buffer, int offset, int count) => Position += count;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Position += buffer.Length;
            return ValueTask.CompletedTask;
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
