using System.Collections.Immutable;
using Idunn.Modeling;

namespace Idunn.Studies.Inputs.Yaml;

/// <summary>A piece of a YAML text, with the place where it begins.</summary>
public abstract record Node(SourceLocation Location)
{
    /// <summary>What kind of thing was written, for messages.</summary>
    public abstract string Kind { get; }
}

/// <summary>A plain or quoted value, as text: what it means is the field's business.</summary>
public sealed record ScalarNode(string Text, bool IsQuoted, SourceLocation Location) : Node(Location)
{
    public override string Kind => Text.Length == 0 && !IsQuoted ? "nothing" : $"'{Text}'";
}

public sealed record SequenceNode(ImmutableArray<Node> Items, SourceLocation Location) : Node(Location)
{
    public override string Kind => "a list";
}

/// <param name="Entries">In the order written; each key once.</param>
public sealed record MappingNode(ImmutableArray<(ScalarNode Key, Node Value)> Entries, SourceLocation Location) : Node(Location)
{
    public override string Kind => "a group of fields";
}
