using System.Collections.Immutable;

namespace Idunn.Studies.Analysis.Endpoints;

/// <summary>What is read off a time course.</summary>
public enum Measure
{
    Value,
    Peak,
    Minimum,

    /// <summary>Area over the length of the window.</summary>
    Mean,
    TimeOfPeak,

    /// <summary>The value at the window's end over that at its start.</summary>
    Fold,

    /// <summary>Change over the window by its length.</summary>
    Slope,

    /// <summary>First time at which the course stands above a level.</summary>
    TimeAbove,

    /// <summary>First time at which the course stands below a level.</summary>
    TimeBelow,

    /// <summary>How far the course goes: to the exit of the subject, or to the end of the arm, where it is censored.</summary>
    Survival,
    HalfLife,
    Area,
    Clearance,
    VolumeAtSteadyState,
    MeanResidenceTime,
}

/// <summary>Measures as study files and observation tables write them.</summary>
public static class MeasureText
{
    public static ImmutableSortedDictionary<string, Measure> Known { get; } = new Dictionary<string, Measure>
    {
        ["value"] = Measure.Value,
        ["peak"] = Measure.Peak,
        ["minimum"] = Measure.Minimum,
        ["mean"] = Measure.Mean,
        ["time-of-peak"] = Measure.TimeOfPeak,
        ["fold"] = Measure.Fold,
        ["slope"] = Measure.Slope,
        ["time-above"] = Measure.TimeAbove,
        ["time-below"] = Measure.TimeBelow,
        ["survival"] = Measure.Survival,
        ["half-life"] = Measure.HalfLife,
        ["area"] = Measure.Area,
        ["clearance"] = Measure.Clearance,
        ["volume-at-steady-state"] = Measure.VolumeAtSteadyState,
        ["mean-residence-time"] = Measure.MeanResidenceTime,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>True when the number rests on the curve beyond the last measurable value.</summary>
    public static bool Extrapolates(this Measure measure) => measure is Measure.Clearance or Measure.VolumeAtSteadyState or Measure.MeanResidenceTime;

    /// <summary>Unit of the number: <paramref name="readout"/> is the time course's unit, <paramref name="dose"/> that of what is given; times are in days.</summary>
    public static string UnitOf(this Measure measure, string readout, string dose) => measure switch
    {
        Measure.Value or Measure.Peak or Measure.Minimum or Measure.Mean => readout,
        Measure.Area => readout.Length == 0 ? "d" : $"{readout} d",
        Measure.Fold => "",
        Measure.Slope => readout.Length == 0 ? "1/d" : $"{readout}/d",
        Measure.Clearance => Inverse(dose, readout) is { Length: > 0 } volume ? $"{volume}/d" : "1/d",
        Measure.VolumeAtSteadyState => Inverse(dose, readout),
        _ => "d",
    };

    // particle over particle/mL is mL.
    private static string Inverse(string dose, string readout) =>
        readout == dose ? ""
        : dose.Length > 0 && readout.StartsWith(dose + "/", StringComparison.Ordinal) && !readout[(dose.Length + 1)..].Contains('/', StringComparison.Ordinal) ? readout[(dose.Length + 1)..]
        : $"{(dose.Length == 0 ? "1" : dose)}/({readout})";
}
