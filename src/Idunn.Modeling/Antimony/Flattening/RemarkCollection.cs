using System.Collections.Immutable;
using Idunn.Modeling.Antimony.Parsing;
using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony.Flattening;

/// <summary>Names, attributes and annotations: gathered when all else is known, since they may speak of reactions and events as well as of quantities.</summary>
internal sealed class RemarkCollection(Collected collected, Renaming renaming, ScopedFormulas formulas)
{
    private readonly Dictionary<Scope, string> scopeNames = new(ReferenceEqualityComparer.Instance);

    public void Collect(Scope scope)
    {
        foreach (var statement in scope.Statements)
        {
            switch (statement)
            {
                case DisplayNameStatement display: Collect(scope, display); break;
                case AttributeStatement attribute: Collect(scope, attribute); break;
                case AnnotationStatement annotation: Collect(scope, annotation); break;
                case AnnotatedStatement annotated: Collect(scope, annotated); break;
            }
        }
    }

    /// <summary>The display name, behind the names of the submodels it is in: "Hippocampus, Neurons, vesicles taken up".</summary>
    public string? LabelOf(Fact<string>? name)
    {
        if (name is null)
            return null;
        var around = scopeNames.Where(pair => name.Scope.Prefix.StartsWith(pair.Key.Prefix, StringComparison.Ordinal)).OrderBy(pair => pair.Key.Depth).Select(pair => pair.Value);
        return string.Join(", ", around.Append(name.Value));
    }

    private void Collect(Scope scope, DisplayNameStatement display)
    {
        if (scope.UnitOf(display.Id) is { } unit)
            collected.Units.Describe(unit, known => known with { Name = display.Text });
        else if (display.Id.IsModel || (scope.Depth == 0 && display.Id.Text == scope.Module.Id && !scope.OwnIds.Contains(display.Id.Text)))
            collected.ModelName = scope.Depth == 0 ? display.Text : collected.ModelName;
        else if (scope.Children.TryGetValue(display.Id.Text, out var inner))
            scopeNames[inner] = display.Text;
        else if (Mention(scope, display.Id) is { } label)
            collected.Labels[label] = display.Text;
        else if (collected.Symbols.Of(scope, display.Id) is { } symbol)
            symbol.Name = SymbolList.Stronger(symbol.Name, display.Text, scope, symbol, display.Location);
    }

    private void Collect(Scope scope, AttributeStatement attribute)
    {
        Mention(scope, attribute.Id);
        if (attribute.Word.Equals("sboTerm", StringComparison.OrdinalIgnoreCase) && attribute.Values is [NumberExpr { Value: >= 0 and < 10_000_000 } term])
            Annotate(scope, attribute.Id, known => known with { SboTerm = (int)term.Value });
        ImmutableArray<Expr> values = [.. attribute.Values.Select(value => formulas.Of(scope, value))];
        if (Attributes.KindOf(attribute.Word) is { } kind && values.All(collected.Deleted.Spare))
            Annotate(scope, attribute.Id, known => Attributes.With(known, kind, values, attribute.Text));
    }

    private void Collect(Scope scope, AnnotationStatement annotation)
    {
        if (Mention(scope, annotation.Id) is { } label && annotation.Word == "notes" && !collected.Events.ContainsKey(label))
            collected.Labels[label] = annotation.Texts[0];
        else if (annotation.Word == "notes")
            Annotate(scope, annotation.Id, known => known with { Notes = annotation.Texts[0].Trim() });
        else if (Qualifiers.Of(annotation.Word) is var (qualifier, ofModel))
            Annotate(scope, annotation.Id, known => known with { References = known.References.Add(new Reference(qualifier, ofModel, annotation.Texts)) });
    }

    private void Collect(Scope scope, AnnotatedStatement annotated)
    {
        if (annotated.Name is { } name)
            Collect(scope, new DisplayNameStatement(annotated.Id, name));
        var said = annotated.Annotation;
        if (!said.IsEmpty)
            Annotate(scope, annotated.Id, known => known with { SboTerm = said.SboTerm ?? known.SboTerm, Notes = said.Notes ?? known.Notes, References = known.References.AddRange(said.References), Uncertainties = known.Uncertainties.AddRange(said.Uncertainties) });
    }

    /// <summary>What is said of a submodel is said of nothing in the whole.</summary>
    private void Annotate(Scope scope, Name id, Func<Annotation, Annotation> change)
    {
        var isModel = id.IsModel;
        if (scope.UnitOf(id) is { } unit)
        {
            collected.Units.Describe(unit, known => known with { Annotation = change(known.Annotation) });
            return;
        }
        if ((isModel && scope.Depth > 0) || (!isModel && scope.Children.ContainsKey(id.Text)))
            return;
        if ((isModel ? "" : renaming.CanonicalId(scope, id)) is { } full)
            collected.Annotations[full] = change(collected.AnnotationOf(full));
    }

    /// <summary>An id that something is said of is there, be it only by that. The full id where it is the label of an event, a rule, a constraint or a strand.</summary>
    private string? Mention(Scope scope, Name id)
    {
        if (id.IsModel || scope.UnitOf(id) is not null || (id.Text == scope.Module.Id && collected.Symbols.Find(scope.Prefix + id.Text) is null) || scope.Children.ContainsKey(id.Text) || renaming.CanonicalId(scope, id) is not { } full)
            return null;
        if (collected.Labels.ContainsKey(full) || collected.Events.ContainsKey(full) || collected.Strands.ContainsKey(full))
            return full;
        _ = collected.Symbols.Of(scope, id);
        return null;
    }
}
