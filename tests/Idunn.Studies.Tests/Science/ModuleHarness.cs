using System.Globalization;
using Idunn.Modeling;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Compilation;
using Idunn.Modeling.Petab;
using Idunn.Numerics.Ode;
using Idunn.Studies.Planning;
using Idunn.Studies.Tests.Planning;

namespace Idunn.Studies.Tests.Modules;

/// <summary>
/// One module of the science folder on its own: its ports are fed with constants or with formulas of time, its parameters come from the project's tables. Ids are those
/// of the module; the instance's prefix may be left out. Everything in it can be observed.
/// (The namespace is not that of the folder: a namespace Science would hide the type.)
/// </summary>
internal sealed class ModuleHarness
{
    private const string Instance = "part";
    private const string FileName = "harness.ant";

    private readonly IReadOnlyList<ParameterTable> tables;
    private readonly CompiledModel compiled;
    private readonly ModelSystem system;
    private readonly double[] parameters;

    private ModuleHarness(string text, IEnumerable<string> tables)
    {
        this.tables = [.. tables.Select(name => ParameterTableReader.Read(Path.Combine(ProjectScience.Root, "parameters", name)))];
        Model = SharedParameters.Unify(AntimonyReader.Parse(text, Path.Combine(ProjectScience.Root, "models", FileName)), this.tables.SelectMany(table => table.Rows).Select(row => row.Id));
        compiled = CompiledModel.Compile(Model, [.. Model.Species.Concat<Quantity>(Model.Parameters).Select(quantity => quantity.Id)]);
        system = compiled.CreateSystem();
        parameters = [.. compiled.ParameterDefaults];
        foreach (var binding in ParameterBinding.Bind(Model, this.tables))
            if (compiled.IndexOfParameter(binding.Id) is >= 0 and var index)
                parameters[index] = binding.Value;
    }

    /// <summary>A module with every port fed.</summary>
    /// <param name="file">Under science/models.</param>
    /// <param name="tables">Under science/parameters; where two have the same row, the later one holds.</param>
    /// <param name="ports">In the module's order: a number, which <see cref="Set"/> may change, or a formula of time and of other ports.</param>
    public static ModuleHarness Of(string file, string model, IReadOnlyList<string> tables, params IReadOnlyList<(string Port, string Value)> ports)
    {
        var lines = ports.Select(port => double.TryParse(port.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? $"  {port.Port} = {port.Value};" : $"  {port.Port} := {port.Value};");
        return FromText($"""
            import "{file}"
            model *alone()
              unit time = 86400 second;
            {string.Join('\n', lines)}
              {Instance}: {model}({string.Join(", ", ports.Select(port => port.Port))});
            end
            """, tables);
    }

    /// <summary>Several modules put together by Antimony text, which may import files of science/models. An instance named "part" may be left out of ids.</summary>
    public static ModuleHarness FromText(string text, IReadOnlyList<string> tables) => new(text, tables);

    public Model Model { get; }

    public IReadOnlyList<string> StateIds => compiled.StateIds;

    /// <summary>Relative tolerance of <see cref="Solve"/>; absolute ones are a thousandth of it.</summary>
    public double Tolerance { get; set; } = 1e-8;

    /// <summary>What the checker says of the module with its tables: units, structure, origins. Ports need no row, and rows of other modules may stand in a shared table.</summary>
    /// <param name="fromElsewhere">Parameters, by the id in the module, whose row or use is not the module's business.</param>
    public IReadOnlyList<Finding> Check(params IReadOnlyList<string> fromElsewhere)
    {
        var given = Model.Parameters.Select(parameter => parameter.Id).Where(id => fromElsewhere.Any(other => id == other || id.EndsWith("." + other, StringComparison.Ordinal)));
        var references = new Science(ProjectScience.Root).References.Keys.ToHashSet(StringComparer.Ordinal);
        return [.. ModelChecker.Check(Model, tables, given.ToHashSet(StringComparer.Ordinal), references)
            .Where(finding => finding.Code != FindingCodes.UnusedRow.Code && !finding.Location.File.EndsWith(FileName, StringComparison.Ordinal))];
    }

    /// <summary>Sets a parameter or a port, in the model's unit.</summary>
    public ModuleHarness Set(string id, double value)
    {
        parameters[Known(id, compiled.IndexOfParameter, "parameter")] = value;
        return this;
    }

    /// <summary>The value of a parameter or a port, in the model's unit.</summary>
    public double Parameter(string id) => parameters[Known(id, compiled.IndexOfParameter, "parameter")];

    public double[] InitialState()
    {
        Prepare();
        var state = new double[system.Dimension];
        system.InitialState(state);
        return state;
    }

    public double[] RightHandSide(double time, ReadOnlySpan<double> state)
    {
        Prepare();
        var rates = new double[system.Dimension];
        system.RightHandSide(time, state, rates);
        return rates;
    }

    /// <summary>Number of a state.</summary>
    public int IndexOfState(string id) => Known(id, compiled.IndexOfState, "state");

    /// <summary>One quantity at a time and state.</summary>
    public double Observe(string id, double time, ReadOnlySpan<double> state)
    {
        Prepare();
        var values = new double[compiled.ObservedIds.Length];
        system.Observe(time, state, values);
        return values[Known(id, name => compiled.ObservedIds.IndexOf(name), "quantity")];
    }

    /// <summary>One quantity at time 0.</summary>
    public double Initially(string id) => Observe(id, 0, InitialState());

    /// <summary>Integrates from the initial state to the last of the times, in days.</summary>
    public Course Solve(params IReadOnlyList<double> times) => SolveFrom(InitialState(), times);

    /// <summary>Integrates from a state at time 0 to the last of the times, in days.</summary>
    public Course SolveFrom(double[] initial, params IReadOnlyList<double> times)
    {
        Prepare();
        var states = new List<double[]>();
        var observed = new List<double[]>();
        var solver = new OdeSolver(system, new OdeOptions { RelativeTolerance = Tolerance, AbsoluteTolerance = [Tolerance * 1e-3], MaxSteps = 1_000_000 });
        var outcome = solver.Solve(new OdeProblem(0, times[^1], initial, InputSchedule.None, times.ToArray()), (_, t, y) =>
        {
            var values = new double[compiled.ObservedIds.Length];
            system.Observe(t, y, values);
            states.Add(y.ToArray());
            observed.Add(values);
        });
        Assert.True(outcome.IsComplete, outcome.ToString());
        return new(states, observed, id => Known(id, name => compiled.ObservedIds.IndexOf(name), "quantity"));
    }

    private void Prepare()
    {
        var missing = compiled.ParameterIds.Where((_, i) => double.IsNaN(parameters[i])).ToArray();
        Assert.True(missing.Length == 0, $"No value for {string.Join(", ", missing)}: give a table that has the row, or feed the port.");
        system.SetParameters(parameters);
    }

    private static int Known(string id, Func<string, int> index, string what)
    {
        foreach (var name in (string[])[id, $"{Instance}.{id}"])
            if (index(name) is >= 0 and var found)
                return found;
        throw new ArgumentException($"There is no {what} '{id}'.", nameof(id));
    }

    /// <summary>A solution at the times asked for.</summary>
    internal sealed class Course(IReadOnlyList<double[]> states, IReadOnlyList<double[]> observed, Func<string, int> index)
    {
        public IReadOnlyList<double[]> States => states;

        /// <summary>A quantity at each of the times.</summary>
        public double[] this[string id] => [.. observed.Select(values => values[index(id)])];

        /// <summary>A quantity at the last time.</summary>
        public double Last(string id) => observed[^1][index(id)];
    }
}
