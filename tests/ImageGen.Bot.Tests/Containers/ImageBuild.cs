using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using ImageGen.Bot.Tests.Charts;
using ImageGen.Bot.Tests.Fakes;

namespace ImageGen.Bot.Tests.Containers;

/// <summary>
/// What the Dockerfile builds, built by its own instructions in a folder, and run as a container would be: another user's,
/// with nothing to write but the data, and no environment but the image's.
/// </summary>
internal sealed class ImageBuild : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly DockerfileText _dockerfile = DockerfileText.Read();
    private readonly int _port = BotProcess.FreePort();

    public string App => _folder.Combine("app");

    public string Data => _folder.Combine("data");

    /// <summary>Follows the build stage, then what the final one copies from it.</summary>
    public async Task BuildAsync()
    {
        var source = Directory.CreateDirectory(_folder.Combine("source")).FullName;
        foreach (var (keyword, argument) in _dockerfile.Build.Instructions)
        {
            switch (keyword)
            {
                case "COPY":
                    var words = argument.Split(' ');
                    foreach (var from in words[..^1])
                        Copy(Repository.Combine(from), Path.Combine(source, words[^1].EndsWith('/') && !from.EndsWith('/') ? Path.Combine(words[^1], Path.GetFileName(from)) : words[^1]));
                    break;
                case "RUN":
                    await RunAsync("env", "-C", source, $"TARGETARCH={Architecture()}", "MSBUILDDISABLENODEREUSE=1", "UseSharedCompilation=false", "bash", "-c", argument);
                    break;
                default:
                    Assert.Contains(keyword, new[] { "ARG", "WORKDIR" });
                    break;
            }
        }

        foreach (var copy in _dockerfile.Final.All("COPY"))
            Directory.Move(Path.Combine(source, Path.GetRelativePath(_dockerfile.Build.One("WORKDIR").Argument, copy.Words[0])), copy.Words[1] == "/data" ? Data : App);
        await RunAsync("chmod", "755", _folder.Path);
        await RunAsync("chown", _dockerfile.Final.One("USER").Argument, Data);
    }

    public Task<BotProcess> ServeAsync() => BotProcess.ServeAsync(Start([]), new Uri($"http://localhost:{_port}"));

    /// <summary>Runs what <c>HEALTHCHECK</c> says.</summary>
    public async Task<int> CheckHealthAsync()
    {
        using var process = Process.Start(Start(_dockerfile.Final.One("HEALTHCHECK").Program.Skip(1)))!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        await Task.WhenAll(output, error);
        return process.ExitCode;
    }

    public void Dispose() => _folder.Dispose();

    private ProcessStartInfo Start(IEnumerable<string> arguments)
    {
        var user = _dockerfile.Final.One("USER").Argument.Split(':');
        var program = Path.Combine(App, Path.GetFileName(_dockerfile.Final.One("ENTRYPOINT").Program[0]));
        var start = new ProcessStartInfo("setpriv", ["--reuid", user[0], "--regid", user[1], "--clear-groups", "--no-new-privs", program, .. arguments])
        {
            WorkingDirectory = App,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var path = start.Environment["PATH"];
        start.Environment.Clear();
        foreach (var (key, value) in _dockerfile.Environment)
            start.Environment[key] = value;
        start.Environment["PATH"] = path;
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        // The container's are its own; here they would be shared. Temporary files have no place to be.
        start.Environment["ASPNETCORE_HTTP_PORTS"] = _port.ToString(CultureInfo.InvariantCulture);
        start.Environment["DataPath"] = Data;
        start.Environment["TMPDIR"] = App;
        return start;
    }

    private static async Task RunAsync(string tool, params string[] arguments)
    {
        var run = await ToolRun.StartAsync(tool, arguments);
        Assert.True(run.ExitCode == 0, $"{tool} {string.Join(' ', arguments)}: {run.Output}{run.Error}");
    }

    private static string Architecture() => RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "amd64";

    private static void Copy(string from, string to)
    {
        if (File.Exists(from))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(from, to);
            return;
        }

        Directory.CreateDirectory(to);
        foreach (var entry in Directory.EnumerateFileSystemEntries(from).Where(entry => Path.GetFileName(entry) is not ("bin" or "obj")))
        {
            if (Directory.Exists(entry))
                Copy(entry, Path.Combine(to, Path.GetFileName(entry)));
            else
                File.Copy(entry, Path.Combine(to, Path.GetFileName(entry)), overwrite: true);
        }
    }
}
