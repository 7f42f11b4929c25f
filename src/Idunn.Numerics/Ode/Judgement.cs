namespace Idunn.Numerics.Ode;

/// <summary>What becomes of a step that was tried in one lane.</summary>
internal enum Judgement
{
    Accepted,

    /// <summary>Another is to be tried from the same point, or something happens there.</summary>
    Again,

    /// <summary>There is none: the course has ended.</summary>
    Ended,
}
