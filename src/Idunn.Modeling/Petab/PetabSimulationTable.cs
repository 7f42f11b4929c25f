using System.Globalization;

namespace Idunn.Modeling.Petab;

/// <summary>The simulation table of the PEtab specification: the measurement table with a column <c>simulation</c> in place of <c>measurement</c>, row for row.</summary>
public static class PetabSimulationTable
{
    public static void Write(TextWriter output, PetabResult result)
    {
        // Several measurement tables may have different optional columns.
        string[] columns = [.. result.Points.SelectMany(point => point.Measurement.Row.Header.Columns).Where(column => column.Length > 0).Distinct()];
        output.WriteLine(string.Join('\t', columns.Select(column => column == "measurement" ? "simulation" : column)));
        foreach (var point in result.Points)
            output.WriteLine(string.Join('\t', columns.Select(column => column == "measurement" ? point.Simulation.ToString("R", CultureInfo.InvariantCulture) : point.Measurement.Row[column])));
    }
}
