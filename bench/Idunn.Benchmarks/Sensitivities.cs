using BenchmarkDotNet.Attributes;
using Idunn.Modeling.Compilation;
using Idunn.Numerics.Ode;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;

namespace Idunn.Benchmarks;

/// <summary>One mouse, seven days, one dose by vein, with the derivatives of all states by so many parameters.</summary>
public class Sensitivities
{
    private StudyPlan plan = null!;
    private ModelLanes lane = null!;
    private OdeSolver solver = null!;
    private double[] parameters = [];
    private double[] state = [];
    private double sum;

    [Params(0, 1, 10)]
    public int By { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        plan = StudyPlan.Create(StudyReader.Read(Repository.File("bench", "thousand-mice.yaml")), new Science(Repository.File("science")));
        parameters = new double[plan.Compiled.ParameterIds.Length];
        plan.Arms[0].SetTypicalParameters(parameters);
        string[] by = [.. plan.VaryingParameters.Where(id => parameters[plan.Compiled.IndexOfParameter(id)] != 0).Take(By)];
        if (by.Length < By)
            throw new InvalidOperationException("There are not so many parameters.");
        lane = CompiledModel.Compile(plan.Model, [], sensitivities: by).CreateLanes(1);
        // A derivative by p is worth as much as the state at a relative change of p.
        var scales = by.Select(id => Math.Abs(parameters[plan.Compiled.IndexOfParameter(id)])).Prepend(1);
        var states = plan.OdeOptions.AbsoluteTolerance;
        solver = new OdeSolver(lane, plan.OdeOptions with { AbsoluteTolerance = [.. scales.SelectMany(scale => Enumerable.Range(0, plan.Compiled.StateIds.Length).Select(i => states[states.Length == 1 ? 0 : i] / scale))] });
        state = new double[lane.Dimension];
    }

    [Benchmark]
    public double SevenDays()
    {
        lane.SetParameters(0, parameters);
        lane.Subject(0).InitialState(state);
        solver.Solve(new OdeProblem(0, plan.Arms[0].End, state, plan.Arms[0].Inputs(parameters), plan.Arms[0].OutputTimes), (_, _, y) => sum += y[^1]);
        return sum;
    }
}
