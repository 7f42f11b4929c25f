using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Idunn.Numerics.LinearAlgebra;

namespace Idunn.Numerics.Ode;

/// <summary>
/// Steps of an <see cref="Ndf"/> on one lane. With d = ∇^(k+1)y at the new time, y₁ = y₁⁽⁰⁾ + d and the predictor y₁⁽⁰⁾ = Σ ∇ʲy, a step solves f(t + h, y₁) = (α/h)(ψ + d), ψ = Σ γⱼ∇ʲy/α, by a modified
/// Newton iteration. Differences belong to one step size; another is interpolated to. Jacobian and factors are kept until they no longer serve.
/// </summary>
internal sealed unsafe class NdfStep : LaneStep
{
    private const int MostIterations = 4;

    /// <summary>Part of the tolerance to which the equations are solved.</summary>
    private const double NewtonTolerance = 0.05;

    /// <summary>Factors of a matrix whose α/h differs by more than this share are made anew.</summary>
    private const double MostDrift = 0.25;

    /// <summary>Steps after which the Jacobian is evaluated again in any case, as in CVODE.</summary>
    private const int LongestUse = 50;

    private const double Rounding = 2.220446049250313e-16;
    private const int Vector = LaneArithmetic.Vector;
    private const int HighestOrder = NdfCoefficients.HighestOrder;

    /// <summary>What decays without end becomes zero before it becomes subnormal.</summary>
    private const double Nothing = 1e-250;

    private readonly OdeSystem subject;
    private readonly NdfCoefficients coefficients;
    private readonly NdfControl control;
    private readonly ShiftedLu lu;
    private readonly int length;
    private readonly AlignedMemory memory;
    private readonly double* start, end, predicted, history, difference, derivative, residual, absolute, zeros, sums;
    private readonly double[] jacobian, rescaled;
    private readonly double[][][] weights;
    private double* differences, others;
    private double sizeOfDifferences, shift, factoredShift, rate;
    private int equalSteps, jacobianAge;
    private bool isFresh, hasJacobian, hasFactors, isJacobianNew, isSingular, isOutside;

    public NdfStep(LaneSystem system, Ndf method, double[] absoluteTolerance, double relativeTolerance)
        : base(system, relativeTolerance)
    {
        if (Width != 1)
            throw new ArgumentException($"{method.Name} steps one lane, not {Width}.", nameof(system));
        subject = system.Subject(0);
        coefficients = new NdfCoefficients(method.Kappa);
        control = new NdfControl(this, method.Order);
        lu = ShiftedLu.For(subject.JacobianPattern);
        jacobian = new double[subject.JacobianPattern.Count];
        length = (N + LaneArithmetic.Stride - 1) / LaneArithmetic.Stride * LaneArithmetic.Stride;
        const int buffers = 9;
        const int rows = HighestOrder + 2;
        memory = new AlignedMemory((buffers + 2 * rows) * length + LaneArithmetic.SumsLength);
        start = memory.Pointer;
        end = start + length;
        predicted = end + length;
        history = predicted + length;
        difference = history + length;
        derivative = difference + length;
        residual = derivative + length;
        absolute = residual + length;
        zeros = absolute + length;
        differences = zeros + length;
        others = differences + rows * length;
        sums = others + rows * length;
        new Span<double>(absolute, length).Fill(1);
        absoluteTolerance.CopyTo(new Span<double>(absolute, N));
        rescaled = new double[(HighestOrder + 1) * (HighestOrder + 1)];
        weights = [.. Enumerable.Range(0, HighestOrder + 1).Select(k => Enumerable.Range(0, k).Select(_ => new double[k]).ToArray())];
    }

    public override StepControl Control => control;

    /// <summary>k of the step last tried.</summary>
    public int Order { get; private set; } = 1;

    /// <summary>k of the step that follows the one last tried, if that is accepted.</summary>
    public int NextOrder { get; set; } = 1;

    /// <summary>True when enough steps of this size and order were taken, the one last tried among them, to judge other orders.</summary>
    public bool IsSettled => equalSteps >= Order;

    public override void ReadState(int lane, Span<double> y) => Read(start, y);

    public override void ReadEnd(int lane, Span<double> y) => Read(end, y);

    public override void ReadError(int lane, Span<double> e)
    {
        Read(difference, e);
        foreach (ref var value in e[..N])
            value = double.IsPositiveInfinity(Errors[0]) ? double.PositiveInfinity : value * coefficients.Error[Order];
    }

    public override void ReadDerivative(int lane, Span<double> dydt) => Read(derivative, dydt);

    public override void WriteState(int lane, ReadOnlySpan<double> y)
    {
        y[..N].CopyTo(new Span<double>(start, N));
        GC.KeepAlive(memory);
    }

    public override void Restart(LaneSet restarted)
    {
        (Order, NextOrder, equalSteps) = (1, 1, 0);
        (isFresh, hasJacobian, hasFactors) = (true, false, false);
        Finite = new(FirstNotFinite(new ReadOnlySpan<double>(start, N), out _) & Derivative(0, Times[0], new ReadOnlySpan<double>(start, N), new Span<double>(derivative, N), out _) ? 1u : 0);
        GC.KeepAlive(memory);
    }

    public override void Try()
    {
        Tries++;
        var h = Sizes[0];
        Prepare(h);
        LaneArithmetic.Combine(start, differences, length, coefficients.Ones[Order], coefficients.History[Order], predicted, history);
        shift = coefficients.Leading[Order] / h;
        (isSingular, isOutside) = (false, false);
        var isSolved = Solve(Times[0] + h);
        if (!isSolved && !isJacobianNew)
        {
            (hasJacobian, isOutside) = (false, false);
            isSolved = Solve(Times[0] + h);
        }
        *AllErrors = isSolved ? coefficients.Error[Order] * Norm(difference, end) : double.PositiveInfinity;
        Finite = new(!isSingular && !isOutside && (!isSolved || FirstNotFinite(new ReadOnlySpan<double>(end, N), out _)) ? 1u : 0);
        GC.KeepAlive(memory);
    }

    public override void Accept(LaneSet accepted)
    {
        if (!accepted.Contains(0))
            return;
        Update();
        equalSteps++;
        jacobianAge++;
        if (NextOrder != Order)
            (Order, equalSteps) = (NextOrder, 0);
        GC.KeepAlive(memory);
    }

    public override void Interpolate(int lane, double theta, ImmutableArray<int> states, Span<double> y)
    {
        // The polynomial through y₁, y₀ and the k − 1 before: Σⱼ pⱼ∇ʲy₁ with pⱼ = Πᵢ (θ − 1 + i)/(i + 1), and ∇ʲy₁ = d + Σᵢ₌ⱼ ∇ⁱy₀.
        Span<double> sums = stackalloc double[HighestOrder + 1];
        var (product, sum) = (1.0, 1.0);
        sums[0] = 1;
        for (var j = 1; j <= Order; j++)
        {
            product *= (theta - 1 + j - 1) / j;
            sums[j] = sum += product;
        }
        if (states.IsDefault)
            for (var i = 0; i < N; i++)
                y[i] = Interpolate(i, sums);
        else
            foreach (var i in states)
                y[i] = Interpolate(i, sums);
        GC.KeepAlive(memory);
    }

    internal override void Interpolate(double* theta, ImmutableArray<int> states, double* y) => Interpolate(0, *theta, states, new Span<double>(y, N));

    public override int Culprit(int lane)
    {
        var f = new double[N];
        if (!FirstNotFinite(new ReadOnlySpan<double>(end, N), out var culprit))
            return culprit;
        Derivative(0, Times[0] + Sizes[0], new ReadOnlySpan<double>(end, N), f, out culprit);
        var sparsity = subject.JacobianPattern;
        for (var row = 0; row < N && culprit < 0; row++)
            if (!FirstNotFinite(jacobian.AsSpan(sparsity.RowStarts[row]..sparsity.RowStarts[row + 1]), out _))
                culprit = row;
        GC.KeepAlive(memory);
        return culprit;
    }

    /// <summary>Error that a step of order k − 1 would have made.</summary>
    public double ErrorOfLower()
    {
        LaneArithmetic.Add(differences + (Order - 1) * length, difference, residual, length);
        return coefficients.Error[Order - 1] * Norm(residual, end);
    }

    /// <summary>Error that a step of order k + 1 would have made.</summary>
    public double ErrorOfHigher()
    {
        LaneArithmetic.AddProduct(Vector512.Create(-1.0), differences + Order * length, difference, residual, length);
        return coefficients.Error[Order + 1] * Norm(residual, end);
    }

    /// <summary>Goes on with an order less, as after repeated failures.</summary>
    public void LowerOrder() => (Order, NextOrder, equalSteps) = (Order - 1, Order - 1, 0);

    /// <summary>Brings the differences to the size of the step.</summary>
    private void Prepare(double h)
    {
        NextOrder = Order;
        if (isFresh)
        {
            LaneArithmetic.AddProduct(Vector512.Create(h), derivative, zeros, differences, length);
            new Span<double>(differences + length, length).Clear();
            (isFresh, sizeOfDifferences) = (false, h);
            return;
        }
        if (h == sizeOfDifferences)
            return;
        coefficients.Rescaling(Order, h / sizeOfDifferences, weights[Order], rescaled);
        for (var j = 0; j < Order; j += 2)
            LaneArithmetic.Combine(zeros, differences, length, weights[Order][j], weights[Order][Math.Min(j + 1, Order - 1)], others + j * length, others + (j + 1) * length);
        var rescaledRows = others;
        others = differences;
        differences = rescaledRows;
        (sizeOfDifferences, equalSteps) = (h, 0);
    }

    /// <summary>The modified Newton iteration from the predictor. False when it does not converge, or meets what is not finite.</summary>
    private bool Solve(double t)
    {
        if (!PrepareMatrix(t))
            return false;
        new Span<double>(difference, length).Clear();
        Copy(predicted, end);
        var previous = 0.0;
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            if (!Derivative(0, t, new ReadOnlySpan<double>(end, N), new Span<double>(derivative, N), out _))
                return !(isOutside = true);
            // f − (α/h)(ψ + d), and its solution scaled for a matrix of another α/h (Hindmarsh et al. 2005, 2.1).
            LaneArithmetic.Add(history, difference, residual, length);
            LaneArithmetic.AddProduct(Vector512.Create(-shift), residual, derivative, residual, length);
            lu.Solve(new Span<double>(residual, N));
            var scale = 2 * factoredShift / (shift + factoredShift);
            LaneArithmetic.AddProduct(Vector512.Create(scale), residual, difference, difference, length);
            LaneArithmetic.Add(predicted, difference, end, length);
            var size = scale * Norm(residual, predicted);
            if (iteration > 0)
                rate = Math.Max(0.2 * rate, size / previous);
            if (!(size < double.PositiveInfinity) || (iteration > 0 && size >= 2 * previous))
                return false;
            if (size * Math.Min(1, iteration == 0 ? rate : rate / Math.Max(0.1, 1 - rate)) <= NewtonTolerance || size <= 100 * Rounding / Relative)
                return true;
            previous = size;
        }
        return false;
    }

    /// <summary>Makes sure of a Jacobian and of factors that serve this step. False when there are none.</summary>
    private bool PrepareMatrix(double t)
    {
        isJacobianNew = false;
        if (!hasJacobian || jacobianAge >= LongestUse)
        {
            subject.Jacobian(t, new ReadOnlySpan<double>(predicted, N), jacobian);
            (hasJacobian, isJacobianNew, hasFactors, jacobianAge) = (true, true, false, 0);
        }
        if (hasFactors && Math.Abs(shift / factoredShift - 1) <= MostDrift)
            return true;
        Factored[0]++;
        var before = lu.PivotFallbacks;
        hasFactors = lu.Factor(shift, jacobian);
        Pivoted[0] += lu.PivotFallbacks - before;
        (factoredShift, rate, isSingular) = (shift, 1, !hasFactors);
        return hasFactors;
    }

    private double Norm(double* v, double* other)
    {
        LaneArithmetic.SquareErrors(v, start, other, absolute, Relative, length, 1, sums);
        return N == 0 ? 0 : Math.Sqrt(LaneArithmetic.Sum(sums, 0, 1) / N);
    }

    private double Interpolate(int i, ReadOnlySpan<double> weight)
    {
        var value = weight[Order] * difference[i];
        for (var j = Order; j > 0; j--)
            value = Math.FusedMultiplyAdd(weight[j], differences[(j - 1) * length + i], value);
        return start[i] + value;
    }

    /// <summary>∇^(k+2) = d − ∇^(k+1) of before, ∇^(k+1) = d, and from there down each difference is its former self and the one above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Update()
    {
        double* upper = differences + Order * length, uppermost = upper + length;
        for (var i = 0; i < length; i += LaneArithmetic.Vector)
        {
            var sum = Vector512.LoadAligned(difference + i);
            (sum - Vector512.LoadAligned(upper + i)).StoreAligned(uppermost + i);
            sum.StoreAligned(upper + i);
            for (var row = upper - length; row >= differences; row -= length)
            {
                sum = Settled(Vector512.LoadAligned(row + i) + sum);
                sum.StoreAligned(row + i);
            }
            Settled(Vector512.LoadAligned(end + i)).StoreAligned(start + i);
        }
    }

    private static Vector512<double> Settled(Vector512<double> value) => Vector512.AndNot(value, Vector512.LessThan(Vector512.Abs(value), Vector512.Create(Nothing)));

    private void Copy(double* from, double* to) => new Span<double>(from, length).CopyTo(new Span<double>(to, length));

    private void Read(double* buffer, Span<double> values)
    {
        new Span<double>(buffer, N).CopyTo(values);
        GC.KeepAlive(memory);
    }
}
