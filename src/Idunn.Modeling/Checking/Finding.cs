namespace Idunn.Modeling.Checking;

public enum Severity
{
    /// <summary>Nothing may run before this is mended.</summary>
    Error,

    /// <summary>A run is possible and says so.</summary>
    Warning,
}

/// <summary>Something wrong with an input: what, where, and what to do next.</summary>
/// <param name="Code">Stable code, such as IDN012; listed in docs/findings.md.</param>
/// <param name="Message">What is wrong, naming the thing.</param>
/// <param name="Action">What the user does next.</param>
public sealed record Finding(Severity Severity, string Code, string Message, string Action, SourceLocation Location)
{
    public override string ToString() => $"{Location}: {(Severity == Severity.Error ? "error" : "warning")} {Code}: {Message} {Action}";
}

/// <summary>Inputs were refused before work started.</summary>
public sealed class FindingsException(IReadOnlyList<Finding> findings)
    : Exception(string.Join(Environment.NewLine, findings.Select(finding => finding.ToString())))
{
    public IReadOnlyList<Finding> Findings { get; } = findings;

    public FindingsException(Finding finding) : this([finding]) { }
}
