using System.Text.Json.Serialization;

namespace ImageGen.Bot.Hosting;

/// <summary>Something found out about a part.</summary>
/// <param name="State">How it stands.</param>
/// <param name="What">What was found, in a sentence.</param>
/// <param name="Remedy">What to do about it; null where nothing is to be done.</param>
internal sealed record Finding(Finding.Level State, string What, string? Remedy = null)
{
    /// <summary>How it stands.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<Level>))]
    internal enum Level
    {
        /// <summary>As it should be.</summary>
        [JsonStringEnumMemberName("ok")]
        Ok,

        /// <summary>It works, and there is something to know.</summary>
        [JsonStringEnumMemberName("warning")]
        Warning,

        /// <summary>It does not work.</summary>
        [JsonStringEnumMemberName("fault")]
        Fault,
    }

    public static Finding Ok(string what) => new(Level.Ok, what);

    public static Finding Warning(string what, string remedy) => new(Level.Warning, what, remedy);

    public static Finding Fault(string what, string remedy) => new(Level.Fault, what, remedy);
}

/// <summary>A part of the bot that <c>doctor</c> can examine: each configured adapter brings its own.</summary>
internal interface ICheckup
{
    /// <summary>What people call the part.</summary>
    string Part { get; }

    /// <summary>Tries the part for real and says how it stands. Holds no secret.</summary>
    IAsyncEnumerable<Finding> ExamineAsync(CancellationToken cancellation);
}
