using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ImageGen.Bot.Providers.OpenAI;
using ImageGen.Bot.Tests.Fuzzing;

namespace ImageGen.Bot.Tests.Providers.OpenAI;

/// <summary>Answers as servers write them, in pieces as networks part them.</summary>
public sealed class ImageAnswerProperties
{
    private static readonly string[] Spaces = ["", "", " ", "\n  ", "\t"];

    [Fact]
    public Task Read_AnyAnswerInAnyPieces_GivesThePicturesByteForByte() => CheckAsync(async seed =>
    {
        var random = new Random(seed);
        var pictures = Enumerable.Range(0, random.Next(4)).Select(_ => Noise(random, random.Pick([0, 1, 2, 3, 100, 5000, 70_000]))).ToList();
        var read = await ReadAsync(Write(pictures, random), random);
        Assert.Equal(pictures.Select(Convert.ToHexString), read.Select(Convert.ToHexString));
    });

    [Fact]
    public Task Read_AnyDamage_EndsWithAPictureLessOrAnAnswersFaultAndNothingElse() => CheckAsync(async seed =>
    {
        var random = new Random(seed);
        var answer = Bytes.Mutate(Write([Noise(random, 300), Noise(random, 50)], random), random);
        try
        {
            Assert.InRange((await ReadAsync(answer, random)).Count, 0, 4);
        }
        catch (AnswerException fault)
        {
            Assert.True(fault.Message.Length < 100);
        }
    });

    /// <summary>On a thread of its own, since FsCheck blocks it until the end.</summary>
    private static Task CheckAsync(Func<int, Task> check) => Task.Factory.StartNew(
        () => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), check).QuickCheckThrowOnFailure(), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static async Task<List<byte[]>> ReadAsync(byte[] bytes, Random random)
    {
        using var answer = new ImageAnswer(new Pieces(bytes, random), new MemoryStream());
        var pictures = new List<byte[]>();
        while (await answer.NextAsync(CancellationToken.None))
        {
            if (answer.Address is not null)
                continue;
            using var picture = new MemoryStream();
            var buffer = new byte[random.Pick([1, 2, 3, 7, 1000, 100_000])];
            for (int read; (read = await answer.ReadPictureAsync(buffer, CancellationToken.None)) > 0;)
                picture.Write(buffer, 0, read);
            pictures.Add(picture.ToArray());
        }

        return pictures;
    }

    private static byte[] Write(IEnumerable<byte[]> pictures, Random random)
    {
        var text = new StringBuilder($"{Space()}{{\"created\":{Space()}1,{Space()}\"data\":[");
        text.AppendJoin(',', pictures.Select(picture =>
            $"{{{Space()}\"revised_prompt\":\"a \\\"b64_json\\\" \\u00e9\",\"b64_json\"{Space()}:{Space()}\"{Escaped(Convert.ToBase64String(picture))}\"{Space()}}}{Space()}"));
        text.Append($"],\"usage\":{{\"input_tokens\":5,\"output_tokens\":7}},\"b64_json\":\"x\"}}{Space()}");
        return Encoding.UTF8.GetBytes(text.ToString());

        string Space() => random.Pick(Spaces);

        string Escaped(string base64) => random.Next(4) switch
        {
            0 => base64.Replace("/", "\\/", StringComparison.Ordinal),
            1 => base64.Replace("+", "\\u002B", StringComparison.Ordinal).Replace("/", "\\u002f", StringComparison.Ordinal),
            2 => string.Join("\\n", base64.Chunk(76).Select(line => new string(line))),
            _ => base64,
        };
    }

    private static byte[] Noise(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Bytes that come a few at a time.</summary>
    private sealed class Pieces(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, random.Pick([1, 2, 5, 100, 10_000]))], cancellationToken);
    }
}
