using System.Collections.Immutable;

namespace Idunn.Studies.Reports.Drawing;

/// <summary>A picture as data; <see cref="SvgPicture"/> and <see cref="PngPicture"/> write the same marks.</summary>
/// <param name="Name">File name without extension, and prefix of ids.</param>
/// <param name="Title">What is shown, in a line.</param>
/// <param name="Description">The picture in words, for those who do not see it.</param>
/// <param name="Marks">In painting order.</param>
public sealed record Figure(string Name, string Title, string Description, double Width, double Height, ImmutableArray<Mark> Marks);

/// <summary>Something painted.</summary>
public abstract record Mark;

/// <summary>An outline, filled, stroked, or both.</summary>
/// <param name="Path">SVG path data.</param>
public sealed record Shape(string Path) : Mark
{
    public Ink? Fill { get; init; }
    public double FillOpacity { get; init; } = 1;
    public Ink? Stroke { get; init; }
    public double StrokeWidth { get; init; } = 1;

    /// <summary>Where the path's origin lies in the figure.</summary>
    public Point Origin { get; init; }

    /// <summary>Figure units per unit of the path.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Lengths of dash and gap in turn; empty: solid.</summary>
    public ImmutableArray<double> Dashes { get; init; } = [];
}

public enum Anchor
{
    Start,
    Middle,
    End,
}

/// <summary>A line of text on its baseline.</summary>
public sealed record Label(string Text, double X, double Y, double Size = 12) : Mark
{
    public Ink Ink { get; init; } = Ink.Text;
    public bool Strong { get; init; }
    public Anchor Anchor { get; init; }

    /// <summary>Turned a quarter to the left, reading upwards.</summary>
    public bool Upwards { get; init; }

    /// <summary>Keeps lines behind the letters from touching them.</summary>
    public bool Halo { get; init; }
}
