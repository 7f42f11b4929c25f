using Idunn.Modeling;
using Idunn.Modeling.Checking;

namespace Idunn.Studies.Inputs.Yaml;

/// <summary>One pass over a text: what was found wrong, where each field stands, and the path to the piece being read.</summary>
public sealed class Reading
{
    private Reading(string path, List<Finding> findings, Dictionary<(SourceLocation, string), SourceLocation> places)
    {
        Path = path;
        Findings = findings;
        this.places = places;
    }

    public Reading(List<Finding> findings) : this("", findings, []) { }

    private readonly Dictionary<(SourceLocation, string), SourceLocation> places;

    public List<Finding> Findings { get; }

    /// <summary>Such as <c>arms.mouse-vein.doses[0].amount</c>; empty at the root.</summary>
    public string Path { get; }

    public Places Places => new(places);

    public Reading Within(string step) => new(Path.Length == 0 || step.StartsWith('[') ? Path + step : $"{Path}.{step}", Findings, places);

    public void Remember(SourceLocation owner, string field, SourceLocation place) => places[(owner, field)] = place;

    public void Error(string code, string message, string action, SourceLocation location) =>
        Findings.Add(new(Severity.Error, code, message, action, location));
}
