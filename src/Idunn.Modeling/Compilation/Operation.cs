namespace Idunn.Modeling.Compilation;

/// <summary>What a node of an <see cref="ExpressionGraph"/> computes. Truth is 1, falsehood 0; any value but 0 counts as true.</summary>
internal enum Operation : byte
{
    /// <summary>A leaf: a number known when the model is compiled.</summary>
    Constant,

    /// <summary>A leaf: a constant that each subject sets.</summary>
    Parameter,

    /// <summary>A leaf: an entry of the state vector y.</summary>
    State,

    /// <summary>A leaf: model time t.</summary>
    Time,

    Negate,
    Exponential,
    Logarithm,
    Logarithm10,
    SquareRoot,
    Absolute,
    Floor,
    Ceiling,
    Sine,
    Cosine,
    Tangent,
    ArcSine,
    ArcCosine,
    ArcTangent,
    HyperbolicSine,
    HyperbolicCosine,
    HyperbolicTangent,
    HyperbolicArcSine,
    HyperbolicArcCosine,
    HyperbolicArcTangent,
    Not,

    Add,
    Subtract,
    Multiply,
    Divide,

    /// <summary>See <see cref="Idunn.Numerics.Functions.Elementary.Power"/>.</summary>
    Power,
    Minimum,
    Maximum,
    Less,
    LessOrEqual,
    Equal,
    NotEqual,
    And,
    Or,

    /// <summary>The second operand where the first is true, else the third.</summary>
    Select,

    /// <summary>The first operand times the second, plus the third, rounded once. No formula asks for it; linear algebra does.</summary>
    FusedAdd,
}
