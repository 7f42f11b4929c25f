namespace Idunn.Numerics.Stochastic;

/// <summary>
/// A well-stirred reaction network as a Markov jump process: counts x, and for each reaction j a propensity a_j(x), its probability per time to fire next
/// (Gillespie, D. T. (1977), Exact stochastic simulation of coupled chemical reactions, The Journal of Physical Chemistry 81, 2340–2361).
/// States are doubles, since formulas take them as they are: counts hold whole numbers, exact to 2⁵³; states that no reaction changes may hold any number.
/// Propensities do not depend on time. An instance may hold one subject's parameters and scratch memory: one thread uses it at a time.
/// </summary>
public abstract class ReactionSystem
{
    /// <summary>Stoichiometry, and what each propensity reads.</summary>
    public abstract ReactionNetwork Network { get; }

    /// <summary>Writes a(x) of all reactions.</summary>
    public abstract void Propensities(ReadOnlySpan<double> x, Span<double> a);

    /// <summary>a_j(x) of one reaction, to the same bits as <see cref="Propensities"/>.</summary>
    public abstract double Propensity(int reaction, ReadOnlySpan<double> x);

    /// <summary>Writes ∂a_j/∂x_i: reaction by reaction, and within it in the order of <see cref="ReactionNetwork.Reads"/>.</summary>
    public abstract void Slopes(ReadOnlySpan<double> x, Span<double> slopes);

    /// <summary>Number of triggered events. One fires when its trigger turns from false to true.</summary>
    public virtual int EventCount => 0;

    /// <summary>True when a trigger depends on time as such, and so may turn true between two reactions.</summary>
    public virtual bool HasTimedTriggers => false;

    /// <summary>Whether the trigger of an event counts as false before the start, so that the event fires at once where it is true.</summary>
    public virtual bool MayFireAtStart(int index) => false;

    /// <summary>Writes for each event whether its trigger is true (not 0) or false (0).</summary>
    public virtual void Triggers(double t, ReadOnlySpan<double> x, Span<double> isTrue) { }

    /// <summary>Applies the assignments of event <paramref name="index"/> to the state.</summary>
    public virtual void ApplyEvent(int index, double t, Span<double> x) { }

    /// <summary>The name under which a state appears in an outcome.</summary>
    public virtual string NameOf(int state) => $"x[{state}]";

    /// <summary>The name under which a reaction appears in an outcome.</summary>
    public virtual string NameOfReaction(int reaction) => $"reaction {reaction}";
}
