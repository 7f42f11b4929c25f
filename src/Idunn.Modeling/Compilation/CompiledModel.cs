using System.Collections.Immutable;
using Idunn.Modeling.Checking;
using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Modeling.Compilation;

/// <summary>
/// A model as runnable code: right-hand side, analytic sparse Jacobian, time derivative, events and observed quantities, all from one
/// expression graph. Immutable; any number of threads may create systems from it.
/// </summary>
public sealed class CompiledModel
{
    private readonly Dictionary<string, int> stateIndices;
    private readonly Dictionary<string, int> parameterIndices;
    private readonly Lock generating = new();
    private readonly Dictionary<int, LaneKernels> lanes = [];
    private readonly Func<int, LaneKernels> generate;
    private readonly Func<string> write;
    private readonly bool isTiered;
    private LuPattern? factors;

    private CompiledModel(Model model, IReadOnlyList<string> observed, CompilationTier tier, string? diffusion, IReadOnlyList<string> sensitivities)
    {
        var findings = new List<Finding>();
        var graph = new ExpressionGraph();
        SingleRunsOnly.Refuse(model, findings);
        var symbols = new SymbolTable(model, findings);
        var formulas = new Formulas(graph, symbols, findings);
        var dynamics = new Dynamics(model, symbols, formulas, findings);
        formulas.TranslateAll();
        int[] rates = dynamics.RightHandSide();
        int[] initialValues = dynamics.InitialState();
        int[] roots = [.. model.Events.Select(happening => RootFunction.Build(formulas, happening, findings))];
        var jumps = model.Events.Select((happening, number) => CompiledEvent.Assignments(happening, number, symbols, formulas, findings)).ToArray();
        int[] observations = [.. observed.Select(id => Observation(id, symbols, formulas, findings))];
        double[] defaults = [.. symbols.Parameters.Select(quantity => DefaultOf(quantity, formulas))];
        int[] differentiated = [.. sensitivities.Select(id => ParameterOf(id, symbols, findings))];
        if (findings.Count > 0)
            throw new FindingsException(findings);

        int[] drift = diffusion is null ? [] : [Held(symbols, rates, graph, diffusion)];
        string[] states = [.. symbols.States.Select(quantity => quantity.Id)];
        if (differentiated.Length > 0)
        {
            var forward = new ForwardSensitivities(graph, rates.Length, differentiated);
            jumps = [.. jumps.Zip(roots, (jump, root) => forward.Across(root, jump.Targets, jump.Nodes, rates))];
            (rates, initialValues, observations) = ([.. rates, .. forward.Of(rates)], [.. initialValues, .. forward.Of(initialValues, true)], [.. observations, .. forward.Of(observations)]);
        }
        IEnumerable<string> WithSensitivities(IReadOnlyList<string> ids) => ids.Concat(sensitivities.SelectMany(parameter => ids.Select(id => ForwardSensitivities.NameOf(id, parameter))));
        StateIds = [.. WithSensitivities(states)];
        ParameterIds = [.. symbols.Parameters.Select(quantity => quantity.Id)];
        ParameterDefaults = [.. defaults];
        ObservedIds = [.. WithSensitivities(observed)];
        stateIndices = IndicesOf(StateIds);
        parameterIndices = IndicesOf(ParameterIds);

        var (pattern, jacobian, timeDerivative) = Differentiate(graph, rates);
        var prologue = new Prologue(graph);
        Kernel Compile(IReadOnlyList<int> nodes) => Kernel.Create(Schedule.Create(graph, nodes, prologue), tier);
        JacobianPattern = pattern;
        IsAutonomous = !graph.DependsOnTime(rates);
        EventCount = roots.Length;
        RightHandSide = Compile(rates);
        Jacobian = Compile(jacobian);
        TimeDerivative = Compile(timeDerivative);
        InitialState = new Interpreter(Schedule.Create(graph, initialValues, prologue));
        Diffusion = diffusion is null ? -1 : IndexOfState(diffusion);
        var held = new Prologue(graph, Diffusion);
        Drift = Kernel.Create(Schedule.Create(graph, drift, held), tier);
        DriftPartCount = held.Nodes.Count;
        DriftParts = Compile(held.Nodes);
        var (observing, watching) = (Schedule.Create(graph, observations, prologue), Schedule.Create(graph, roots, prologue));
        (ObservedStates, EventStates) = (observing.InputsRead(), watching.InputsRead());
        Observations = Kernel.Create(observing, tier);
        EventFunctions = Kernel.Create(watching, tier);
        Events = [.. jumps.Select(jump => new CompiledEvent(jump.Targets, new Interpreter(Schedule.Create(graph, jump.Nodes, prologue))))];
        HoistedCount = prologue.Nodes.Count;
        generate = width => new LaneKernels(
            width, generating, !Factors.IsTabular, () => new LaneCode(Schedule.Create(graph, rates, prologue), width), () => new LaneCode(Schedule.Create(graph, timeDerivative, prologue), width),
            () => new LaneCode(LinearSystem.Factorization(graph, prologue, jacobian, Factors), width), () => new LaneCode(LinearSystem.Solution(Factors), width));
        write = () => CSource.Write(
            ParameterIds.Length, HoistedCount, pattern, Schedule.Create(graph, prologue), Schedule.Create(graph, initialValues, prologue), Schedule.Create(graph, rates, prologue), Schedule.Create(graph, jacobian, prologue));
        Prologue = Kernel.Create(Schedule.Create(graph, prologue), tier);
        // What a course needs most comes first.
        TieredKernel[] tiered = [.. new[] { RightHandSide, Prologue, Jacobian, Observations, EventFunctions, TimeDerivative, Drift, DriftParts }.OfType<TieredKernel>()];
        isTiered = tiered.Length > 0;
        MachineCode = isTiered ? Task.Run(() => Array.ForEach(tiered, kernel => kernel.Compile())) : Task.CompletedTask;
    }

    /// <summary>The states' ids: amounts of species that are not constant, and whatever else a rate rule or an event changes.</summary>
    public ImmutableArray<string> StateIds { get; }

    /// <summary>Ids of what each subject may set: constants whose value is a number or missing, and states whose initial value is missing.</summary>
    public ImmutableArray<string> ParameterIds { get; }

    /// <summary>The model's own values, in the order of <see cref="ParameterIds"/>; NaN where the model gives none.</summary>
    public ImmutableArray<double> ParameterDefaults { get; }

    /// <summary>Ids of the observed quantities, in the order asked for.</summary>
    public ImmutableArray<string> ObservedIds { get; }

    /// <summary>States that the observed quantities are computed from.</summary>
    public ImmutableArray<int> ObservedStates { get; }

    internal ImmutableArray<int> EventStates { get; }

    internal SparsityPattern JacobianPattern { get; }

    internal bool IsAutonomous { get; }

    internal int EventCount { get; }

    internal int HoistedCount { get; }

    internal Kernel Prologue { get; }

    internal Kernel InitialState { get; }

    internal Kernel RightHandSide { get; }

    internal Kernel Jacobian { get; }

    internal Kernel TimeDerivative { get; }

    /// <summary>Number of the state that is a diffusion; −1 when there is none.</summary>
    internal int Diffusion { get; }

    /// <summary>What the drift needs of all that stands still between macro-steps; it takes the place of what is hoisted in <see cref="Drift"/>.</summary>
    internal Kernel DriftParts { get; }

    internal int DriftPartCount { get; }

    internal Kernel Drift { get; }

    internal Kernel Observations { get; }

    internal Kernel EventFunctions { get; }

    internal ImmutableArray<CompiledEvent> Events { get; }

    /// <summary>Where the factors of a step's linear systems have entries; found when first asked for.</summary>
    public LuPattern Factors => factors ??= new LuPattern(JacobianPattern);

    /// <summary>False where linear systems go by tables because straight-line code for them would be too long.</summary>
    public bool HasStraightLineAlgebra => HasMachineCode && !Factors.IsTabular;

    /// <summary>Compiles a model.</summary>
    /// <param name="observed">Ids of species (as their symbols mean: amount or concentration), parameters, compartments, ruled variables and reactions (their rates), or <c>time</c>.</param>
    /// <param name="diffusion">Id of a state that is a diffusion: its rate in the model is the drift, and the right-hand side holds it. Null: none.</param>
    /// <param name="sensitivities">
    /// Parameters by which every state and observed quantity is differentiated: for each of them come as many further states and observed quantities, named ∂x/∂p, in the same order. They hold
    /// along the path of a diffusion, and for the doses that are given: who gives a dose that depends on a parameter adds its derivative to the sensitivity. At an event they know no infusion from
    /// outside that runs into what the trigger or an assignment reads, and of events that set off each other at one instant each its own trigger alone. Null: none.
    /// </param>
    /// <exception cref="FindingsException">The model, an observed id or a parameter is refused; all reasons are listed.</exception>
    public static CompiledModel Compile(
        Model model, IReadOnlyList<string> observed, CompilationTier tier = CompilationTier.MachineCode, string? diffusion = null, IReadOnlyList<string>? sensitivities = null) =>
        new(model, observed, tier, diffusion, [.. (sensitivities ?? []).Distinct()]);

    /// <summary>Number of a state, or −1.</summary>
    public int IndexOfState(string id) => stateIndices.GetValueOrDefault(id, -1);

    /// <summary>Number of the state that is the derivative of a state by a parameter, or −1.</summary>
    public int IndexOfSensitivity(string state, string parameter) => IndexOfState(ForwardSensitivities.NameOf(state, parameter));

    /// <summary>Number of a parameter, or −1.</summary>
    public int IndexOfParameter(string id) => parameterIndices.GetValueOrDefault(id, -1);

    /// <summary>A system with the model's own parameter values; one per thread.</summary>
    public ModelSystem CreateSystem() => new(this);

    /// <summary>Ends when the machine code that follows an interpreted start is in place (<see cref="CompilationTier.Tiered"/>); no result depends on when that is.</summary>
    public Task MachineCode { get; }

    /// <summary>Lanes that the processor computes at once; 1 in the interpreter.</summary>
    public int PreferredLanes => HasMachineCode ? VectorInstructions.Preferred : 1;

    private bool HasMachineCode => Prologue is LaneCode or TieredKernel;

    /// <summary>A system of several subjects at once; one per thread. Machine code for a width is generated when first asked for; where there is none, one lane is interpreted.</summary>
    /// <param name="width">1, 2, 4 or 8.</param>
    public ModelLanes CreateLanes(int width)
    {
        if (width == 1 && (!HasMachineCode || isTiered))
            return new ModelLanes(this, null);
        ArgumentOutOfRangeException.ThrowIfZero(width is 1 or 2 or 4 or 8 ? width : 0, nameof(width));
        // The graph and its prologue are filled by one thread at a time.
        lock (generating)
        {
            if (!lanes.TryGetValue(width, out var code))
                lanes.Add(width, code = generate(width));
            return new ModelLanes(this, code);
        }
    }

    /// <summary>One lane whose linear systems go by tables: for a course or two, on which code for them would be wasted.</summary>
    public ModelLanes CreateTables() => new(this, null);

    /// <summary>The model as C source; see <see cref="CSource"/> for what it defines. Doses, events, observed quantities and the diffusion are no part of it.</summary>
    public string ToC()
    {
        lock (generating)
            return write();
    }

    /// <summary>A diffusion steps by itself: to the rest of the model it stands still between its macro-steps. Returns its drift.</summary>
    private static int Held(SymbolTable symbols, int[] rates, ExpressionGraph graph, string diffusion)
    {
        for (var state = 0; state < rates.Length; state++)
            if (symbols.States[state].Id == diffusion)
            {
                var drift = rates[state];
                rates[state] = graph.Constant(0);
                return drift;
            }
        throw new FindingsException(FindingCodes.UnknownObserved.At(SourceLocation.None, $"There is no state '{diffusion}' in the model that could be a diffusion.", FindingCodes.UnknownObserved.Remedy));
    }

    internal static int Observation(string id, SymbolTable symbols, Formulas formulas, List<Finding> findings)
    {
        if (symbols[id] is not null || id == "time")
            return formulas.Symbol(id, Moment.Always, SourceLocation.None);
        findings.Add(FindingCodes.UnknownObserved.At(
            SourceLocation.None, $"There is no '{id}' in the model to observe.", Spelling.Advice(id, symbols.Ids, FindingCodes.UnknownObserved.Remedy)));
        return formulas.Graph.Constant(double.NaN);
    }

    private static int ParameterOf(string id, SymbolTable symbols, List<Finding> findings)
    {
        for (var parameter = 0; parameter < symbols.Parameters.Count; parameter++)
            if (symbols.Parameters[parameter].Id == id)
                return parameter;
        findings.Add(FindingCodes.UnknownObserved.At(
            SourceLocation.None, $"'{id}' is no number that a subject may set, by which the model could be differentiated.",
            Spelling.Advice(id, symbols.Parameters.Select(quantity => quantity.Id), "Name a constant whose value is a number or missing.")));
        return -1;
    }

    /// <summary>A formula without symbols folds to its number.</summary>
    internal static double DefaultOf(Quantity quantity, Formulas formulas) =>
        quantity.Initial is { } initial && formulas.Translate(initial, Moment.Initially) is var node && formulas.Graph.IsConstant(node)
            ? formulas.Graph.ConstantValue(node)
            : double.NaN;

    private static Dictionary<string, int> IndicesOf(ImmutableArray<string> ids) =>
        ids.Select((id, index) => (id, index)).ToDictionary(pair => pair.id, pair => pair.index, StringComparer.Ordinal);

    private static (SparsityPattern Pattern, int[] Jacobian, int[] TimeDerivative) Differentiate(ExpressionGraph graph, int[] rates)
    {
        var gradients = Derivative.Gradients(graph, rates, rates.Length);
        var rowStarts = new int[rates.Length + 1];
        var columns = new List<int>();
        var jacobian = new List<int>();
        var timeDerivative = new int[rates.Length];
        for (var row = 0; row < rates.Length; row++)
        {
            timeDerivative[row] = graph.Constant(0);
            foreach (var (variable, node) in gradients[row])
            {
                if (variable == rates.Length)
                {
                    timeDerivative[row] = node;
                    continue;
                }
                columns.Add(variable);
                jacobian.Add(node);
            }
            rowStarts[row + 1] = columns.Count;
        }
        return (new SparsityPattern(rates.Length, rowStarts, [.. columns]), [.. jacobian], timeDerivative);
    }
}
