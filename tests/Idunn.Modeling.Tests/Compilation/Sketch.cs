using System.Collections.Immutable;
using Idunn.Modeling.Compilation;

namespace Idunn.Modeling.Tests.Compilation;

/// <summary>Short ways to write model records and to look at what became of them.</summary>
internal static class Sketch
{
    public static SourceLocation At(int line) => new("model.ant", line, 1);

    public static Model Model(params object[] parts) => new()
    {
        Id = "sketch",
        Location = At(1),
        Compartments = [.. parts.OfType<Compartment>()],
        Species = [.. parts.OfType<Species>()],
        Parameters = [.. parts.OfType<Parameter>()],
        Reactions = [.. parts.OfType<Reaction>()],
        AssignmentRules = [.. parts.OfType<AssignmentRule>()],
        RateRules = [.. parts.OfType<RateRule>()],
        Events = [.. parts.OfType<ModelEvent>()],
    };

    public static Compartment Space(string id, Formula? size = null, bool isConstant = true) =>
        new() { Id = id, Initial = size?.Expr, IsConstant = isConstant, Location = At(2) };

    public static Species Amount(string id, Formula? initial = null, bool isBoundary = false, bool isConstant = false) =>
        new() { Id = id, Compartment = "cell", IsAmount = true, Initial = initial?.Expr, IsBoundary = isBoundary, IsConstant = isConstant, Location = At(3) };

    public static Species Concentration(string id, Formula? initial = null, string compartment = "cell", bool isBoundary = false) =>
        new() { Id = id, Compartment = compartment, Initial = initial?.Expr, IsBoundary = isBoundary, Location = At(4) };

    public static Parameter Constant(string id, Formula? value = null) => new() { Id = id, Initial = value?.Expr, IsConstant = true, Location = At(5) };

    public static Parameter Variable(string id, Formula? value = null) => new() { Id = id, Initial = value?.Expr, Location = At(6) };

    public static Reaction Flow(string id, string[] from, string[] to, Formula? rate) =>
        new(id, null, Terms(from), Terms(to), false, rate?.Expr, At(7));

    public static AssignmentRule Rule(string variable, Formula formula) => new(variable, formula, At(8));

    public static RateRule Rate(string variable, Formula formula) => new(variable, formula, At(9));

    public static ModelEvent When(Formula trigger, params (string Variable, Formula Value)[] assignments) => new(
        "jump", null, trigger, null, null, true, true, true, [.. assignments.Select(a => new EventAssignment(a.Variable, a.Value))], At(10));

    public static double[] InitialState(this CompiledModel model)
    {
        var y = new double[model.StateIds.Length];
        model.CreateSystem().InitialState(y);
        return y;
    }

    public static double[] RightHandSide(this ModelSystem system, double t, params double[] y)
    {
        var dydt = new double[system.Dimension];
        system.RightHandSide(t, y, dydt);
        return dydt;
    }

    /// <summary>∂f/∂y as a full matrix, [row, column].</summary>
    public static double[,] DenseJacobian(this ModelSystem system, double t, params double[] y)
    {
        var values = new double[system.JacobianPattern.Count];
        system.Jacobian(t, y, values);
        var dense = new double[system.Dimension, system.Dimension];
        for (var row = 0; row < system.Dimension; row++)
            for (var k = system.JacobianPattern.RowStarts[row]; k < system.JacobianPattern.RowStarts[row + 1]; k++)
                dense[row, system.JacobianPattern.Columns[k]] = values[k];
        return dense;
    }

    public static double[] Observed(this CompiledModel model, double t, params double[] y)
    {
        var values = new double[model.ObservedIds.Length];
        model.CreateSystem().Observe(t, y, values);
        return values;
    }

    private static ImmutableArray<Stoichiometry> Terms(string[] species) => [.. species.Select(id => new Stoichiometry(id, 1))];
}
