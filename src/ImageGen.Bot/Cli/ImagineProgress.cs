using ImageGen.Core.Jobs;
using Spectre.Console;

namespace ImageGen.Bot.Cli;

/// <summary>A job's stages on the terminal: a spinner with the stage where there is a terminal, plain lines where there is none.</summary>
internal static class ImagineProgress
{
    /// <param name="job">The job as it was admitted.</param>
    /// <param name="watch">Calls back with the job whenever it may have changed, until it is done.</param>
    public static async Task RunAsync(ImageJob job, Func<Action<ImageJob>, Task> watch)
    {
        // Progress goes to the error stream, so that what is piped on is the result alone.
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (terminal.Profile.Capabilities.Interactive)
        {
            await terminal.Status().Spinner(Spinner.Known.Dots).StartAsync(Markup.Escape(Text(job)), status => watch(now => status.Status(Markup.Escape(Text(now)))));
            return;
        }

        // A line a stage; a queue's every step would bury them.
        JobStage? last = null;
        Show(job);
        await watch(Show);

        void Show(ImageJob now)
        {
            if (now.Stage != last)
                Console.Error.WriteLine(Text(now));
            last = now.Stage;
        }
    }

    private static string Text(ImageJob job) => job.Stage switch
    {
        JobStage.Queued when job.Position is > 1 and var position => $"queued, number {position}",
        JobStage.Queued => "queued",
        JobStage.Refining => "refining",
        JobStage.Generating => "painting",
        JobStage.Storing => "storing",
        JobStage.Done => "done",
    };
}
