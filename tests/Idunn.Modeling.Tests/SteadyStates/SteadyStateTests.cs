using Idunn.Modeling.Antimony;
using Idunn.Modeling.Simulation;
using Idunn.Modeling.SteadyStates;

namespace Idunn.Modeling.Tests.SteadyStates;

public sealed class SteadyStateTests
{
    private static SteadyStateResult Find(string antimony) => SteadyStateFinder.Find(AntimonyReader.Parse(antimony, "model.ant"), cancellation: TestContext.Current.CancellationToken);

    private static double ValueOf(SteadyState state, string id) => state.Values[state.Observed.IndexOf(new Observed(id))];

    [Fact]
    public void Binding_rests_where_the_quadratic_formula_says()
    {
        var found = Find("E + S -> ES; kon*E*S - koff*ES; kon = 2; koff = 0.5; E = 1; S = 3; ES = 0;").Found!;
        const double kd = 0.25;
        var bound = (1 + 3 + kd - Math.Sqrt((1 + 3 + kd) * (1 + 3 + kd) - 4 * 3)) / 2;
        Assert.Equal(bound, ValueOf(found, "ES"), 1e-12);
        Assert.Equal(1 - bound, ValueOf(found, "E"), 1e-12);
        Assert.Equal((Stability.Stable, true), (found.Stability, found.IsReached));
        // The only free direction relaxes at kon (E + S) + koff.
        Assert.Equal(-(2 * (ValueOf(found, "E") + ValueOf(found, "S")) + 0.5), found.Eigenvalues.Single().Real, 1e-9);
    }

    [Fact]
    public void Michaelis_and_Menten_end_when_the_substrate_is_used_up()
    {
        var found = Find("E + S -> ES; 2*E*S - ES; ES => E + P; 3*ES; E = 1; S = 5; ES = 0; P = 0;").Found!;
        Assert.Equal(0, ValueOf(found, "S"), 1e-9);
        Assert.Equal(5, ValueOf(found, "P"), 1e-9);
        Assert.Equal(1, ValueOf(found, "E"), 1e-9);
        Assert.True(found.IsReached);
    }

    [Theory]
    [InlineData(1.5, Stability.Stable, true)]
    [InlineData(3, Stability.Unstable, false)]
    public void The_Brusselator_loses_its_rest_where_b_passes_1_plus_a_squared(double b, Stability stability, bool isReached)
    {
        // Prigogine & Lefever 1968: x = a, y = b/a, stable for b < 1 + a²; eigenvalues of [[b − 1, a²], [−b, −a²]].
        var found = Find(FormattableString.Invariant($"$A => X; A; 2 X + Y => 3 X; X^2*Y; $B + X => Y; B*X; X => ; X; A = 1; B = {b}; X = 1.2; Y = 1;")).Found!;
        Assert.Equal(1, ValueOf(found, "X"), 1e-9);
        Assert.Equal(b, ValueOf(found, "Y"), 1e-9);
        Assert.Equal((stability, isReached), (found.Stability, found.IsReached));
        Assert.Equal((b - 2) / 2, found.Eigenvalues[0].Real, 1e-9);
    }

    [Theory]
    [InlineData(0.4, 0)]
    [InlineData(0.6, 1)]
    public void Of_two_stable_states_the_one_is_given_that_the_course_runs_into(double start, double end)
    {
        var found = Find(FormattableString.Invariant($"x' = x*(x - 0.5)*(1 - x); x = {start};")).Found!;
        Assert.Equal(end, ValueOf(found, "x"), 1e-9);
        Assert.True(found.IsReached);
    }

    [Fact]
    public void A_phosphorylation_cascade_is_found_with_its_moieties_kept()
    {
        var found = Find("""
            V = 1; k = 0.5; V2 = 0.75; K = 8;
            M => Mp; V*k*M/(0.1 + M); Mp => M; V2*Mp/(0.1 + Mp)*0.4;
            N => Np; Mp*N/(K + N); Np => N; 0.3*Np/(K + Np);
            M = 1; Mp = 0; N = 300; Np = 0;
            """).Found!;
        Assert.Equal(1, ValueOf(found, "M") + ValueOf(found, "Mp"), 1e-10);
        Assert.Equal(300, ValueOf(found, "N") + ValueOf(found, "Np"), 1e-7);
        Assert.True(found.Residual < 1e-9);
    }

    [Fact]
    public void Growth_without_end_has_no_steady_state_and_it_is_said_which_state_moves()
    {
        var result = Find("=> A; 1; A = 0;");
        Assert.Null(result.Found);
        Assert.Contains("'A'", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rate_that_depends_on_time_has_none() => Assert.Contains("time itself", Find("A' = sin(time) - A; A = 0;").Message, StringComparison.Ordinal);

    [Fact]
    public void Concentrations_are_told_as_the_model_writes_them()
    {
        var found = Find("compartment c = 4; species A in c, B in c; A -> B; c*(2*A - B); A = 3; B = 0;").Found!;
        Assert.Equal(1, ValueOf(found, "A"), 1e-10);
        Assert.Equal(2, ValueOf(found, "B"), 1e-10);
    }

    [Fact]
    public void What_only_events_change_stays_as_it_is()
    {
        var found = Find("gain = 2; A' = gain - A; A = 0; at time > 5: gain = 3;").Found!;
        Assert.Equal(2, ValueOf(found, "A"), 1e-10);
    }

    [Fact]
    public void Amounts_as_small_as_femtomoles_are_found_as_well()
    {
        var found = Find("E + S -> ES; 1e15*E*S - 0.5*ES; E = 1e-15; S = 3e-15; ES = 0;").Found!;
        const double total = 1e-15 + 3e-15 + 0.5e-15;
        Assert.Equal((total - Math.Sqrt(total * total - 4 * 3e-30)) / 2, ValueOf(found, "ES"), 1e-24);
    }
}
