namespace Idunn.Numerics.Sde;

/// <summary>How an <see cref="ItoDiffusion"/> steps. Symbols as in Kloeden, P. E. &amp; Platen, E. (1992), Numerical Solution of Stochastic Differential Equations, Springer.</summary>
public enum ItoScheme
{
    /// <summary>x + f h + g ΔW (Maruyama 1955). Strong order 1/2; 1 where g does not depend on x.</summary>
    EulerMaruyama,

    /// <summary>x + f h + g ΔW + ½ g g′ (ΔW² − h) (Milstein 1974), with the derivative g′ = ∂g/∂x given. Strong order 1.</summary>
    Milstein,

    /// <summary>Milstein's with (g(t, x + f h + g√h) − g)/√h in place of g g′: Platen's explicit scheme, section 11.1. Strong order 1 without a derivative.</summary>
    Platen,
}
