using BenchmarkDotNet.Attributes;
using Idunn.Studies.Execution;
using Idunn.Studies.Inputs;
using Idunn.Studies.Planning;

namespace Idunn.Benchmarks;

/// <summary>One subject of the whole brain model from youth on, in machine code: the unit of work of its studies. Subjects differ in when they die, so each run is the mean of some.</summary>
[MemoryDiagnoser]
public class WholeBrain
{
    private const int Subjects = 10;

    private Cohort mice = null!, humans = null!;

    [GlobalSetup]
    public void SetUp() => (mice, humans) = (new("whole-brain-mouse.yaml"), new("thousand-humans.yaml"));

    /// <summary>Eighteen months with 24 doses by nose, one a week.</summary>
    [Benchmark(OperationsPerInvoke = Subjects)]
    public double WholeBrainMouse() => mice.Live(0);

    /// <summary>From 25 to 90, or to death, with a course of 24 doses by nose at 60.</summary>
    [Benchmark(OperationsPerInvoke = Subjects)]
    public double HumanLife() => humans.Live(1);

    private sealed class Cohort
    {
        private readonly StudyPlan plan;
        private readonly SubjectSimulation simulation;
        private double sum;

        public Cohort(string study)
        {
            plan = StudyPlan.Create(StudyReader.Read(Repository.File("bench", study)), new Science(Repository.File("science")));
            simulation = new SubjectSimulation(plan);
        }

        public double Live(int arm)
        {
            for (var task = 0; task < Subjects; task++)
            {
                simulation.Prepare(plan.Arms[arm], task);
                simulation.Solve(plan.Arms[arm], task, plan.Arms[arm].Inputs(simulation.Parameters), (_, _, observed) => sum += observed[0]);
            }
            return sum;
        }
    }
}
