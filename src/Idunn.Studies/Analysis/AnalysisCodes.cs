namespace Idunn.Studies.Analysis;

/// <summary>Stable codes of findings in observation tables and endpoints. docs/findings.md lists them.</summary>
public static class AnalysisCodes
{
    /// <summary>A column, a cell or a row of an observation table that cannot be read.</summary>
    public const string Table = "IDN520";

    /// <summary>A readout that the model does not have.</summary>
    public const string UnknownReadout = "IDN521";

    /// <summary>A published unit that the readout and the measure do not have.</summary>
    public const string WrongUnit = "IDN522";

    /// <summary>usedBy names something that is almost a parameter of the model.</summary>
    public const string UnknownParameter = "IDN523";

    /// <summary>Two columns of a stored table would have the same name.</summary>
    public const string ColumnClash = "IDN524";
}
