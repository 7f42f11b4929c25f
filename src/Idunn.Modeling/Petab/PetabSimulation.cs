using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Petab;

/// <summary>Simulates what a PEtab problem measures, once; for many sets of parameters there is <see cref="PetabSimulator"/>.</summary>
public static class PetabSimulation
{
    /// <param name="values">In place of nominal values, by the parameters' ids.</param>
    /// <exception cref="FindingsException">A parameter has no value, or a model cannot be compiled.</exception>
    public static PetabResult Run(PetabProblem problem, IReadOnlyDictionary<string, double>? values = null, CancellationToken cancellation = default)
    {
        // Before models are compiled: what is missing is said at once.
        _ = PetabSimulator.Values(problem, values);
        return new PetabSimulator(problem).Run(values, cancellation);
    }
}
