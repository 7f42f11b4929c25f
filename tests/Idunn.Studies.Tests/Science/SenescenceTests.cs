namespace Idunn.Studies.Tests.Modules;

/// <summary>The drift of the senescent burden and the numbers that its noise needs.</summary>
public class SenescenceTests
{
    private static ModuleHarness Of(string species, double age) => ModuleHarness.Of("senescence.ant", "senescence", ["senescence.tsv", "stress.tsv", "effects.tsv", $"brain_{species}.tsv"],
        ("age", "0"), ("neuron_engagement_mean", "0"), ("senolytic", "0"), ("production_treatment", "1"), ("tnf_mean", "1")).Set("age", age);

    private static double Drift(ModuleHarness module, double burden) => module.RightHandSide(0, [burden, 1])[module.IndexOfState("burden")];

    [Fact]
    public void Units_structure_and_origins_have_no_findings() =>
        Assert.All((string[])["human", "mouse"], species => Assert.Empty(Of(species, 1).Check("burden_noise", "burden_step", "burden_coupling_step")));

    // Mean of the quasi-stationary density exp(Φ/ε) with Φ' the drift, by quadrature of the module's own right-hand side: it sees every parameter row.
    // 1.64, 2.37, 3.62, 4.85: scipy's quad on the closed form gives 1.6406, 2.3723, 3.6167, 4.8504.
    [Theory]
    [InlineData(25, 1.6406)]
    [InlineData(50, 2.3723)]
    [InlineData(70, 3.6167)]
    [InlineData(80, 4.8504)]
    public void The_human_burden_has_the_known_quasi_stationary_mean(double age, double expected) => Assert.Equal(expected, QuasiStationaryMean(Of("human", age)), 5e-4);

    [Theory]
    [InlineData("human", 25)]
    [InlineData("mouse", 0.33)]
    public void The_young_mean_burden_is_the_mean_of_the_young_density(string species, double age)
    {
        var module = Of(species, age);
        Assert.Equal(QuasiStationaryMean(module), module.Parameter("young_mean_burden"), 5e-4);
        Assert.Equal(module.Parameter("young_mean_burden"), module.Initially("burden"));
    }

    private static double QuasiStationaryMean(ModuleHarness module)
    {
        const int n = 24_000;
        const double top = 120;
        var h = top / n;
        var noise = module.Parameter("burden_noise");
        var drift = new double[2 * n + 1];
        for (var i = 0; i <= 2 * n; i++)
            drift[i] = Drift(module, i * h / 2);
        // Simpson's rule for the potential on each cell, and for the moments over pairs of cells.
        var potential = new double[n + 1];
        for (var i = 0; i < n; i++)
            potential[i + 1] = potential[i] + h / 6 * (drift[2 * i] + 4 * drift[2 * i + 1] + drift[2 * i + 2]) / noise;
        var (mass, moment, peak) = (0.0, 0.0, potential.Max());
        for (var i = 0; i <= n; i++)
        {
            var weight = (i == 0 || i == n ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(potential[i] - peak);
            (mass, moment) = (mass + weight, moment + weight * i * h);
        }
        return moment / mass;
    }

    [Fact]
    public void Production_rises_with_age_and_removal_saturates()
    {
        // Karin 2019, human numbers per year: 0.49275 · 60 − 54.75 · 2 / 2.5.
        Assert.Equal((0.49275 * 60 - 54.75 * 2 / 2.5) / 365.25, Drift(Of("human", 60), 2), 1e-12);
        // Mouse numbers per day at 600 d, whatever its human-equivalent age: 0.084/365 · 600 − 0.15 · 2 / 2.5.
        Assert.Equal(0.084 / 365 * 600 - 0.15 * 2 / 2.5, Drift(Of("mouse", 600 / 365.25), 2), 1e-9);
    }

    [Fact]
    public void A_senolytic_removes_in_proportion_to_the_burden()
    {
        double Extra(double burden) => Drift(Of("human", 60), burden) - Drift(Of("human", 60).Set("senolytic", 1), burden);
        Assert.Equal(Of("human", 60).Parameter("senolytic_removal_rate") * 3, Extra(3), 1e-12);
        Assert.Equal(2, Extra(6) / Extra(3), 1e-10);
        Assert.Equal(0, Extra(0));
    }

    [Fact]
    public void Engagement_and_TNF_leave_production_alone_by_default()
    {
        var plain = Drift(Of("human", 60), 3);
        Assert.Equal(plain, Drift(Of("human", 60).Set("neuron_engagement_mean", 1), 3));
        Assert.Equal(plain, Drift(Of("human", 60).Set("tnf_mean", 8), 3));
        Assert.Equal(0.9, Of("human", 60).Set("neuron_engagement_mean", 0.5).Set("senescence_gain", 0.2).Initially("production_factor"), 1e-15);
        Assert.Equal(0.7, Of("human", 60).Set("production_treatment", 0.7).Initially("production_factor"), 1e-15);
        // Even an unbounded TNF lifts production by no more than the bounded response allows.
        Assert.InRange(Of("human", 60).Set("tnf_mean", 1e9).Set("senescence_tnf_gain", 0.1).Initially("production_factor"), 1.9, 2);
    }

    [Fact]
    public void The_drift_at_zero_burden_never_points_below_zero()
    {
        foreach (var species in (string[])["human", "mouse"])
            Assert.True(Drift(Of(species, 0.1).Set("senolytic", 1).Set("neuron_engagement_mean", 1).Set("senescence_gain", 0.3), 0) >= 0);
    }

    [Fact]
    public void The_secretory_signal_rests_at_1_while_the_burden_has_its_young_mean_and_follows_it_with_a_lag()
    {
        var module = Of("human", 25);
        Assert.Equal(0, module.RightHandSide(0, module.InitialState())[module.IndexOfState("secretory_signal")]);
        Assert.Equal(1, module.Initially("relative_burden"));
        var young = module.Parameter("young_mean_burden");
        Assert.Equal(module.Parameter("secretory_adjustment_rate") * 2, module.RightHandSide(0, [3 * young, 1])[module.IndexOfState("secretory_signal")], 1e-12);
    }
}
