using Microsoft.Extensions.Logging;

namespace ImageGen.Bot.Tests.Discord;

/// <summary>Keeps what is logged, scopes included.</summary>
internal sealed class RecordedLog
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public ILoggerProvider Provider => new Sink(this);

    public ILogger<T> For<T>() => new Logger<T>(new Sink(this));

    private void Add(string line)
    {
        lock (_lines)
            _lines.Add(line);
    }

    private sealed class Sink(RecordedLog log) : ILogger, ILoggerProvider, ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            log.Add($"{state}");
            return null;
        }

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Add($"{logLevel}: {formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
