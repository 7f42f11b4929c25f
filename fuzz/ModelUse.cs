using Idunn.Conformance;
using Idunn.Modeling;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Compilation;
using Idunn.Modeling.Petab;
using Idunn.Modeling.Sbml;
using Idunn.Modeling.Simulation;
using Idunn.Modeling.Structure;
using Idunn.Modeling.Units;

namespace Fuzz;

/// <summary>What commands do with a model that was read, short of running it: units, checks, structure, compilation, start values, and writing it in both formats, from which it has to come back the same.</summary>
internal static class ModelUse
{
    private static readonly HashSet<string> Nothing = new(StringComparer.Ordinal);

    public static void Try(Model model)
    {
        var unreadable = new List<Finding>();
        UnitChecker.Check(model, ModelUnits.Of(model, [], unreadable), []);
        Readers.Refusing(() => ModelChecker.Check(model, [], Nothing, null));
        Readers.Refusing(() => ConservationLaws.Of(StoichiometryMatrix.Of(model)));
        var isSound = false;
        Readers.Refusing(() =>
        {
            StartValues.Of(HybridModel.Compile(model));
            isSound = unreadable.Count == 0;
        });
        Readers.Refusing(() => CompiledModel.Compile(model, [], CompilationTier.Interpreter).CreateSystem());
        Readers.Refusing(() => CompiledReactions.Compile(model, [], CompilationTier.Interpreter));
        Readers.Refusing(() => Returned(model, isSound && IsSaidAlikeBySbml(model), SbmlWriter.Text, text => SbmlReader.Parse(text, Readers.Place)));
        Readers.Refusing(() => Returned(Sayable(model), isSound && !model.Species.Any(species => species.ConversionFactor is not null) && !model.Reactions.SelectMany(reaction => reaction.Reactants.Concat(reaction.Products)).Any(NeedsName), written => AntimonyWriter.Write(written), text => AntimonyReader.Parse(text, Readers.Place)));
    }

    /// <summary>A table held against the model that it is for.</summary>
    public static void Check(ParameterTable table)
    {
        ModelChecker.Check(Small.Value, [table], Nothing, null);
        Readers.Refusing(() => ParameterBinding.Bind(Small.Value, [table]));
        Readers.Refusing(() => SharedParameters.Unify(Small.Value, table.Rows.Select(row => row.Id)));
    }

    private static readonly Lazy<Model> Small = new(() => AntimonyReader.Parse("model m()\n  unit time = 86400 second; compartment c; c has litre; species S in c; S has mole; S -> ; k*S*c; k has 1/day; a.k has gram;\nend", Readers.Place));

    /// <summary>False where a stoichiometry is no parameter, or that of several species: SBML gives those a quantity of their own that follows it.</summary>
    private static bool IsSaidAlikeBySbml(Model model)
    {
        var variables = model.Reactions.SelectMany(reaction => reaction.Reactants.Concat(reaction.Products)).Where(term => term.Variable is not null).ToArray();
        return variables.All(term => term.Coefficient.Equals(1.0) && model.Parameters.Any(parameter => parameter.Id == term.Variable && parameter.Unit is null)) && variables.DistinctBy(term => term.Variable).Count() == variables.Length;
    }

    /// <summary>Antimony gives such a stoichiometry a quantity of its own.</summary>
    private static bool NeedsName(Stoichiometry term) => term.Variable is null ? !(term.Coefficient is >= 0 and < double.PositiveInfinity) : !term.Coefficient.Equals(1.0);

    /// <summary>Without what Antimony has no words for and no result depends on: the dimensions of compartments, and events that assign nothing.</summary>
    private static Model Sayable(Model model) => model with
    {
        Compartments = [.. model.Compartments.Select(compartment => compartment with { Dimensions = 3 })],
        Events = [.. model.Events.Where(happening => !happening.Assignments.IsEmpty)],
    };

    /// <summary>Units that are declared and used by nothing come and go with the format; those of quantities are compared one by one.</summary>
    /// <param name="isCompared">False for what is refused before it runs: it need not come back the same.</param>
    private static void Returned(Model model, bool isCompared, Func<Model, string> write, Func<string, Model> read)
    {
        var text = write(model);
        if (!isCompared)
            return;
        Model again;
        try
        {
            again = read(text);
        }
        catch (FindingsException exception)
        {
            throw new InvalidDataException($"What was written is not read: {exception.Message}\n{text}", exception);
        }
        var differences = ModelDifference.Between(again, model).Where(difference => !difference.StartsWith("units: ", StringComparison.Ordinal)).ToArray();
        if (differences.Length > 0)
            throw new InvalidDataException($"Written and read it means something else: {string.Join("; ", differences)}\n{text}");
    }
}
