using System.Collections.Immutable;
using Idunn.Modeling.Antimony.Parsing;
using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Antimony.Flattening;

/// <summary>The modules and functions of a file and of all that it imports.</summary>
internal sealed class Library
{
    private readonly Dictionary<string, ModuleSyntax> modules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FunctionSyntax> functions = new(StringComparer.Ordinal);
    private readonly ICollection<Finding> findings;
    private readonly Imports imports;

    public Library(ICollection<Finding> findings)
    {
        this.findings = findings;
        imports = new Imports(findings, Add, model => Add(SbmlModule.Of(model)));
    }

    public IReadOnlyDictionary<string, ModuleSyntax> Modules => modules;

    public IReadOnlyDictionary<string, FunctionSyntax> Functions => functions;

    /// <summary>Reads a file and all that it imports. What those say outside of any model counts as if it stood here.</summary>
    public AntimonyFile Add(string text, string file)
    {
        var syntax = AntimonyParser.Parse(text, file, findings);
        var bare = imports.Follow(syntax.Imports, file);
        foreach (var module in syntax.Modules)
            Add(module);
        foreach (var function in syntax.Functions)
        {
            if (!functions.TryAdd(function.Id, function))
                findings.Add(FindingCodes.Duplicate.At(function.Location, $"A function '{function.Id}' exists already at {functions[function.Id].Location}.", "Rename one of them."));
        }
        return syntax with { Bare = [.. bare, .. syntax.Bare] };
    }

    private void Add(ModuleSyntax module)
    {
        if (!modules.TryAdd(module.Id, module))
            findings.Add(FindingCodes.Duplicate.At(module.Location, $"A model '{module.Id}' exists already at {modules[module.Id].Location}.", "Rename one of them."));
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
        DisplayNameStatement { Id: var id } name when id.Text == module => name with { Id = ModelItself(id) },
        AnnotationStatement { Id: var id } annotation when id.Text == module => annotation with { Id = ModelItself(id) },
        AttributeStatement { Id: var id } attribute when id.Text == module => attribute with { Id = ModelItself(id) },
        AssignStatement { Id: var id } assign when Attributes.Split(id) is ({ Text: var text }, { } word) && text == module => new AttributeStatement(ModelItself(id), word, assign.Formula is { } formula ? [formula] : []),
        _ => null,
    };

    private static Name ModelItself(Name id) => new("model", id.Location);

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
        ImmutableArray<Statement> bare = [.. main.Bare.Where(statement => !IsAboutDefinition(statement))];
        if (!bare.IsEmpty || (main.Modules.IsEmpty && !main.Functions.IsEmpty))
            return new ModuleSyntax(Path.GetFileNameWithoutExtension(file), true, [], Numbering.Complete(bare), new SourceLocation(file, 1, 1));
        return main.Modules.LastOrDefault() is { } last ? Named(last, main)
            : throw new FindingsException(FindingCodes.Syntax.At(new SourceLocation(file, 0, 0), "There is no model in this file.", "Write model NAME() … end."));
    }
}
