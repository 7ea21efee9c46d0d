using System.Text.Json.Nodes;

namespace ImageGen.Bot.Tests.Fakes.Slack;

/// <summary>Slack's bad days, as a test orders them.</summary>
internal sealed partial class FakeSlack
{
    private readonly List<Func<SlackCall, Answer?>> _faults = [];
    private readonly List<Func<SlackCall, bool>> _drops = [];
    private readonly Dictionary<string, Task> _late = [];

    /// <summary>Says to every n-th call that there were too many. One that comes while the method is closed is refused, but neither counted nor a reason to close it for longer.</summary>
    /// <param name="n">1 for every call.</param>
    /// <param name="wait">How long the method stays closed to the workspace; a second where left out, and Slack tells of whole seconds.</param>
    /// <param name="error"><c>ratelimited</c>, a 429 with <c>Retry-After</c>, or <c>rate_limited</c>, which comes with 200 and does not say how long.</param>
    /// <param name="times">How often at most.</param>
    /// <param name="method">Which method alone; any where left out.</param>
    public void LimitEvery(int n, TimeSpan? wait = null, string error = "ratelimited", int times = int.MaxValue, string? method = null) => Every(n, times, method, call =>
    {
        var closed = wait ?? TimeSpan.FromSeconds(1);
        Limits.Block(call.Method, OwnerOf(call), Now + closed);
        return error == "ratelimited" || IsBesideTheApi(call) ? Answer.Limited(closed) : Refused(error);
    }, counts: call => !Limits.IsBlocked(call.Method, OwnerOf(call), Now));

    /// <summary>Answers every n-th call with a status and no document, before it takes effect.</summary>
    public void FailEvery(int n, int status, int times = int.MaxValue, string? method = null) =>
        Every(n, times, method, _ => new Answer(status) { Text = $"<!DOCTYPE html><html><head><title>{status}</title></head><body>Slack is having some trouble.</body></html>" });

    /// <summary>Refuses every n-th call with an error of Slack's own, such as <c>internal_error</c> or <c>fatal_error</c>.</summary>
    public void RefuseEvery(int n, string error, int times = int.MaxValue, string? method = null) =>
        Every(n, times, method, call => IsBesideTheApi(call) ? new Answer(500) : Refused(error));

    /// <summary>The next calls of a method (of any, where left out) take effect, but the connection closes before the answer.</summary>
    public void DropAfter(int times = 1, string? method = null) => Change(() =>
    {
        var left = times;
        _drops.Add(call => (method is null || call.Method == method) && left-- > 0);
        return left;
    });

    /// <summary>The next call of a method takes effect, but is answered only later.</summary>
    public void AnswerLate(string method, Task until) => Change(() =>
    {
        _late[method] = until;
        return method;
    });

    /// <summary>Drops what was uploaded and not completed, as Slack does after some time.</summary>
    public void ForgetUploads() => Change(() =>
    {
        _tickets.Clear();
        return _tickets;
    });

    private string OwnerOf(SlackCall call) => call.Token is { } token ? _tokens.GetValueOrDefault(token)?.Installation.Owner ?? "" : "";

    private static Answer Refused(string error) => new(200, new JsonObject { ["ok"] = false, ["error"] = error });

    private void Every(int n, int times, string? method, Func<SlackCall, Answer> answer, Func<SlackCall, bool>? counts = null) => Change(() =>
    {
        var (calls, left) = (0, times);
        _faults.Add(call => (method is null || call.Method == method) && counts?.Invoke(call) is not false && ++calls % n == 0 && left-- > 0 ? answer(call) : null);
        return left;
    });
}
