using Idunn.Modeling.Compilation;
using Idunn.Numerics.Ode;

namespace Compare;

/// <summary>One model and the subjects that both programs integrate.</summary>
/// <param name="Subjects">Each with its own parameters and doses.</param>
/// <param name="Outputs">Times of output, from start to end.</param>
internal sealed record Case(string Name, CompiledModel Model, Subject[] Subjects, double Start, double End, double[] Outputs)
{
    /// <summary>What the table says of the model.</summary>
    public string Note { get; init; } = "";

    /// <summary>What absolute tolerances are a thousandth of the relative one of, in place of each state's largest value; not a number: that. E5 leaves its domain unless states far below their largest are followed.</summary>
    public double ToleranceScale { get; init; } = double.NaN;

    /// <summary>End values that others published: the first subject has the model's own numbers.</summary>
    public (string State, double Value)[] Published { get; init; } = [];

    /// <summary>Dense CVODE takes the cube of the states; above some hundred it is left out.</summary>
    public bool HasDense => Model.StateIds.Length <= 250;

    public int States => Model.StateIds.Length;

    /// <summary>Numbers that one subject gives.</summary>
    public int ValuesPerSubject => Outputs.Length * States;

    public Case First(int subjects) => this with { Subjects = Subjects[..Math.Min(subjects, Subjects.Length)] };
}

/// <summary>One subject.</summary>
internal sealed record Subject(double[] Parameters, Bolus[] Doses);

/// <summary>What a program made of a case.</summary>
/// <param name="Seconds">CPU time of all subjects, set-up apart.</param>
/// <param name="Values">By subject, output and state; not a number where an integration failed.</param>
internal sealed record Result(double Seconds, double[] Values, long Steps, long RightHandSides, long Factorizations, int Failures)
{
    public double MicrosecondsPerSubject(Case of) => 1e6 * Seconds / of.Subjects.Length;
}
