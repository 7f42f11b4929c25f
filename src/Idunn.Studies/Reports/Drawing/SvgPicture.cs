using System.Xml.Linq;
using static Idunn.Studies.Reports.Drawing.Outline;

namespace Idunn.Studies.Reports.Drawing;

/// <summary>Writes a figure as SVG 1.1: for a page, or as a file of its own.</summary>
public static class SvgPicture
{
    /// <summary>The element for a page: scales to the width it is given, up to a quarter wider than drawn.</summary>
    public static XElement Inline(Figure figure)
    {
        var (title, description) = ($"{figure.Name}-title", $"{figure.Name}-desc");
        return new XElement("svg",
            new XAttribute("viewBox", $"0 0 {N(figure.Width)} {N(figure.Height)}"),
            new XAttribute("style", $"max-width:{N(figure.Width * 1.25)}px"),
            new XAttribute("role", "img"),
            new XAttribute("aria-labelledby", $"{title} {description}"),
            new XElement("title", new XAttribute("id", title), figure.Title),
            new XElement("desc", new XAttribute("id", description), figure.Description),
            figure.Marks.Select(Element));
    }

    /// <summary>A complete SVG document.</summary>
    public static string Document(Figure figure)
    {
        var svg = Inline(figure);
        svg.SetAttributeValue("style", null);
        svg.Add(new XAttribute("xmlns", "http://www.w3.org/2000/svg"), new XAttribute("width", N(figure.Width)), new XAttribute("height", N(figure.Height)),
            new XAttribute("font-family", $"{Lettering.Family}, 'Helvetica Neue', Arial, {(figure.Marks.OfType<Label>().Any(label => Lettering.Runs(label.Text).Any(run => run.IsChinese)) ? Lettering.ChineseFallback + ", " : "")}sans-serif"));
        svg.Elements("desc").Last().AddAfterSelf(Element(new Shape(Rectangle(0, 0, figure.Width, figure.Height)) { Fill = Ink.Paper }));
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + Markup.Text(svg) + "\n";
    }

    static XElement Element(Mark mark) => mark switch
    {
        Shape shape => Element(shape),
        Label label => Element(label),
        _ => throw new NotSupportedException(mark.GetType().Name),
    };

    static XElement Element(Shape shape)
    {
        var classes = string.Join(' ', new[] { shape.Fill is null ? null : "f-" + shape.Fill.Name, shape.Stroke is null ? null : "s-" + shape.Stroke.Name }.OfType<string>());
        var path = new XElement("path", new XAttribute("class", classes), new XAttribute("d", shape.Path), new XAttribute("fill", shape.Fill?.Hex ?? "none"));
        if (shape.Fill is not null && shape.FillOpacity < 1) path.Add(new XAttribute("fill-opacity", N(shape.FillOpacity)));
        if (shape.Origin != default || shape.Scale != 1) path.Add(new XAttribute("transform", $"translate({N(shape.Origin.X)} {N(shape.Origin.Y)}) scale({N(shape.Scale)})"));
        if (shape.Stroke is null) return path;
        path.Add(new XAttribute("stroke", shape.Stroke.Hex), new XAttribute("stroke-width", N(shape.StrokeWidth)), new XAttribute("stroke-linejoin", "round"));
        if (!shape.Dashes.IsDefaultOrEmpty) path.Add(new XAttribute("stroke-dasharray", string.Join(' ', shape.Dashes.Select(N))));
        return path;
    }

    static XElement Element(Label label)
    {
        var text = new XElement("text", new XAttribute("class", "f-" + label.Ink.Name + (label.Halo ? " s-paper" : "")), new XAttribute("x", N(label.X)), new XAttribute("y", N(label.Y)),
            new XAttribute("font-size", N(label.Size)), new XAttribute("fill", label.Ink.Hex), label.Text);
        if (label.Strong) text.Add(new XAttribute("font-weight", "600"));
        if (label.Anchor != Anchor.Start) text.Add(new XAttribute("text-anchor", label.Anchor == Anchor.Middle ? "middle" : "end"));
        if (label.Upwards) text.Add(new XAttribute("transform", $"rotate(-90 {N(label.X)} {N(label.Y)})"));
        if (label.Halo) text.Add(new XAttribute("stroke", Ink.Paper.Hex), new XAttribute("stroke-width", "3"), new XAttribute("stroke-linejoin", "round"), new XAttribute("paint-order", "stroke"));
        return text;
    }
}
