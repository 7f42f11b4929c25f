namespace Idunn.Modeling.Compilation;

/// <summary>A model's code over some lanes; any number of threads may run it.</summary>
internal sealed record LaneKernels(int Width, LaneCode RightHandSide, LaneCode TimeDerivative, LaneCode Factorization, LaneCode Solution);
