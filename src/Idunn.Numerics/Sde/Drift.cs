namespace Idunn.Numerics.Sde;

/// <summary>f(t, x), the mean rate of change of a diffusion. Called once a step, at its start.</summary>
public delegate double Drift(double t, double x);
