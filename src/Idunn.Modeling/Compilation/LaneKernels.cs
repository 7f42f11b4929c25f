namespace Idunn.Modeling.Compilation;

/// <summary>A model's code over some lanes, each part generated when first asked for; any number of threads may run it.</summary>
/// <param name="generating">The graph is read and filled by one thread at a time.</param>
/// <param name="hasLinearAlgebra">False: factorisation and solution are too long to be straight-line code, and go by tables.</param>
internal sealed class LaneKernels(int width, Lock generating, bool hasLinearAlgebra, Func<LaneCode> rightHandSide, Func<LaneCode> timeDerivative, Func<LaneCode> factorization, Func<LaneCode> solution)
{
    private LaneCode? f, dfdt, factors, solved;

    public int Width => width;

    public bool HasLinearAlgebra => hasLinearAlgebra;

    public LaneCode RightHandSide => f ?? Generate(ref f, rightHandSide);

    public LaneCode TimeDerivative => dfdt ?? Generate(ref dfdt, timeDerivative);

    /// <exception cref="NotSupportedException">It goes by tables.</exception>
    public LaneCode Factorization => factors ?? Generate(ref factors, factorization);

    /// <exception cref="NotSupportedException">It goes by tables.</exception>
    public LaneCode Solution => solved ?? Generate(ref solved, solution);

    private LaneCode Generate(ref LaneCode? place, Func<LaneCode> generate)
    {
        lock (generating)
        {
            if (place is null)
                Volatile.Write(ref place, generate());
            return place!;
        }
    }
}
