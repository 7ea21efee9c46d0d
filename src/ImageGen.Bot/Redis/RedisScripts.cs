using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ImageGen.Bot.Redis;

/// <summary>A script and the hash by which Redis knows it.</summary>
internal sealed record RedisScript(string Text, byte[] Hash);

/// <summary>
/// The scripts, one a transition, each preceded by the shared parts that its header says it uses, and followed by the
/// writes that these put off (<c>finally</c> in Lua/shared/job.lua).
/// </summary>
internal static class RedisScripts
{
    private const string Uses = "-- Uses: ";
    private const string Before = "local function transition()";
    private const string After = "end local answer = transition() for _, write in ipairs(put_off) do write() end return answer";

    public static RedisScript Admit { get; } = Load("admit");

    public static RedisScript Lease { get; } = Load("lease");

    public static RedisScript Extend { get; } = Load("extend");

    public static RedisScript Checkpoint { get; } = Load("checkpoint");

    public static RedisScript Charge { get; } = Load("charge");

    public static RedisScript Settle { get; } = Load("settle");

    public static RedisScript Release { get; } = Load("release");

    public static RedisScript Reroute { get; } = Load("reroute");

    public static RedisScript FinishReply { get; } = Load("finish_reply");

    public static RedisScript NoteMessage { get; } = Load("note_message");

    public static RedisScript Cancel { get; } = Load("cancel");

    public static RedisScript Delete { get; } = Load("delete");

    public static RedisScript Rescue { get; } = Load("rescue");

    public static RedisScript Pause { get; } = Load("pause");

    public static RedisScript Find { get; } = Load("find");

    public static RedisScript History { get; } = Load("history");

    public static RedisScript Counters { get; } = Load("counters");

    public static RedisScript Orphans { get; } = Load("orphans");

    public static RedisScript Lane { get; } = Load("lane");

    public static RedisScript Check { get; } = Load("check");

    public static RedisScript FinishedBefore { get; } = Load("finished_before");

    public static RedisScript Usage { get; } = Load("usage");

    public static RedisScript ForgetUsage { get; } = Load("forget_usage");

    public static RedisScript GetGuild { get; } = Load("get_guild");

    public static RedisScript ReplaceGuild { get; } = Load("replace_guild");

    public static RedisScript NoteAudit { get; } = Load("note_audit");

    public static RedisScript Audit { get; } = Load("audit");

    public static RedisScript Guilds { get; } = Load("guilds");

    public static RedisScript List { get; } = Load("list");

    public static RedisScript Move { get; } = Load("move");

    public static RedisScript GetSecret { get; } = Load("get_secret");

    public static RedisScript SwapSecret { get; } = Load("swap_secret");

    [SuppressMessage("Security", "CA5350", Justification = "EVALSHA names scripts by their SHA-1; nothing is protected by it.")]
    private static RedisScript Load(string name)
    {
        var body = Read(name);
        var uses = body.Split('\n').FirstOrDefault(line => line.StartsWith(Uses, StringComparison.Ordinal))?[Uses.Length..].Split(' ') ?? [];
        var text = string.Join('\n', [RedisKeys.LuaNames, Read("shared.job"), .. uses.Select(part => Read($"shared.{part}")), Before, body, After]);
        return new RedisScript(text, SHA1.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static string Read(string name)
    {
        var type = typeof(RedisScripts);
        using var stream = type.Assembly.GetManifestResourceStream($"{type.Namespace}.Lua.{name}.lua")
            ?? throw new InvalidOperationException($"The script {name} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
