using Idunn.Numerics.Ode;
using Idunn.Studies.Planning;

namespace Idunn.Studies.Execution;

/// <summary>One subject to simulate, and what takes its results.</summary>
/// <param name="task">Its number in the arm.</param>
internal abstract class SubjectWork(ArmPlan arm, int task)
{
    public ArmPlan Arm { get; } = arm;

    public int Task { get; } = task;

    /// <summary>Takes one output, in the order of the compiled model's observed quantities.</summary>
    public abstract void AddOutput(double time, ReadOnlySpan<double> observed);

    /// <summary>The path so far is void: another takes its place.</summary>
    public abstract void BeginAnew();

    /// <summary>Takes how the course ended.</summary>
    /// <param name="parameters">The subject's, in the order of the compiled model.</param>
    public abstract void End(Outcome outcome, ReadOnlySpan<double> parameters, InputSchedule inputs);
}
