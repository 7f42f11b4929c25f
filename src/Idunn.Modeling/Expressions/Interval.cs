namespace Idunn.Modeling.Expressions;

/// <summary>All values from Low to High (interval arithmetic: Moore 1966). Rounding is not outward: signs are what it is asked for.</summary>
public readonly record struct Interval(double Low, double High)
{
    public static Interval All { get; } = new(double.NegativeInfinity, double.PositiveInfinity);
    public static Interval NotNegative { get; } = new(0, double.PositiveInfinity);
    public static Interval Share { get; } = new(0, 1);

    public static Interval At(double value) => double.IsNaN(value) ? All : new(value, value);

    public bool IsNotNegative => Low >= 0;
    public bool IsNotPositive => High <= 0;

    public Interval Hull(Interval other) => new(Math.Min(Low, other.Low), Math.Max(High, other.High));

    public static Interval operator -(Interval a) => new(-a.High, -a.Low);
    public static Interval operator +(Interval a, Interval b) => new(a.Low + b.Low, a.High + b.High);
    public static Interval operator -(Interval a, Interval b) => a + -b;

    public static Interval operator *(Interval a, Interval b)
    {
        double[] corners = [Product(a.Low, b.Low), Product(a.Low, b.High), Product(a.High, b.Low), Product(a.High, b.High)];
        return new(corners.Min(), corners.Max());
    }

    public static Interval operator /(Interval a, Interval b) => b switch
    {
        { Low: 0, High: 0 } => All,
        { Low: >= 0 } => a * new Interval(1 / b.High, b.Low == 0 ? double.PositiveInfinity : 1 / b.Low),
        { High: <= 0 } => -(a / -b),
        _ => All,
    };

    // A bound at infinity is never reached, so that 0 times it is 0.
    private static double Product(double a, double b) => a == 0 || b == 0 ? 0 : a * b;
}
