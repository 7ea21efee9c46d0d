namespace ImageGen.Bot.Tests.EndToEnd;

/// <summary>
/// Tests that keep every core busy with processes of their own. They run one after the other when all else is done, so
/// that no other test waits for a processor longer than it has patience.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = nameof(Alone);
}
