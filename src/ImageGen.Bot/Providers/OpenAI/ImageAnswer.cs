using System.Text.Json;

namespace ImageGen.Bot.Providers.OpenAI;

/// <summary>
/// An answer of images while it comes in: <c>{"data":[{"b64_json":"…"}],"usage":{…}}</c>. The framework reads all of it
/// but the pictures, which may be many megabytes of one string: <see cref="Base64Text"/> takes those out from under the
/// reader and decodes them as they pass, so that no picture is ever held whole, in either form.
/// </summary>
/// <param name="body">What comes in.</param>
/// <param name="owner">Goes when the answer is done with.</param>
internal sealed class ImageAnswer(Stream body, IDisposable owner) : IDisposable
{
    /// <summary>Most bytes of an answer besides its pictures.</summary>
    private const int MaxWords = 2 * 1024 * 1024;

    private readonly string[] _names = ["", "", "", ""];
    private readonly AnswerBuffer _buffer = new(body);
    private JsonReaderState _state;
    private Base64Text? _picture;
    private bool _isPictureNext;
    private long _words;
    private long _textIn;
    private long _imageIn;
    private long _in;
    private long _out;

    /// <summary>What the provider says it used; known at the answer's end, if at all.</summary>
    public TokenUsage? Usage => (_in, _out) is (0, 0) ? null : new TokenUsage(Math.Max(_textIn, _in - _imageIn), _imageIn, _out);

    /// <summary>Whether nothing more comes.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Where the picture at hand is; null where <see cref="ReadPictureAsync"/> gives its bytes.</summary>
    public string? Address { get; private set; }

    /// <summary>Goes to the next picture.</summary>
    /// <returns>False where there is none.</returns>
    /// <exception cref="AnswerException">This is no answer, or not all of it.</exception>
    public async ValueTask<bool> NextAsync(CancellationToken cancellation)
    {
        (_picture, Address) = (null, null);
        while (!IsAtEnd)
        {
            if (_isPictureNext && await BeginPictureAsync(cancellation))
                return true;
            var before = _buffer.Length;
            if (Scan())
                return true;
            _words += before - _buffer.Length;
            if (_words > MaxWords)
                throw new AnswerException("far too long an answer");
            if (!IsAtEnd && !_isPictureNext && !await _buffer.FillAsync(cancellation))
                throw new AnswerException("an answer that is cut short");
        }

        return false;
    }

    /// <summary>The next bytes of the picture at hand; 0 at its end.</summary>
    /// <exception cref="AnswerException">It is no base64, or cut short.</exception>
    public ValueTask<int> ReadPictureAsync(Memory<byte> target, CancellationToken cancellation) => _picture!.ReadAsync(target, cancellation);

    public void Dispose() => owner.Dispose();

    /// <summary>The reader stands before a picture's value: takes it over where it is a string.</summary>
    private async ValueTask<bool> BeginPictureAsync(CancellationToken cancellation)
    {
        byte first;
        while ((first = _buffer.FirstOrSpace()) is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            if (!_buffer.IsEmpty)
                _buffer.Skip(1);
            else if (!await _buffer.FillAsync(cancellation))
                throw new AnswerException("an answer that is cut short");
        }

        _isPictureNext = false;
        if (first != (byte)'"')
            return false;
        _buffer.Skip(1);
        _picture = new Base64Text(_buffer);
        return true;
    }

    /// <summary>Reads what is there, up to the next picture.</summary>
    /// <returns>Whether the address of one was found.</returns>
    private bool Scan()
    {
        var reader = new Utf8JsonReader(_buffer.Unread, isFinalBlock: false, _state);
        try
        {
            while (!IsAtEnd && !_isPictureNext && Address is null && reader.Read())
                Take(ref reader);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Its own message quotes the answer. The second kind is text that is no Unicode.
            throw new AnswerException("an answer that is no JSON");
        }

        _state = reader.CurrentState;
        _buffer.Skip((int)reader.BytesConsumed);
        return Address is not null;
    }

    private void Take(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName when reader.CurrentDepth < _names.Length:
                _names[reader.CurrentDepth] = reader.GetString()!;
                _isPictureNext = IsOfPicture(reader.CurrentDepth, "b64_json");
                break;
            case JsonTokenType.String when IsOfPicture(reader.CurrentDepth, "url"):
                Address = reader.GetString();
                break;
            case JsonTokenType.Number when _names[1] == "usage" && reader.TryGetInt64(out var number) && number >= 0:
                Count(reader.CurrentDepth, number);
                break;
            case JsonTokenType.EndObject when reader.CurrentDepth == 0:
                IsAtEnd = true;
                break;
            case JsonTokenType.StartArray or JsonTokenType.String or JsonTokenType.Number or JsonTokenType.Null or JsonTokenType.True or JsonTokenType.False when reader.CurrentDepth == 0:
                throw new AnswerException("an answer of another form");
        }
    }

    private bool IsOfPicture(int depth, string name) => depth == 3 && _names[1] == "data" && _names[3] == name;

    private void Count(int depth, long tokens)
    {
        switch (depth, _names[2], _names[3])
        {
            case (2, "input_tokens", _):
                _in = tokens;
                break;
            case (2, "output_tokens", _):
                _out = tokens;
                break;
            case (3, "input_tokens_details", "text_tokens"):
                _textIn = tokens;
                break;
            case (3, "input_tokens_details", "image_tokens"):
                _imageIn = tokens;
                break;
        }
    }
}

/// <summary>What came is no answer. The message follows "The provider sent" and quotes nothing of it.</summary>
internal sealed class AnswerException(string what) : Exception(what);
