using Idunn.Numerics.Ode;

namespace Idunn.Numerics.Tests.Ode;

public class InputTests
{
    private static readonly LinearSystem Chain = LinearSystem.Compartments(4, (0, 1, 3.1), (1, 0, 0.7), (1, 2, 0.4), (2, 3, 11), (2, 1, 0.05), (3, -1, 0.9));

    [Fact]
    public void Bolus_response_of_a_linear_chain_equals_the_matrix_exponential()
    {
        double[] times = [0, 0.01, 0.1, 1, 3, 10];
        var run = Run.Of(Chain, [0, 0, 0, 0], 10, Run.At(1e-9, 1e-13), times, new InputSchedule([new Bolus(0, 0, 100)], []));
        for (var k = 0; k < times.Length; k++)
        {
            var exact = Chain.Exact(times[k], [100, 0, 0, 0]);
            for (var i = 0; i < 4; i++)
                Assert.Equal(exact[i], run.States[k][i], 1e-8 * 100);
        }
    }
}
