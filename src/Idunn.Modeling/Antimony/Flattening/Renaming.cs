using System.Collections.Immutable;
using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Antimony.Flattening;

/// <summary>By what an id's value is multiplied, or divided, to give the value of the id that it became.</summary>
/// <param name="Scope">Where the factor's id is at home.</param>
internal readonly record struct Factor(Scope Scope, Name Id, bool IsInverse)
{
    public Factor Inverse => this with { IsInverse = !IsInverse };
}

/// <summary>What an id of a module is in the whole.</summary>
/// <param name="Factors">Empty where both have one value.</param>
/// <param name="Said">The outermost place where a factor is given; null without factors.</param>
internal sealed record Meaning(string Id, ImmutableArray<Factor> Factors, Scope? Said);

/// <summary>
/// The ids of the whole: every instance gets its prefix, a port takes the id of what is passed to it, synchronised ids become one id (the outermost; at the same depth the right-hand one), with conversion
/// factors between their values where the modules measure them differently.
/// </summary>
internal sealed class Renaming(UnitCollection units, ICollection<Finding> findings)
{
    private readonly Dictionary<string, Meaning> becomes = new(StringComparer.Ordinal);

    public void Synchronize(Scope scope)
    {
        foreach (var statement in scope.Statements)
        {
            if (statement is SynchronizeStatement { Left: var left, Right: var right, Factor: var factor } synchronisation)
            {
                if (scope.UnitOf(left) is not null || scope.UnitOf(right) is not null)
                    SynchronizeUnits(scope, synchronisation);
                else if (IsConvertible(synchronisation) && FullId(scope, left) is { } one && FullId(scope, right) is { } other)
                    Merge(scope, one, other, factor, synchronisation.Location);
            }
            else if (statement is SubmodelStatement submodel && scope.Children.TryGetValue(submodel.Id, out var inner))
            {
                foreach (var (port, argument) in inner.Module.Ports.Zip(submodel.Arguments))
                {
                    if (argument is SymbolExpr symbol && FullId(scope, new Name(symbol.Name, symbol.Location)) is { } bound)
                        Connect(MeaningOf(inner.Prefix + port.Text), MeaningOf(bound), null, symbol.Location);
                }
            }
        }
    }

    /// <summary>A unit of one name means one thing everywhere, so that two are made one only by saying what one of them is.</summary>
    private void SynchronizeUnits(Scope scope, SynchronizeStatement statement)
    {
        var (left, right) = (scope.UnitOf(statement.Left), scope.UnitOf(statement.Right));
        if (statement.Factor is null && left is not null && right is not null)
            units.Synchronize(left, right, statement.Location);
        else
            findings.Add(statement.Factor is not null
                ? FindingCodes.Unsupported.At(statement.Location, $"'{statement.Left.Text}' is a unit, and units have no conversion factors.", "Declare the one by the other: unit a = 1000 b.")
                : FindingCodes.Kind.At(statement.Location, $"'{(left is null ? statement.Right : statement.Left).Text}' is a unit, and '{(left is null ? statement.Left : statement.Right).Text}' is none.", "Declare it: unit name = definition."));
    }

    /// <summary>A factor is for a part of a submodel: of two ids of one module readers drop it.</summary>
    private bool IsConvertible(SynchronizeStatement statement)
    {
        if (statement.Factor is null || statement.Left.Text.Contains('.', StringComparison.Ordinal) || statement.Right.Text.Contains('.', StringComparison.Ordinal))
            return true;
        findings.Add(FindingCodes.Unsupported.At(statement.Location, $"'{statement.Left.Text}' and '{statement.Right.Text}' are no parts of submodels, so there is nothing to convert between them.", $"Write a rule: {statement.Right.Text} := {statement.Left.Text} * {statement.Factor.Value.Text}."));
        return false;
    }

    private void Merge(Scope scope, string left, string right, Name? factor, SourceLocation location)
    {
        var (from, to) = (MeaningOf(left), MeaningOf(right));
        Factor? between = factor is { } id ? new Factor(scope, id, false) : null;
        if (Depth(from.Id) < Depth(to.Id))
            (from, to, between) = (to, from, between?.Inverse);
        Connect(from, to, between, location);
    }

    /// <summary>The first becomes the second, however deep that lies: what is passed to a port keeps its name.</summary>
    private void Connect(Meaning from, Meaning to, Factor? between, SourceLocation location)
    {
        var factors = Reduced([.. from.Factors.Reverse().Select(factor => factor.Inverse), .. between is { } own ? [own] : Array.Empty<Factor>(), .. to.Factors]);
        if (from.Id == to.Id)
        {
            if (!factors.IsEmpty)
                findings.Add(FindingCodes.Duplicate.At(location, $"'{to.Id}' is synchronised twice, with different conversion factors.", "Keep one of them."));
            return;
        }
        becomes[from.Id] = new Meaning(to.Id, factors, Outermost(factors));
    }

    /// <summary>Without factors that cancel each other.</summary>
    private static ImmutableArray<Factor> Reduced(ImmutableArray<Factor> factors)
    {
        var left = new List<Factor>();
        foreach (var factor in factors)
        {
            var opposite = left.FindIndex(other => other.Id.Text == factor.Id.Text && ReferenceEquals(other.Scope, factor.Scope) && other.IsInverse != factor.IsInverse);
            if (opposite >= 0)
                left.RemoveAt(opposite);
            else
                left.Add(factor);
        }
        return [.. left];
    }

    private static Scope? Outermost(ImmutableArray<Factor> factors) => factors.Select(factor => factor.Scope).MinBy(scope => scope.Depth);

    public static int Depth(string id) => id.Count(c => c == '.');

    public string Root(string id)
    {
        while (becomes.TryGetValue(id, out var into))
            id = into.Id;
        return id;
    }

    private Meaning MeaningOf(string id)
    {
        var factors = ImmutableArray<Factor>.Empty;
        while (becomes.TryGetValue(id, out var into))
            (id, factors) = (into.Id, factors.AddRange(into.Factors));
        return new Meaning(id, factors, Outermost(factors));
    }

    /// <summary>The id of the whole for an id of a module; null with a finding when there is no such part.</summary>
    public Meaning? MeaningOf(Scope scope, Name name) => FullId(scope, name) is { } full ? MeaningOf(full) : null;

    public string? CanonicalId(Scope scope, Name name) => FullId(scope, name) is { } full ? Root(full) : null;

    /// <summary>The id in the whole before synchronisation, or null with a finding when a dotted part does not exist.</summary>
    public string? FullId(Scope scope, Name name)
    {
        var parts = name.Text.Split('.');
        var inner = scope;
        for (var i = 0; i < parts.Length - 1; i++)
        {
            if (!inner.Children.TryGetValue(parts[i], out var child))
            {
                // A submodel from SBML is flat: its inner parts have one id each.
                if (inner.OwnIds.Contains(string.Join("__", parts[i..])))
                    return inner.Prefix + string.Join("__", parts[i..]);
                findings.Add(FindingCodes.UnknownPart.At(name.Location, $"'{name.Text}': there is no submodel '{parts[i]}' in '{inner.Module.Id}'.", Spelling.Advice(parts[i], inner.Children.Keys, "Only submodels have parts; write the id without a dot.")));
                return null;
            }
            inner = child;
        }
        if (parts.Length == 1 || inner.OwnIds.Contains(parts[^1]) || inner.Children.ContainsKey(parts[^1]))
            return inner.Prefix + parts[^1];
        findings.Add(FindingCodes.UnknownPart.At(name.Location, $"'{name.Text}': the model '{inner.Module.Id}' has no '{parts[^1]}'.", Spelling.Advice(parts[^1], inner.OwnIds.Concat(inner.Children.Keys), $"It is defined at {inner.Module.Location}.")));
        return null;
    }
}
