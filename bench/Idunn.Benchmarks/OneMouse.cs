using BenchmarkDotNet.Attributes;
using Idunn.Modeling.Compilation;
using Idunn.Numerics.Ode;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;

namespace Idunn.Benchmarks;

/// <summary>One mouse, seven days, one dose by vein: the unit of work of a cohort. Machine code against the interpreter in the same run.</summary>
[MemoryDiagnoser]
public class OneMouse
{
    private StudyPlan plan = null!;
    private ModelSystem system = null!;
    private OdeSolver solver = null!;
    private double[] parameters = [];
    private double[] state = [];
    private double[] observed = [];
    private double sum;

    [Params(CompilationTier.MachineCode, CompilationTier.Interpreter)]
    public CompilationTier Tier { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        plan = StudyPlan.Create(StudyReader.Read(Repository.File("bench", "thousand-mice.yaml")), new Science(Repository.File("science")));
        system = CompiledModel.Compile(plan.Model, plan.Compiled.ObservedIds, Tier).CreateSystem();
        solver = new OdeSolver(system, plan.OdeOptions);
        (parameters, state, observed) = (new double[plan.Compiled.ParameterIds.Length], new double[system.Dimension], new double[plan.Compiled.ObservedIds.Length]);
    }

    [Benchmark]
    public double SevenDays()
    {
        plan.Arms[0].SetParameters(0, parameters);
        system.SetParameters(parameters);
        system.InitialState(state);
        solver.Solve(new OdeProblem(0, plan.Arms[0].End, state, plan.Arms[0].Inputs(parameters), plan.Arms[0].OutputTimes), Take);
        return sum;
    }

    private void Take(int index, double time, ReadOnlySpan<double> y)
    {
        system.Observe(time, y, observed);
        sum += observed[0];
    }
}
