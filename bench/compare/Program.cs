using System.Globalization;
using Compare;
using Idunn.Modeling.Compilation;

const string help = """
    Compares ensembles of this project with SUNDIALS' CVODE on the same models, from the same graph: our own export to C, with the same shared subexpressions, analytic sparse Jacobian
    and values hoisted out of the trajectory, compiled with gcc -O3 -march=native. CVODE: BDF, CV_NORMAL outputs, TSTOP and ReInit at doses, KLU with AMD, and a dense matrix up to 250 states.

      dotnet run --project bench/compare -c Release -- [MODEL …] [--rounds 3] [--scale 1] [--single] [--out FOLDER]
      dotnet run --project bench/compare -c Release -- --lu
      dotnet run --project bench/compare -c Release -- --petab PROBLEM.yaml …
      DOTNET_PerfMapEnabled=1 perf record dotnet …/compare.dll MODEL --ours 10

    MODEL     %MODELS%; all when none is named
    --rounds  each program runs so often, in turn; medians are printed
    --scale   multiplies the numbers of subjects
    --ready N [interpreted|tiered]  how long a fresh process takes from the text of a chain of N species to its first result
    --single  one subject by each method in place of ensembles; prints a table of CPU ms, error, steps, right-hand sides, factorisations
    --cohort  16 subjects by Rodas5P over lanes and by NDF: the same columns, for one subject
    --lu      what factorisations cost: dense here and in SUNDIALS, sparse by tables, and how near the count by which one is chosen comes to that
    --petab   what a set of parameters of a PEtab problem costs: models compiled for each set, once, and once to machine code
    --tolerances  of --single, with commas between them (default: 1e-4,1e-6,1e-8)
    --ours    runs nothing but this project's side at 1e-6, for so many seconds of CPU, for a profiler
    --out     receives comparison.md and a plot of work against precision for each model (default: a temporary folder)

    SUNDIALS_DIR names an installed SUNDIALS with CVODE and KLU (build it with -O3 -march=native: Debian's is several times slower). Without it Debian's libsundials-dev and
    libsuitesparse-dev are used. Errors are against our own solution at 1e-12, which CVODE at 1e-11 and published end values check. Subjects that failed are counted, not hidden.
    """;

var names = new List<string>();
var (isSingle, isCohort, isLu) = (false, false, false);
double[] tolerances = [1e-4, 1e-6, 1e-8];
var (rounds, scale, ours, output) = (3, 1.0, 0.0, Path.Combine(Path.GetTempPath(), "idunn-compare"));
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--help" or "-h":
            Console.WriteLine(help.Replace("%MODELS%", string.Join(", ", Cases.All.Keys), StringComparison.Ordinal));
            return 0;
        case "--rounds":
            rounds = int.Parse(args[++i], CultureInfo.InvariantCulture);
            break;
        case "--ready":
            Console.WriteLine(Ready.Measure(int.Parse(args[i + 1], CultureInfo.InvariantCulture), args.Contains("interpreted") ? CompilationTier.Interpreter : args.Contains("tiered") ? CompilationTier.Tiered : CompilationTier.MachineCode));
            return 0;
        case "--petab":
            ParameterSets.Run(args[(i + 1)..]);
            return 0;
        case "--single":
            isSingle = true;
            break;
        case "--cohort":
            isSingle = isCohort = true;
            break;
        case "--lu":
            isLu = true;
            break;
        case "--tolerances":
            tolerances = [.. args[++i].Split(',').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
            break;
        case "--scale":
            scale = double.Parse(args[++i], CultureInfo.InvariantCulture);
            break;
        case "--ours":
            ours = double.Parse(args[++i], CultureInfo.InvariantCulture);
            break;
        case "--out":
            output = args[++i];
            break;
        default:
            if (!Cases.All.ContainsKey(args[i]))
            {
                Console.Error.WriteLine($"There is no model '{args[i]}'. Name one of {string.Join(", ", Cases.All.Keys)}.");
                return 2;
            }
            names.Add(args[i]);
            break;
    }
}

Directory.CreateDirectory(output);
if (isLu)
{
    Console.WriteLine($"{Cvode.Description}; load average {Load()}.\n\n{Factorisations.Full(Path.Combine(output, "build"), rounds)}\n{Factorisations.Filled(rounds)}\nLoad average at the end {Load()}.");
    return 0;
}
if (isSingle)
{
    Console.WriteLine($"{Cvode.Description}; load average {Load()}.\n\n| model | states | tolerance | method | CPU, ms | error | steps | right-hand sides | factorisations |\n|---|---|---|---|---|---|---|---|---|");
    foreach (var name in names.Count > 0 ? names : [.. Cases.All.Keys])
        if (isCohort)
            Console.Write(SingleRuns.MeasureCohort(Cases.All[name].Make(16), rounds, tolerances));
        else
            Console.Write(SingleRuns.Measure(Cases.All[name].Make(1), Path.Combine(output, "build", name), rounds, tolerances));
    Console.WriteLine($"\nLoad average at the end {Load()}.");
    return 0;
}
var measured = new List<Measurement>();
var loads = new List<string> { Load() };
foreach (var name in names.Count > 0 ? names : [.. Cases.All.Keys])
{
    var (make, subjects) = Cases.All[name];
    if (ours > 0)
    {
        Console.WriteLine(Comparison.RunOurs(make(Math.Max(1, (int)(scale * subjects))), ours));
        continue;
    }
    var one = Comparison.Measure(make(Math.Max(1, (int)(scale * subjects))), Path.Combine(output, "build", name), rounds, Console.Error.WriteLine);
    measured.Add(one);
    loads.Add(Load());
    File.WriteAllBytes(Path.Combine(output, name + ".png"), WorkPrecisionPlot.Draw(one));
    File.WriteAllText(Path.Combine(output, "comparison.md"), Report.Write(measured, string.Join(", ", loads)));
}
if (measured.Count > 0)
    Console.WriteLine(Report.Write(measured, string.Join(", ", loads)));
return 0;

static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
