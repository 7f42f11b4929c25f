namespace Idunn.Numerics.Ode;

/// <summary>A method of integration. What it is stands in its coefficients; how a course goes through time is the same for all.</summary>
/// <param name="Name">By which a manifest names it.</param>
/// <param name="Order">Order of the solution that is carried on with; of a method of variable order the highest.</param>
public abstract record OdeMethod(string Name, int Order)
{
    /// <summary>Lanes that the method steps at once; without limit unless it goes one by one.</summary>
    public virtual int MostLanes => int.MaxValue;

    /// <summary>Order by which the first step of a course is chosen.</summary>
    public virtual int FirstOrder => Order;

    /// <param name="absolute">One for each state.</param>
    public abstract LaneStep Begin(LaneSystem system, double[] absolute, double relative);
}
