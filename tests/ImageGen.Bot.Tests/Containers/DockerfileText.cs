namespace ImageGen.Bot.Tests.Containers;

/// <summary>An instruction, its continued lines as one.</summary>
internal sealed record DockerInstruction(string Keyword, string Argument)
{
    /// <summary>The words, without options such as <c>--from=build</c>.</summary>
    public IReadOnlyList<string> Words => [.. Argument.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => !word.StartsWith("--", StringComparison.Ordinal))];

    /// <summary>The program and its arguments, where they are written as JSON.</summary>
    public IReadOnlyList<string> Program => System.Text.Json.JsonSerializer.Deserialize<string[]>(Argument[Argument.IndexOf('[', StringComparison.Ordinal)..])!;
}

/// <summary>What <c>FROM</c> begins.</summary>
internal sealed record DockerStage(string Image, IReadOnlyList<DockerInstruction> Instructions)
{
    public IEnumerable<DockerInstruction> All(string keyword) => Instructions.Where(instruction => instruction.Keyword == keyword);

    public DockerInstruction One(string keyword) => Assert.Single(All(keyword));
}

/// <summary>The project's Dockerfile, read as far as tests follow it.</summary>
internal sealed record DockerfileText(IReadOnlyList<DockerStage> Stages)
{
    public DockerStage Build => Stages[0];

    public DockerStage Final => Stages[^1];

    /// <summary>The variables of a container.</summary>
    public IReadOnlyDictionary<string, string> Environment =>
        Final.All("ENV").SelectMany(env => env.Words).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    public static DockerfileText Read()
    {
        var lines = File.ReadAllLines(Repository.Combine("Dockerfile")).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#');
        var text = string.Join('\n', lines).Replace("\\\n", " ", StringComparison.Ordinal);
        var stages = new List<(string Image, List<DockerInstruction> Instructions)>();
        foreach (var parts in text.Split('\n').Select(line => line.Split(' ', 2)))
        {
            var instruction = new DockerInstruction(parts[0], parts[1].Trim());
            if (instruction.Keyword == "FROM")
                stages.Add((instruction.Words[0], []));
            else
                stages[^1].Instructions.Add(instruction);
        }

        return new DockerfileText([.. stages.Select(stage => new DockerStage(stage.Image, stage.Instructions))]);
    }
}
