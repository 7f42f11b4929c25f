using System.Collections.Immutable;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony.Syntax;

/// <summary>An id as written, dotted where it names a part of a submodel.</summary>
internal readonly record struct Name(string Text, SourceLocation Location)
{
    /// <summary>Written with an underscore behind, which says that the id is meant and not the word of the language.</summary>
    public bool IsEscaped { get; init; }

    /// <summary>True for the model itself: <c>model is "…"</c>.</summary>
    public bool IsModel => !IsEscaped && (Text is "model" or "module");
}

/// <summary>One file: its models, functions and imports, and the statements outside of any model.</summary>
internal sealed record AntimonyFile(ImmutableArray<ModuleSyntax> Modules, ImmutableArray<FunctionSyntax> Functions, ImmutableArray<Name> Imports, ImmutableArray<Statement> Bare);

/// <summary><c>model NAME(ports) … end</c>.</summary>
/// <param name="IsMain">True for <c>model *NAME</c>.</param>
internal sealed record ModuleSyntax(string Id, bool IsMain, ImmutableArray<Name> Ports, ImmutableArray<Statement> Statements, SourceLocation Location);

/// <summary><c>function NAME(parameters) formula end</c>.</summary>
internal sealed record FunctionSyntax(string Id, ImmutableArray<Name> Parameters, Expr Body, SourceLocation Location);
