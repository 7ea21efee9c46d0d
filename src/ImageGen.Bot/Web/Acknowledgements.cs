using System.Diagnostics;
using System.Diagnostics.Metrics;
using ImageGen.Core;

namespace ImageGen.Bot.Web;

/// <summary>How long whoever asks for a picture, or presses a button, waits for the first answer.</summary>
internal static class Acknowledgements
{
    private static readonly Histogram<double> Duration = Telemetry.Meter.CreateHistogram(
        "imagegen.acknowledgement.duration", "s", "From a command's arrival until its answer has left.", advice: Telemetry.Seconds);

    /// <summary>Measures what is taken in; what is refused as forged or unreadable was not waited for.</summary>
    public static T MeasureAcknowledgements<T>(this T endpoints, string face)
        where T : IEndpointConventionBuilder => endpoints.AddEndpointFilter((context, next) =>
        {
            var (began, response) = (Stopwatch.GetTimestamp(), context.HttpContext.Response);
            response.OnCompleted(() =>
            {
                if (response.StatusCode < StatusCodes.Status400BadRequest)
                    Duration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, new KeyValuePair<string, object?>("imagegen.face", face));
                return Task.CompletedTask;
            });
            return next(context);
        });
}
