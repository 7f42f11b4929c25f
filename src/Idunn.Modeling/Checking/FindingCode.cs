namespace Idunn.Modeling.Checking;

/// <summary>A stable code, what it means and what to do about it in general; docs/findings.md lists them all.</summary>
public sealed record FindingCode(string Code, Severity Severity, string Meaning, string Remedy)
{
    public Finding At(SourceLocation location, string message, string action) => new(Severity, Code, message, action, location);
}
