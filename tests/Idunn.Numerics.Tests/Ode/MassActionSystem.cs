using Idunn.Numerics.LinearAlgebra;
using Idunn.Numerics.Ode;

namespace Idunn.Numerics.Tests.Ode;

/// <summary>rate = K·∏ y[reactant].</summary>
public readonly record struct MassAction(double K, int[] Reactants, int[] Products);

/// <summary>A mass-action network with its analytic sparse Jacobian.</summary>
public sealed class MassActionSystem : OdeSystem
{
    private readonly MassAction[] reactions;
    private readonly int[] places;

    public MassActionSystem(int dimension, params MassAction[] reactions)
    {
        this.reactions = reactions;
        Dimension = dimension;
        var touched = reactions.SelectMany(r => r.Reactants.Concat(r.Products).SelectMany(row => r.Reactants.Select(column => (row, column)))).Distinct().Order().ToArray();
        var starts = Enumerable.Range(0, dimension + 1).Select(row => touched.Count(entry => entry.row < row)).ToArray();
        JacobianPattern = new SparsityPattern(dimension, starts, [.. touched.Select(entry => entry.column)]);
        places = new int[dimension * dimension];
        for (var k = 0; k < touched.Length; k++)
            places[touched[k].row * dimension + touched[k].column] = k;
    }

    public override int Dimension { get; }

    public override SparsityPattern JacobianPattern { get; }

    public override void RightHandSide(double t, ReadOnlySpan<double> y, Span<double> dydt)
    {
        dydt.Clear();
        foreach (var (k, reactants, products) in reactions)
        {
            var rate = k;
            foreach (var i in reactants)
                rate *= y[i];
            foreach (var i in reactants)
                dydt[i] -= rate;
            foreach (var i in products)
                dydt[i] += rate;
        }
    }

    public override void Jacobian(double t, ReadOnlySpan<double> y, Span<double> values)
    {
        values.Clear();
        foreach (var (k, reactants, products) in reactions)
            for (var j = 0; j < reactants.Length; j++)
            {
                var slope = k;
                for (var other = 0; other < reactants.Length; other++)
                    if (other != j)
                        slope *= y[reactants[other]];
                foreach (var i in reactants)
                    values[places[i * Dimension + reactants[j]]] -= slope;
                foreach (var i in products)
                    values[places[i * Dimension + reactants[j]]] += slope;
            }
    }
}
