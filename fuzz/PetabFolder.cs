using Idunn.Modeling;
using Idunn.Modeling.Petab;

namespace Fuzz;

/// <summary>
/// The tables of a PEtab problem in one text, for a fixed model: the first line is the version, and lines of three equals signs stand between the tables, which come in the order parameters, observables,
/// measurements, conditions, experiments, mappings.
/// </summary>
internal static class PetabFolder
{
    private const int Patience = 500;

    private static readonly string[] Names = ["parameters.tsv", "observables.tsv", "measurements.tsv", "conditions.tsv", "experiments.tsv", "mappings.tsv"];

    public static void Simulate(string text)
    {
        var line = text.IndexOf('\n', StringComparison.Ordinal);
        var version = text.StartsWith('1') ? 1 : 2;
        var tables = text[(line + 1)..].Split("\n===\n");
        PetabFile[] files = [.. Names.Select((name, i) => new PetabFile(TemporaryFolder.Write(name, i < tables.Length ? tables[i] : ""), SourceLocation.None))];
        var model = new PetabFile(TemporaryFolder.Write("model.xml", SbmlText.Model), SourceLocation.None);
        var problem = PetabReader.Read(new PetabFiles(version, [files[0]],
        [
            new PetabPartFiles([("model", model)], tables.Length > 3 ? [files[3]] : [], version == 2 && tables.Length > 4 ? [files[4]] : [], [files[1]], [files[2]], version == 2 && tables.Length > 5 ? [files[5]] : []),
        ]));
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var result = PetabSimulation.Run(problem, null, patience.Token);
            _ = (result.Chi2, result.LogLikelihood, result.LogPosterior);
            using var table = new StringWriter();
            PetabSimulationTable.Write(table, result);
        }
        catch (OperationCanceledException)
        {
            // A simulation may take as long as it likes; that it can be stopped is what counts.
        }
    }
}
