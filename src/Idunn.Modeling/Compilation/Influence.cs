using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Compilation;

/// <summary>
/// Which parameters can change which quantities at all, read off the structure of the equations. What is known to stay put under a subject's parameters carries no influence: a product with a factor of 0,
/// the branch of a piecewise that is not taken, a state that starts at rest and is never moved. A "no" is certain; a "yes" means that there is a path.
/// (Constant propagation: Kildall, G. A. (1973), A unified approach to global program optimization, POPL '73. Here the states are the variables, and one rests when the rate at its initial value is 0.)
/// One thread uses an instance at a time.
/// </summary>
public sealed class Influence
{
    private readonly ExpressionGraph graph = new();
    private readonly Dictionary<string, int> observations;
    private readonly int[] rates, initialValues;
    private readonly (int Root, int[] Targets, int[] Nodes)[] events;

    /// <param name="observed">Ids of quantities that may be asked for, as in <see cref="CompiledModel.Compile"/>.</param>
    /// <exception cref="FindingsException">The model is refused.</exception>
    public Influence(Model model, IEnumerable<string> observed)
    {
        var findings = new List<Finding>();
        SingleRunsOnly.Refuse(model, findings);
        var symbols = new SymbolTable(model, findings);
        var formulas = new Formulas(graph, symbols, findings);
        var dynamics = new Dynamics(model, symbols, formulas, findings);
        formulas.TranslateAll();
        rates = dynamics.RightHandSide();
        initialValues = dynamics.InitialState();
        events = [.. model.Events.Select((happening, number) =>
        {
            var (targets, nodes) = CompiledEvent.Assignments(happening, number, symbols, formulas, findings);
            return (RootFunction.Build(formulas, happening, findings), targets.ToArray(), nodes.ToArray());
        })];
        observations = observed.Distinct(StringComparer.Ordinal).ToDictionary(id => id, id => formulas.Symbol(id, Moment.Always, SourceLocation.None), StringComparer.Ordinal);
        if (findings.Count > 0) throw new FindingsException(findings);
    }

    /// <summary>True when there is a path from any of the changed parameters to the quantity.</summary>
    /// <param name="changed">Numbers of the parameters that change, as in <see cref="CompiledModel.ParameterIds"/>.</param>
    /// <param name="free">Numbers of further parameters whose values are left open.</param>
    /// <param name="parameters">Values of all others.</param>
    /// <param name="driven">States that something outside the equations moves: doses, a diffusion.</param>
    public bool Reaches(string observed, IReadOnlySet<int> changed, IReadOnlySet<int> free, ReadOnlySpan<double> parameters, IReadOnlySet<int> driven)
    {
        var known = Known(changed, free, parameters.ToArray(), driven);
        return Touched(known, changed)[observations[observed]];
    }

    /// <summary>Value of each node that is the same at all times and whatever the open parameters are; NaN for the others.</summary>
    private double[] Known(IReadOnlySet<int> changed, IReadOnlySet<int> free, double[] parameters, IReadOnlySet<int> driven)
    {
        foreach (var index in changed.Concat(free)) parameters[index] = double.NaN;
        var values = new double[graph.Count];
        var resting = new double[rates.Length];
        Array.Fill(resting, double.NaN);
        Evaluate(values, parameters, resting);
        for (var state = 0; state < resting.Length; state++)
            if (!driven.Contains(state)) resting[state] = values[initialValues[state]];
        // All are taken to rest; those that the others move are let go until the rest hold each other in place.
        for (var isSettled = false; !isSettled;)
        {
            Evaluate(values, parameters, resting);
            isSettled = true;
            for (var state = 0; state < resting.Length; state++)
            {
                if (double.IsNaN(resting[state]) || IsHeld(state, resting[state], values)) continue;
                resting[state] = double.NaN;
                isSettled = false;
            }
        }
        return values;
    }

    private bool IsHeld(int state, double value, double[] values) =>
        values[rates[state]] == 0 && events.All(happening => Enumerable.Range(0, happening.Targets.Length).All(i => happening.Targets[i] != state || values[happening.Nodes[i]].Equals(value)));

    private void Evaluate(double[] values, double[] parameters, double[] resting)
    {
        for (var node = 0; node < values.Length; node++)
        {
            var (operation, a, b, c) = graph[node];
            values[node] = operation switch
            {
                Operation.Constant => graph.ConstantValue(node),
                Operation.Parameter => parameters[a],
                Operation.State => resting[a],
                Operation.Time => double.NaN,
                Operation.Multiply when values[a] == 0 || values[b] == 0 => 0,
                Operation.Divide when values[a] == 0 && values[b] != 0 => 0,
                Operation.Power when values[b] == 0 || values[a] == 1 => 1,
                Operation.And when values[a] == 0 || values[b] == 0 => 0,
                Operation.Or when IsTrue(values[a]) || IsTrue(values[b]) => 1,
                Operation.Select => double.IsNaN(values[a]) ? double.NaN : values[a] != 0 ? values[b] : values[c],
                _ => Certain(operation, values[a], values[b], Arithmetic.OperandCount(operation)),
            };
        }
    }

    private static bool IsTrue(double value) => !double.IsNaN(value) && value != 0;

    private static double Certain(Operation operation, double a, double b, int count) => double.IsNaN(a) || (count > 1 && double.IsNaN(b)) ? double.NaN : Arithmetic.Evaluate(operation, a, b, 0);

    /// <summary>By node: whether a change of the parameters can show in it.</summary>
    private bool[] Touched(double[] known, IReadOnlySet<int> changed)
    {
        var touched = new bool[graph.Count];
        var states = new bool[rates.Length];
        for (var isSettled = false; !isSettled;)
        {
            Spread(touched, known, changed, states);
            isSettled = true;
            for (var state = 0; state < states.Length; state++)
            {
                if (states[state] || !(touched[rates[state]] || touched[initialValues[state]])) continue;
                states[state] = true;
                isSettled = false;
            }
            foreach (var (root, targets, nodes) in events)
                for (var i = 0; i < targets.Length; i++)
                {
                    if (states[targets[i]] || !(touched[root] || touched[nodes[i]])) continue;
                    states[targets[i]] = true;
                    isSettled = false;
                }
        }
        return touched;
    }

    private void Spread(bool[] touched, double[] known, IReadOnlySet<int> changed, bool[] states)
    {
        for (var node = 0; node < touched.Length; node++)
        {
            var (operation, a, b, c) = graph[node];
            var count = Arithmetic.OperandCount(operation);
            touched[node] = double.IsNaN(known[node]) && operation switch
            {
                Operation.Parameter => changed.Contains(a),
                Operation.State => states[a],
                Operation.Select when !double.IsNaN(known[a]) => touched[known[a] != 0 ? b : c],
                _ => (count > 0 && touched[a]) || (count > 1 && touched[b]) || (count > 2 && touched[c]),
            };
        }
    }
}
