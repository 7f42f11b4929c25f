namespace Idunn.Numerics.Sde;

/// <summary>How a <see cref="ReflectedDiffusion"/> steps.</summary>
public enum DiffusionScheme
{
    /// <summary>
    /// Euler steps between whose ends the path is a Brownian bridge: reflected by the bridge's minimum (Lépingle, D. (1995), Euler scheme for reflected stochastic
    /// differential equations, Mathematics and Computers in Simulation 38, 119–126) and exiting with the bridge's probability of passing the level (Gobet, E.
    /// (2000), Weak approximation of killed diffusion using Euler schemes, Stochastic Processes and their Applications 87, 167–197). Exact for a constant drift
    /// while no step reaches from 0 to the level; weak order 1 (Gobet, E. (2001), Euler schemes and half-space approximation for the simulation of diffusion in a
    /// domain, ESAIM: Probability and Statistics 5, 261–297).
    /// </summary>
    Bridge,

    /// <summary>
    /// Plain Euler–Maruyama: reflects and looks for the exit at the ends of steps only, so that both come late. Weak order 1/2 (Asmussen, S., Glynn, P. &amp;
    /// Pitman, J. (1995), Discretization error in simulation of one-dimensional reflecting Brownian motion, The Annals of Applied Probability 5, 875–896,
    /// doi:10.1214/aoap/1177004597). For comparison.
    /// </summary>
    EulerMaruyama,
}
