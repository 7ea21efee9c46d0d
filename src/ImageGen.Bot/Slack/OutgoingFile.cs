namespace ImageGen.Bot.Slack;

/// <summary>A file to upload. It is streamed: opened once for the call, and closed with it.</summary>
/// <param name="Filename">Its name.</param>
/// <param name="ContentType">A picture's.</param>
/// <param name="AltText">What it shows, for those who cannot see it: at most 1,000 characters.</param>
/// <param name="Length">Bytes.</param>
/// <param name="OpenAsync">Opens it.</param>
internal sealed record OutgoingFile(string Filename, string ContentType, string AltText, long Length, Func<CancellationToken, Task<Stream>> OpenAsync);
