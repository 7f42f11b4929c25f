namespace Idunn.Modeling.Simulation;

/// <summary>What of a species is meant.</summary>
public enum Measure
{
    /// <summary>What the symbol means in formulas: a species' amount or concentration, a compartment's size, a parameter's value, a reaction's rate.</summary>
    Symbol,

    /// <summary>Amount of a species.</summary>
    Amount,

    /// <summary>Amount of a species over the size of its compartment.</summary>
    Concentration,
}

/// <summary>A quantity that a simulation tells about.</summary>
/// <param name="Id">Id of a species, compartment, parameter or reaction, or <c>time</c>.</param>
public readonly record struct Observed(string Id, Measure Measure = Measure.Symbol)
{
    public override string ToString() => Measure == Measure.Concentration ? $"[{Id}]" : Id;
}
