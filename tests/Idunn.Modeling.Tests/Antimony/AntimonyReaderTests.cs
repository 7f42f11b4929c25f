using Idunn.Modeling.Antimony;
using Idunn.Modeling.Checking;
using Idunn.Modeling.Expressions;

namespace Idunn.Modeling.Tests.Antimony;

public sealed class AntimonyReaderTests
{
    private const string SideReaction = """
        model side_reaction(S, k1)
          J0: S + E -> ES; k1*k2*S*E - k2*ES;
          E = 3;
          ES = E + S;
          k2 = 0.4;
        end

        """;

    private static Model Parse(string text) => AntimonyReader.Parse(text, "model.ant");

    private static string Written(Reaction reaction)
        => $"{reaction.Id}: {string.Join(" + ", reaction.Reactants.Select(Written))} {(reaction.IsReversible ? "->" : "=>")} {string.Join(" + ", reaction.Products.Select(Written))}; {(reaction.Rate is null ? "" : ExprPrinter.Print(reaction.Rate))}";

    private static string Written(Stoichiometry participant) => participant.Coefficient == 1 ? participant.Species : FormattableString.Invariant($"{participant.Coefficient} {participant.Species}");

    private static string? Initial(Model model, string id)
        => model.Species.Concat<Quantity>(model.Parameters).Concat(model.Compartments).Single(quantity => quantity.Id == id).Initial is { } formula ? ExprPrinter.Print(formula) : null;

    [Fact]
    public void What_is_passed_to_a_port_keeps_its_name_however_deep_it_lies()
    {
        var model = AntimonyReader.Parse("model inner()\n  y := 2;\nend\nmodel middle()\n  i: inner();\nend\nmodel reader(a)\n  z := 2 * a;\nend\nmodel *whole()\n  m: middle();\n  r: reader(m.i.y);\nend", "m.ant");
        Assert.Equal(["m.i.y", "r.z"], model.AssignmentRules.Select(rule => rule.Variable).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void One_thing_may_stand_behind_two_ports_of_an_instance()
    {
        var model = AntimonyReader.Parse("model part(a, b)\n  var a; a has mL; var b; b has mL;\n  c := a + b;\nend\nmodel *whole()\n  x has mL;\n  p: part(x, x);\nend", "m.ant");
        Assert.Equal("mL", Assert.Single(model.Parameters, parameter => parameter.Id == "x").Unit);
        Assert.Throws<FindingsException>(() => AntimonyReader.Parse("model part(a, b)\n  var a; a has mL; var b; b has kg;\n  c := a + b;\nend\nmodel *whole()\n  x has mL;\n  p: part(x, x);\n  q: part(y, y);\nend", "m.ant"));
    }

    [Fact]
    public void Reactions_keep_names_stoichiometry_reversibility_and_rates()
    {
        var model = Parse("""
            J0: S1 + 2 S2 -> 3 S3; k1*S1*S2^2
            S3 => ; k2*S3   # decay
            -> S1; k0
            A + A => B; ;
            """);
        Assert.Equal(["J0: S1 + 2 S2 -> 3 S3; k1 * S1 * S2^2", "_J0: S3 => ; k2 * S3", "_J1:  -> S1; k0", "_J2: 2 A => B; "], model.Reactions.Select(Written));
        Assert.Equal(["S1", "S2", "S3", "A", "B"], model.Species.Select(species => species.Id));
        Assert.Equal(["k1", "k2", "k0"], model.Parameters.Select(parameter => parameter.Id));
        Assert.All(model.Parameters, parameter => Assert.True(parameter.IsImplicit));
    }

    [Fact]
    public void Submodels_get_dotted_ids_and_ports_take_the_outer_name()
    {
        var model = Parse(SideReaction + """
            model full_pathway
                -> S1; k1
              A: side_reaction(S1, k4)
              B: side_reaction(S2, k5)
              B.k2 = 0.8
              S1 = 0; S2 = 1; k1 = 0.3; k4 = 0.0004; k5 = 1
            end
            """);
        Assert.Equal("full_pathway", model.Id);
        Assert.Contains("A.J0: S1 + A.E -> A.ES; k4 * A.k2 * S1 * A.E - A.k2 * A.ES", model.Reactions.Select(Written));
        Assert.Contains("B.J0: S2 + B.E -> B.ES; k5 * B.k2 * S2 * B.E - B.k2 * B.ES", model.Reactions.Select(Written));
        Assert.Equal("0.4", Initial(model, "A.k2"));
        Assert.Equal("0.8", Initial(model, "B.k2"));
        Assert.Equal("A.E + S1", Initial(model, "A.ES"));
    }

    [Fact]
    public void Synchronised_ids_are_one_id_with_the_outermost_name()
    {
        var model = Parse(SideReaction + """
            model full
              var species S;
              A: side_reaction();
              B: side_reaction();
              A.S is S;
              B.S is S;
              B.E is A.E;
            end
            """);
        Assert.Contains("B.J0: S + A.E -> B.ES; B.k1 * B.k2 * S * A.E - B.k2 * B.ES", model.Reactions.Select(Written));
    }

    [Fact]
    public void Display_names_stand_behind_those_of_the_submodels_they_are_in()
    {
        var model = Parse("""
            model cell(v)
              v => in_cell; k*v
              in_cell is "vesicles taken up"
            end
            model region
              neuron: cell(v)
              neuron is "Neurons"
              v is "Interstitial fluid"
            end
            model brain
              hippocampus: region()
              hippocampus is "Hippocampus"
              cortex: region()
              cortex.neuron.in_cell is "Cortical uptake"
              model is "The brain"
            end
            """);
        Assert.Equal("The brain", model.Name);
        Assert.Equal(
            ["Cortical uptake", "Interstitial fluid", "Hippocampus, Neurons, vesicles taken up", "Hippocampus, Interstitial fluid"],
            model.Species.OrderBy(species => species.Id, StringComparer.Ordinal).Select(species => species.Name));
    }

    [Fact]
    public void Deleting_a_species_takes_it_out_of_reactions_and_takes_its_formulas_along()
    {
        var model = Parse(SideReaction + """
            model full
              A: side_reaction(S, k);
              total := A.ES + S;
              rest := S;
              delete A.ES;
            end
            """);
        Assert.DoesNotContain(model.Reactions.SelectMany(reaction => reaction.NetStoichiometry), term => term.Species == "A.ES");
        Assert.Null(Assert.Single(model.Reactions).Rate);
        Assert.DoesNotContain(model.Species, species => species.Id == "A.ES");
        Assert.Equal(["rest"], model.AssignmentRules.Select(rule => rule.Variable));
    }

    [Fact]
    public void Quantities_know_their_kind_place_unit_and_name()
    {
        var model = Parse("""
            unit time = 86400 second
            unit particle = item; unit per_day = 1 / day; unit day = 86400 second
            compartment blood = 1 mL, lung in blood;
            substanceOnly species V in blood = 5 particle, $W in blood;
            const species X in lung;
            k has per_day
            V is "vesicles"
            V => ; k * V
            """);
        Assert.Equal(("blood", "mL", true), (model.Compartments[0].Id, model.Compartments[0].Unit, model.Compartments[0].IsConstant));
        Assert.Equal(("blood", "particle", "vesicles", true), (model.Species[0].Compartment, model.Species[0].Unit, model.Species[0].Name, model.Species[0].IsAmount));
        Assert.True(model.Species[1].IsBoundary);
        Assert.True(model.Species[2].IsConstant);
        Assert.Equal("per_day", model.Parameters.Single().Unit);
        Assert.Equal("86400 second", model.TimeUnit);
        Assert.Equal(["particle", "day", "per_day"], model.Units.Select(unit => unit.Id));
    }

    [Fact]
    public void Events_carry_delay_priority_and_flags()
    {
        var model = Parse("""
            x = 0; x' = 1; y = 0;
            E1: at 2 after (x > 3), priority=5, t0=false, persistent=false, fromTrigger=false: y = 3,
                x = y + 2
            at x > 20:
              y = 1
            """);
        var first = model.Events[0];
        Assert.Equal(("E1", "x > 3", "2", "5"), (first.Id, ExprPrinter.Print(first.Trigger), ExprPrinter.Print(first.Delay!), ExprPrinter.Print(first.Priority!)));
        Assert.False(first.TriggerInitially || first.IsPersistent || first.UseValuesFromTriggerTime);
        Assert.Equal(["y", "x"], first.Assignments.Select(assignment => assignment.Variable));
        Assert.Equal("_E0", model.Events[1].Id);
        Assert.False(model.Parameters.Single(parameter => parameter.Id == "y").IsConstant);
        Assert.Equal("x", model.RateRules.Single().Variable);
    }

    [Fact]
    public void User_functions_are_expanded_and_may_call_each_other()
    {
        var model = Parse("""
            function square(x)
              x^2;
            end
            function quadratic(x, a, b, c)
              a*square(x) + b*x + c
            end
            model quad
              S := quadratic(s + 1, k1, k2, log(k3));
            end
            """);
        Assert.Equal("k1 * (s + 1)^2 + k2 * (s + 1) + ln(k3)", ExprPrinter.Print(model.AssignmentRules.Single().Formula));
    }

    [Fact]
    public void Annotations_are_read_over_and_positions_stay_right()
    {
        var model = Parse("""
            model m()
              model notes ```
                two lines
              ```
              model identity "http://identifiers.org/x"
              A identity "urn:a",
                         "urn:b"
              A.sboTerm = SBO:0000247
              A creator1.name "N. N."
              J0: A -> B; k*A
              i1: C -| J0
              k = 0
            end
            """);
        Assert.Equal(10, model.Reactions.Single().Location.Line);
        Assert.Equal(new SourceLocation("model.ant", 12, 3), model.Parameters.Single(parameter => parameter.Id == "k").Location);
    }

    [Fact]
    public void The_starred_model_is_the_whole_else_the_last_one()
    {
        Assert.Equal("a", Parse("model *a\n x = 0\nend\nmodel b\n y = 0\nend").Id);
        Assert.Equal("b", Parse("model a\n x = 0\nend\nmodel b\n y = 0\nend").Id);
        Assert.Equal("a", AntimonyReader.Parse("model a\n x = 0\nend\nmodel b\n y = 0\nend", "f.ant", "a").Id);
    }

    [Fact]
    public void A_line_that_starts_with_an_operator_goes_on_with_the_formula_before()
        => Assert.Equal("a + b - c", ExprPrinter.Print(Parse("x := a\n   + b\n   - c\ny = 0").AssignmentRules.Single().Formula));

    [Fact]
    public void Imported_files_are_read_once_from_beside_the_importing_file()
    {
        var folder = Directory.CreateTempSubdirectory("idunn-import-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "part.ant"), "model part(x)\n x => ; k*x\nend\n");
            File.WriteAllText(Path.Combine(folder.FullName, "other.ant"), "import \"part.ant\"\n");
            File.WriteAllText(Path.Combine(folder.FullName, "whole.ant"), "import \"part.ant\"\nimport \"other.ant\"\nmodel whole\n p: part(y)\nend\n");
            Assert.Equal("p._J0", AntimonyReader.Read(Path.Combine(folder.FullName, "whole.ant")).Reactions.Single().Id);

            File.WriteAllText(Path.Combine(folder.FullName, "part.ant"), "import \"whole.ant\"\n");
            var exception = Assert.Throws<FindingsException>(() => AntimonyReader.Read(Path.Combine(folder.FullName, "whole.ant")));
            Assert.Contains("whole.ant → part.ant → whole.ant", exception.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
