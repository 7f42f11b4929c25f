namespace Idunn.Studies.Wording;

/// <summary>A text of the data (a question, a name, a limit) in the languages that the project speaks. A plain string is English.</summary>
/// <param name="TraditionalChinese">zh-Hant; empty: the table of names is asked, and then the English stands in.</param>
public sealed record Phrase(string English, string TraditionalChinese)
{
    public static Phrase Empty { get; } = new("", "");

    public bool IsEmpty => English.Length == 0;

    public static implicit operator Phrase(string english) => new(english, "");

    /// <summary>A fixed phrase of the report with its places filled, before the language is known.</summary>
    /// <param name="english">A row of zh-Hant.tsv.</param>
    public static Phrase Of(string english, params ReadOnlySpan<object?> values) => new(Words.English[english, values], Words.TraditionalChinese[english, values]);

    /// <summary>Phrases with a sign between them that no language changes.</summary>
    public static Phrase Join(string between, IReadOnlyCollection<Phrase> phrases) => new(
        string.Join(between, phrases.Select(phrase => phrase.English)),
        phrases.Any(phrase => phrase.TraditionalChinese.Length > 0) ? string.Join(between, phrases.Select(Words.TraditionalChinese.Of)) : "");

    public override string ToString() => English;
}
