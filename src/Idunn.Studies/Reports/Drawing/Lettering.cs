using System.Reflection;
using SkiaSharp;

namespace Idunn.Studies.Reports.Drawing;

/// <summary>The embedded fonts (Inter, SIL Open Font License): measured, drawn and put into the page from the same bytes.</summary>
public static class Lettering
{
    public const string Family = "Inter";

    static readonly Lazy<SKTypeface> regular = new(() => Load("Inter-Regular.otf")), strong = new(() => Load("Inter-SemiBold.otf"));

    public static SKTypeface Typeface(bool isStrong) => (isStrong ? strong : regular).Value;

    /// <summary>Advance width of a line in figure units.</summary>
    public static double Width(string text, double size, bool isStrong = false)
    {
        using var font = Font(size, isStrong);
        return font.MeasureText(text);
    }

    /// <summary>Words broken into lines no wider than <paramref name="width"/>; what exceeds <paramref name="lines"/> ends in an ellipsis.</summary>
    public static IReadOnlyList<string> Wrap(string text, double size, double width, int lines, bool isStrong = false)
    {
        var wrapped = new List<string>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (wrapped.Count > 0 && Width($"{wrapped[^1]} {word}", size, isStrong) <= width) wrapped[^1] += " " + word;
            else wrapped.Add(word);
        }
        if (wrapped.Count <= lines) return wrapped;
        var last = wrapped[lines - 1] + "…";
        while (last.Length > 2 && Width(last, size, isStrong) > width) last = last[..^2] + "…";
        return [.. wrapped.Take(lines - 1), last];
    }

    public static SKFont Font(double size, bool isStrong) => new(Typeface(isStrong), (float)size) { Hinting = SKFontHinting.None, Subpixel = true, LinearMetrics = true };

    /// <summary>Bytes of an embedded file of the report.</summary>
    public static byte[] Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Idunn.Reports." + name) ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    static SKTypeface Load(string name)
    {
        using var data = SKData.CreateCopy(Resource(name));
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException($"{name} is not a font.");
    }
}
