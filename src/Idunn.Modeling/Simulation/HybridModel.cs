using System.Collections.Immutable;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Compilation;
using Idunn.Modeling.Expressions;
using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Modeling.Simulation;

/// <summary>
/// A model as a hybrid system that one simulation runs: ordinary and algebraic equations, delays, and events with all of SBML's semantics. Where <see cref="CompiledModel"/> is lean and refuses
/// what a cohort cannot run, this takes everything with a time course. Its formulas see the extended state: states, what algebraic rules determine, extents of fast reactions, delayed values.
/// </summary>
public sealed class HybridModel
{
    private readonly List<CallExpr> delayCalls = [];
    private readonly Dictionary<string, int> parameterIndices = new(StringComparer.Ordinal);
    private readonly int hoistedCount;
    private readonly Lazy<LuPattern> factors;

    private HybridModel(Model model, IReadOnlyList<Observed> observed, CompilationTier tier)
    {
        Source = model;
        var findings = new List<Finding>();
        var graph = new ExpressionGraph();
        var solved = AlgebraicMatching.VariablesOf(model, findings);
        var symbols = new SymbolTable(model, findings, solved);
        StateCount = symbols.States.Count;
        var fast = new FastEquilibrium(model, symbols, StateCount + solved.Length, findings);
        SolvedCount = solved.Length + fast.Independents.Length;
        var draws = new DrawTable(model, symbols.Parameters.Count);
        var formulas = new Formulas(graph, symbols, findings) { Delayed = InputOfDelay, Draws = draws, Extents = fast.Extents };
        var dynamics = new Dynamics(model, symbols, formulas, findings);
        formulas.TranslateAll();
        int[] rates = dynamics.RightHandSide();
        int[] initial = [.. dynamics.InitialState(), .. solved.Select(id => InitialGuess(model, id, formulas)), .. fast.Independents.Select(_ => graph.Constant(0))];
        int[] residuals = [.. model.AlgebraicRules.Select(rule => formulas.Translate(rule.Formula, Moment.Always)), .. fast.Residuals(formulas)];
        int[] observations = [.. observed.Select(quantity => Observation(quantity, symbols, formulas, findings))];
        int[] triggers = [.. model.Events.Select(happening => formulas.Translate(happening.Trigger, Moment.Always)), .. model.Constraints.Select(constraint => formulas.Translate(constraint.Condition, Moment.Always))];
        var events = model.Events.Select((happening, number) => EventNodes.Of(happening, number, symbols, formulas)).ToArray();
        var (arguments, argumentsBefore, delays) = Delays(formulas);
        CheckExtents(fast, formulas, rates, findings);
        var prologue = new Prologue(graph);
        draws.CheckStart(graph, prologue, findings);
        if (findings.Count > 0)
            throw new FindingsException(findings);

        DelayCount = arguments.Length;
        StateIds = [.. symbols.States.Select(quantity => quantity.Id)];
        Observed = [.. observed];
        Parameters = [.. symbols.Parameters.Select(quantity => quantity.Initial is { } value && formulas.Translate(value, Moment.Initially) is var node && graph.IsConstant(node) ? graph.ConstantValue(node) : double.NaN)];
        Kernel Compile(IReadOnlyList<int> nodes) => Kernel.Create(Schedule.Create(graph, nodes, prologue), tier);
        Rates = Compile(rates);
        Resting = [.. Enumerable.Range(0, StateCount).Where(state => graph.IsConstant(rates[state], 0))];
        Residuals = Compile(residuals);
        (RateEntries, RateGradients) = Gradients(graph, rates, Compile);
        (ResidualEntries, ResidualGradients) = Gradients(graph, residuals, Compile);
        JacobianPattern = SolvedCount == 0 ? PatternOf(RateEntries, StateCount) : SparsityPattern.Dense(StateCount);
        IsAutonomous = DelayCount == 0 && !RateEntries.Concat(ResidualEntries).Any(entry => entry.Variable == Dynamics.TimeVariable);
        Initial = Compile(initial);
        Observations = Compile(observations);
        Triggers = Compile(triggers);
        var switches = SwitchNodes.Of(graph, [.. triggers[..model.Events.Length], .. rates, .. residuals]);
        (Switches, SwitchGaps, SwitchCount) = (Compile(switches), Compile(SwitchNodes.Gaps(graph, switches)), switches.Length);
        DelayArguments = [.. arguments.Select(node => Compile([node]))];
        DelayArgumentsBefore = [.. argumentsBefore.Select(node => Compile([node]))];
        FastCount = fast.Independents.Length;
        FastPace = fast.Pace;
        Amounts = Compile([.. Enumerable.Range(0, StateCount).Select(formulas.ValueOfState)]);
        DelayTimes = Compile(delays);
        Events = [.. events.Select(nodes => nodes.Compile(draws, Compile))];
        StartDraws = [.. draws.Of(Occasion.Start).Select(draw => draw.Compile(Compile))];
        Draws = [.. StartDraws, .. Events.SelectMany(happening => happening.Drawing).SelectMany(drawing => drawing.Draws)];
        Prologue = Kernel.Create(Schedule.Create(graph, prologue), tier);
        foreach (var quantity in symbols.Parameters)
            parameterIndices[quantity.Id] = parameterIndices.Count;
        hoistedCount = prologue.Nodes.Count;
        Hoisted = Hoist();
        factors = new Lazy<LuPattern>(() => new LuPattern(JacobianPattern));
        ScratchLength = new[] { Prologue, Rates, Residuals, RateGradients, ResidualGradients, Initial, Observations, Triggers, Switches, SwitchGaps, DelayTimes, Amounts }.Concat(DelayArguments).Concat(DelayArgumentsBefore)
            .Concat(Events.SelectMany(happening => happening.Drawing.Select(drawing => drawing.Kernel).Append(happening.Sizes))).Concat(Draws.Select(draw => draw.Arguments)).Max(kernel => kernel.ScratchLength);
    }

    /// <summary>The model that was compiled.</summary>
    public Model Source { get; }

    /// <summary>Ids of what is integrated: species as amounts, and whatever else a rate rule or an event changes.</summary>
    public ImmutableArray<string> StateIds { get; }

    /// <summary>What a simulation tells about, in the order asked for.</summary>
    public ImmutableArray<Observed> Observed { get; }

    internal int StateCount { get; }

    /// <summary>Variables of algebraic rules and extents of fast reactions.</summary>
    internal int SolvedCount { get; }

    internal int DelayCount { get; }

    internal int Width => StateCount + SolvedCount + DelayCount;

    internal int SwitchCount { get; }

    internal int ScratchLength { get; }

    internal bool IsAutonomous { get; }

    internal SparsityPattern JacobianPattern { get; }

    /// <summary>Values of what no draw gives, by parameter; what is drawn has the numbers behind them.</summary>
    internal ImmutableArray<double> Parameters { get; private set; }

    /// <summary>Computes what follows from the parameters alone.</summary>
    internal Kernel Prologue { get; }

    /// <summary>What follows from the parameters alone, while nothing is drawn.</summary>
    internal ImmutableArray<double> Hoisted { get; private set; }

    /// <summary>Where the factors of a step's linear systems have entries; found when first asked for, once for all numbers.</summary>
    internal LuPattern Factors => factors.Value;

    /// <summary>Draws of initial values.</summary>
    internal ImmutableArray<CompiledDraw> StartDraws { get; }

    /// <summary>All draws of the model.</summary>
    internal ImmutableArray<CompiledDraw> Draws { get; }

    /// <summary>True when one course differs from the next by what is drawn.</summary>
    public bool IsRandom => !Draws.IsEmpty;

    internal Kernel Rates { get; }

    /// <summary>States that only events change.</summary>
    internal ImmutableArray<int> Resting { get; }

    internal Kernel Residuals { get; }

    internal ImmutableArray<(int Row, int Variable)> RateEntries { get; }

    internal Kernel RateGradients { get; }

    internal ImmutableArray<(int Row, int Variable)> ResidualEntries { get; }

    internal Kernel ResidualGradients { get; }

    /// <summary>States and guesses of what is solved for; sees the solved variables.</summary>
    internal Kernel Initial { get; }

    internal Kernel Observations { get; }

    /// <summary>Truths of the events' triggers, then of the constraints.</summary>
    internal Kernel Triggers { get; }

    /// <summary>Truths whose change may let a trigger change, or a rate jump.</summary>
    internal Kernel Switches { get; }

    /// <summary>What the switches compare, by switch: the difference of the two sides.</summary>
    internal Kernel SwitchGaps { get; }

    internal ImmutableArray<Kernel> DelayArguments { get; }

    /// <summary>The same at times before the start.</summary>
    internal ImmutableArray<Kernel> DelayArgumentsBefore { get; }

    /// <summary>Extents among what is solved for; they come last.</summary>
    internal int FastCount { get; }

    /// <summary>See <see cref="FastEquilibrium.Pace"/>.</summary>
    internal ImmutableArray<double> FastPace { get; }

    /// <summary>States with what fast reactions add to them.</summary>
    internal Kernel Amounts { get; }

    internal Kernel DelayTimes { get; }

    internal ImmutableArray<HybridEvent> Events { get; }

    /// <param name="observed">What the simulation tells about; null: all species, compartments and parameters that change.</param>
    /// <exception cref="FindingsException">The model or an observed id is refused; all reasons are listed.</exception>
    public static HybridModel Compile(Model model, IReadOnlyList<Observed>? observed = null, CompilationTier tier = CompilationTier.Interpreter) => new(model, observed ?? Changing(model), tier);

    /// <summary>
    /// The same model with other numbers, without compiling it anew. What can be set are constants that are numbers, and initial values that the model leaves open; null when one of the ids is neither.
    /// </summary>
    public HybridModel? With(IReadOnlyDictionary<string, double> values)
    {
        var set = Parameters.ToArray();
        foreach (var (id, value) in values)
        {
            if (!parameterIndices.TryGetValue(id, out var index))
                return null;
            set[index] = value;
        }
        var other = (HybridModel)MemberwiseClone();
        other.Parameters = [.. set];
        other.Hoisted = other.Hoist();
        return other;
    }

    private ImmutableArray<double> Hoist()
    {
        var hoisted = new double[hoistedCount];
        Prologue.Run(0, [.. Parameters, .. Draws.Select(_ => double.NaN)], [], new double[Prologue.ScratchLength], hoisted);
        return [.. hoisted];
    }

    /// <summary>All species that are not constant, and whatever else rules and events change.</summary>
    public static ImmutableArray<Observed> Changing(Model model)
    {
        var changed = model.RateRules.Select(rule => rule.Variable).Concat(model.AssignmentRules.Select(rule => rule.Variable)).Concat(model.Events.SelectMany(happening => happening.Assignments).Select(assignment => assignment.Variable)).ToHashSet(StringComparer.Ordinal);
        return [.. model.Species.Where(species => !species.IsConstant).Select(species => new Observed(species.Id)), .. model.Compartments.Concat<Quantity>(model.Parameters).Where(quantity => changed.Contains(quantity.Id)).Select(quantity => new Observed(quantity.Id))];
    }

    private int InputOfDelay(CallExpr call)
    {
        var index = delayCalls.FindIndex(known => known == call || ReferenceEquals(known, call));
        if (index < 0)
        {
            index = delayCalls.Count;
            delayCalls.Add(call);
        }
        return StateCount + SolvedCount + index;
    }

    /// <summary>Translating a delay's formulas may bring up further delays inside them.</summary>
    private (int[] Arguments, int[] Before, int[] Times) Delays(Formulas formulas)
    {
        var (arguments, before, times) = (new List<int>(), new List<int>(), new List<int>());
        for (var i = 0; i < delayCalls.Count; i++)
        {
            arguments.Add(formulas.Translate(delayCalls[i].Arguments[0], Moment.Always));
            before.Add(formulas.Translate(delayCalls[i].Arguments[0], Moment.Before));
            times.Add(formulas.Translate(delayCalls[i].Arguments[1], Moment.Always));
        }
        return ([.. arguments], [.. before], [.. times]);
    }

    /// <summary>Between discrete instants the stoichiometry of a fast reaction has to stand still.</summary>
    private static void CheckExtents(FastEquilibrium fast, Formulas formulas, int[] rates, List<Finding> findings)
    {
        var factors = fast.Extents.Values.SelectMany(terms => terms).Select(formulas.FactorOf).ToArray();
        if (Derivative.Gradients(formulas.Graph, factors, Dynamics.TimeVariable).SelectMany(gradient => gradient).Any(partial => partial.Variable >= rates.Length || !formulas.Graph.IsConstant(rates[partial.Variable], 0)))
            findings.Add(FindingCodes.SingleRun.At(fast.Independents[0].Location, "The stoichiometry of a fast reaction varies continuously.", "Let it change by events only."));
    }

    private static int InitialGuess(Model model, string id, Formulas formulas) =>
        model.Compartments.Concat<Quantity>(model.Species).Concat(model.Parameters).First(quantity => quantity.Id == id).Initial is { } initial
            ? formulas.Translate(initial, Moment.Initially)
            : formulas.Graph.Constant(double.NaN);

    private static int Observation(Observed observed, SymbolTable symbols, Formulas formulas, List<Finding> findings)
    {
        var graph = formulas.Graph;
        if (symbols[observed.Id] is null && observed.Id != "time")
        {
            findings.Add(FindingCodes.UnknownObserved.At(SourceLocation.None, $"There is no '{observed.Id}' in the model to observe.", Spelling.Advice(observed.Id, symbols.Ids, FindingCodes.UnknownObserved.Remedy)));
            return graph.Constant(double.NaN);
        }
        var value = formulas.Symbol(observed.Id, Moment.Always, SourceLocation.None);
        return symbols.SpeciesOf(observed.Id) switch
        {
            { IsAmount: true } species when observed.Measure == Measure.Concentration => graph.Divide(value, formulas.SizeOf(species, Moment.Always)),
            { IsAmount: false } when observed.Measure == Measure.Amount && symbols[observed.Id] is Meaning.Integrated integrated => formulas.ValueOfState(integrated.State),
            { IsAmount: false } species when observed.Measure == Measure.Amount => graph.Multiply(value, formulas.SizeOf(species, Moment.Always)),
            _ => value,
        };
    }

    private static (ImmutableArray<(int, int)>, Kernel) Gradients(ExpressionGraph graph, int[] nodes, Func<IReadOnlyList<int>, Kernel> compile)
    {
        var gradients = Derivative.Gradients(graph, nodes, Dynamics.TimeVariable);
        var entries = gradients.SelectMany((gradient, row) => gradient.Select(partial => (row, partial))).ToArray();
        return ([.. entries.Select(entry => (entry.row, entry.partial.Variable))], compile([.. entries.Select(entry => entry.partial.Node)]));
    }

    private static SparsityPattern PatternOf(ImmutableArray<(int Row, int Variable)> entries, int dimension)
    {
        var inside = entries.Where(entry => entry.Variable < dimension).ToArray();
        var rowStarts = new int[dimension + 1];
        foreach (var (row, _) in inside)
            rowStarts[row + 1]++;
        for (var row = 0; row < dimension; row++)
            rowStarts[row + 1] += rowStarts[row];
        return new SparsityPattern(dimension, rowStarts, [.. inside.Select(entry => entry.Variable)]);
    }
}
