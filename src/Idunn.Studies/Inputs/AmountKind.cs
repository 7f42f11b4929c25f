using System.Collections.Immutable;

namespace Idunn.Studies.Inputs;

/// <summary>What an amount in a study may measure.</summary>
/// <param name="Name">For messages: "a time".</param>
/// <param name="Units">One unit for each dimension that is accepted.</param>
/// <param name="AllowsZero">False when the amount must be above zero; below zero it may never be.</param>
public sealed record AmountKind(string Name, ImmutableArray<string> Units, bool AllowsZero, ImmutableArray<string> Examples)
{
    /// <summary>A point in time, counted from the start.</summary>
    public static AmountKind Time { get; } = new("a time", ["day"], true, ["0 h", "7 d", "3 months"]);

    public static AmountKind Duration { get; } = new("a duration", ["day"], false, ["30 min", "3.5 d"]);

    /// <summary>What is given in one dose. Zero is a sham.</summary>
    public static AmountKind Dose { get; } = new("a dose", ["particle", "particle/kg", "ug", "ug/kg"], true, ["1e10 particles", "4e11 particles/kg", "50 ug", "2 ug/kg"]);

    /// <summary>What is given in one dose of a product or of a treatment of the model, which says in what it is counted.</summary>
    public static AmountKind Given { get; } = new("a dose", ["particle", "particle/kg", "ug", "ug/kg", "mg/mL", "mol", "mol/kg", "mol/L"], true, ["1e10 particles", "4e11 particles/kg", "50 ug", "30 mg/kg", "100 %"]);

    /// <summary>Age at the start of a study.</summary>
    public static AmountKind Age { get; } = new("an age", ["year"], false, ["20 months", "60 yr"]);

    public static AmountKind Length { get; } = new("a length", ["nm"], false, ["105 nm"]);

    public static AmountKind Cargo { get; } = new("copies per vesicle", ["copies/vesicle"], true, ["0.00825 copies/vesicle"]);

    public static AmountKind ParticlesPerMass { get; } = new("particles per mass of protein", ["particle/ug"], false, ["3e9 particles/ug"]);
}
