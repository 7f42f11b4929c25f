using Idunn.Modeling.Checking;

namespace Idunn.Modeling.Simulation;

/// <summary>A model's quantities at time 0: initial assignments done, algebraic rules solved, fast reactions in equilibrium, no event fired yet.</summary>
public static class StartValues
{
    /// <returns>Values in the order of <see cref="HybridModel.Observed"/>; what has none, or is drawn at random, is not a number.</returns>
    public static double[] Of(HybridModel model)
    {
        var system = new HybridSystem(model);
        var state = new double[model.StateCount];
        var values = new double[model.Observed.Length];
        if (!system.Initialize(0, state) || !system.Settle(0, state))
            Array.Fill(values, double.NaN);
        else
            system.Run(model.Observations, 0, values);
        return values;
    }

    /// <exception cref="FindingsException">The model or an observed id is refused.</exception>
    public static double[] Of(Model model, IReadOnlyList<Observed> observed) => Of(HybridModel.Compile(model, observed));
}
