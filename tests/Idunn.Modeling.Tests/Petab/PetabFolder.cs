using System.Collections.Immutable;
using Idunn.Modeling.Petab;

namespace Idunn.Modeling.Tests.Petab;

/// <summary>A PEtab problem in a folder of its own: decay of a concentration A at rate k, A(0) = a0 = 1, in a compartment V of size 2; B is made at rate s and decays as A does.</summary>
internal sealed class PetabFolder : IDisposable
{
    private const string Decay = """
        <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2"><model id="m">
        <listOfCompartments><compartment id="V" size="2" spatialDimensions="3" constant="true"/></listOfCompartments>
        <listOfSpecies>
          <species id="A" compartment="V" hasOnlySubstanceUnits="false" boundaryCondition="false" constant="false"/>
          <species id="B" compartment="V" initialConcentration="0" hasOnlySubstanceUnits="false" boundaryCondition="false" constant="false"/>
        </listOfSpecies>
        <listOfParameters><parameter id="a0" value="1" constant="true"/><parameter id="k" value="0.5" constant="true"/><parameter id="s" value="0" constant="true"/></listOfParameters>
        <listOfInitialAssignments><initialAssignment symbol="A"><math xmlns="http://www.w3.org/1998/Math/MathML"><ci>a0</ci></math></initialAssignment></listOfInitialAssignments>
        <listOfReactions>
          <reaction id="dA" reversible="false"><listOfReactants><speciesReference species="A" stoichiometry="1" constant="true"/></listOfReactants>
            <kineticLaw><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><times/><ci>V</ci><ci>k</ci><ci>A</ci></apply></math></kineticLaw></reaction>
          <reaction id="dB" reversible="false"><listOfProducts><speciesReference species="B" stoichiometry="1" constant="true"/></listOfProducts>
            <kineticLaw><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><times/><ci>V</ci><apply><minus/><ci>s</ci><apply><times/><ci>k</ci><ci>B</ci></apply></apply></apply></math></kineticLaw></reaction>
        </listOfReactions></model></sbml>
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("petab").FullName;

    public PetabFolder()
    {
        Write("model.xml", Decay);
        Write("parameters.tsv", "parameterId|lowerBound|upperBound|nominalValue|estimate", "k|0|10|0.25|true");
        Write("observables.tsv", "observableId|observableFormula|noiseFormula", "a|A|0.5", "b|B|0.5");
        Write("conditions.tsv", "conditionId|targetId|targetValue");
        Write("experiments.tsv", "experimentId|time|conditionId");
    }

    /// <summary>Lines of a table, with bars for tabs.</summary>
    public PetabFolder Write(string file, params string[] lines)
    {
        File.WriteAllText(At(file), string.Join('\n', lines.Select(line => file.EndsWith(".tsv", StringComparison.Ordinal) ? line.Replace('|', '\t') : line)));
        return this;
    }

    public string At(string file) => Path.Combine(folder, file);

    public PetabProblem Read(int version = 2, bool hasMapping = false, params string[] models)
    {
        PetabFile Named(string file) => new(At(file), new SourceLocation("problem.yaml", 1, 1));
        ImmutableArray<PetabFile> Of(string file, bool isThere = true) => isThere ? [Named(file)] : [];
        ImmutableArray<(string, PetabFile)> all = models.Length == 0 ? [("m", Named("model.xml"))] : [.. models.Select(model => (model, Named(model + ".xml")))];
        return PetabReader.Read(new PetabFiles(version, Of("parameters.tsv"), [new PetabPartFiles(all, Of("conditions.tsv"), Of("experiments.tsv", version == 2), Of("observables.tsv"), Of("measurements.tsv"), Of("mapping.tsv", hasMapping))]));
    }

    /// <summary>Simulations in the order of the measurement table.</summary>
    public double[] Simulate(int version = 2, bool hasMapping = false) => [.. Run(Read(version, hasMapping)).Points.Select(point => point.Simulation)];

    public static PetabResult Run(PetabProblem problem, IReadOnlyDictionary<string, double>? values = null) => PetabSimulation.Run(problem, values, TestContext.Current.CancellationToken);

    public void Dispose() => Directory.Delete(folder, true);
}
