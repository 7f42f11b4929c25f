using Idunn.Numerics.Ode;

namespace Idunn.Numerics.Tests.Ode;

/// <summary>A method with steps of the test's choice, on one lane.</summary>
internal sealed class FixedSteps
{
    private readonly LaneStep step;
    private readonly int n;

    public FixedSteps(OdeSystem system, double[] initial, OdeMethod? method = null)
    {
        n = initial.Length;
        // A method of variable order raises its order, and solves its equations exactly, only where errors count.
        step = (method ?? Rodas5P.Tableau).Begin(new OneLane(system), new double[n].Select(_ => method is Ndf ? 1e-9 : 1.0).ToArray(), method is Ndf ? 1e-9 : 1);
        step.Active = LaneSet.Of(0);
        step.WriteState(0, initial);
        step.Restart(LaneSet.Of(0));
    }

    public double[] Start => Read(step.ReadState);

    public double[] Error => Read(step.ReadError);

    public bool Try(double h)
    {
        step.Sizes[0] = h;
        step.Try();
        return step.Finite.Contains(0);
    }

    public void Accept(double t)
    {
        _ = step.Control.AfterAcceptance(step.Sizes[0], step.Errors[0]);
        step.Times[0] = t;
        step.Accept(LaneSet.Of(0));
    }

    public void Interpolate(double theta, double[] y) => step.Interpolate(0, theta, default, y);

    private delegate void Reader(int lane, Span<double> values);

    private double[] Read(Reader reader)
    {
        var values = new double[n];
        reader(0, values);
        return values;
    }
}
