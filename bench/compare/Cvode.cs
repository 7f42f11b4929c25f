using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Compare;

/// <summary>A model exported to C, built with the driver cvode.c against SUNDIALS, and run in a process of its own.</summary>
internal sealed class Cvode
{
    private readonly string executable;
    private readonly string folder;

    /// <summary>Exports and builds a model; subjects are written when they are run.</summary>
    public Cvode(Case work, string folder)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);
        executable = Path.Combine(folder, "model");
        var model = Path.Combine(folder, "model.c");
        File.WriteAllText(model, work.Model.ToC());
        List<string> arguments = ["-O3", "-march=native", "-o", executable, $"-DMODEL=\"{model}\"", Path.Combine(AppContext.BaseDirectory, "cvode.c"), .. Places()];
        arguments.AddRange(["-lsundials_cvode", "-lsundials_sunlinsolklu", "-lsundials_sunlinsoldense", "-lsundials_sunmatrixsparse", "-lsundials_sunmatrixdense", "-lsundials_nvecserial"]);
        if (Prefix is not null && File.Exists(Path.Combine(Prefix, "lib", "libsundials_core.a")))
            arguments.Add("-lsundials_core");
        arguments.AddRange(["-lklu", "-lamd", "-lcolamd", "-lbtf", "-lsuitesparseconfig", "-lm"]);
        Run("gcc", arguments);
    }

    /// <summary>Where SUNDIALS is installed; null: Debian's package.</summary>
    public static string? Prefix => Environment.GetEnvironmentVariable("SUNDIALS_DIR") is { Length: > 0 } prefix ? prefix : null;

    /// <summary>Which SUNDIALS this is, for the table.</summary>
    public static string Description => Prefix is null
        ? "Debian's libsundials-dev and libsuitesparse-dev: not optimised for this machine, so that the ratios are too good"
        : $"SUNDIALS of SUNDIALS_DIR{(File.Exists(Path.Combine(Prefix, "lib", "libklu.a")) ? " with the KLU beside it" : ", Debian's KLU")}";

    /// <param name="solver">klu, dense or dq (dense with difference quotients).</param>
    public Result Integrate(Case work, string solver, double tolerance, double[] scale)
    {
        var (problem, result) = (Path.Combine(folder, "problem.bin"), Path.Combine(folder, "result.bin"));
        List<double> numbers = [work.Subjects.Length, work.Outputs.Length, work.Start, work.End, .. work.Outputs, .. scale];
        foreach (var (parameters, doses) in work.Subjects)
        {
            numbers.AddRange(parameters);
            numbers.Add(doses.Length);
            foreach (var (time, state, amount) in doses.OrderBy(dose => dose.Time))
                numbers.AddRange([time, state, amount]);
        }
        File.WriteAllBytes(problem, MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(numbers)));
        Run(executable, [problem, result, solver, tolerance.ToString("R", CultureInfo.InvariantCulture)]);
        var values = MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(result));
        return new Result(values[0], values[5..].ToArray(), (long)values[1], (long)values[2], (long)values[3], (int)values[4]);
    }

    /// <summary>µs of SUNDIALS' own dense factorisation and solution, by size.</summary>
    public static Dictionary<int, (double Factor, double Solve)> Dense(string folder, int rounds, int[] sizes)
    {
        Directory.CreateDirectory(folder);
        var executable = Path.Combine(folder, "dense");
        List<string> arguments = ["-O3", "-march=native", "-o", executable, Path.Combine(AppContext.BaseDirectory, "dense.c"), .. Places(), "-lsundials_sunmatrixdense", "-lsundials_sunlinsoldense"];
        if (Prefix is not null && File.Exists(Path.Combine(Prefix, "lib", "libsundials_core.a")))
            arguments.Add("-lsundials_core");
        Run("gcc", [.. arguments, "-lm"]);
        var lines = Run(executable, [rounds.ToString(CultureInfo.InvariantCulture), .. sizes.Select(size => size.ToString(CultureInfo.InvariantCulture))]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Select(line => line.Split(' ')).ToDictionary(cells => int.Parse(cells[0], CultureInfo.InvariantCulture), cells => (double.Parse(cells[1], CultureInfo.InvariantCulture), double.Parse(cells[2], CultureInfo.InvariantCulture)));
    }

    private static IEnumerable<string> Places() => Prefix is null ? ["-I/usr/include/suitesparse"] : [$"-I{Prefix}/include", "-I/usr/include/suitesparse", $"-L{Prefix}/lib", $"-Wl,-rpath,{Prefix}/lib"];

    private static string Run(string program, IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {errors}");
        return output.GetAwaiter().GetResult();
    }
}
