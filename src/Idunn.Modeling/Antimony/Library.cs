using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Antimony;

/// <summary>The modules and functions of a file and of all that it imports.</summary>
internal sealed class Library(ICollection<Finding> findings)
{
    private readonly Dictionary<string, ModuleSyntax> modules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FunctionSyntax> functions = new(StringComparer.Ordinal);
    private readonly HashSet<string> read = new(StringComparer.Ordinal);
    private readonly Stack<string> reading = new();

    public IReadOnlyDictionary<string, ModuleSyntax> Modules => modules;

    public IReadOnlyDictionary<string, FunctionSyntax> Functions => functions;

    public AntimonyFile Add(string text, string file)
    {
        reading.Push(Path.GetFullPath(file));
        var syntax = AntimonyParser.Parse(text, file, findings);
        foreach (var import in syntax.Imports)
            Import(import, file);
        foreach (var module in syntax.Modules)
        {
            if (!modules.TryAdd(module.Id, module))
                findings.Add(FindingCodes.Duplicate.At(module.Location, $"A model '{module.Id}' exists already at {modules[module.Id].Location}.", "Rename one of them."));
        }
        foreach (var function in syntax.Functions)
        {
            if (!functions.TryAdd(function.Id, function))
                findings.Add(FindingCodes.Duplicate.At(function.Location, $"A function '{function.Id}' exists already at {functions[function.Id].Location}.", "Rename one of them."));
        }
        read.Add(reading.Pop());
        return syntax;
    }

    private void Import(Name import, string from)
    {
        if (import.Text.Contains('\0', StringComparison.Ordinal))
        {
            findings.Add(FindingCodes.Import.At(import.Location, "The name of the file has a character that no file name has.", "Correct the path, which starts from this file's folder."));
            return;
        }
        var file = Path.Combine(Path.GetDirectoryName(from) ?? "", import.Text).Replace('\\', '/');
        var full = Path.GetFullPath(file);
        if (read.Contains(full))
            return;
        if (reading.Contains(full))
            findings.Add(FindingCodes.Import.At(import.Location, $"'{import.Text}' imports this file again: {string.Join(" → ", reading.Reverse().Append(full).Select(Path.GetFileName))}.", "Move what both need into a third file."));
        else if (!import.Text.EndsWith(".ant", StringComparison.Ordinal) && !import.Text.EndsWith(".txt", StringComparison.Ordinal))
            findings.Add(FindingCodes.Unsupported.At(import.Location, $"'{import.Text}' is no Antimony file (.ant or .txt).", "Convert it to Antimony first."));
        else if (!File.Exists(file))
            findings.Add(FindingCodes.Import.At(import.Location, $"The file '{import.Text}' is not beside this one.", "Correct the path, which starts from this file's folder."));
        else
            Add(LimitedText.Read(file), file);
    }

    /// <summary>True for what is said outside of any model about a model or a function: <c>foo is "Folate cycle"</c>, <c>foo.sboTerm = 8</c>.</summary>
    private bool IsAboutDefinition(Statement statement) => statement switch
    {
        DisplayNameStatement { Id: var id } => IsDefinition(id),
        AnnotationStatement { Id: var id } => IsDefinition(id),
        AssignStatement { Id: var id } => IsDefinition(Attributes.Split(id).Target),
        AttributeStatement { Id: var id } => IsDefinition(id),
        _ => false,
    };

    private bool IsDefinition(Name id) => modules.ContainsKey(id.Text) || functions.ContainsKey(id.Text);

    /// <summary>The module with the name and the annotations that it gets outside of it.</summary>
    private ModuleSyntax Named(ModuleSyntax module, AntimonyFile main)
    {
        var said = main.Bare.Select(statement => OfModel(statement, module.Id)).OfType<Statement>().ToArray();
        if (said.Length > 0)
            modules[module.Id] = module = module with { Statements = [.. module.Statements, .. said] };
        return module;
    }

    /// <summary>What a statement outside of the module says of it, as it would be said inside; null when it speaks of something else.</summary>
    private static Statement? OfModel(Statement statement, string module) => statement switch
    {
        DisplayNameStatement { Id: var id } name when id.Text == module => name with { Id = id with { Text = "model" } },
        AnnotationStatement { Id: var id } annotation when id.Text == module => annotation with { Id = id with { Text = "model" } },
        AttributeStatement { Id: var id } attribute when id.Text == module => attribute with { Id = id with { Text = "model" } },
        AssignStatement { Id: var id } assign when Attributes.Split(id) is ({ Text: var text }, { } word) && text == module => new AttributeStatement(id with { Text = "model" }, word, assign.Formula is { } formula ? [formula] : []),
        _ => null,
    };

    /// <summary>The module that is the whole model.</summary>
    public ModuleSyntax Whole(AntimonyFile main, string file, string? wanted)
    {
        if (wanted is not null)
        {
            return modules.TryGetValue(wanted, out var named)
                ? named
                : throw new FindingsException(FindingCodes.UnknownModule.At(new SourceLocation(file, 0, 0), $"There is no model '{wanted}'.", Spelling.Advice(wanted, modules.Keys, $"There are: {string.Join(", ", modules.Keys)}.")));
        }
        if (main.Modules.LastOrDefault(module => module.IsMain) is { } marked)
            return Named(marked, main);
        if (main.Bare.Any(statement => !IsAboutDefinition(statement)) || (main.Modules.IsEmpty && !main.Functions.IsEmpty))
            return new ModuleSyntax(Path.GetFileNameWithoutExtension(file), true, [], [.. main.Bare.Where(statement => !IsAboutDefinition(statement))], new SourceLocation(file, 1, 1));
        return main.Modules.LastOrDefault() is { } last ? Named(last, main)
            : throw new FindingsException(FindingCodes.Syntax.At(new SourceLocation(file, 0, 0), "There is no model in this file.", "Write model NAME() … end."));
    }
}
