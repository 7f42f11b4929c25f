using System.Text.Json.Nodes;

namespace Idunn.Studies.Inputs.Yaml;

/// <summary>
/// A form that a YAML value can have: how it is read, and how an editor is told about it. Both come from this one definition.
/// </summary>
/// <param name="Read">Reads a node; reports what is wrong and then returns <paramref name="Fallback"/>, so that the rest can still be checked.</param>
/// <param name="Schema">JSON Schema (2020-12) of the value.</param>
/// <param name="Fallback">Stands in for a value that is missing or wrong. A record with a fallback in it is never used: its findings stop the work.</param>
public sealed record Shape<T>(Func<Node, Reading, T> Read, Func<JsonObject> Schema, T Fallback);

/// <summary>A named value in a group of fields.</summary>
/// <param name="Description">One sentence for whoever writes the file.</param>
public abstract record Field(string Name, bool IsRequired, string Description)
{
    public abstract object? Read(Node node, Reading reading);

    public abstract JsonObject Schema();
}

public sealed record Field<T>(string Name, Shape<T> Shape, bool IsRequired, string Description) : Field(Name, IsRequired, Description)
{
    public override object? Read(Node node, Reading reading) => Shape.Read(node, reading);

    public override JsonObject Schema()
    {
        var schema = Shape.Schema();
        schema["description"] = Description;
        return schema;
    }
}
