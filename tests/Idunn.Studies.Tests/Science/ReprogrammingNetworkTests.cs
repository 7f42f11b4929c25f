namespace Idunn.Studies.Tests.Modules;

/// <summary>
/// The two published networks of Chickarmane 2006 (PLoS Comput Biol 2:e123), alone. Rate laws and constants were read in machine conversions of their BioModels files: 204
/// (irreversible) to Modelica and to Octave, 203 (reversible) to COPASI. SOX2 is kept apart here, as there.
/// </summary>
public class ReprogrammingNetworkTests
{
    private const bool On = true;
    private const bool Off = false;

    private static ModuleHarness Irreversible() => Network(a3: "0.5", b3: "0.001", e1: "0.01", f2: "0.001", f3: "0.05");

    private static ModuleHarness Reversible() => Network(a3: "0.2", b3: "0.0007", e1: "0.005", f2: "0.000995", f3: "0.01");

    [Fact]
    public void The_irreversible_network_has_two_states_without_stimulus()
    {
        Assert.Equal(1e-4, Nanog(Irreversible(), Off, 0), 1e-5);
        Assert.Equal(84.37, Nanog(Irreversible(), On, 0), 0.01);
    }

    [Fact]
    public void The_irreversible_network_switches_on_between_80_and_100_and_never_back()
    {
        Assert.True(Nanog(Irreversible(), Off, 80) < 1);
        Assert.True(Nanog(Irreversible(), Off, 100) > 80);
        Assert.True(Nanog(Irreversible(), Off, 100, 50, 10, 0) > 80);
    }

    [Fact]
    public void The_reversible_network_switches_on_between_80_and_100_and_back_off_between_80_and_50()
    {
        Assert.True(Nanog(Reversible(), Off, 80) < 1);
        Assert.True(Nanog(Reversible(), Off, 100) > 60);
        Assert.True(Nanog(Reversible(), Off, 100, 80) > 55);
        Assert.True(Nanog(Reversible(), Off, 100, 80, 50) < 0.1);
    }

    // SciPy 1.10.1, Radau, rtol 1e-11: OCT4, NANOG and OCT4-SOX2 at t = 1, 5, 20, 60 after the stimulus 100.
    [Theory]
    [InlineData(true, 32.81201225, 0.04960486343, 9.759619908, 33.99843690, 0.6434535070, 11.53236191, 83.12999524, 82.38047617, 69.01256182, 83.36657433, 84.72664569, 69.48595996)]
    [InlineData(false, 32.79256958, 0.02776342666, 9.752460200, 33.52067595, 0.3132364371, 11.23054556, 34.70197560, 4.100501522, 12.01433777, 52.42537729, 62.69269126, 27.47869754)]
    public void Their_course_is_that_of_another_solver(bool irreversible, params double[] expected)
    {
        var network = irreversible ? Irreversible() : Reversible();
        var course = network.Set("stimulus", 100).SolveFrom(Start(network, Off), 1, 5, 20, 60);
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(1, course["oct4"][i] / expected[3 * i], 1e-6);
            Assert.Equal(1, course["nanog"][i] / expected[3 * i + 1], 2e-6);
            Assert.Equal(1, course["complex"][i] / expected[3 * i + 2], 1e-6);
        }
    }

    /// <summary>NANOG at rest after one stimulus and then the next.</summary>
    private static double Nanog(ModuleHarness network, bool on, params double[] stimuli)
    {
        var state = Start(network, on);
        foreach (var stimulus in stimuli)
            state = network.Set("stimulus", stimulus).SolveFrom(state, 4000).States[^1];
        return state[network.IndexOfState("nanog")];
    }

    /// <summary>The files' own start, or everything at 100.</summary>
    private static double[] Start(ModuleHarness network, bool on)
    {
        var state = network.InitialState();
        foreach (var (id, off) in (ReadOnlySpan<(string, double)>)[("oct4", 0.01), ("sox2", 0.01), ("nanog", 0.01), ("complex", 0.1)])
            state[network.IndexOfState(id)] = on ? 100 : off;
        return state;
    }

    private static ModuleHarness Network(string a3, string b3, string e1, string f2, string f3) => ModuleHarness.FromText($"""
        model *network()
          stimulus = 0; p53 = 0;
          oct4_drive := (1e-4 + stimulus + 0.01 * complex + {a3} * complex * nanog) / (1 + 1e-4 / 1000 + 0.0011 * stimulus + 0.001 * complex + {b3} * complex * nanog);
          nanog_drive := (1e-4 + {e1} * complex + 0.1 * complex * nanog) / (1 + 1e-4 / 1000 + {f2} * complex + 0.001 * complex * nanog + {f3} * p53);
          binding := 0.05 * oct4 * sox2 - 0.001 * complex;
          var oct4, sox2, nanog, complex;
          oct4 = 0; sox2 = 0; nanog = 0; complex = 0;
          oct4' = oct4_drive - oct4 - binding;
          sox2' = oct4_drive - sox2 - binding;
          nanog' = nanog_drive - nanog;
          complex' = binding - 5 * complex;
        end
        """, []);
}
