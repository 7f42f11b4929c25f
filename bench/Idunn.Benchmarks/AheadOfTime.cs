using System.Runtime.InteropServices;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains;
using BenchmarkDotNet.Toolchains.CsProj;
using BenchmarkDotNet.Toolchains.DotNetCli;

namespace Idunn.Benchmarks;

/// <summary>Fresh processes, built as the launcher builds for users: published with ahead-of-time code (ReadyToRun) for the machine at hand, on the shared runtime.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class FreshProcessAttribute : Attribute, IConfigSource
{
    public IConfig Config { get; } = ManualConfig.CreateEmpty().AddJob(Job.Default
        .WithStrategy(RunStrategy.ColdStart).WithLaunchCount(20).WithWarmupCount(0).WithIterationCount(1)
        .WithToolchain(new Toolchain("ahead of time", new Generator(), new DotNetCliPublisher(), new DotNetCliExecutor(null!))))
        .WithBuildTimeout(TimeSpan.FromMinutes(10));

    private const string Framework = "net10.0";

    private sealed class Generator() : CsProjGenerator(Framework, null!, null!, null!)
    {
        // As in Idunn.csproj, for the project that BenchmarkDotNet writes.
        private static readonly string Settings = $"""
              <PropertyGroup>
                <RuntimeIdentifier>{RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
                <SelfContained>false</SelfContained>
                <PublishReadyToRun>true</PublishReadyToRun>
                <TieredPGO>false</TieredPGO>
              </PropertyGroup>
            </Project>
            """;

        protected override string GetBinariesDirectoryPath(string buildArtifactsDirectoryPath, string configuration) =>
            Path.Combine(buildArtifactsDirectoryPath, "bin", configuration, Framework, RuntimeInformation.RuntimeIdentifier, "publish");

        protected override void GenerateProject(BuildPartition buildPartition, ArtifactsPaths artifactsPaths, ILogger logger)
        {
            base.GenerateProject(buildPartition, artifactsPaths, logger);
            var project = File.ReadAllText(artifactsPaths.ProjectFilePath);
            File.WriteAllText(artifactsPaths.ProjectFilePath, project.Replace("</Project>", Settings, StringComparison.Ordinal));
        }
    }
}
