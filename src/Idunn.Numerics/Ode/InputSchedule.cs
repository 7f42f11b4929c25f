namespace Idunn.Numerics.Ode;

/// <summary>An amount added to a state at one instant. Outputs at that very time show the state after it.</summary>
public readonly record struct Bolus(double Time, int State, double Amount);

/// <summary>A constant rate added to a state's derivative from <paramref name="Start"/> to <paramref name="End"/>.</summary>
public readonly record struct Infusion(double Start, double End, int State, double Rate);

/// <summary>What is put into a system from outside, known before the integration starts.</summary>
public sealed record InputSchedule(IReadOnlyList<Bolus> Boluses, IReadOnlyList<Infusion> Infusions)
{
    public static InputSchedule None { get; } = new([], []);
}
