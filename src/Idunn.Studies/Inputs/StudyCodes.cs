namespace Idunn.Studies.Inputs;

/// <summary>Stable codes of findings in study files, model cards and populations. docs/findings.md lists them.</summary>
public static class StudyCodes
{
    public const string FileNotFound = "IDN400";
    public const string Syntax = "IDN401";
    public const string UnknownField = "IDN402";
    public const string DuplicateField = "IDN403";
    public const string MissingField = "IDN404";

    /// <summary>A list where a word belongs, a word where a number belongs.</summary>
    public const string WrongForm = "IDN405";

    /// <summary>No unit, an unknown unit, or a unit of another dimension.</summary>
    public const string WrongUnit = "IDN406";

    /// <summary>Negative, zero, infinite or too large where that makes no sense.</summary>
    public const string OutOfRange = "IDN407";

    /// <summary>A dose or an endpoint after the end of its arm.</summary>
    public const string AfterTheEnd = "IDN408";

    /// <summary>A product, route, population, model, readout, table, measure or arm that does not exist.</summary>
    public const string UnknownName = "IDN409";

    /// <summary>Fields that contradict each other.</summary>
    public const string Contradiction = "IDN410";

    /// <summary>Correlations that no population can have: their matrix is not positive definite.</summary>
    public const string ImpossibleCorrelations = "IDN411";

    /// <summary>A value that the model needs and nothing gives.</summary>
    public const string MissingValue = "IDN412";
}
