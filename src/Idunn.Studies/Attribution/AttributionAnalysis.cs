using System.Collections.Immutable;
using Idunn.Numerics.Random;
using Idunn.Numerics.Statistics;
using Idunn.Studies.Analysis;
using Idunn.Studies.Analysis.Endpoints;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;
using Idunn.Studies.Wording;

namespace Idunn.Studies.Attribution;

/// <summary>
/// Computes what carries an endpoint, in the typical subject. Worth of a set of mechanisms: treated minus untreated with these on and the others off. Knock-outs take one thing out from the start, in all arms,
/// with every mechanism on. What no path of equations leads to the endpoint is not simulated: it changes nothing.
/// </summary>
public sealed class AttributionAnalysis
{
    /// <summary>Up to here all coalitions are gone through, 2ⁿ of them.</summary>
    public const int MostExactMechanisms = 10;

    private const int RandomOrders = 64;
    private const uint OrderPurpose = 6;

    private const double LargestTolerance = 1e-6;

    // Global error of the integration over its tolerance per step, with room.
    private const double ErrorOverTolerance = 10;

    /// <summary>The arms of the endpoint under one hypothesis.</summary>
    private sealed record Case(string Hypothesis, ArmPlan Treated, ArmPlan Untreated, ArmPlan? Healthy);

    private readonly StudyPlan plan;
    private readonly Endpoint endpoint;
    private readonly ImmutableArray<Case> cases;
    private readonly PlannedEndpoint planned;
    private readonly TypicalRuns runs;
    private readonly Paths paths;
    private readonly EffectSettings effects;
    private readonly Dictionary<int, double> on, off;

    private AttributionAnalysis(StudyPlan plan, int threads, Action<int, int> report, bool isSkipping)
    {
        // Small differences of large numbers: a tolerance that serves a cohort may be too coarse for them.
        this.plan = plan = plan with { OdeOptions = plan.OdeOptions with { RelativeTolerance = Math.Min(plan.OdeOptions.RelativeTolerance, LargestTolerance) } };
        var id = plan.Study.Attribution!.Endpoint;
        var variants = plan.Study.Endpoints.Select(one => (Endpoint: one, Hypothesis: HypothesisOf(one.Id, id))).Where(one => one.Hypothesis is not null).ToList();
        endpoint = variants[0].Endpoint;
        cases = [.. variants.Select(one => new Case(one.Hypothesis!, Arm(one.Endpoint.Arms[0]), Arm(one.Endpoint.Arms[1]), one.Endpoint.RelativeTo is { } healthy ? Arm(healthy) : null))];
        planned = EndpointPlan.Create(plan).Endpoints.First(one => one.Column == endpoint.Id);
        runs = new TypicalRuns(plan, planned, threads, report);
        paths = new Paths(plan, endpoint.Of, isSkipping);
        effects = new EffectSettings(plan, cases[0].Treated);
        (on, off) = (effects.With(effects.Players), effects.With([]));
    }

    /// <summary>Of a study that asks for an attribution.</summary>
    /// <param name="threads">The result does not depend on them.</param>
    /// <param name="report">Receives how many simulations are done, and of how many.</param>
    /// <param name="skipsWithoutPath">False: what has no path to the endpoint is simulated too, to see that it changes nothing.</param>
    /// <exception cref="OperationCanceledException">There is no result.</exception>
    public static AttributionResult Of(StudyPlan plan, int threads, Action<int, int>? report = null, bool skipsWithoutPath = true, CancellationToken cancellationToken = default) =>
        new AttributionAnalysis(plan, threads, report ?? ((_, _) => { }), skipsWithoutPath).Run(cancellationToken);

    private string? HypothesisOf(string variant, string id) =>
        variant == id ? "" : variant.StartsWith(id + ".", StringComparison.Ordinal) && plan.Card.Hypotheses.Any(hypothesis => hypothesis.Name == variant[(id.Length + 1)..]) ? variant[(id.Length + 1)..] : null;

    private ArmPlan Arm(string id) => plan.Arms.First(arm => arm.Arm.Id == id);

    private AttributionResult Run(CancellationToken cancellationToken)
    {
        var wholes = cases.Select(one => (Case: one, Treated: runs.Add(one.Treated, on), Untreated: runs.Add(one.Untreated, on), TreatedOff: runs.Add(one.Treated, off), UntreatedOff: runs.Add(one.Untreated, off))).ToList();
        var healthy = cases[0].Healthy is { } arm ? runs.Add(arm, on) : -1;
        runs.Run(cancellationToken);

        // What is to be shared out is known now; the rest is asked for in one go, so that all threads have work.
        var parts = wholes.Select(whole =>
        {
            var (effect, without) = (runs[whole.Treated] - runs[whole.Untreated], runs[whole.TreatedOff] - runs[whole.UntreatedOff]);
            var resolution = Resolution(runs[whole.Treated], runs[whole.Untreated]);
            var standing = !double.IsFinite(effect - without) ? AttributionStanding.Failed
                : Math.Abs(effect) <= resolution && Math.Abs(effect - without) <= resolution ? AttributionStanding.Nothing
                : AttributionStanding.Shared;
            var isShared = standing == AttributionStanding.Shared;
            return (whole.Case, whole.Treated, effect, without, resolution, standing, Coalitions: isShared ? new Coalitions(this, whole.Case) : null, Knockouts: isShared ? Knockouts([whole.Case.Treated, whole.Case.Untreated]) : []);
        }).ToList();
        var deficits = Knockouts(cases[0].Healthy is { } one ? [one, cases[0].Untreated] : [cases[0].Untreated]);
        runs.Run(cancellationToken);

        var untreated = runs[wholes[0].Untreated];
        var healthyValue = healthy < 0 ? double.NaN : runs[healthy];
        var deficit = healthy < 0 ? untreated : healthyValue - untreated;
        return new(
            plan.Study.Attribution!.Endpoint, endpoint.Name?.English ?? plan.Study.Attribution.Endpoint, AttributedQuantity.InWords(endpoint, new ReadoutUnits(plan).Label(endpoint.Of), Words.English), planned.Unit, cases[0].Untreated.Arm.Id, cases[0].Healthy?.Arm.Id, EffectValues(), untreated, healthyValue, deficit,
            Changes(deficits, deficit),
            [.. parts.Select(part => new HypothesisAttribution(
                part.Case.Hypothesis, plan.Card.Hypotheses.FirstOrDefault(hypothesis => hypothesis.Name == part.Case.Hypothesis)?.Title.English ?? "", part.Case.Treated.Arm.Id, runs[part.Treated], part.effect, part.Coalitions?.Worth(0) ?? part.without, part.resolution,
                part.standing, part.Coalitions?.Shares() ?? [], part.Coalitions?.Orders ?? 0, Changes(part.Knockouts, part.effect), part.Coalitions?.Censored() ?? 0))],
            runs.Count)
        { DeficitResolution = Resolution(untreated, double.IsNaN(healthyValue) ? 0 : healthyValue), Level = plan.Study.Attribution.Effects.ToString().ToLowerInvariant() };
    }

    private double Resolution(double first, double second) => ErrorOverTolerance * plan.OdeOptions.RelativeTolerance * Math.Max(Math.Abs(first), Math.Abs(second));

    private ImmutableArray<EffectValue> EffectValues() =>
    [
        .. effects.Players.SelectMany(player => player.Mechanism.Parameters.Select(id =>
        {
            var row = cases[0].Treated.Bindings.First(binding => binding.Id == id).Row;
            return new EffectValue(id, row.Name, player.Mechanism.Title, EffectSettings.On(row, plan.Study.Attribution!), row.Unit);
        })),
    ];

    /// <summary>One thing taken out: courses of the arms whose difference counts, or why none is needed.</summary>
    private readonly record struct Taken(Knockout Knockout, ImmutableArray<int> Courses, KnockoutStanding Standing);

    /// <param name="arms">One, or two whose difference counts: the first minus the second.</param>
    private ImmutableArray<Taken> Knockouts(ImmutableArray<ArmPlan> arms) =>
    [
        .. plan.Card.Knockouts.Select(knockout =>
        {
            var settings = arms.Select(arm => Set(arm, knockout)).ToList();
            if (arms.Zip(settings).All(pair => paths.Parameters(pair.First, on).SequenceEqual(paths.Parameters(pair.First, pair.Second))))
                return new Taken(knockout, [], KnockoutStanding.AlreadyOut);
            var changed = knockout.Sets.Keys.Select(plan.Compiled.IndexOfParameter).ToList();
            var leads = arms.Select(arm => paths.Lead(arm, changed, [], on)).ToList();
            return leads.Contains(true)
                ? new Taken(knockout, [.. arms.Select((arm, i) => runs.Add(arm, leads[i] ? settings[i] : on))], KnockoutStanding.Simulated)
                : new Taken(knockout, [], KnockoutStanding.NoPath);
        }),
    ];

    private Dictionary<int, double> Set(ArmPlan arm, Knockout knockout)
    {
        var settings = new Dictionary<int, double>(on);
        foreach (var (parameter, value) in knockout.Sets)
            settings[plan.Compiled.IndexOfParameter(parameter)] = arm.Bindings.FirstOrDefault(binding => binding.Id == parameter)?.ToModel(value) ?? value;
        return settings;
    }

    private ImmutableArray<KnockoutEffect> Changes(ImmutableArray<Taken> taken, double whole) =>
    [
        .. taken.Select(one =>
        {
            if (one.Courses.IsEmpty) return new KnockoutEffect(one.Knockout.Name, one.Knockout.Title, whole, 0, one.Standing);
            var value = one.Courses.Length == 2 ? runs[one.Courses[0]] - runs[one.Courses[1]] : runs[one.Courses[0]];
            return new KnockoutEffect(one.Knockout.Name, one.Knockout.Title, value, value - whole, double.IsFinite(value) ? KnockoutStanding.Simulated : KnockoutStanding.Failed) { IsCensored = one.Courses.Any(runs.IsCensored) };
        }).OrderByDescending(effect => Math.Abs(effect.Change)).ThenBy(effect => effect.Standing).ThenBy(effect => effect.Knockout, StringComparer.Ordinal),
    ];

    /// <summary>The game of the mechanisms that have a path to the endpoint, under one hypothesis.</summary>
    private sealed class Coalitions
    {
        private readonly AttributionAnalysis of;
        private readonly ImmutableArray<EffectSettings.Player> players, idle;
        private readonly int[][] orders = [];
        private readonly Dictionary<ulong, (int Treated, int Untreated)> courses;

        public Coalitions(AttributionAnalysis of, Case one)
        {
            this.of = of;
            var free = of.effects.Players.SelectMany(player => player.Indices).ToHashSet();
            bool Leads(ArmPlan arm, EffectSettings.Player player) => of.paths.Lead(arm, player.Indices, free, of.on);
            players = [.. of.effects.Players.Where(player => Leads(one.Treated, player) || Leads(one.Untreated, player))];
            idle = [.. of.effects.Players.Except(players)];
            if (players.Length > MostExactMechanisms)
                orders = ShapleyValue.Orders(players.Length, RandomOrders, new Philox(of.plan.Study.Cohort.Seed, (ulong)of.cases.IndexOf(one), OrderPurpose));
            // Where nothing is given, mechanisms do nothing: one course is enough for all coalitions.
            var isMovedUntreated = players.Any(player => Leads(one.Untreated, player));
            var coalitions = orders.Length > 0 ? ShapleyValue.Coalitions(orders) : [.. Enumerable.Range(0, 1 << players.Length).Select(mask => (ulong)mask)];
            courses = coalitions.ToDictionary(mask => mask, mask => (of.runs.Add(one.Treated, Settings(mask)), of.runs.Add(one.Untreated, isMovedUntreated ? Settings(mask) : of.on)));
        }

        /// <summary>0: exact.</summary>
        public int Orders => orders.Length;

        // Those without a path stay on in all coalitions, so that the whole is the course with all on.
        private Dictionary<int, double> Settings(ulong mask) => of.effects.With(players.Where((_, i) => (mask >> i & 1) == 1).Concat(idle));

        /// <summary>Treated minus untreated with some of the mechanisms on.</summary>
        public double Worth(ulong mask) => of.runs[courses[mask].Treated] - of.runs[courses[mask].Untreated];

        public int Censored() => courses.Values.SelectMany(pair => new[] { pair.Treated, pair.Untreated }).Distinct().Count(of.runs.IsCensored);

        public ImmutableArray<MechanismShare> Shares()
        {
            var (shares, errors) = orders.Length > 0 ? ShapleyValue.Sampled(orders, Worth) : (ShapleyValue.Exact([.. Enumerable.Range(0, 1 << players.Length).Select(mask => Worth((ulong)mask))]), new double[players.Length]);
            return
            [
                .. players.Select((player, i) => new MechanismShare(player.Mechanism.Name, player.Mechanism.Title, shares[i], errors[i], true))
                    .Concat(idle.Select(player => new MechanismShare(player.Mechanism.Name, player.Mechanism.Title, 0, 0, false)))
                    .OrderByDescending(share => Math.Abs(share.Share)).ThenByDescending(share => share.HasPath).ThenBy(share => share.Mechanism, StringComparer.Ordinal),
            ];
        }
    }
}
