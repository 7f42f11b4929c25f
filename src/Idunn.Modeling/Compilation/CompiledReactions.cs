using System.Collections.Immutable;
using Idunn.Modeling.Checking;
using Idunn.Numerics.Stochastic;

namespace Idunn.Modeling.Compilation;

/// <summary>
/// A model as a stochastic process: its reactions happen one by one, and a rate law, as it is written, is the probability per time of its reaction, of counts. (So k·A·(A − 1) is the law of
/// A + A → B for single molecules; k·A·A is taken at its word.) Amounts are counted: a concentration is a count over its compartment's size. Immutable; any number of threads may create
/// systems from it.
/// </summary>
public sealed class CompiledReactions
{
    private CompiledReactions(Model model, IReadOnlyList<string> observed, CompilationTier tier)
    {
        var findings = new List<Finding>();
        var graph = new ExpressionGraph();
        var symbols = new SymbolTable(model, findings);
        var draws = new DrawTable(model, symbols.Parameters.Count);
        var formulas = new Formulas(graph, symbols, findings) { Draws = draws };
        var dynamics = new Dynamics(model, symbols, formulas, findings);
        formulas.TranslateAll();
        dynamics.RightHandSide();
        ReactionChecks.Check(model, findings);
        var jumps = Jump.Of(model, symbols, formulas, findings);
        var initialValues = dynamics.InitialState();
        int[] triggers = [.. model.Events.Select(happening => formulas.Translate(happening.Trigger, Moment.Always))];
        var assignments = model.Events.Select((happening, number) => CompiledEvent.Assignments(happening, number, symbols, formulas, findings)).ToArray();
        int[] observations = [.. observed.Select(id => CompiledModel.Observation(id, symbols, formulas, findings))];
        double[] defaults = [.. symbols.Parameters.Select(quantity => CompiledModel.DefaultOf(quantity, formulas))];
        var prologue = new Prologue(graph);
        draws.CheckStart(graph, prologue, findings);
        if (findings.Count > 0)
            throw new FindingsException(findings);

        StateIds = [.. symbols.States.Select(quantity => quantity.Id)];
        ParameterIds = [.. symbols.Parameters.Select(quantity => quantity.Id)];
        ParameterDefaults = [.. defaults];
        ObservedIds = [.. observed];
        ReactionIds = [.. jumps.Select(jump => jump.Name)];
        HasTimedTriggers = graph.DependsOnTime(triggers);
        FireAtStart = [.. model.Events.Select(happening => !happening.TriggerInitially)];

        Schedule[] single = [.. jumps.Select(jump => Schedule.Create(graph, [jump.Propensity], prologue))];
        Network = new ReactionNetwork(StateIds.Length, [.. jumps.Select(jump => jump.Changes)], [.. single.Select(schedule => schedule.InputsRead().ToArray())]);
        Kernel Compile(IReadOnlyList<int> nodes) => Kernel.Create(Schedule.Create(graph, nodes, prologue), tier);
        Propensities = Compile([.. jumps.Select(jump => jump.Propensity)]);
        Slopes = Compile(SlopesOf(graph, jumps));
        InitialState = new Interpreter(Schedule.Create(graph, initialValues, prologue));
        Observations = Compile(observations);
        Triggers = Compile(triggers);
        CompiledDraw[] DrawsOf(Occasion occasion, int happening = -1) => [.. draws.Of(occasion, happening).Select(draw => draw.Compile(Compile))];
        Events = [.. assignments.Select((jump, number) => new CompiledEvent(jump.Targets, new Interpreter(Schedule.Create(graph, jump.Nodes, prologue))) { Draws = [.. DrawsOf(Occasion.Assignment, number)] })];
        StartDraws = [.. DrawsOf(Occasion.Start)];
        Draws = [.. StartDraws, .. Events.SelectMany(happening => happening.Draws)];
        HoistedCount = prologue.Nodes.Count;
        Single = new PropensityCode(single, HoistedCount);
        Prologue = Kernel.Create(Schedule.Create(graph, prologue), tier);
        ReactionChecks.CheckCounts(this, symbols, findings);
        if (findings.Count > 0)
            throw new FindingsException(findings);
    }

    /// <summary>The states' ids, as in <see cref="CompiledModel.StateIds"/>; species are counts.</summary>
    public ImmutableArray<string> StateIds { get; }

    /// <summary>Ids of what each subject may set, as in <see cref="CompiledModel.ParameterIds"/>.</summary>
    public ImmutableArray<string> ParameterIds { get; }

    /// <summary>The model's own values, in the order of <see cref="ParameterIds"/>; NaN where the model gives none.</summary>
    public ImmutableArray<double> ParameterDefaults { get; }

    /// <summary>Ids of the observed quantities, in the order asked for.</summary>
    public ImmutableArray<string> ObservedIds { get; }

    /// <summary>The reactions' ids, in the order of <see cref="Network"/>.</summary>
    public ImmutableArray<string> ReactionIds { get; }

    /// <summary>Stoichiometry and dependencies.</summary>
    public ReactionNetwork Network { get; }

    internal bool HasTimedTriggers { get; }

    internal ImmutableArray<bool> FireAtStart { get; }

    internal int HoistedCount { get; }

    internal Kernel Prologue { get; }

    internal Kernel InitialState { get; }

    internal Kernel Propensities { get; }

    internal Kernel Slopes { get; }

    internal Kernel Observations { get; }

    internal Kernel Triggers { get; }

    internal ImmutableArray<CompiledEvent> Events { get; }

    internal PropensityCode Single { get; }

    /// <summary>Draws of initial values.</summary>
    internal ImmutableArray<CompiledDraw> StartDraws { get; }

    /// <summary>All draws of the model.</summary>
    internal ImmutableArray<CompiledDraw> Draws { get; }

    /// <summary>True when the model draws at random beside what reactions do; then <see cref="ModelReactions.Draw"/> comes before each course.</summary>
    public bool IsRandom => !Draws.IsEmpty;

    /// <summary>Compiles a model.</summary>
    /// <param name="observed">As in <see cref="CompiledModel.Compile"/>.</param>
    /// <exception cref="FindingsException">The model or an observed id is refused; all reasons are listed.</exception>
    public static CompiledReactions Compile(Model model, IReadOnlyList<string> observed, CompilationTier tier = CompilationTier.MachineCode) => new(model, observed, tier);

    /// <summary>A system with the model's own parameter values; one per thread.</summary>
    public ModelReactions CreateSystem() => new(this);

    /// <summary>∂a/∂x at the places that <see cref="ReactionSystem.Slopes"/> asks for; 0 where a propensity is flat, as a step is.</summary>
    private int[] SlopesOf(ExpressionGraph graph, List<Jump> jumps)
    {
        var gradients = Derivative.Gradients(graph, [.. jumps.Select(jump => jump.Propensity)], StateIds.Length);
        var nodes = new List<int>();
        for (var j = 0; j < jumps.Count; j++)
        {
            var slopes = gradients[j].ToDictionary(slope => slope.Variable, slope => slope.Node);
            foreach (var state in Network.Reads(j))
                nodes.Add(slopes.TryGetValue(state, out var node) ? node : graph.Constant(0));
        }
        return [.. nodes];
    }
}
