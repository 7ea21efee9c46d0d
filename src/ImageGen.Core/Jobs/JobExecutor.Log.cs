using Microsoft.Extensions.Logging;

namespace ImageGen.Core.Jobs;

// What an operator reads: ids, lanes and codes; never a prompt.
public sealed partial class JobExecutor
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} on {Lane} ended {State} ({Code}) in attempt {Attempt}.")]
    private partial void LogSettled(JobId job, string lane, JobState state, string code, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} on {Lane}: {Code} in attempt {Attempt}.")]
    private partial void LogFault(Exception fault, JobId job, string lane, ErrorCode code, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: {Lane} gave up ({Code}); {Fallback} draws instead.")]
    private partial void LogFellBack(JobId job, string lane, string fallback, ErrorCode code);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} was cancelled on its way to {Fallback}.")]
    private partial void LogCancelledOnTheWay(JobId job, string fallback);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job}: a bug.")]
    private partial void LogBug(Exception fault, JobId job);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: a call to {Lane} was interrupted and is counted as paid.")]
    private partial void LogUncertain(JobId job, string lane);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} is handed back: this worker is stopping.")]
    private partial void LogHandedBack(JobId job);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: the lease was lost; another worker has it.")]
    private partial void LogLost(JobId job);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: the ledger is away; the job starts again from its last checkpoint.")]
    private partial void LogLedgerAway(Exception fault, JobId job);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: what its guild allows cannot be read, so it falls back to nobody.")]
    private partial void LogRulesUnknown(Exception fault, JobId job);
}
