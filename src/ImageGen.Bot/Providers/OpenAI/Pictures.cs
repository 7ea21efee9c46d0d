using ImageGen.Bot.Hosting;
using ImageGen.Core.Images;

namespace ImageGen.Bot.Providers.OpenAI;

/// <summary>The pictures of an answer, one after the other. Each ends only once it is known what follows it: the next one, or the bill.</summary>
internal sealed class Pictures(ImageAnswer answer, Downloads downloads, CancellationToken limit, CancellationToken cancellation)
{
    private bool? _isNextThere;
    private GenerationException? _broken;

    /// <summary>Opens the next picture; null where there is none.</summary>
    /// <exception cref="GenerationException">The answer is none, or no whole one.</exception>
    public async Task<Stream?> NextAsync()
    {
        if (_broken is not null)
            throw _broken;
        var isThere = _isNextThere ?? await TryAsync(answer.NextAsync);
        _isNextThere = null;
        if (!isThere)
            return null;
        if (answer.Address is not { } address)
            return await CheckedPicture.OpenAsync(new Content(this), cancellation);
        await LookAheadAsync();
        return await downloads.OpenAsync(address, limit, cancellation);
    }

    /// <summary>Reads on behind a picture. One that came whole is kept, whatever became of the rest of the answer.</summary>
    private async Task LookAheadAsync()
    {
        try
        {
            _isNextThere = await TryAsync(answer.NextAsync);
        }
        catch (GenerationException fault)
        {
            _broken = fault;
        }
    }

    private async Task<T> TryAsync<T>(Func<CancellationToken, ValueTask<T>> read)
    {
        try
        {
            return await read(limit);
        }
        catch (AnswerException fault)
        {
            throw ProviderFaults.Garbled(fault.Message);
        }
        catch (Exception fault) when (ProviderFaults.IsOfTheNetwork(fault))
        {
            throw Uncertain(ProviderFaults.OfCall(fault, cancellation));
        }
    }

    /// <summary>An answer that had begun is not one that was never asked for, whatever broke it.</summary>
    private static GenerationException Uncertain(GenerationException fault) => fault.IsUncertain
        ? fault
        : new GenerationException(fault.Code, fault.Message, fault.InnerException) { IsTransient = fault.IsTransient, IsUncertain = true };

    private sealed class Content(Pictures pictures) : ReadOnlyStream
    {
        private bool _isAtEnd;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_isAtEnd || buffer.IsEmpty)
                return 0;
            var read = await pictures.TryAsync(limit => pictures.Answer.ReadPictureAsync(buffer, limit));
            if (read > 0)
                return read;
            _isAtEnd = true;
            await pictures.LookAheadAsync();
            return 0;
        }
    }

    private ImageAnswer Answer => answer;
}
