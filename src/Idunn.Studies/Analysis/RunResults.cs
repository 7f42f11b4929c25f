using Idunn.Numerics.Ode;
using System.Collections.Immutable;
using Idunn.Modeling;
using Idunn.Studies.Attribution;
using Idunn.Studies.Storage;
using Idunn.Studies.Claims;
using Idunn.Studies.Planning;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Analysis;

/// <summary>5, 50 and 95 % quantiles at each time.</summary>
public sealed record Band(ImmutableArray<double> Low, ImmutableArray<double> Median, ImmutableArray<double> High);

/// <summary>A readout over time in one arm.</summary>
/// <param name="Times">In days.</param>
/// <param name="Variability">Between subjects, at nominal parameters.</param>
/// <param name="Uncertainty">Over parameter draws and subjects together; null when the cohort has no draws.</param>
public sealed record ReadoutCourse(string Arm, string Readout, string Label, string Unit, ImmutableArray<double> Times, Band Variability, Band? Uncertainty)
{
    /// <summary>A ratio, a share, a scale or an age, whatever it is said to count: its axis is linear, and what the integration does not resolve is nothing on it.</summary>
    public bool IsPlain { get; init; } = Unit is "" or "1";
}

/// <summary>Quantiles of one number over subjects.</summary>
/// <param name="Undefined">Subjects in which it does not exist (no peak, no decline).</param>
public sealed record Spread(double Low, double Median, double High, int Count, int Undefined);

/// <summary>An endpoint in one arm, or the ratio of two arms.</summary>
public sealed record EndpointResult(string Id, string Label, string Unit, string Arm, string? ComparedTo, Spread Variability, Spread? Uncertainty)
{
    /// <summary>How two arms are compared: ratio, difference, rescue (the share of a deficit that is restored).</summary>
    public string Kind { get; init; } = "ratio";

    /// <summary>The healthy arm of a rescue.</summary>
    public string? RelativeTo { get; init; }

    /// <summary>Error of a single integration, relative to the size of what it computes; null when it was not measured.</summary>
    public double? IntegrationError { get; init; }

    /// <summary>A difference of two integrations below this may be the error of both, and is shown as 0: that of numbers about 1 by twice the error that was measured in each.</summary>
    public double Rounding => ComparedTo is null || Kind == "ratio" ? 0 : IsPureNumber ? Math.Max(1e-5, 4 * (IntegrationError ?? 0)) : 1e-9;

    /// <summary>A number without a physical unit, whatever it is said to count: a ratio, a share, points of a scale.</summary>
    public bool IsPureNumber { get; init; } = Unit is "" or "1";

    /// <summary>A spread as it is shown.</summary>
    public Spread Shown(Spread spread) => spread with { Low = Shown(spread.Low), Median = Shown(spread.Median), High = Shown(spread.High) };

    private double Shown(double value) => Math.Abs(value) < Rounding ? 0 : value;
}

/// <summary>How a prediction stands to a published number.</summary>
public enum Comparison
{
    /// <summary>The number did not go into the model, and the prediction covers it.</summary>
    Agrees,

    /// <summary>The number did not go into the model, and the prediction misses it.</summary>
    Disagrees,

    /// <summary>The number went into the model: never counted as agreement.</summary>
    Input,

    /// <summary>The source states a direction or a presence, without a number, and the prediction has it.</summary>
    DirectionAgrees,

    /// <summary>The source states a direction or a presence, without a number, and the prediction lacks it.</summary>
    DirectionDisagrees,

    /// <summary>The source gives no number and no direction that the model could be held against.</summary>
    NoNumber,

    /// <summary>The observation is about something that this model does not contain.</summary>
    OutOfScope,
}

/// <summary>One published observation beside the prediction.</summary>
/// <param name="Id">observationId.</param>
/// <param name="What">The quantity in words.</param>
/// <param name="Published">The published value or statement as text, with its unit.</param>
/// <param name="PublishedLow">Range as numbers in <paramref name="Unit"/>; NaN when there is none.</param>
/// <param name="Predicted">Null when nothing is predicted.</param>
/// <param name="PredictedText">For statements: what the model says.</param>
/// <param name="Reason">Why input, out of scope or no number; which parameters took the number; what a wide interval means.</param>
/// <param name="FoldWidth">High over low of the predicted interval; NaN when there is none.</param>
public sealed record PublishedComparison(
    string Id, string What, string Arm, string Published, double PublishedLow, double PublishedHigh, string Unit, Spread? Predicted, string PredictedText, Comparison Verdict,
    string Reason, string Reference, string Locator, string CheckedAgainst, double FoldWidth)
{
    /// <summary>The hypothesis that the prediction was made under; null where none acts.</summary>
    public string? Hypothesis { get; init; }
}

/// <summary>A number that went in.</summary>
/// <param name="SetByStudy">True when the study file overrides the table.</param>
/// <param name="Variability">Between-subject coefficient of variation as text, or empty.</param>
public sealed record InputNumber(string Id, Phrase Name, Phrase Population, double Value, string Unit, Phrase Uncertainty, Phrase Variability, bool SetByStudy, Origin Origin);

/// <summary>What happened to the subjects of one arm.</summary>
/// <param name="Failures">Reason to number of subjects.</param>
public sealed record ArmResult(
    string Id, string Name, string Population, string Doses, double DosedParticles, int Subjects, int Draws, int Completed, ImmutableSortedDictionary<string, int> Failures)
{
    /// <summary>Subjects some of whose steps needed partial pivoting.</summary>
    public int Pivoted { get; init; }

    /// <summary>Subjects that left their lane because no step was found there.</summary>
    public int Evicted { get; init; }

    /// <summary>How courses ended before the end without failing, such as by death, to number of subjects.</summary>
    public ImmutableSortedDictionary<string, int> Exits { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>Name of the population, whatever the language.</summary>
    public string Species { get; init; } = Population;

    /// <summary>Hypothesis that the arm was run under; null where none acts.</summary>
    public string? Hypothesis { get; init; }

    /// <summary>Id of the arm in the study file: the same for one arm under several hypotheses.</summary>
    public string Origin { get; init; } = "";

    /// <summary>Titles of the diseases, insults and standard treatments.</summary>
    public ImmutableArray<string> Protocols { get; init; } = [];

    /// <summary>What has to be said of the arm, such as that its animals would be dead.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Age at time 0, in days; NaN when subjects have none.</summary>
    public double AgeAtStart { get; init; } = double.NaN;

    /// <summary>Time of the first dose of a product, in days; 0 where there is none.</summary>
    public double FirstDose => DoseTimes.FirstOrDefault();

    /// <summary>When a map of so many days after the first dose is read: at the latest just before the second dose, so that it shows one.</summary>
    public double MapTime(double sinceFirst) => MapTime(sinceFirst, DoseTimes);

    /// <inheritdoc cref="MapTime(double)"/>
    /// <param name="doses">Times of all doses of products, in days, ascending.</param>
    public static double MapTime(double sinceFirst, IReadOnlyList<double> doses)
    {
        if (doses.Count == 0) return sinceFirst;
        var second = doses.FirstOrDefault(time => time > doses[0], double.PositiveInfinity);
        return Math.Min(doses[0] + sinceFirst, second - ShortlyBefore);
    }

    // Days: some seconds, so that a map of 24 h before a dose at 24 h is still called that.
    private const double ShortlyBefore = 1e-4;

    /// <summary>Share of subjects, at nominal parameters, whose course goes on at each output time; empty when nobody's ends.</summary>
    public ImmutableArray<double> Surviving { get; init; } = [];

    /// <summary>Start of each dose, in days, ascending.</summary>
    public ImmutableArray<double> DoseTimes { get; init; } = [];
}

/// <summary>An effect without evidence that a study turns on.</summary>
/// <param name="Value">Set by the study; NaN: drawn from its prior in each draw, and off in the subjects at nominal parameters.</param>
/// <param name="Low">5 % quantile of the prior; NaN when it is not drawn.</param>
/// <param name="High">95 % quantile of the prior.</param>
public sealed record AssumedEffect(string Id, Phrase Name, double Value, double Low, double High, string Unit, string Note);

/// <summary>All that a report needs, read back from the part files of a run; its texts are in the language of <see cref="Words"/>.</summary>
public sealed record RunResults(
    string StudyId, string Title, string Question, string ContextOfUse, string Model, bool IsPartial, string Version, ulong Seed,
    ImmutableArray<ArmResult> Arms,
    ImmutableArray<ReadoutCourse> Courses,
    ImmutableArray<EndpointResult> Endpoints,
    ImmutableArray<PublishedComparison> Published,
    ImmutableArray<InputNumber> Inputs,
    ImmutableSortedDictionary<string, string> InputHashes)
{
    /// <summary>Bibliography key to a printable reference.</summary>
    public required ImmutableSortedDictionary<string, string> References { get; init; }

    /// <summary>What this model cannot say, from the model card.</summary>
    public required ImmutableArray<string> Limits { get; init; }

    /// <summary>Largest relative error of a quantile, from the quantile sketch.</summary>
    public required double QuantileError { get; init; }

    /// <summary>Largest |accounted − given| / given over all subjects and output times; NaN when the model names no conserved total.</summary>
    public required double BalanceError { get; init; }

    /// <summary>Rival hypotheses that arms were run under.</summary>
    public ImmutableArray<Hypothesis> Hypotheses { get; init; } = [];

    /// <summary>Effects without evidence that the study turns on.</summary>
    public ImmutableArray<AssumedEffect> AssumedEffects { get; init; } = [];

    /// <summary>What carries an endpoint; null when the study does not ask, or the run is partial.</summary>
    public AttributionResult? Attribution { get; init; }

    /// <summary>How exactly the run integrated; null when that was not measured.</summary>
    public Accuracy? Accuracy { get; init; }

    /// <summary>By which method, and why; null when it is not known.</summary>
    public MethodChoice? Method { get; init; }

    /// <summary>Claims that the study decides.</summary>
    public ImmutableArray<ClaimVerdict> Claims { get; init; } = [];

    /// <summary>The endpoint of the attribution and what it reads off each arm, in words; null: as the attribution says it.</summary>
    public (string Label, string Quantity)? Attributed { get; init; }

    /// <summary>The language of the report.</summary>
    public Words Words { get; init; } = Words.English;

    /// <summary>Where readouts stand in the report, from the model card.</summary>
    public ReportLayout Layout { get; init; } = ReportLayout.Empty;
}
