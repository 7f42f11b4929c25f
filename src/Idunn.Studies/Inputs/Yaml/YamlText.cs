using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Modeling.Checking;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Idunn.Studies.Inputs.Yaml;

/// <summary>
/// YAML 1.2 (https://yaml.org/spec/1.2.2/) as a tree with places. One document; no tags, no anchors: an input reads the same to a person as to the tool.
/// </summary>
public sealed class YamlText
{
    private const int DeepestNesting = 50;

    private readonly string file;
    private readonly Parser parser;
    private readonly List<Finding> findings;

    private YamlText(string file, string text, List<Finding> findings)
    {
        this.file = file;
        this.findings = findings;
        parser = new Parser(new StringReader(text));
    }

    /// <summary>Reads a text; null when it is not YAML or empty, and then a finding says why.</summary>
    /// <param name="file">Name of the file, for places.</param>
    public static Node? Read(string file, string text, List<Finding> findings)
    {
        var yaml = new YamlText(file, text, findings);
        try
        {
            return yaml.Document();
        }
        catch (InvalidOperationException)
        {
            // The scanner gives up in this way when a bracket or a quote stays open to the end of a line or of the file.
            findings.Add(new(Severity.Error, StudyCodes.Syntax, "This is not YAML: a bracket, a brace or a quote is not closed.", "Close it, after this place.", At(file, yaml.parser.Current?.Start ?? Mark.Empty)));
            return null;
        }
        catch (ArgumentException)
        {
            // The parser's own records refuse a tag (!!…) that is no address.
            findings.Add(new(Severity.Error, StudyCodes.Syntax, "This is not YAML: a word that starts with '!' is a tag, and this one is no valid tag.", "Write the word in quotes.", At(file, yaml.parser.Current?.End ?? Mark.Empty)));
            return null;
        }
        catch (YamlException exception)
        {
            findings.Add(new(Severity.Error, StudyCodes.Syntax, $"This is not YAML: {exception.Message.TrimEnd('.')}.",
                "Look at the indentation, the colons and the quotes just before this place.", At(file, exception.Start)));
            return null;
        }
    }

    private Node? Document()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            findings.Add(new(Severity.Error, StudyCodes.Syntax, "The file is empty.", "Write at least the required fields.", new(file, 1, 1)));
            return null;
        }
        var root = Next(0);
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second))
            findings.Add(new(Severity.Error, StudyCodes.Syntax, "A second document begins here.", "Keep one document in a file; remove the line '---'.", At(file, second.Start)));
        return root;
    }

    private Node Next(int depth)
    {
        if (parser.Accept<AnchorAlias>(out var alias))
            throw new YamlException(alias.Start, alias.End, $"the alias *{alias.Value} stands for text elsewhere; write the text out here");
        if (depth > DeepestNesting)
            throw new YamlException(parser.Current!.Start, parser.Current.End, "it is nested too deep");
        if (parser.TryConsume<Scalar>(out var scalar))
            return Value(scalar);
        return parser.Accept<SequenceStart>(out _) ? Sequence(depth) : Mapping(depth);
    }

    private ScalarNode Value(Scalar scalar) =>
        new(scalar.Value, scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted, At(file, scalar.Start));

    private SequenceNode Sequence(int depth)
    {
        var start = parser.Consume<SequenceStart>();
        var items = ImmutableArray.CreateBuilder<Node>();
        while (!parser.TryConsume<SequenceEnd>(out _))
            items.Add(Next(depth + 1));
        return new(items.ToImmutable(), At(file, start.Start));
    }

    private MappingNode Mapping(int depth)
    {
        var start = parser.Consume<MappingStart>();
        var entries = ImmutableArray.CreateBuilder<(ScalarNode, Node)>();
        var first = new Dictionary<string, SourceLocation>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key))
                throw new YamlException(parser.Current!.Start, parser.Current.End, "a field's name must be a plain word");
            var name = Value(key);
            var value = Next(depth + 1);
            if (first.TryAdd(name.Text, name.Location))
                entries.Add((name, value));
            else
                findings.Add(new(Severity.Error, StudyCodes.DuplicateField, $"'{name.Text}' is given twice; the first is in line {first[name.Text].Line}.", "Remove one of the two.", name.Location));
        }
        return new(entries.ToImmutable(), At(file, start.Start));
    }

    private static SourceLocation At(string file, Mark mark) => new(file, (int)mark.Line, (int)mark.Column);
}
