using BenchmarkDotNet.Running;
using Idunn.Benchmarks;

return BenchmarkSwitcher.FromAssembly(typeof(FirstPlot).Assembly).Run(args).Any() ? 0 : 1;
