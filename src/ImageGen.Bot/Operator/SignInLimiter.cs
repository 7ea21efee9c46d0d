using System.Net;
using System.Net.Sockets;
using ImageGen.Bot.Hosting;

namespace ImageGen.Bot.Operator;

/// <summary>Bounds how often passwords can be guessed at this process: by one address, and by all together.</summary>
internal sealed class SignInLimiter(TimeProvider clock)
{
    public const int PerAddress = 5;
    public const int InTotal = 60;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly SteadyClock _steady = new(clock);
    private readonly List<(string Address, DateTimeOffset At)> _attempts = [];

    /// <summary>Counts an attempt before it is judged, so that many at once are no way around.</summary>
    /// <returns>How long to wait where there were too many; null where this one may be judged.</returns>
    public TimeSpan? Begin(IPAddress? from)
    {
        var now = _steady.GetUtcNow();
        var address = Name(from);
        lock (_gate)
        {
            _attempts.RemoveAll(attempt => attempt.At <= now - Window);
            var own = _attempts.FindAll(attempt => attempt.Address == address);
            if (own.Count >= PerAddress)
                return own[0].At + Window - now;
            if (_attempts.Count >= InTotal)
                return _attempts[0].At + Window - now;
            _attempts.Add((address, now));
            return null;
        }
    }

    /// <summary>The password was right: what this address tried before is forgotten.</summary>
    public void Succeeded(IPAddress? from)
    {
        var address = Name(from);
        lock (_gate)
            _attempts.RemoveAll(attempt => attempt.Address == address);
    }

    /// <summary>One household or server has a whole /64 of IPv6, so that counts as one address.</summary>
    private static string Name(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
