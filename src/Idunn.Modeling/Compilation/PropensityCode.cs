namespace Idunn.Modeling.Compilation;

/// <summary>
/// Formulas to be computed one at a time, each by an interpreter over one memory, [constants | hoisted | results], that reads the state where it lies: after a reaction only the few
/// propensities that it touched are computed, so nothing is to be copied for the others.
/// </summary>
internal sealed class PropensityCode
{
    /// <summary>An operand at or above 0 is a place in memory, below it ~number of a state.</summary>
    private readonly record struct Step(Operation Operation, int A, int B, int C, int To);

    private readonly Step[] steps;
    private readonly int[] starts, results;
    private readonly double[] constants;
    private readonly int hoistedCount;

    /// <param name="hoistedCount">Length of the prologue's results; known once everything is scheduled.</param>
    public PropensityCode(IReadOnlyList<Schedule> schedules, int hoistedCount)
    {
        this.hoistedCount = hoistedCount;
        constants = [.. schedules.SelectMany(schedule => schedule.Constants)];
        (starts, results) = (new int[schedules.Count + 1], new int[schedules.Count]);
        var code = new List<Step>();
        var firstConstant = 0;
        for (var j = 0; j < schedules.Count; j++)
        {
            var (first, scratch) = (firstConstant, constants.Length + hoistedCount);
            foreach (var (operation, a, b, c) in schedules[j].Instructions)
            {
                var operands = Arithmetic.OperandCount(operation);
                code.Add(new Step(operation, Place(a), operands > 1 ? Place(b) : 0, operands > 2 ? Place(c) : 0, scratch + code.Count - starts[j]));
            }
            results[j] = Place(schedules[j].Stores[0].Value);
            starts[j + 1] = code.Count;
            MemoryLength = Math.Max(MemoryLength, scratch + starts[j + 1] - starts[j]);
            firstConstant += schedules[j].Constants.Length;

            int Place(Operand operand) => operand.Source switch
            {
                Source.Constant => first + operand.Index,
                Source.Hoisted => constants.Length + operand.Index,
                Source.Input => ~operand.Index,
                Source.Instruction => scratch + operand.Index,
                _ => throw new InvalidOperationException("A propensity does not depend on time."),
            };
        }
        steps = [.. code];
        // Also where no formula computes anything; one place at least, so that a leaf's unused operands have something to read.
        MemoryLength = Math.Max(Math.Max(MemoryLength, constants.Length + hoistedCount), 1);
    }

    /// <summary>Length of the memory that <see cref="Load"/> and <see cref="Run"/> take.</summary>
    public int MemoryLength { get; }

    /// <summary>Puts constants and a subject's hoisted values into memory.</summary>
    public void Load(ReadOnlySpan<double> hoisted, Span<double> memory)
    {
        constants.CopyTo(memory);
        hoisted[..hoistedCount].CopyTo(memory[constants.Length..]);
    }

    /// <summary>Computes one formula.</summary>
    public double Run(int formula, ReadOnlySpan<double> x, Span<double> memory)
    {
        for (var i = starts[formula]; i < starts[formula + 1]; i++)
        {
            ref readonly var step = ref steps[i];
            memory[step.To] = Arithmetic.Evaluate(step.Operation, Read(step.A, x, memory), Read(step.B, x, memory), Read(step.C, x, memory));
        }
        return Read(results[formula], x, memory);
    }

    private static double Read(int place, ReadOnlySpan<double> x, Span<double> memory) => place < 0 ? x[~place] : memory[place];
}
