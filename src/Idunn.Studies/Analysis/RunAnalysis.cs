using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.ExceptionServices;
using Idunn.Modeling.Units;
using Idunn.Numerics.Statistics;
using Idunn.Studies.Analysis.Endpoints;
using Idunn.Studies.Analysis.Published;
using Idunn.Studies.Attribution;
using Idunn.Studies.Claims;
using Idunn.Studies.Execution;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;
using Idunn.Studies.Reports;
using Idunn.Studies.Storage;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Analysis;

/// <summary>Reads what a report needs back from the part files of a run: one way for fresh, resumed and partial runs. Memory does not grow with the cohort.</summary>
public sealed class RunAnalysis
{
    private readonly RunDirectory directory;
    private readonly StudyPlan plan;
    private readonly EndpointPlan endpoints;
    private readonly ReadoutUnits units;
    private readonly Words words;
    private readonly ImmutableArray<RunPart> done;
    private readonly bool isPartial;
    private Accuracy? accuracy;

    private RunAnalysis(RunDirectory directory, StudyPlan plan, EndpointPlan endpoints, Words words)
    {
        (this.directory, this.plan, this.endpoints, this.words) = (directory, plan, endpoints, words);
        units = new ReadoutUnits(plan);
        var parts = RunPart.Cut(plan);
        done = [.. parts.Where(part => directory.HasPart(part.Index))];
        isPartial = done.Length < parts.Length;
    }

    /// <param name="threads">Readouts and arms are taken in parallel; the result does not depend on it.</param>
    /// <param name="words">The language of names and sentences; no number depends on it.</param>
    /// <param name="accuracy">How exactly the run integrated, where that is known.</param>
    /// <exception cref="InvalidDataException">A part is damaged.</exception>
    public static RunResults Read(RunDirectory directory, StudyPlan plan, EndpointPlan endpoints, int threads, Words words, Accuracy? accuracy = null) =>
        new RunAnalysis(directory, plan, endpoints, words) { accuracy = accuracy }.Read(threads) with { Accuracy = accuracy, Method = plan.Method };

    private RunResults Read(int threads)
    {
        var arms = Enumerable.Range(0, plan.Arms.Length).Select(ArmSummary).ToImmutableArray();
        var errors = arms.Select(arm => arm.BalanceError).Where(error => !double.IsNaN(error)).DefaultIfEmpty(double.NaN);
        return new(
            plan.Study.Id, words.Of(plan.Study.Title ?? Title(plan.Study.Id)), words.Of(plan.Study.Question), words.Of(plan.Study.ContextOfUse), words.Of(plan.Card.Title), isPartial, ToolVersion.Current, plan.Study.Cohort.Seed,
            [.. arms.Select(arm => arm.Result)], Courses(threads), [.. plan.Study.Endpoints.SelectMany(EndpointResults)], [.. endpoints.Published.SelectMany(Compare)],
            plan.Inputs, plan.InputHashes)
        {
            References = plan.References,
            Limits = [.. plan.Card.Limits.Select(words.Of)],
            Words = words,
            Attributed = plan.Study.Attribution is { } asked && plan.Study.Endpoints.FirstOrDefault(endpoint => endpoint.Id == asked.Endpoint || endpoint.Id.StartsWith(asked.Endpoint + ".", StringComparison.Ordinal)) is { } attributed
                ? (words.Of(attributed.Name ?? asked.Endpoint), AttributedQuantity.InWords(attributed, words.Name(units.Label(attributed.Of)), words)) : null,
            Claims = Claims(),
            Layout = plan.Card.Report,
            Hypotheses = [.. plan.Card.Hypotheses.Where(hypothesis => plan.Arms.Any(arm => arm.Arm.Hypothesis == hypothesis.Name))],
            AssumedEffects = [.. AssumedEffects()],
            QuantileError = new QuantileSketch().RelativeError,
            BalanceError = errors.Max(),
        };
    }

    /// <summary>where-do-vesicles-go as a title.</summary>
    private static string Title(string id)
    {
        var words = id.Replace('-', ' ').Replace('_', ' ');
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }

    private IEnumerable<AssumedEffect> AssumedEffects()
    {
        var assumed = plan.Study.Assumptions.ToDictionary(assumption => assumption.Parameter, assumption => assumption.Value, StringComparer.Ordinal);
        foreach (var effect in plan.Card.Effects.Where(effect => assumed.ContainsKey(effect) || assumed.ContainsKey(Assumption.All)))
        {
            var input = plan.Inputs.First(number => number.Id == effect);
            var value = assumed.GetValueOrDefault(effect) ?? double.NaN;
            var (low, high) = double.IsNaN(value) ? plan.PriorBounds(effect) : (double.NaN, double.NaN);
            yield return new(effect, input.Name, value, low, high, input.Unit, input.Origin.Note);
        }
    }

    /// <summary>Verdicts from the run's own draws, once all are there and enough for a probability.</summary>
    private ImmutableArray<ClaimVerdict> Claims()
    {
        if (isPartial || plan.Claims.IsEmpty || plan.Arms.Any(arm => arm.Draws < ClaimRunner.FewestDraws)) return [];
        var evaluation = new ClaimEvaluation(directory, plan, withRequirements: false);
        return [.. plan.Claims.Where(claim => ClaimRunner.IsDecidedBy(claim, plan.Study)).Select(evaluation.Of)];
    }

    private RunPart[] Parts(int arm, bool isDraws) => [.. done.Where(part => part.Arm == arm && part.IsDraws == isDraws)];

    private (ArmResult Result, double BalanceError) ArmSummary(int index)
    {
        var arm = plan.Arms[index];
        var summary = SubjectSummary.Read(directory, done.Where(part => part.Arm == index), [.. arm.OutputTimes.ToArray().Select(time => time * units.DaysPerTime)]);
        var result = new ArmResult(
            arm.Arm.Id, words.Of(arm.Arm.Name ?? arm.Arm.Id), words.Of(arm.Population.Title), string.Join(words.Semicolon, arm.Arm.Doses.Select(InWords)),
            summary.Dose.Count == 0 ? double.NaN : summary.Dose.Quantile(0.5), arm.Size, arm.Draws, summary.Completed, summary.Failures)
        {
            Species = arm.Population.Name,
            Pivoted = summary.Pivoted,
            Evicted = summary.Evicted,
            Exits = summary.Exits,
            Surviving = summary.Surviving,
            Hypothesis = arm.Arm.Hypothesis,
            Origin = arm.Arm.Origin ?? arm.Arm.Id,
            Protocols = [.. arm.Arm.Protocols.Select(name => words.Of(plan.Protocols[name].Title))],
            Warnings = [.. arm.Arm.Protocols.Select(name => plan.Protocols[name].Warning).OfType<Phrase>().Select(words.Of)],
            AgeAtStart = arm.AgeAtStart * units.DaysPerTime,
            DoseTimes = [.. arm.Arm.Doses.Where(dose => dose.IsProduct).SelectMany(dose => Enumerable.Range(0, dose.Times).Select(i => dose.From.In("d") + i * (dose.Every?.In("d") ?? 0))).Order()],
        };
        return (result, summary.BalanceError);
    }

    private string InWords(Dose dose)
    {
        var schedule = dose.Times > 1 ? words["every {0} from {1}, {2} doses", dose.Every!.In(words), dose.From.In(words), dose.Times] : words["at {0}", dose.From.In(words)];
        Phrase product = plan.Study.Products.FirstOrDefault(product => product.Id == dose.Give)?.Name ?? plan.Card.Treatments.GetValueOrDefault(dose.Give)?.Title ?? dose.Give;
        var given = words["{0}, {1}", product, dose.Quantity.In(words)];
        return words["{0}, {1}", dose.IsProduct ? words["{0}, {1}", given, words.Name(dose.Route)] : given, schedule] + (dose.Over is null ? "" : words[", each over {0}", dose.Over.In(words)]);
    }

    private ImmutableArray<ReadoutCourse> Courses(int threads)
    {
        var readouts = plan.Study.Readouts;
        var layers = (from arm in Enumerable.Range(0, plan.Arms.Length) from isDraws in new[] { false, true } select (Arm: arm, Parts: Parts(arm, isDraws))).ToArray();
        var bands = new ImmutableArray<Band>[layers.Length];
        try
        {
            Parallel.For(0, layers.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
                bands[i] = layers[i].Parts.Length == 0 ? [] : LayerCourses.Bands(directory, layers[i].Parts, readouts, plan.Arms[layers[i].Arm].OutputTimes.Length));
        }
        catch (AggregateException several) when (several.InnerException is InvalidDataException or IOException)
        {
            ExceptionDispatchInfo.Throw(several.InnerException);
        }
        var courses = ImmutableArray.CreateBuilder<ReadoutCourse>();
        for (var arm = 0; arm < plan.Arms.Length; arm++)
        {
            var (subjects, draws) = (bands[2 * arm], bands[2 * arm + 1]);
            if (subjects.IsEmpty) continue;
            ImmutableArray<double> times = [.. plan.Arms[arm].OutputTimes.ToArray().Select(time => time * units.DaysPerTime)];
            for (var r = 0; r < readouts.Length; r++)
                if (plan.Card.Report.MakesSense(readouts[r], plan.Arms[arm].Population.Name))
                    courses.Add(new(plan.Arms[arm].Arm.Id, readouts[r], words.Name(units.Label(readouts[r])), UnitInWords(readouts[r], units.Of(readouts[r]), arm), times, subjects[r], draws.IsEmpty ? null : draws[r]) { IsPlain = units.Of(readouts[r]) is "" or "1" or "year" });
        }
        return courses.ToImmutable();
    }

    /// <summary>In words; where the model gives no unit, what the card says that the number counts in the arm's population.</summary>
    private string UnitInWords(string readout, string unit, int arm) =>
        unit is "" or "1" && plan.Card.Report.Scale(readout, plan.Arms[arm].Population.Name) is { } scale ? words.Of(scale) : words.Name(unit);

    /// <summary>The same of an endpoint, when it is a value of the readout.</summary>
    private string UnitInWords(Endpoint endpoint, PlannedEndpoint planned, string unit, int arm) =>
        planned.Measure is Measure.Value or Measure.Peak or Measure.Minimum or Measure.Mean ? UnitInWords(endpoint.Of, unit, arm) : words.Name(unit);

    private IEnumerable<EndpointResult> EndpointResults(Endpoint endpoint)
    {
        var planned = endpoints.Endpoints.First(one => one.Column == endpoint.Id);
        if (endpoint.IsComparison)
        {
            var (first, second) = (IndexOf(endpoint.Arms[0]), IndexOf(endpoint.Arms[1]));
            var third = endpoint.RelativeTo is { } healthy ? IndexOf(healthy) : second;
            var compare = Comparison(endpoint);
            var (unit, factor) = endpoint.By == "difference" ? InYears(planned, planned.Unit) : ("", 1);
            Spread Of(bool isDraws) => Spreads.Compare(directory, Parts(first, isDraws), Parts(second, isDraws), Parts(third, isDraws), planned.Column, compare).Times(factor);
            yield return new(
                endpoint.Id, words.Of(endpoint.Name ?? endpoint.Id), endpoint.By == "difference" ? UnitInWords(endpoint, planned, unit, first) : "", endpoint.Arms[0], endpoint.Arms[1], Of(false),
                HasDraws(first) && HasDraws(second) && HasDraws(third) ? Of(true) : null)
            {
                Kind = endpoint.RelativeTo is not null ? "rescue" : endpoint.By,
                IsPureNumber = unit is "" or "1",
                RelativeTo = endpoint.RelativeTo,
                IntegrationError = accuracy?.Error,
            };
            yield break;
        }
        foreach (var arm in planned.Arms)
        {
            var index = IndexOf(arm);
            var spread = Spreads.Of(directory, Parts(index, false), planned.Column);
            var (unit, factor) = Readable(planned, spread.Median);
            yield return new(
                endpoint.Id, words.Of(endpoint.Name ?? endpoint.Id) + Extrapolation(planned, index), UnitInWords(endpoint, planned, unit, index), arm, null, spread.Times(factor),
                HasDraws(index) ? Spreads.Of(directory, Parts(index, true), planned.Column).Times(factor) : null);
        }
    }

    /// <summary>First arm to second; relative to a third, the share of the deficit that is restored.</summary>
    public static Func<double, double, double, double> Comparison(Endpoint endpoint) =>
        endpoint.RelativeTo is not null ? (first, second, healthy) => (first - second) / (healthy - second)
        : endpoint.By == "difference" ? (first, second, _) => first - second
        : (first, second, _) => first / second;

    private int IndexOf(string arm)
    {
        for (var i = 0; i < plan.Arms.Length; i++)
            if (plan.Arms[i].Arm.Id == arm) return i;
        throw new ArgumentException($"There is no arm '{arm}'.");
    }

    private bool HasDraws(int arm) => Parts(arm, true).Length > 0;

    // Days are stored; minutes and hours are read more easily.
    private (string Unit, double Factor) Readable(PlannedEndpoint endpoint, double median) => endpoint.Measure switch
    {
        Measure.TimeOfPeak or Measure.HalfLife or Measure.MeanResidenceTime when median < 1.0 / 12 => ("min", 1440),
        Measure.TimeOfPeak or Measure.HalfLife or Measure.MeanResidenceTime when median < 2 => ("h", 24),
        _ => InYears(endpoint, endpoint.Unit),
    };

    /// <summary>How long something takes, in a study of years.</summary>
    private (string Unit, double Factor) InYears(PlannedEndpoint endpoint, string unit) =>
        unit == "d" && endpoint.Measure is Measure.TimeAbove or Measure.TimeBelow or Measure.Survival && Numbers.IsToldInYears(plan.Arms.Max(arm => arm.End) * units.DaysPerTime) ? ("years", 1 / Numbers.DaysPerYear) : (unit, 1);

    private string Extrapolation(PlannedEndpoint endpoint, int arm)
    {
        if (!endpoint.Measure.Extrapolates()) return "";
        var share = Spreads.Of(directory, Parts(arm, false), endpoint.ExtrapolatedColumn).Median;
        return share > 0.2 ? words[" ({0} of the area is extrapolated)", share.ToString("P0", CultureInfo.InvariantCulture)] : "";
    }

    /// <summary>Once for each hypothesis that the row's arm is run under.</summary>
    private IEnumerable<PublishedComparison> Compare(PublishedRow row)
    {
        var pairs = row.IsPredicted ? PublishedArms.Of(row, plan) : [];
        if (pairs.IsEmpty)
            return [Verdicts.Of(row, null, null, double.NaN, plan.IsParameter, words)];
        return pairs.Select(pair =>
        {
            if (!PublishedArms.Covers(pair, row, plan))
                return Verdicts.TooShort(row, words) with { Hypothesis = pair.Arm.Arm.Hypothesis };
            var predicted = Predict(row, IndexOf(pair.Arm.Arm.Id), pair.Below is null ? -1 : IndexOf(pair.Below.Arm.Id));
            var share = row.Measure.Extrapolates() ? Spreads.Of(directory, Parts(IndexOf(pair.Arm.Arm.Id), false), row.Column + ".extrapolated").Median : double.NaN;
            return Verdicts.Of(row, pair.Arm.Arm.Id, predicted, share, plan.IsParameter, words) with { Hypothesis = pair.Arm.Arm.Hypothesis };
        });
    }

    /// <summary>In the row's unit, with uncertainty when the cohort has draws.</summary>
    private Spread Predict(PublishedRow row, int arm, int below)
    {
        var planned = endpoints.Endpoints.First(endpoint => endpoint.Column == row.Column);
        var isDraws = HasDraws(arm) && (below < 0 || HasDraws(below));
        if (below >= 0) return Spreads.Ratio(directory, Parts(arm, isDraws), Parts(below, isDraws), row.Column).Times(Unit.One.ConversionFactor(UnitParser.Parse(row.Unit)));
        var factor = units.Parse(planned.Unit) is { } unit ? unit.ConversionFactor(UnitParser.Parse(row.Unit)) : 1;
        return Spreads.Of(directory, Parts(arm, isDraws), row.Column).Times(factor);
    }
}
