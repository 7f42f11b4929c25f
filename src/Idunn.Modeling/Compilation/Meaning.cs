using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Compilation;

/// <summary>What an id stands for while a model is compiled.</summary>
internal abstract record Meaning
{
    private Meaning() { }

    /// <summary>A constant that each subject sets.</summary>
    public sealed record Settable(int Parameter) : Meaning;

    /// <summary>A constant computed from others.</summary>
    /// <param name="Quantity">What is computed; where it is not constant by declaration, its formula may have been true before the start at other times.</param>
    public sealed record Derived(Expr Formula, Quantity Quantity) : Meaning;

    /// <summary>A variable given by an assignment rule at all times.</summary>
    public sealed record Ruled(Expr Formula) : Meaning;

    /// <summary>A variable that is integrated.</summary>
    /// <param name="State">Its number in the state vector.</param>
    /// <param name="InitialParameter">The parameter that gives its initial value where the model gives none; else null.</param>
    public sealed record Integrated(int State, Quantity Quantity, int? InitialParameter) : Meaning;

    /// <summary>A variable that algebraic rules determine: solved for along the way.</summary>
    /// <param name="Number">Its number among them.</param>
    public sealed record Solved(int Number, Quantity Quantity) : Meaning;

    /// <summary>A reaction; its symbol means its rate.</summary>
    public sealed record Process(Reaction Reaction) : Meaning;
}
