using System.Reflection;
using SkiaSharp;

namespace Idunn.Studies.Reports.Drawing;

/// <summary>The embedded fonts (Inter, and for Chinese the letters of Noto Sans TC that the project's own texts use; SIL Open Font License): measured, drawn and put into the page from the same bytes.</summary>
public static class Lettering
{
    public const string Family = "Inter";

    /// <summary>Named apart from Noto Sans TC as the reader may have it, which has all letters.</summary>
    public const string ChineseFamily = "IdunnTC";

    /// <summary>Fonts with Chinese letters that readers are likely to have.</summary>
    public const string ChineseFallback = "'Noto Sans TC', 'Noto Sans CJK TC', 'PingFang TC', 'Microsoft JhengHei'";

    static readonly Lazy<SKTypeface> regular = new(() => Load("Inter-Regular.otf")), strong = new(() => Load("Inter-SemiBold.otf"));

    static readonly Lazy<SKTypeface> chineseRegular = new(() => Load("NotoSansTC-Regular.otf")), chineseStrong = new(() => Load("NotoSansTC-Bold.otf"));

    public static SKTypeface Typeface(bool isStrong) => (isStrong ? strong : regular).Value;

    public static SKTypeface ChineseTypeface(bool isStrong) => (isStrong ? chineseStrong : chineseRegular).Value;

    /// <summary>A line cut where the font changes.</summary>
    public static IEnumerable<(string Text, bool IsChinese)> Runs(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i += char.IsSurrogatePair(text, i) ? 2 : 1)
        {
            if (IsChinese(text, i) == IsChinese(text, start)) continue;
            yield return (text[start..i], IsChinese(text, start));
            start = i;
        }
        if (text.Length > 0) yield return (text[start..], IsChinese(text, start));
    }

    /// <summary>Han characters and the punctuation that goes with them.</summary>
    static bool IsChinese(string text, int i) => text[i] >= '\u2E80';

    /// <summary>Each letter of the figures' labels that no embedded font has, once, in their order.</summary>
    public static string WithoutGlyph(IEnumerable<Figure> figures) => string.Concat(figures.SelectMany(figure => figure.Marks).OfType<Label>().Select(label => label.Text).Distinct(StringComparer.Ordinal)
        .SelectMany(text => Runs(text).SelectMany(run => run.Text.EnumerateRunes().Where(rune => (run.IsChinese ? ChineseTypeface(false) : Typeface(false)).GetGlyph(rune.Value) == 0))).Distinct());

    /// <summary>Advance width of a line in figure units.</summary>
    public static double Width(string text, double size, bool isStrong = false)
    {
        var width = 0f;
        foreach (var (run, isChinese) in Runs(text))
        {
            using var font = Font(size, isStrong, isChinese);
            width += font.MeasureText(run);
        }
        return width;
    }

    /// <summary>Words broken into lines no wider than <paramref name="width"/>; what exceeds <paramref name="lines"/> ends in an ellipsis.</summary>
    public static IReadOnlyList<string> Wrap(string text, double size, double width, int lines, bool isStrong = false)
    {
        var wrapped = Filled(text, size, width, isStrong);
        if (wrapped.Count <= lines) return wrapped.Count > 1 && Runs(text).Any(run => run.IsChinese) ? Balanced(text, size, width, wrapped, isStrong) : wrapped;
        var last = wrapped[lines - 1] + "…";
        while (last.Length > 2 && Width(last, size, isStrong) > width) last = last[..^2] + "…";
        return [.. wrapped.Take(lines - 1), last];
    }

    /// <summary>All of a text in lines no wider than <paramref name="width"/>: between words, and where a word alone is wider, behind the punctuation of ids or, failing that, anywhere.</summary>
    public static IReadOnlyList<string> Fold(string text, double size, double width, bool isStrong = false)
    {
        var lines = new List<string>();
        foreach (var line in Filled(text, size, width, isStrong))
        {
            var rest = line;
            while (rest.Length > 1 && Width(rest, size, isStrong) > width)
            {
                var most = rest.Length - 1;
                while (most > 1 && Width(rest[..most], size, isStrong) > width) most--;
                if (char.IsHighSurrogate(rest[most - 1]) && most > 1) most--;
                var cut = rest.AsSpan(0, most).LastIndexOfAny(breaks) is var mark && mark > most / 2 ? mark + 1 : most;
                lines.Add(rest[..cut].TrimEnd());
                rest = rest[cut..];
            }
            lines.Add(rest);
        }
        return lines.Count > 0 ? lines : [""];
    }

    static List<string> Filled(string text, double size, double width, bool isStrong)
    {
        var wrapped = new List<string>();
        foreach (var (word, space) in Breakable(text))
        {
            if (wrapped.Count > 0 && Width(wrapped[^1] + space + word, size, isStrong) <= width) wrapped[^1] += space + word;
            else wrapped.Add(word);
        }
        return wrapped;
    }

    /// <summary>As many lines, of nearly one width: Chinese breaks anywhere, and would leave a single letter to the last line.</summary>
    static List<string> Balanced(string text, double size, double width, List<string> wrapped, bool isStrong)
    {
        for (var narrower = width - (size / 2); narrower > width / 2; narrower -= size / 2)
        {
            var tried = Filled(text, size, narrower, isStrong);
            if (tried.Count > wrapped.Count || tried.Exists(line => Width(line, size, isStrong) > width)) break;
            wrapped = tried;
        }
        return wrapped;
    }

    static readonly System.Buffers.SearchValues<char> breaks = System.Buffers.SearchValues.Create("_.-/ ,");

    const string NeverFirst = "，。、；：？！）」』》…％", NeverLast = "（「『《";

    /// <summary>What a line may be broken between, each with what stands before it on the same line: words; in Chinese letters, but for punctuation that never begins or ends a line.</summary>
    static IEnumerable<(string Text, string Before)> Breakable(string text)
    {
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (start, before) = (0, " ");
            for (var i = 1; i < word.Length; i++)
            {
                if ((!IsChinese(word, i) && !IsChinese(word, i - 1)) || NeverFirst.Contains(word[i], StringComparison.Ordinal) || NeverLast.Contains(word[i - 1], StringComparison.Ordinal) || char.IsLowSurrogate(word[i])) continue;
                yield return (word[start..i], before);
                (start, before) = (i, "");
            }
            yield return (word[start..], before);
        }
    }

    public static SKFont Font(double size, bool isStrong, bool isChinese = false) => new(isChinese ? ChineseTypeface(isStrong) : Typeface(isStrong), (float)size) { Hinting = SKFontHinting.None, Subpixel = true, LinearMetrics = true };

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
