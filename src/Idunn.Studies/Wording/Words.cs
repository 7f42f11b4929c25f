using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using Idunn.Modeling;
using Idunn.Modeling.Checking;
using Idunn.Studies.Inputs;
using Idunn.Studies.Reports;

namespace Idunn.Studies.Wording;

/// <summary>
/// The language that a report is written in. The program's own phrases are looked up by their English, whole sentences with numbered places ({0}, {1}), in Resources/zh-Hant.tsv; texts of the data bring
/// their own translation (<see cref="Phrase"/>) or have one in the science folder's table of names. No number depends on it.
/// </summary>
public sealed class Words
{
    private readonly Func<string, string?> phrases, names;

    /// <param name="phrases">Translation of a phrase of the program; null: none.</param>
    /// <param name="names">Translation of a name that the data use; null: none.</param>
    public Words(string language, Func<string, string?> phrases, Func<string, string?> names)
    {
        Language = language;
        (this.phrases, this.names) = (phrases, names);
    }

    /// <summary>What a report can be written in; English is what stands in where a translation is missing.</summary>
    public static ImmutableArray<string> Languages { get; } = ["en", "zh-Hant"];

    public static Words English { get; } = new("en", english => english, english => english);

    public static Words TraditionalChinese { get; } = new("zh-Hant", Table(Resource("zh-Hant.tsv"), "zh-Hant.tsv").GetValueOrDefault, _ => null);

    /// <param name="language">One of <see cref="Languages"/>.</param>
    /// <param name="names">The science folder's table of names in that language.</param>
    public static Words In(string language, IReadOnlyDictionary<string, string> names) => language switch
    {
        "en" => English,
        "zh-Hant" => new(language, TraditionalChinese.phrases, english => names.GetValueOrDefault(english)),
        _ => throw new ArgumentException($"There are no words in '{language}'; there are: {string.Join(", ", Languages)}."),
    };

    public string Language { get; }

    public bool IsEnglish => Language == "en";

    /// <summary>What stands between the items of a list.</summary>
    public string Comma => IsEnglish ? ", " : "、";

    /// <summary>What stands between clauses.</summary>
    public string Semicolon => IsEnglish ? "; " : "；";

    /// <summary>What stands between sentences.</summary>
    public string Space => IsEnglish ? " " : "";

    /// <summary>A phrase of the program with its places filled; English where a translation is missing, which a test finds.</summary>
    /// <param name="values">Texts, numbers already in words, or phrases.</param>
    public string this[string english, params ReadOnlySpan<object?> values]
    {
        get
        {
            var text = phrases(english) ?? english;
            if (values.IsEmpty) return text;
            var filled = new object?[values.Length];
            for (var i = 0; i < filled.Length; i++) filled[i] = values[i] is Phrase phrase ? Of(phrase) : values[i];
            return string.Format(CultureInfo.InvariantCulture, text, filled);
        }
    }

    /// <summary>Phrases without places, such as the heads of a table.</summary>
    public string[] Each(params ReadOnlySpan<string> english)
    {
        var said = new string[english.Length];
        for (var i = 0; i < said.Length; i++) said[i] = this[english[i]];
        return said;
    }

    /// <summary>A text of the data.</summary>
    public string Of(Phrase phrase) => IsEnglish ? phrase.English : phrase.TraditionalChinese.Length > 0 ? phrase.TraditionalChinese : Name(phrase.English);

    /// <summary>
    /// A text from the data that brings no translation of its own: of a readout, a unit, a population, a note. One made of several, "Hippocampus, neurons", is put together from its parts, and a note
    /// from its sentences, when all of them are known.
    /// </summary>
    public string Name(string english) => Known(english) ?? english;

    private string? Known(string english)
    {
        if (names(english) is { } whole) return whole;
        if (english.Contains(". ", StringComparison.Ordinal))
        {
            var sentences = english.TrimEnd('.').Split(". ").Select(Known).ToList();
            if (sentences.TrueForAll(sentence => sentence is not null)) return string.Join("。", sentences);
        }
        for (var cut = english.IndexOf(", ", StringComparison.Ordinal); cut > 0; cut = english.IndexOf(", ", cut + 2, StringComparison.Ordinal))
            if (names(english[..cut]) is { } first && Known(english[(cut + 2)..]) is { } rest) return $"{first}，{rest}";
        return null;
    }

    /// <summary>A number with the words that go with it: 1 arm, 2 arms.</summary>
    /// <param name="one">Phrase for one, its number as {0}.</param>
    /// <param name="many">Phrase for any other number.</param>
    public string Count(int count, string one, string many) => this[count == 1 ? one : many, Numbers.Count(count)];

    /// <summary>A table of English, a tab, and the translation, one row a line; lines that begin with # are comments.</summary>
    /// <param name="file">Name of the file, for places.</param>
    /// <exception cref="FindingsException">A line is no row, or translates what another one does.</exception>
    public static FrozenDictionary<string, string> Table(string text, string file)
    {
        var rows = new Dictionary<string, string>(StringComparer.Ordinal);
        var findings = new List<Finding>();
        foreach (var (line, i) in text.Split('\n').Select((line, i) => (line.TrimEnd('\r'), i)).Where(entry => entry.Item1.Length > 0 && entry.Item1[0] != '#'))
        {
            var place = new SourceLocation(file, i + 1, 1);
            if (line.Split('\t') is not [{ Length: > 0 } english, { Length: > 0 } translation])
                findings.Add(new(Severity.Error, StudyCodes.WrongForm, $"'{line}' is not a row of names.", "Write the English, one tab, and the translation.", place));
            else if (!rows.TryAdd(english, translation))
                findings.Add(new(Severity.Error, StudyCodes.DuplicateField, $"'{english}' is translated twice.", "Remove one of the two rows.", place));
        }
        return findings.Count > 0 ? throw new FindingsException(findings) : rows.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("Idunn.Reports." + name) ?? throw new InvalidOperationException($"{name} is not embedded."), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
