using System.Collections.Immutable;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony;

/// <summary>A model as it is written, before its modules are put in place: what a reader of the text sees.</summary>
/// <param name="Files">Those that others import stand first.</param>
/// <param name="Instances">Every place at which a module is used; the whole comes last.</param>
public sealed record ModelSource(ImmutableArray<SourceFile> Files, ImmutableArray<ModuleInstance> Instances);

/// <param name="Introduction">The comment at the top.</param>
public sealed record SourceFile(string Path, string Introduction, ImmutableArray<FunctionDefinition> Functions, ImmutableArray<Module> Modules)
{
    /// <summary>File name without folder and ending.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);
}

/// <param name="Introduction">The comment above it.</param>
public sealed record FunctionDefinition(string Id, ImmutableArray<string> Parameters, Expr Formula, string Introduction);

/// <summary><c>model NAME(ports) … end</c>.</summary>
/// <param name="Ports">Ids that the model around it may set, in order.</param>
/// <param name="Submodels">In the order of the text.</param>
/// <param name="Model">The module alone, flat: its own ids have no dot, those of its submodels are dotted; user functions are expanded.</param>
/// <param name="Written">The same with user functions as they were called.</param>
/// <param name="Introduction">The comment above it, unless that is the introduction of its file.</param>
/// <param name="Remarks">The comments inside it.</param>
public sealed record Module(string Id, ImmutableArray<string> Ports, ImmutableArray<Submodel> Submodels, Model Model, Model Written, string Introduction, ImmutableArray<Remark> Remarks);

public sealed record Submodel(string Id, string Module, string? Name);

/// <summary>A module at one place of the whole.</summary>
/// <param name="Path">Dotted id of the submodel; empty for the whole.</param>
/// <param name="Ids">The module's own ids to those of the whole, which differ where ports and synchronisation made two ids one.</param>
public sealed record ModuleInstance(string Module, string Path, ImmutableSortedDictionary<string, string> Ids);

/// <summary>A comment, and the lines below it up to the next comment or empty line, of which it speaks.</summary>
public sealed record Remark(string Text, int FirstLine, int LastLine)
{
    public bool IsAbout(SourceLocation location) => location.Line >= FirstLine && location.Line <= LastLine;
}
