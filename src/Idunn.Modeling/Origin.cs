namespace Idunn.Modeling;

/// <summary>How far a number was followed to its source.</summary>
public enum OriginStatus
{
    /// <summary>Read in the paper, its table or its abstract.</summary>
    Measured,

    /// <summary>Computed from measured numbers; the conversion says how.</summary>
    Derived,

    /// <summary>Read in somebody's summary of the paper.</summary>
    Secondary,

    /// <summary>A placeholder with a prior; the note says why this value.</summary>
    Assumption,
}

/// <summary>Where a number comes from.</summary>
/// <param name="Status">How far it was followed.</param>
/// <param name="Reference">Key in science/references.bib; empty for an assumption without a source.</param>
/// <param name="Locator">Where in the source (abstract, Table 2, …).</param>
/// <param name="Method">How it was measured.</param>
/// <param name="Species">Organism it was measured in.</param>
/// <param name="Tissue">Tissue or cell it was measured in.</param>
/// <param name="Conversion">Arithmetic from the printed number to this one, or empty.</param>
/// <param name="Note">What a reader should know; for an assumption, why this value.</param>
public sealed record Origin(OriginStatus Status, string Reference, string Locator, string Method, string Species, string Tissue, string Conversion, string CuratedOn, string Note)
{
    public bool IsAssumption => Status == OriginStatus.Assumption;
}
