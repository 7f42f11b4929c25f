using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Idunn.Modeling;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Inputs.Yaml;

/// <summary>The forms that the project's YAML files are made of.</summary>
public static class Shapes
{
    /// <summary>A word or a sentence, not empty.</summary>
    public static Shape<string> Text { get; } = new(
        (node, reading) => node is ScalarNode { Text: var text } && !string.IsNullOrWhiteSpace(text)
            ? text.Trim()
            : Refuse(reading, node, "text", "Write a word or a sentence.", ""),
        () => new() { ["type"] = "string", ["minLength"] = 1 },
        "");

    private static readonly Field<string> English = new("en", Text, true, "In English.");
    private static readonly Field<string> Chinese = new("zh-Hant", Text, false, "In Traditional Chinese.");
    private static readonly Shape<Phrase> Translated = Group<Phrase>([English, Chinese], at => new(at.Get(English), at.Find(Chinese) ?? ""), Wording.Phrase.Empty);

    /// <summary>A text for reports: in English, or in each language that the project speaks.</summary>
    public static Shape<Phrase> Phrase { get; } = new(
        (node, reading) => node is MappingNode ? Translated.Read(node, reading) : Text.Read(node, reading),
        () => new() { ["oneOf"] = new JsonArray(Text.Schema(), Translated.Schema()) },
        Wording.Phrase.Empty);

    /// <summary>One of a few words.</summary>
    public static Shape<string> OneOf(params ImmutableArray<string> words) => new(
        (node, reading) =>
        {
            if (node is ScalarNode { Text: var text } && words.Contains(text))
                return text;
            if (node is ScalarNode { Text.Length: > 0 } other)
                reading.Error(StudyCodes.UnknownName, $"{reading.Path} cannot be {node.Kind}.", Nearest.Suggestion(other.Text, words), node.Location);
            else
                Refuse(reading, node, "a word", $"Write one of: {string.Join(", ", words)}.", "");
            return "";
        },
        () => new() { ["enum"] = new JsonArray([.. words.Select(word => JsonValue.Create(word))]) },
        "");

    /// <summary>A whole number within bounds.</summary>
    public static Shape<int> Integer(int least, int most = int.MaxValue) => new(
        (node, reading) =>
        {
            if (node is not ScalarNode { IsQuoted: false } scalar || !long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
                return Refuse(reading, node, "a whole number", $"Write a whole number of at least {least}, such as {Math.Max(least, 1)}.", least);
            if (value >= least && value <= most)
                return (int)value;
            return OutOfRange(reading, node, value < least ? $"at least {least}" : $"at most {most}", least);
        },
        () => Bounded(new() { ["type"] = "integer" }, least, most == int.MaxValue ? null : most),
        least);

    /// <summary>A random seed.</summary>
    public static Shape<ulong> Seed { get; } = new(
        (node, reading) => node is ScalarNode { IsQuoted: false } scalar && ulong.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : Refuse(reading, node, "a seed", "Write a whole number from 0 to 18446744073709551615.", 0UL),
        () => new() { ["type"] = "integer", ["minimum"] = 0 },
        0);

    /// <summary>A pure number, strictly between two bounds.</summary>
    public static Shape<double> NumberBetween(double above, double below) => new(
        (node, reading) =>
        {
            if (node is not ScalarNode { IsQuoted: false } scalar || !double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                return Refuse(reading, node, "a number", "Write a number without a unit.", double.NaN);
            if (value > above && value < below)
                return value;
            return OutOfRange(reading, node, double.IsNegativeInfinity(above) ? "finite" : double.IsPositiveInfinity(below) ? FormattableString.Invariant($"above {above}") : FormattableString.Invariant($"between {above} and {below}"), double.NaN);
        },
        () =>
        {
            var schema = new JsonObject { ["type"] = "number" };
            if (double.IsFinite(above))
                schema["exclusiveMinimum"] = above;
            if (double.IsFinite(below))
                schema["exclusiveMaximum"] = below;
            return schema;
        },
        double.NaN);

    /// <summary>A pure number, or one certain word in its place.</summary>
    /// <param name="make">Makes the value from the number, null for the word, and the place.</param>
    public static Shape<T> NumberOr<T>(string word, Func<double?, SourceLocation, T> make) => new(
        (node, reading) => node is ScalarNode { Text: var text } && text == word ? make(null, node.Location)
            : node is ScalarNode { IsQuoted: false } scalar && double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? make(value, node.Location)
            : Refuse(reading, node, "a number", $"Write a number without a unit, or {word}.", make(double.NaN, node.Location)),
        () => new() { ["oneOf"] = new JsonArray(new JsonObject { ["type"] = "number" }, new JsonObject { ["const"] = word }) },
        make(double.NaN, SourceLocation.None));

    /// <summary>Text, or in its place a group that says more.</summary>
    public static Shape<T> TextOr<T>(Func<string, T> make, Shape<T> group) => new(
        (node, reading) => node is MappingNode ? group.Read(node, reading) : make(Text.Read(node, reading)),
        () => new() { ["oneOf"] = new JsonArray(Text.Schema(), group.Schema()) },
        group.Fallback);

    /// <summary>One of two words, or something larger in their place.</summary>
    public static Shape<TResult> OneOfOr<T, TResult>(Shape<T> other, (string First, string Second) words, Func<string, TResult> ofWord, Func<T, TResult> ofOther)
    {
        var word = OneOf(words.First, words.Second);
        return new(
            (node, reading) => node is ScalarNode ? ofWord(word.Read(node, reading)) : ofOther(other.Read(node, reading)),
            () => new() { ["oneOf"] = new JsonArray(word.Schema(), other.Schema()) },
            ofOther(other.Fallback));
    }

    /// <summary>A number with a unit, written as one word or two: <c>7 d</c>.</summary>
    public static Shape<Amount> Amount(AmountKind kind) => new(
        (node, reading) => AmountText.Read(node, kind, reading),
        () => new() { ["type"] = "string", ["pattern"] = AmountText.Pattern, ["examples"] = new JsonArray([.. kind.Examples.Select(example => JsonValue.Create(example))]) },
        new(double.NaN, "", SourceLocation.None));

    /// <summary>A list; empty only where <paramref name="least"/> is 0.</summary>
    public static Shape<ImmutableArray<T>> List<T>(Shape<T> item, int least = 0) => new(
        (node, reading) =>
        {
            if (node is not SequenceNode list)
                return Refuse(reading, node, "a list", "Write it as [a, b] or with a dash before each item.", ImmutableArray<T>.Empty);
            if (list.Items.Length < least)
                reading.Error(StudyCodes.MissingField, $"{reading.Path} is empty.", "Write at least one item.", node.Location);
            for (var i = 0; i < list.Items.Length; i++)
                reading.Remember(list.Location, $"[{i}]", list.Items[i].Location);
            return [.. list.Items.Select((entry, i) => item.Read(entry, reading.Within($"[{i}]"))).Where(value => value is not null)];
        },
        () => Bounded(new() { ["type"] = "array", ["items"] = item.Schema() }, "minItems", least),
        []);

    /// <summary>Values under names that the user chooses, in the order written.</summary>
    /// <param name="isId">True when the names must be ids: letters, digits, dashes, underscores and dots.</param>
    public static Shape<ImmutableArray<(string Name, T Value)>> Map<T>(Shape<T> item, int least = 0, bool isId = true) => new(
        (node, reading) =>
        {
            if (node is not MappingNode map)
                return Refuse(reading, node, "a group of named entries", "Write each as 'name: …' on a line of its own, indented.", ImmutableArray<(string, T)>.Empty);
            if (map.Entries.Length < least)
                reading.Error(StudyCodes.MissingField, $"{reading.Path} is empty.", "Write at least one entry.", node.Location);
            foreach (var (key, value) in map.Entries)
            {
                reading.Remember(map.Location, key.Text, value.Location);
                if (isId && key.Text.Length == 0)
                    reading.Error(StudyCodes.WrongForm, $"A name in {reading.Path} is empty.", "Give it one.", key.Location);
                if (isId && !key.Text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
                    reading.Error(StudyCodes.WrongForm, $"The name '{key.Text}' in {reading.Path} holds a character that an id cannot have.", "Use letters, digits, '-', '_' and '.'; put the words into 'name:'.", key.Location);
            }
            return [.. map.Entries.Select(entry => (entry.Key.Text, item.Read(entry.Value, reading.Within(entry.Key.Text)))).Where(entry => entry.Item2 is not null)];
        },
        () =>
        {
            var schema = Bounded(new() { ["type"] = "object", ["additionalProperties"] = item.Schema() }, "minProperties", least);
            if (isId)
                schema["propertyNames"] = new JsonObject { ["pattern"] = "^[A-Za-z0-9._-]+$" };
            return schema;
        },
        []);

    /// <summary>A group of known fields. Unknown ones are refused.</summary>
    /// <param name="build">Makes the record from the fields' values, some of which may be fallbacks when something was reported.</param>
    public static Shape<T> Group<T>(ImmutableArray<Field> fields, Func<Entries, T> build, T fallback) => new(
        (node, reading) => node is MappingNode map
            ? build(ReadFields(map, fields, reading))
            : Refuse(reading, node, "a group of fields", $"Fields here: {string.Join(", ", fields.Select(field => field.Name))}.", fallback),
        () => new()
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)field.Schema()))),
            ["required"] = new JsonArray([.. fields.Where(field => field.IsRequired).Select(field => JsonValue.Create(field.Name))]),
            ["additionalProperties"] = false,
        },
        fallback);

    private static Entries ReadFields(MappingNode map, ImmutableArray<Field> fields, Reading reading)
    {
        var values = new Dictionary<string, object?>();
        foreach (var (key, value) in map.Entries)
        {
            reading.Remember(map.Location, key.Text, value.Location);
            if (fields.FirstOrDefault(field => field.Name == key.Text) is { } field)
                values[field.Name] = field.Read(value, reading.Within(field.Name));
            else
                reading.Error(StudyCodes.UnknownField, reading.Path.Length == 0 ? $"There is no field '{key.Text}'." : $"There is no field '{key.Text}' in {reading.Path}.",
                    Nearest.Suggestion(key.Text, fields.Select(field => field.Name)), key.Location);
        }
        foreach (var field in fields.Where(field => field.IsRequired && map.Entries.All(entry => entry.Key.Text != field.Name)))
            reading.Error(StudyCodes.MissingField, reading.Path.Length == 0 ? $"The field '{field.Name}' is missing." : $"The field '{field.Name}' is missing in {reading.Path}.",
                $"Add it: {field.Description}", map.Location);
        return new(values, map.Location, reading);
    }

    private static T Refuse<T>(Reading reading, Node node, string wanted, string action, T fallback)
    {
        reading.Error(StudyCodes.WrongForm, $"{(reading.Path.Length == 0 ? "The file" : reading.Path)} must be {wanted}, not {node.Kind}.", action, node.Location);
        return fallback;
    }

    private static T OutOfRange<T>(Reading reading, Node node, string range, T fallback)
    {
        reading.Error(StudyCodes.OutOfRange, $"{reading.Path} is {((ScalarNode)node).Text}; it must be {range}.", $"Write a number {range}.", node.Location);
        return fallback;
    }

    private static JsonObject Bounded(JsonObject schema, double least, double? most)
    {
        schema["minimum"] = least;
        if (most is { } value)
            schema["maximum"] = value;
        return schema;
    }

    private static JsonObject Bounded(JsonObject schema, string keyword, int least)
    {
        if (least > 0)
            schema[keyword] = least;
        return schema;
    }
}
