using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Idunn.Modeling.Units;

/// <summary>
/// Unit names: the built-in ones and those that a model declares. Sources: SI brochure (9th edition, 2019) with its prefixes and the units accepted beside
/// it; SBML Level 3 Version 2, Table 2. A year is the Julian year, 365.25 d; a month a twelfth of it. <c>%ID</c> (percent of the injected dose) is a per cent.
/// Counted things are dimensions of their own: particle (vesicle, exosome), copy, cell, molecule, item. A unit that a model declares as exactly
/// <c>item</c> counts a thing of its own: <c>unit receptor = item</c> is the same text for SBML and a sharper check here.
/// </summary>
public sealed class UnitTable
{
    private static readonly (string Prefix, double Factor)[] Prefixes =
    [
        ("f", 1e-15), ("p", 1e-12), ("n", 1e-9), ("u", 1e-6), ("µ", 1e-6), ("μ", 1e-6), ("m", 1e-3), ("c", 1e-2), ("d", 1e-1), ("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12),
    ];

    private static readonly (string Prefix, double Factor)[] LongPrefixes =
    [
        ("femto", 1e-15), ("pico", 1e-12), ("nano", 1e-9), ("micro", 1e-6), ("milli", 1e-3), ("centi", 1e-2), ("deci", 1e-1), ("kilo", 1e3), ("mega", 1e6), ("giga", 1e9), ("tera", 1e12),
    ];

    private static readonly Unit Metre = new(1, Dimension.Of("length"));
    private static readonly Unit Kilogram = new(1, Dimension.Of("mass"));
    private static readonly Unit Second = new(1, Dimension.Of("time"));
    private static readonly Unit Ampere = new(1, Dimension.Of("current"));
    private static readonly Unit Kelvin = new(1, Dimension.Of("temperature"));
    private static readonly Unit Mole = new(1, Dimension.Of("substance"));
    private static readonly Unit Litre = new(1e-3, Metre.Power(3).Dimension);
    private static readonly Unit Newton = Kilogram * Metre / Second.Power(2);
    private static readonly Unit Joule = Newton * Metre;

    /// <summary>Symbols that take a short prefix: mL, µg, kDa.</summary>
    private static readonly ImmutableDictionary<string, Unit> Symbols = new Dictionary<string, Unit>
    {
        ["m"] = Metre, ["g"] = Times(1e-3, Kilogram), ["s"] = Second, ["A"] = Ampere, ["K"] = Kelvin, ["mol"] = Mole, ["L"] = Litre, ["l"] = Litre,
        ["M"] = Mole / Litre, ["N"] = Newton, ["J"] = Joule, ["W"] = Joule / Second, ["Pa"] = Newton / Metre.Power(2), ["V"] = Joule / Second / Ampere,
        ["C"] = Ampere * Second, ["Hz"] = Second.Power(-1), ["Bq"] = Second.Power(-1), ["Da"] = Times(1.66053906660e-27, Kilogram),
    }.ToImmutableDictionary();

    /// <summary>Names that take a long prefix and a plural s: millilitre, micrograms.</summary>
    private static readonly ImmutableDictionary<string, Unit> Names = new Dictionary<string, Unit>
    {
        ["metre"] = Metre, ["meter"] = Metre, ["gram"] = Times(1e-3, Kilogram), ["second"] = Second, ["ampere"] = Ampere, ["kelvin"] = Kelvin, ["mole"] = Mole,
        ["litre"] = Litre, ["liter"] = Litre, ["molar"] = Mole / Litre, ["newton"] = Newton, ["joule"] = Joule, ["watt"] = Joule / Second,
        ["pascal"] = Newton / Metre.Power(2), ["volt"] = Joule / Second / Ampere, ["coulomb"] = Ampere * Second, ["hertz"] = Second.Power(-1),
        ["becquerel"] = Second.Power(-1), ["dalton"] = Times(1.66053906660e-27, Kilogram), ["katal"] = Mole / Second,
    }.ToImmutableDictionary();

    /// <summary>Names that stand alone.</summary>
    private static readonly ImmutableDictionary<string, Unit> Whole = WholeNames();

    private readonly ImmutableDictionary<string, Unit> declared;

    private UnitTable(ImmutableDictionary<string, Unit> declared) => this.declared = declared;

    /// <summary>No declared units.</summary>
    public static UnitTable BuiltIn { get; } = new(ImmutableDictionary.Create<string, Unit>(StringComparer.Ordinal));

    /// <summary>This table with one more name; a declared name hides a built-in one.</summary>
    public UnitTable With(string name, Unit unit) => new(declared.SetItem(name, unit));

    /// <summary>The counted thing of that name: a built-in one (particles and vesicles are one), else a new one.</summary>
    public static Unit Counting(string name) => Whole.TryGetValue(name, out var known) && known.Factor == 1 && !known.Dimension.IsNone ? known : new Unit(1, Dimension.Of(name));

    public bool TryGet(string name, [NotNullWhen(true)] out Unit? unit)
        => declared.TryGetValue(name, out unit) || Whole.TryGetValue(name, out unit) || TryPrefixed(name, Symbols, Prefixes, out unit)
            || TryPrefixed(name, Names, LongPrefixes, out unit) || (name.Length > 2 && name.EndsWith('s') && TryGetSingular(name[..^1], out unit));

    /// <summary>Names to guess from when one is not known.</summary>
    public IEnumerable<string> KnownNames => declared.Keys.Concat(Whole.Keys).Concat(Names.Keys).Concat(
        ["millilitre", "milliliter", "microlitre", "microliter", "milligram", "microgram", "nanogram", "kilogram", "nanometre", "nanometer", "micrometre", "micrometer", "mL", "uL", "ug", "mg", "kg", "ng", "nm", "um", "mm", "nM", "uM", "mM", "mol", "nmol"]);

    private bool TryGetSingular(string name, [NotNullWhen(true)] out Unit? unit)
        => declared.TryGetValue(name, out unit) || (name.Length > 2 && Whole.TryGetValue(name, out unit)) || TryPrefixed(name, Names, LongPrefixes, out unit);

    private static bool TryPrefixed(string name, ImmutableDictionary<string, Unit> stems, (string Prefix, double Factor)[] prefixes, [NotNullWhen(true)] out Unit? unit)
    {
        if (stems.TryGetValue(name, out unit))
            return true;
        foreach (var (prefix, factor) in prefixes)
        {
            if (name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.Ordinal) && stems.TryGetValue(name[prefix.Length..], out var stem))
            {
                unit = Times(factor, stem);
                return true;
            }
        }
        return false;
    }

    private static Unit Times(double factor, Unit unit) => unit with { Factor = factor * unit.Factor };

    private static ImmutableDictionary<string, Unit> WholeNames()
    {
        var names = new Dictionary<string, Unit>(StringComparer.Ordinal);
        void Add(Unit unit, params ReadOnlySpan<string> all)
        {
            foreach (var name in all)
                names.Add(name, unit);
        }
        Add(Unit.One, "dimensionless", "radian", "fraction");
        Add(new Unit(0.01, Dimension.None), "%", "percent", "%ID");
        Add(Second, "sec");
        Add(Times(60, Second), "min", "minute");
        Add(Times(3600, Second), "h", "hr", "hour");
        Add(Times(86400, Second), "d", "day");
        Add(Times(7 * 86400, Second), "wk", "week");
        Add(Times(365.25 * 86400 / 12, Second), "mo", "month");
        Add(Times(365.25 * 86400, Second), "yr", "year");
        Add(Times(1e-10, Metre), "Å", "angstrom");
        Add(Times(133.322387415, Newton / Metre.Power(2)), "mmHg");
        Add(new Unit(1, Dimension.Of("particle")), "particle", "vesicle", "exosome");
        Add(new Unit(1, Dimension.Of("copy")), "copy", "copies");
        Add(new Unit(1, Dimension.Of("cell")), "cell");
        Add(new Unit(1, Dimension.Of("molecule")), "molecule");
        Add(new Unit(1, Dimension.Of("item")), "item");
        return names.ToImmutableDictionary(StringComparer.Ordinal);
    }
}
