using System.Collections.Immutable;
using Idunn.Modeling.Antimony.Syntax;
using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Antimony.Flattening;

/// <summary>Unit declarations of all modules as one list. A unit of one name must mean one thing everywhere.</summary>
internal sealed class UnitCollection(ICollection<Finding> findings)
{
    /// <summary>Units one behind the other, beyond which they are refused rather than run out of stack.</summary>
    private const int LongestChain = 1_000;

    private readonly Dictionary<string, UnitDefinition> definitions = new(StringComparer.Ordinal);
    private readonly List<(string Left, string Right, SourceLocation Location)> synchronised = [];
    private (string Unit, int Depth, SourceLocation Location)? time;

    /// <summary>Unit of amounts that the model does not say itself.</summary>
    public string? Substance { get; private set; }

    public string? Volume { get; private set; }

    public string? Time => time?.Unit;

    /// <summary>Names of the units that a model gives to what has none of its own.</summary>
    public static bool IsDefault(string id) => id is "time_unit" or "substance" or "volume" or "area" or "length" or "extent";

    public void Add(UnitStatement unit, int depth)
    {
        switch (unit.Id.Text)
        {
            case "time" or "timeUnit" or "time_unit": SetTime(unit.Definition, depth, unit.Location); return;
            case "substance": Substance = unit.Definition; return;
            case "volume": Volume = unit.Definition; return;
            case "area" or "length" or "extent": return;
        }
        var definition = new UnitDefinition(unit.Id.Text, unit.Definition, unit.Location);
        if (!definitions.TryAdd(unit.Id.Text, definition) && definitions[unit.Id.Text].Definition != unit.Definition)
            findings.Add(FindingCodes.Duplicate.At(unit.Location, $"The unit '{unit.Id.Text}' is declared as '{unit.Definition}' here and as '{definitions[unit.Id.Text].Definition}' at {definitions[unit.Id.Text].Location}.", "Give it one definition."));
    }

    /// <summary>Both names are to mean one unit.</summary>
    public void Synchronize(string left, string right, SourceLocation location)
    {
        if (left != right)
            synchronised.Add((left, right, location));
    }

    /// <summary>What is said of a unit beside its definition.</summary>
    public void Describe(string id, Func<UnitDefinition, UnitDefinition> change)
    {
        if (definitions.TryGetValue(id, out var known))
            definitions[id] = change(known);
    }

    /// <summary>The left one of two that are one is defined by the right one; two that are defined differently are not one.</summary>
    private void Unify()
    {
        foreach (var (left, right, location) in synchronised)
        {
            if (!definitions.TryGetValue(left, out var one) || !definitions.TryGetValue(right, out var other) || one.Definition == right || other.Definition == left)
                continue;
            if (one.Definition != other.Definition)
                findings.Add(FindingCodes.Duplicate.At(location, $"'{left}' is declared as '{one.Definition}' at {one.Location}, and '{right}' as '{other.Definition}' at {other.Location}: they are not one unit.", "Give both one definition."));
            else
                definitions[left] = one with { Definition = right };
        }
    }

    public void SetTime(string unit, int depth, SourceLocation location)
    {
        if (time is { } known && known.Unit != unit && known.Depth == depth)
            findings.Add(FindingCodes.Duplicate.At(location, $"The unit of time is '{unit}' here and '{known.Unit}' at {known.Location}.", "Keep one."));
        else if (time is null || depth < time.Value.Depth)
            time = (unit, depth, location);
    }

    /// <summary>Each behind those that its definition uses.</summary>
    public ImmutableArray<UnitDefinition> InDependencyOrder()
    {
        Unify();
        var sorted = ImmutableArray.CreateBuilder<UnitDefinition>();
        var visited = new Dictionary<string, bool>(StringComparer.Ordinal);
        void Visit(UnitDefinition unit, int depth)
        {
            if (visited.TryGetValue(unit.Id, out var isDone))
            {
                if (!isDone)
                    findings.Add(FindingCodes.Recursion.At(unit.Location, $"The unit '{unit.Id}' is defined by itself.", "Define it by other units."));
                return;
            }
            if (depth > LongestChain)
                throw new FindingsException(FindingCodes.TooLarge.At(unit.Location, $"Units are defined by each other more than {LongestChain} deep.", "Define units by those that are built in."));
            visited[unit.Id] = false;
            foreach (var name in Names(unit.Definition))
            {
                // A model may give a built-in name its usual meaning by another one: unit day = 86400 second.
                if (definitions.TryGetValue(name, out var used))
                    Visit(used, depth + 1);
            }
            visited[unit.Id] = true;
            sorted.Add(unit);
        }
        foreach (var unit in definitions.Values)
            Visit(unit, 0);
        return sorted.ToImmutable();
    }

    private static string[] Names(string definition)
        => new string([.. definition.Select(c => char.IsLetterOrDigit(c) || c == '_' ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
