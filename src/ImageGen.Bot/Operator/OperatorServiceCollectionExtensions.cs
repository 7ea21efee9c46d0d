using ImageGen.Bot.Hosting;

namespace ImageGen.Bot.Operator;

/// <summary>Puts the operator's page together, and has every process say that it lives.</summary>
internal static class OperatorServiceCollectionExtensions
{
    public static IServiceCollection AddOperator(this IServiceCollection services, Settings settings) => services
        .AddSingleton(settings.Operator)
        .AddSingleton<OperatorSessions>()
        .AddSingleton<SignInLimiter>()
        .AddSingleton<OperatorAccess>()
        .AddSingleton<OperatorActions>()
        .AddSingleton<OverviewReader>()
        .AddSingleton<AuditLog>()
        .AddSingleton<GuildUsageReader>()
        .AddSingleton<ProcessRegistry>()
        .AddHostedService<Heartbeat>();
}
