using ImageGen.Bot.Providers.OpenAI;
using ImageGen.Core.Jobs;
using ImageGen.Core.Prompts;

namespace ImageGen.Bot.Hosting;

/// <summary>Puts together what becomes of a prompt: who moderates, finds styles and refines.</summary>
internal static class PromptRegistration
{
    public static IServiceCollection AddPrompts(this IServiceCollection services, Settings settings) => services
        .AddModeration(settings)
        .AddStyles(settings)
        .AddRefiner(settings)
        .AddSingleton<PromptPreparation>()
        .AddSingleton<PictureReview>()
        .AddSingleton(settings.NearHits)
        .AddSingleton<NearHits>();

    private static IServiceCollection AddModeration(this IServiceCollection services, Settings settings)
    {
        var words = new WordListModerator(settings.BlockedWords);
        if (settings.Moderation is not { } options)
            return services.AddSingleton<IModerator>(words);
        return services
            .AddSingleton(parts => new OpenAIModerator(options, Service(parts, options), parts.GetRequiredService<ILogger<OpenAIModerator>>()))
            .AddSingleton<IModerator>(parts => new ModeratorChain([words, parts.GetRequiredService<OpenAIModerator>()]))
            .AddSingleton<ICheckup>(parts => new ModerationCheckup(options, parts.GetRequiredService<OpenAIModerator>()));
    }

    private static IServiceCollection AddStyles(this IServiceCollection services, Settings settings)
    {
        if (settings.Embeddings is not { } options)
            return services.AddSingleton<IStyleRetriever, NgramStyleRetriever>().AddSingleton<IEmbedder, NgramEmbedder>();
        return services
            .AddSingleton(parts => new OpenAIEmbedder(options, Service(parts, options)))
            .AddSingleton<IEmbedder>(parts => new RememberingEmbedder(parts.GetRequiredService<OpenAIEmbedder>()))
            .AddSingleton<IStyleRetriever>(parts => new EmbeddingStyleRetriever(
                parts.GetRequiredService<IEmbedder>(), options.StyleThreshold, parts.GetRequiredService<ILogger<EmbeddingStyleRetriever>>()))
            .AddSingleton<ICheckup>(parts => new EmbeddingsCheckup(options, parts.GetRequiredService<OpenAIEmbedder>()));
    }

    private static IServiceCollection AddRefiner(this IServiceCollection services, Settings settings)
    {
        if (settings.Refiner is not { } options)
            return services.AddSingleton(new PromptRefiners(new TemplateRefiner()));
        return services
            .AddKeyedSingleton(options.Section, (parts, _) => Service(parts, options))
            .AddSingleton<IRefinementMemory, StoredRefinements>()
            .AddSingleton(parts => new PromptRefiners(new RememberingRefiner(
                new FallbackRefiner(
                    new OpenAIPromptRefiner(options, parts.GetRequiredKeyedService<OpenAIService>(options.Section)), new TemplateRefiner(), parts.GetRequiredService<ILogger<FallbackRefiner>>()),
                parts.GetRequiredService<IRefinementMemory>())))
            .AddSingleton<ICheckup>(parts => new RefinerCheckup(options, parts.GetRequiredKeyedService<OpenAIService>(options.Section), parts.GetRequiredService<TimeProvider>()));
    }

    private static OpenAIService Service(IServiceProvider parts, OpenAIServiceOptions options) =>
        new(options, parts.GetRequiredService<TimeProvider>(), parts.GetRequiredService<ILogger<OpenAIService>>());
}
