using System.Text.Json;
using ImageGen.Bot.Hosting;
using ImageGen.Bot.Storage;
using ImageGen.Bot.Web;
using ImageGen.Core;
using ImageGen.Core.Chat;
using ImageGen.Core.Images;
using ImageGen.Core.Jobs;
using ImageGen.Core.Requests;
using Spectre.Console;

namespace ImageGen.Bot.Cli;

/// <summary><c>imagine</c>: the whole pipeline in this process, with its progress on the terminal.</summary>
internal static class ImagineCommandLine
{
    private const string Help = """
        Usage: ImageGen.Bot imagine PROMPT [flags]

          --style NAME      watercolor, cartoon, realistic, cyberpunk, …
          --ar W:H          aspect ratio from 1:3 to 3:1, such as 16:9
          --no WORDS        what must not be seen
          --seed N          0 to 4294967295; the same seed draws the same picture
          --count N         1 to 4 pictures
          --quality Q       low, medium or high
          --provider NAME   one of the configured providers
          --raw             keep the prompt's words, no refinement
          --fresh           draw even where the picture is cached
          --json            print the job as JSON, once, as the last line

        Exit codes: 0 done, 2 bad input, 3 refused or over a limit, 4 failed or cancelled.
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is [])
            return CommandLine.Complain(Help, ExitCodes.BadInput);
        if (args is ["--help" or "-h", ..])
            return CommandLine.Print(Help);

        var json = args.Contains("--json");
        var faults = ImagineCommand.Parse([.. args.Where(arg => arg != "--json")], out var request);

        var builder = Host.CreateApplicationBuilder();
        var settings = Settings.Read(builder.Configuration);
        builder.Logging.ClearProviders();
        builder.Services.AddImageGen(settings).AddWorker(settings);
        using var host = builder.Build();
        await host.Services.GetRequiredService<IJobLedger>().CheckAsync(CancellationToken.None);

        var requester = new Requester(TenantId.Local, "local", new ConversationRef("cli"));
        var ticket = await host.Services.GetRequiredService<JobIntake>().SubmitAsync(request, requester, CancellationToken.None, faults);
        return ticket switch
        {
            Ticket.Accepted { Job: var job } => Report(host.Services, await FinishAsync(host, job, json), json),
            Ticket.Invalid invalid => Refuse(ErrorCode.InvalidRequest, invalid.Faults, json, ExitCodes.BadInput),
            Ticket.OverLimit over => Refuse(over.Error.Code, [new FieldFault("quota", over.Error.Message)], json, ExitCodes.Refused),
            _ => throw new InvalidOperationException($"Intake answered {ticket.GetType().Name}."),
        };
    }

    /// <summary>Works until the job has its outcome. Ctrl+C cancels the job, so that nothing is drawn for nobody.</summary>
    private static async Task<ImageJob> FinishAsync(IHost host, ImageJob job, bool json)
    {
        if (job.State.IsFinal())
            return job;

        var ledger = host.Services.GetRequiredService<IJobLedger>();
        using var watch = host.Services.GetRequiredService<IJobSignals>().Watch(job.Id);
        using var interrupted = new CancellationTokenSource();
        Console.CancelKeyPress += Interrupt;
        try
        {
            await host.StartAsync(CancellationToken.None);
            if (json)
                await WatchAsync(_ => { });
            else
                await ImagineProgress.RunAsync(job, WatchAsync);
            await host.StopAsync(CancellationToken.None);
            return job;
        }
        finally
        {
            Console.CancelKeyPress -= Interrupt;
        }

        void Interrupt(object? sender, ConsoleCancelEventArgs key)
        {
            key.Cancel = true;
            interrupted.Cancel();
        }

        async Task WatchAsync(Action<ImageJob> show)
        {
            while (!job.State.IsFinal())
            {
                if (interrupted.IsCancellationRequested)
                    await ledger.CancelAsync(job.Order.Tenant, job.Id, CancellationToken.None);
                await watch.WaitAsync(TimeSpan.FromMilliseconds(200), CancellationToken.None);
                job = await ledger.FindAsync(job.Order.Tenant, job.Id, CancellationToken.None) ?? job;
                show(job);
            }
        }
    }

    private static int Report(IServiceProvider services, ImageJob job, bool json)
    {
        var store = services.GetRequiredService<IImageStore>();
        if (json)
            Console.Out.WriteLine(JsonSerializer.Serialize(JobDocument.From(job, store, services.GetRequiredService<ImageProviders>()), WebJson.Default.JobDocument));
        else
            Describe(job, store, services.GetService<DiskImageStore>(), services.GetRequiredService<ImageProviders>());

        return job.Outcome!.Error?.Code switch
        {
            null => ExitCodes.Done,
            ErrorCode.Refused or ErrorCode.QuotaExceeded or ErrorCode.BudgetExceeded => ExitCodes.Refused,
            _ => ExitCodes.Failed,
        };
    }

    private static void Describe(ImageJob job, IImageStore store, DiskImageStore? files, ImageProviders providers)
    {
        var outcome = job.Outcome!;
        if (outcome.Error is { } error)
        {
            Console.Error.WriteLine($"{error.Code.Text()}: {error.Message}");
            return;
        }

        var made = outcome.Provider is { } name && providers.TryFind(name, out var generator) && !generator.Capabilities.IsModel
            ? $"{name} (drawn locally, no AI model)"
            : $"{outcome.Provider} (AI-generated)";
        Console.Out.WriteLine($"prompt      {job.Order.Prompt.Value}");
        Console.Out.WriteLine($"refined     {outcome.RefinedPrompt}");
        if (outcome.RefinedInsteadOf is { } asked)
            Console.Out.WriteLine($"            by {outcome.Refiner}: {asked} did not answer");
        Console.Out.WriteLine($"guidelines  {(outcome.Guidelines.Count > 0 ? string.Join(", ", outcome.Guidelines) : "none")}");
        Console.Out.WriteLine($"drawn by    {made}{(outcome.FallbackFrom is { } from ? $" as {from} was not available" : "")}, seed {outcome.Seed}");
        Console.Out.WriteLine($"cost        {(job.Cached ? "nothing, it was cached" : job.Cost is { Micros: > 0 } cost ? cost.ToString() : "free")}");
        foreach (var asset in outcome.Assets)
        {
            Console.Out.WriteLine($"url         {store.UrlOf(asset)}");
            if (files?.PathOf(asset.Key) is { } path)
                Console.Out.WriteLine($"file        {path}");
        }
    }

    private static int Refuse(ErrorCode code, IReadOnlyList<FieldFault> faults, bool json, int exitCode)
    {
        foreach (var fault in faults)
            Console.Error.WriteLine($"{fault.Field}: {fault.Message}");
        if (json)
        {
            var document = new ErrorDocument(code.Text(), string.Join(' ', faults.Select(fault => fault.Message)));
            Console.Out.WriteLine(JsonSerializer.Serialize(new RefusalDocument(document), WebJson.Default.RefusalDocument));
        }

        return exitCode;
    }
}
