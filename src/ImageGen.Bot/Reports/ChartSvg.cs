using System.Globalization;
using System.Text;
using System.Xml;

namespace ImageGen.Bot.Reports;

/// <summary>Writes a chart as an SVG document, whose bars say under a pointer what they stand for.</summary>
internal static class ChartSvg
{
    private const string Namespace = "http://www.w3.org/2000/svg";

    /// <summary>The document: no scripts, styles or links in it.</summary>
    public static string Write(Chart chart)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("svg", Namespace);
            xml.WriteAttributeString("viewBox", $"0 0 {chart.Width} {chart.Height}");
            xml.WriteAttributeString("role", "img");
            xml.WriteAttributeString("font-family", "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif");
            xml.WriteElementString("title", Namespace, Valid(chart.Title));
            xml.WriteElementString("desc", Namespace, Valid(chart.AltText));
            Box(xml, new ChartBox(0, 0, chart.Width, chart.Height, chart.Background));
            foreach (var box in chart.Boxes)
                Box(xml, box);
            foreach (var label in chart.Labels)
                Label(xml, label);
            xml.WriteEndElement();
        }

        return text.ToString();
    }

    private static void Box(XmlWriter xml, ChartBox box)
    {
        xml.WriteStartElement("rect", Namespace);
        Number(xml, "x", box.X);
        Number(xml, "y", box.Y);
        Number(xml, "width", box.Width);
        Number(xml, "height", box.Height);
        xml.WriteAttributeString("fill", Color(box.Color));
        if (box.Hint is not null)
            xml.WriteElementString("title", Namespace, Valid(box.Hint));
        xml.WriteEndElement();
    }

    private static void Label(XmlWriter xml, ChartLabel label)
    {
        xml.WriteStartElement("text", Namespace);
        Number(xml, "x", label.X);
        Number(xml, "y", label.Y);
        Number(xml, "font-size", label.Size);
        xml.WriteAttributeString("fill", Color(label.Color));
        if (label.Anchor != LabelAnchor.Start)
            xml.WriteAttributeString("text-anchor", label.Anchor == LabelAnchor.Middle ? "middle" : "end");
        if (label.IsBold)
            xml.WriteAttributeString("font-weight", "600");
        xml.WriteString(Valid(label.Text));
        xml.WriteEndElement();
    }

    private static void Number(XmlWriter xml, string name, float value) => xml.WriteAttributeString(name, value.ToString("0.##", CultureInfo.InvariantCulture));

    private static string Color(uint color) => string.Create(CultureInfo.InvariantCulture, $"#{color:x6}");

    /// <summary>XML has no way to write control characters and halves of surrogate pairs.</summary>
    private static string Valid(string text) =>
        string.Concat(text.EnumerateRunes().Select(static rune => (rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? Rune.ReplacementChar : rune).ToString()));
}
