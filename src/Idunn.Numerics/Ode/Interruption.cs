namespace Idunn.Numerics.Ode;

/// <summary>
/// Looks in on an integration at its start and at each time it asked for, and may change the state: the other half of a model that steps by itself, such as a
/// diffusion coupled by macro-steps. What happens at one time happens in this order: boluses and changes of rate, the interruption, events, outputs, which
/// show the state after all of them. It should change little: the integration goes on with the step size it had.
/// </summary>
/// <param name="y">The state, after the doses at <paramref name="t"/>.</param>
/// <returns>When to look in again, or that the course ends here.</returns>
public delegate Continuation Interruption(double t, Span<double> y);

/// <summary>What an <see cref="Interruption"/> asks for.</summary>
public readonly record struct Continuation
{
    private Continuation(double next, string? exited) => (Next, Exited) = (next, exited);

    /// <summary>No further interruption.</summary>
    public static Continuation Never { get; } = new(double.NaN, null);

    /// <summary>Time of the next interruption; NaN for never.</summary>
    public double Next { get; }

    /// <summary>Name of the component whose exit ends the course here; null when it goes on.</summary>
    public string? Exited { get; }

    /// <summary>Goes on, and looks in again at <paramref name="next"/>, after the present time.</summary>
    public static Continuation Until(double next) => new(next, null);

    /// <summary>Ends the course at the present time with <see cref="Ending.Exited"/>, after the outputs at that time.</summary>
    /// <param name="component">The name that the <see cref="Outcome"/> gives.</param>
    public static Continuation Exit(string component) => new(double.NaN, component);
}
