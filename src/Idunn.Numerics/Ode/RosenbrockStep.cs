using System.Numerics;
using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Numerics.Ode;

/// <summary>
/// Steps of one Rosenbrock method through one system: tries a step from the present state, and on acceptance moves there. Knows neither tolerances nor
/// schedules. Every buffer is made once.
/// </summary>
public sealed class RosenbrockStep
{
    /// <summary>What decays without end would become a subnormal number, with which processors calculate a hundred times more slowly: before that it becomes zero.</summary>
    private const double Nothing = 1e-250;

    private readonly OdeSystem system;
    private readonly RosenbrockTableau method;
    private readonly int n;
    private readonly SparseLu lu;
    private readonly double[] stages;
    private readonly double[] denseOutput;
    private readonly double[] jacobian;
    private readonly double[] timeDerivative;
    private readonly double[] stageState;
    private readonly double[] stageDerivative;
    private readonly double[] error;
    private readonly double[] inputRates;
    private double[] start;
    private double[] end;
    private double[] startDerivative;
    private double[] endDerivative;
    private bool hasInputs;
    private bool hasJacobian;
    private bool hasDenseOutput;

    public RosenbrockStep(OdeSystem system, RosenbrockTableau method)
    {
        this.system = system;
        this.method = method;
        n = system.Dimension;
        lu = new SparseLu(system.JacobianPattern);
        stages = new double[method.Stages * n];
        denseOutput = new double[method.Dense.Length * n];
        jacobian = new double[system.JacobianPattern.Count];
        (timeDerivative, stageState, stageDerivative, error) = (new double[n], new double[n], new double[n], new double[n]);
        (inputRates, start, end, startDerivative, endDerivative) = (new double[n], new double[n], new double[n], new double[n], new double[n]);
    }

    /// <summary>Time at which the step starts.</summary>
    public double Time { get; private set; }

    /// <summary>Size of the step last tried.</summary>
    public double Size { get; private set; }

    /// <summary>y at <see cref="Time"/>. May be written to; <see cref="Restart"/> has to follow.</summary>
    public Span<double> Start => start;

    /// <summary>f(t, y) at <see cref="Time"/>, inputs included.</summary>
    public ReadOnlySpan<double> StartDerivative => startDerivative;

    /// <summary>y at the end of the step last tried.</summary>
    public ReadOnlySpan<double> End => end;

    /// <summary>Estimate of the local error of <see cref="End"/>.</summary>
    public ReadOnlySpan<double> Error => error;

    /// <summary>Constant rates added to the derivative. May be written to; <see cref="Restart"/> has to follow.</summary>
    public Span<double> InputRates => inputRates;

    /// <summary>After a call that returned false: the state at fault, or −1 when the linear system was singular.</summary>
    public int Culprit { get; private set; }

    public long RightHandSides { get; private set; }

    public long Factorizations { get; private set; }

    /// <summary>Factorisations that needed partial pivoting.</summary>
    public long PivotFallbacks => lu.DenseFallbacks;

    /// <summary>Takes up the state in <see cref="Start"/> and the rates in <see cref="InputRates"/> at time <paramref name="t"/>. False when it or its derivative is not finite.</summary>
    public bool Restart(double t)
    {
        Time = t;
        Size = 0;
        hasJacobian = false;
        hasInputs = inputRates.AsSpan().ContainsAnyExcept(0.0);
        return IsFinite(start) && Derivative(t, start, startDerivative);
    }

    /// <summary>Computes <see cref="End"/> and <see cref="Error"/> of a step of size <paramref name="h"/>. False when a value became infinite or not a number.</summary>
    public bool Try(double h)
    {
        Size = h;
        hasDenseOutput = false;
        if (!hasJacobian && !Linearize())
            return false;
        Factorizations++;
        if (!lu.Factor(1 / (h * method.Gamma), jacobian))
        {
            Culprit = -1;
            return false;
        }
        for (var stage = 0; stage < method.Stages; stage++)
            if (!Stage(stage, h))
                return false;
        Combine(end, start, method.Weights, 1);
        Combine(error, [], method.ErrorWeights, 1);
        // The derivative at the end is the next step's first stage; asking for it now turns a solution that leaves f's domain into a smaller step.
        return IsFinite(end) && Derivative(Time + h, end, endDerivative);
    }

    /// <summary>Moves to the end of the step last tried, whose time is <paramref name="t"/>.</summary>
    public void Accept(double t)
    {
        Time = t;
        (start, end) = (end, start);
        (startDerivative, endDerivative) = (endDerivative, startDerivative);
        hasJacobian = false;
        for (var i = 0; i < n; i++)
            if (Math.Abs(start[i]) < Nothing)
                start[i] = 0;
    }

    /// <summary>Writes the dense output at Time + θ·Size, 0 ≤ θ ≤ 1, of the step last tried and not yet accepted.</summary>
    public void Interpolate(double theta, Span<double> y)
    {
        if (!hasDenseOutput)
            for (var row = 0; row < method.Dense.Length; row++)
                Combine(denseOutput.AsSpan(row * n, n), [], method.Dense[row], 1);
        hasDenseOutput = true;
        for (var i = 0; i < n; i++)
        {
            // y(θ) = (1 − θ)y₀ + θ(y₁ + (1 − θ)(k̂₁ + θ(k̂₂ + θk̂₃)))
            var correction = 0.0;
            for (var row = method.Dense.Length - 1; row >= 0; row--)
                correction = denseOutput[row * n + i] + theta * correction;
            y[i] = (1 - theta) * start[i] + theta * (end[i] + (1 - theta) * correction);
        }
    }

    /// <summary>Writes f(t, y) with the inputs. False when a component is not finite.</summary>
    public bool Derivative(double t, ReadOnlySpan<double> y, Span<double> dydt)
    {
        RightHandSides++;
        system.RightHandSide(t, y, dydt);
        if (hasInputs)
            for (var i = 0; i < n; i++)
                dydt[i] += inputRates[i];
        return IsFinite(dydt);
    }

    private bool Linearize()
    {
        system.Jacobian(Time, start, jacobian);
        if (!system.IsAutonomous)
            system.TimeDerivative(Time, start, timeDerivative);
        hasJacobian = IsFiniteJacobian() && IsFinite(timeDerivative);
        return hasJacobian;
    }

    private bool Stage(int stage, double h)
    {
        var k = stages.AsSpan(stage * n, n);
        if (stage == 0)
        {
            startDerivative.CopyTo(k);
        }
        else
        {
            Combine(stageState, start, method.A[stage], 1);
            if (!Derivative(Time + method.Nodes[stage] * h, stageState, stageDerivative))
                return false;
            Combine(k, stageDerivative, method.C[stage], 1 / h);
        }
        if (!system.IsAutonomous && method.TimeWeights[stage] != 0)
            for (var i = 0; i < n; i++)
                k[i] += h * method.TimeWeights[stage] * timeDerivative[i];
        lu.Solve(k);
        return true;
    }

    /// <summary>target = origin + factor·Σⱼ coefficients[j]·kⱼ; an empty origin is zero.</summary>
    private void Combine(Span<double> target, ReadOnlySpan<double> origin, ReadOnlySpan<double> coefficients, double factor)
    {
        var width = Vector<double>.Count;
        var i = 0;
        for (; i <= n - width; i += width)
        {
            var sum = Vector<double>.Zero;
            for (var j = 0; j < coefficients.Length; j++)
                if (coefficients[j] != 0)
                    sum += coefficients[j] * new Vector<double>(stages, j * n + i);
            sum *= factor;
            if (!origin.IsEmpty)
                sum += new Vector<double>(origin[i..]);
            sum.CopyTo(target[i..]);
        }
        for (; i < n; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < coefficients.Length; j++)
                if (coefficients[j] != 0)
                    sum += coefficients[j] * stages[j * n + i];
            target[i] = sum * factor + (origin.IsEmpty ? 0 : origin[i]);
        }
    }

    private bool IsFinite(ReadOnlySpan<double> values)
    {
        for (var i = 0; i < values.Length; i++)
            if (!double.IsFinite(values[i]))
            {
                Culprit = i;
                return false;
            }
        return true;
    }

    private bool IsFiniteJacobian()
    {
        var pattern = system.JacobianPattern;
        for (var row = 0; row < n; row++)
            for (var k = pattern.RowStarts[row]; k < pattern.RowStarts[row + 1]; k++)
                if (!double.IsFinite(jacobian[k]))
                {
                    Culprit = row;
                    return false;
                }
        return true;
    }
}
