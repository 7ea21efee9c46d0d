using ImageGen.Bot.Cli;

// The composition root. `serve` is ServeCommand, `imagine` is ImagineCommandLine; what both are made of is in
// Hosting/ServiceRegistration, and what a command from chat, page or API goes through is Core's JobIntake and JobExecutor.
return await CommandLine.RunAsync(args);
