namespace ImageGen.Bot.Tests.Fakes.Discord;

/// <summary>A file as it came in a request.</summary>
internal sealed record Upload(string Name, string? ContentType, byte[] Bytes);
