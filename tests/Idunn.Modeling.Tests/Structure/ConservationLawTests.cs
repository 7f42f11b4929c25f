using CsCheck;
using Idunn.Modeling.Antimony;
using Idunn.Modeling.Simulation;
using Idunn.Modeling.Structure;

namespace Idunn.Modeling.Tests.Structure;

public sealed class ConservationLawTests
{
    private static string[] LawsOf(string antimony) => [.. ConservationLaws.Of(StoichiometryMatrix.Of(AntimonyReader.Parse(antimony, "model.ant"))).Select(law => law.ToString())];

    [Fact]
    public void Michaelis_and_Menten_keep_enzyme_and_substrate() =>
        Assert.Equal(["E + ES", "S + ES + P"], LawsOf("S + E -> ES; k1*S*E - k2*ES; ES => E + P; k3*ES; S = 5; E = 1; ES = 0; P = 0; k1 = 1; k2 = 1; k3 = 1;"));

    [Fact]
    public void A_double_phosphorylation_cycle_keeps_kinase_phosphatase_and_protein()
    {
        // The one-layer cycle of Markevich, N. I., Hoek, J. B. & Kholodenko, B. N. (2004), Signaling switches and bistability arising from multisite phosphorylation, J. Cell Biol. 164: three moieties.
        var laws = LawsOf("""
            M + K -> MK; a; MK => Mp + K; a; Mp + K -> MpK; a; MpK => Mpp + K; a;
            Mpp + F -> MppF; a; MppF => Mp + F; a; Mp + F -> MpF; a; MpF => M + F; a;
            a = 1; M = 5; K = 1; F = 1; MK = 0; Mp = 0; MpK = 0; Mpp = 0; MppF = 0; MpF = 0;
            """);
        Assert.Equal(["K + MK + MpK", "F + MppF + MpF", "M + MK + Mp + MpK + Mpp + MppF + MpF"], laws);
    }

    [Fact]
    public void The_Brusselator_with_its_sources_held_keeps_nothing() =>
        Assert.Empty(LawsOf("$A => X; A; 2 X + Y => 3 X; X^2*Y; $B + X => Y + $D; B*X; X => $E; X; A = 1; B = 3; X = 1; Y = 1; D = 0; E = 0;"));

    [Fact]
    public void Coefficients_are_whole_numbers_without_a_common_divisor() =>
        Assert.Equal(["A + 2 D"], LawsOf("2 A -> D; k*A - D; A = 1; D = 0; k = 1;"));

    [Fact]
    public void Decimal_stoichiometries_stay_exact() =>
        Assert.Equal(["A + 10 B"], LawsOf("A => 0.1 B; A; A = 1; B = 0;"));

    [Fact]
    public void A_law_may_need_a_negative_coefficient() =>
        // A and B are always made together: only their difference stays.
        Assert.Equal(["A − B"], LawsOf("=> A + B; 1; A = 1; B = 0;"));

    [Fact]
    public void What_no_reaction_changes_is_a_law_by_itself() =>
        Assert.Equal(["C"], LawsOf("species C; A => ; A; A = 1; C = 2;"));

    [Fact]
    public void Boundary_species_and_ruled_ones_are_in_no_law() =>
        Assert.Equal(["A + B"], LawsOf("$X + A -> B; A; species R; R := A + B; A = 1; B = 0; X = 3;"));

    [Fact]
    public void What_an_algebraic_rule_determines_is_in_no_law() =>
        Assert.Equal(["A + B"], LawsOf("species S; A -> B; A; A = 1; B = 0; S = 1; 0 = S - A;"));

    [Fact]
    public void Random_mass_action_networks_conserve_what_their_laws_say()
    {
        var complexes = Gen.Int[0, 4].Array[1, 2];
        var networks = Gen.Select(complexes, complexes, Gen.Double[0.1, 2]).Array[1, 5];
        networks.Sample(reactions =>
        {
            static string Side(int[] side) => string.Join(" + ", side.Select(species => $"S{species}"));
            var text = string.Concat(reactions.Select((reaction, i) => FormattableString.Invariant($"r{i}: {Side(reaction.Item1)} => {Side(reaction.Item2)}; {reaction.Item3}*{string.Join("*", reaction.Item1.Select(species => $"S{species}"))};\n")))
                + "species S0, S1, S2, S3, S4; S0 = 1; S1 = 0.5; S2 = 0.25; S3 = 2; S4 = 0;";
            var model = AntimonyReader.Parse(text, "random.ant");
            var laws = ConservationLaws.Of(StoichiometryMatrix.Of(model));
            var course = new Simulator(HybridModel.Compile(model)).Run(new SimulationOptions(0.3, 2));
            if (!course.Outcome.IsComplete) // Autocatalysis may run to infinity in a finite time.
                return;
            double AmountAt(int row, string species) => course.Rows[row][course.Observed.IndexOf(new Observed(species))];
            foreach (var law in laws)
            {
                var size = law.Terms.Sum(term => Math.Abs((double)term.Coefficient * AmountAt(1, term.Species))) + 1;
                Assert.Equal(law.Total(species => AmountAt(0, species)), law.Total(species => AmountAt(1, species)), 1e-6 * size);
            }
        }, iter: 100);
    }
}
