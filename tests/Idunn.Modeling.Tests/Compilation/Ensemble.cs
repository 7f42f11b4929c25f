using Idunn.Modeling.Compilation;
using Idunn.Numerics.Ode;

namespace Idunn.Modeling.Tests.Compilation;

/// <summary>One subject of an ensemble: its parameters, its problem without the initial state, and what looks in on it.</summary>
internal sealed record Member(double[] Parameters, double End, double[] Outputs, InputSchedule Inputs)
{
    /// <summary>Makes the interruption anew for each course.</summary>
    public Func<Interruption>? Interruption { get; init; }
}

/// <summary>How a member's course went: its outcome and its outputs.</summary>
internal sealed record Course(Outcome Outcome, double[]?[] Outputs)
{
    /// <summary>Every bit that counts.</summary>
    public string Bits => string.Join('|', Outputs.Select(output => output is null ? "-" : string.Join(',', output.Select(value => BitConverter.DoubleToInt64Bits(value).ToString("x", null)))))
        + FormattableString.Invariant($" {Outcome.Ending} {Outcome.Time:R} {Outcome.Culprit} {Outcome.Statistics.AcceptedSteps} {Outcome.Statistics.RejectedSteps} {Outcome.Statistics.EventsFired} {Outcome.Statistics.PivotFallbacks} {Outcome.Statistics.Evictions}");
}

/// <summary>Runs members of an ensemble over lanes, in order.</summary>
internal sealed class Ensemble(ModelLanes lanes, IReadOnlyList<Member> members) : LaneCohort
{
    private readonly int[] owners = new int[lanes.Width];
    private readonly double[]?[][] outputs = [.. members.Select(member => new double[]?[member.Outputs.Length])];
    private readonly Course[] courses = new Course[members.Count];
    private int next;

    public static Course[] Run(CompiledModel model, int width, IReadOnlyList<Member> members, OdeOptions? options = null)
    {
        var lanes = model.CreateLanes(width);
        var ensemble = new Ensemble(lanes, members);
        new LaneSolver(lanes, options ?? new OdeOptions()).Solve(ensemble, TestContext.Current.CancellationToken);
        return ensemble.courses;
    }

    /// <summary>By the interpreter and table-driven linear algebra, each member with a solver of its own.</summary>
    public static Course[] Interpret(Model model, IReadOnlyList<Member> members, OdeOptions? options = null)
    {
        var compiled = CompiledModel.Compile(model, [], CompilationTier.Interpreter);
        return [.. members.Select(member =>
        {
            var system = compiled.CreateSystem();
            var outputs = new double[member.Outputs.Length][];
            var outcome = new OdeSolver(system, options ?? new OdeOptions()).Solve(Problem(system, member), (index, _, y) => outputs[index] = y.ToArray(), TestContext.Current.CancellationToken);
            return new Course(outcome, outputs);
        })];
    }

    public override OdeProblem? Next(int lane)
    {
        if (next == members.Count)
            return null;
        owners[lane] = next++;
        lanes.SetParameters(lane, members[owners[lane]].Parameters);
        return Problem(lanes.Subject(lane), members[owners[lane]]);
    }

    public override void Output(int lane, int index, double t, ReadOnlySpan<double> y) => outputs[owners[lane]][index] = y.ToArray();

    public override void End(int lane, Outcome outcome) => courses[owners[lane]] = new Course(outcome, outputs[owners[lane]]);

    private static OdeProblem Problem(ModelSystem system, Member member)
    {
        system.SetParameters(member.Parameters);
        var y = new double[system.Dimension];
        system.InitialState(y);
        return new OdeProblem(0, member.End, y, member.Inputs, member.Outputs) { Interruption = member.Interruption?.Invoke() };
    }
}
