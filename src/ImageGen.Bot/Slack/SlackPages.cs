using System.Net;
using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ImageGen.Bot.Slack;

/// <summary>
/// What people see in the browser at the end of an installation: in the playground's dress, without a script. Links are
/// relative, since a proxy may have this bot under a path of its own.
/// </summary>
internal static class SlackPages
{
    public static ContentHttpResult Success(string? name, Uri app) => Page(
        StatusCodes.Status200OK,
        "ImageGen.Bot is installed",
        $"{(name is null ? "Your workspace" : WebUtility.HtmlEncode(name))} has it now. Type <code>/imagine a cool cat</code> in any channel.",
        $"""<a href="{WebUtility.HtmlEncode(app.AbsoluteUri)}">Open Slack</a>""");

    public static ContentHttpResult Failure(int status, string title, string reason) =>
        Page(status, title, WebUtility.HtmlEncode(reason), """<a href="../install">Start again</a>""");

    /// <param name="status">Of HTTP.</param>
    /// <param name="title">Plain text of ours.</param>
    /// <param name="text">HTML.</param>
    /// <param name="link">HTML.</param>
    private static ContentHttpResult Page(int status, string title, string text, string link) => TypedResults.Text(
        $"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="light dark">
          <meta name="robots" content="noindex">
          <title>{title}</title>
          <link rel="icon" href="../../favicon.svg" type="image/svg+xml">
          <link rel="stylesheet" href="../../playground/base.css">
          <link rel="stylesheet" href="../../playground/page.css">
        </head>
        <body>
          <div class="top">
            <header class="bar">
              <h1 class="brand"><img src="../../favicon.svg" alt="" width="28" height="28"> ImageGen.Bot</h1>
            </header>
          </div>
          <main class="page">
            <section class="empty">
              <h2>{title}</h2>
              <p>{text}</p>
              <p class="empty-lead">{link}</p>
            </section>
          </main>
        </body>
        </html>

        """,
        MediaTypeNames.Text.Html,
        Encoding.UTF8,
        status);
}
