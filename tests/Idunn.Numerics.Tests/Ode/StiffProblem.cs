using Idunn.Numerics.Ode;

namespace Idunn.Numerics.Tests.Ode;

/// <summary>
/// Problems of the Test Set for Initial Value Problem Solvers (Mazzia, F. &amp; Magherini, C., release 2.4, University of Bari), most of them from Hairer &amp;
/// Wanner, Solving Ordinary Differential Equations II. End values are those of the test set's solut routines.
/// </summary>
public sealed record StiffProblem(string Name, OdeSystem System, double[] Initial, double End, double[] Published)
{
    public override string ToString() => Name;

    /// <summary>Robertson's reaction, rober.f.</summary>
    public static StiffProblem Rober { get; } = new(
        "ROBER",
        new MassActionSystem(3, new(0.04, [0], [1]), new(3e7, [1, 1], [1, 2]), new(1e4, [1, 2], [0, 2])),
        [1, 0, 0],
        1e11,
        [0.2083340149701255e-07, 0.8333360770334713e-13, 0.9999999791665050]);

    /// <summary>High irradiance response, hires.f.</summary>
    public static StiffProblem Hires { get; } = new(
        "HIRES",
        new FormulaSystem(
            8,
            (_, y, f) =>
            {
                f[0] = -1.71 * y[0] + 0.43 * y[1] + 8.32 * y[2] + 0.0007;
                f[1] = 1.71 * y[0] - 8.75 * y[1];
                f[2] = -10.03 * y[2] + 0.43 * y[3] + 0.035 * y[4];
                f[3] = 8.32 * y[1] + 1.71 * y[2] - 1.12 * y[3];
                f[4] = -1.745 * y[4] + 0.43 * (y[5] + y[6]);
                f[5] = -280 * y[5] * y[7] + 0.69 * y[3] + 1.71 * y[4] - 0.43 * y[5] + 0.69 * y[6];
                f[6] = 280 * y[5] * y[7] - 1.81 * y[6];
                f[7] = -f[6];
            },
            (_, y, j) =>
            {
                j.Clear();
                (j[0], j[1], j[2]) = (-1.71, 0.43, 8.32);
                (j[8], j[9]) = (1.71, -8.75);
                (j[18], j[19], j[20]) = (-10.03, 0.43, 0.035);
                (j[25], j[26], j[27]) = (8.32, 1.71, -1.12);
                (j[36], j[37], j[38]) = (-1.745, 0.43, 0.43);
                (j[43], j[44], j[45], j[46], j[47]) = (0.69, 1.71, -280 * y[7] - 0.43, 0.69, -280 * y[5]);
                (j[53], j[54], j[55]) = (280 * y[7], -1.81, 280 * y[5]);
                (j[61], j[62], j[63]) = (-280 * y[7], 1.81, -280 * y[5]);
            }),
        [1, 0, 0, 0, 0, 0, 0, 0.0057],
        321.8122,
        [
            0.7371312573325668e-3, 0.1442485726316185e-3, 0.5888729740967575e-4, 0.1175651343283149e-2,
            0.2386356198831331e-2, 0.6238968252742796e-2, 0.2849998395185769e-2, 0.2850001604814231e-2,
        ]);

    /// <summary>Pollution, pollu.f (Verwer, J. G. (1994), Gauss–Seidel iteration for stiff ODEs from chemical kinetics, SIAM J. Sci. Comput. 15).</summary>
    public static StiffProblem Pollution { get; } = new(
        "POLLU",
        new MassActionSystem(
            20,
            new(0.35, [0], [1, 2]),
            new(26.6, [1, 3], [0]),
            new(12300, [4, 1], [5, 0]),
            new(0.86e-3, [6], [4, 4, 7]),
            new(0.82e-3, [6], [7]),
            new(15000, [6, 5], [4, 7]),
            new(0.13e-3, [8], [9, 7, 4]),
            new(24000, [8, 5], [10]),
            new(16500, [10, 1], [9, 11, 0]),
            new(9000, [10, 0], [12]),
            new(0.022, [12], [10, 0]),
            new(12000, [9, 1], [13, 0]),
            new(1.88, [13], [4, 6]),
            new(16300, [0, 5], [14]),
            new(4.8e6, [2], [3]),
            new(0.35e-3, [3], [15]),
            new(0.0175, [3], [2]),
            new(1e8, [15], [5, 5]),
            new(4.44e11, [15], [2]),
            new(1240, [16, 5], [17, 4]),
            new(2.1, [18], [1]),
            new(5.78, [18], [0, 2]),
            new(0.0474, [0, 3], [18]),
            new(1780, [18, 0], [19]),
            new(3.12, [19], [18, 0])),
        [0, 0.2, 0, 0.04, 0, 0, 0.1, 0.3, 0.01, 0, 0, 0, 0, 0, 0, 0, 0.007, 0, 0, 0],
        60,
        [
            0.5646255480022769e-01, 0.1342484130422339e+00, 0.4139734331099427e-08, 0.5523140207484359e-02, 0.2018977262302196e-06,
            0.1464541863493966e-06, 0.7784249118997964e-01, 0.3245075353396018e+00, 0.7494013383880406e-02, 0.1622293157301561e-07,
            0.1135863833257075e-07, 0.2230505975721359e-02, 0.2087162882798630e-03, 0.1396921016840158e-04, 0.8964884856898295e-02,
            0.4352846369330103e-17, 0.6899219696263405e-02, 0.1007803037365946e-03, 0.1772146513969984e-05, 0.5682943292316392e-04,
        ]);

    /// <summary>
    /// Chemical pyrolysis, e5.f, in y₁, y₂, y₄: the first integral y₂ = y₃ + y₄ takes y₃ out, since in four states rounding of the total flux
    /// (10⁻¹⁹) swamps the end values (10⁻²²). The published y₂ and y₃, 0.8867655517642120e-22 and 0.8854814626268838e-22, ought to be equal since y₄ is 0;
    /// rounding moved them apart by 0.14 %, one up, one down, so that their mean is the value to meet. Those of y₁ (10⁻²⁹¹) and y₄ are below any tolerance.
    /// </summary>
    public static StiffProblem E5 { get; } = new(
        "E5",
        new FormulaSystem(
            3,
            (_, y, f) =>
            {
                var y3 = y[1] - y[2];
                f[0] = -7.89e-10 * y[0] - 1.1e7 * y[0] * y3;
                f[1] = 7.89e-10 * y[0] - 1.13e9 * y[1] * y3;
                f[2] = 1.1e7 * y[0] * y3 - 1.13e3 * y[2];
            },
            (_, y, j) =>
            {
                var y3 = y[1] - y[2];
                (j[0], j[1], j[2]) = (-7.89e-10 - 1.1e7 * y3, -1.1e7 * y[0], 1.1e7 * y[0]);
                (j[3], j[4], j[5]) = (7.89e-10, -1.13e9 * (y3 + y[1]), 1.13e9 * y[1]);
                (j[6], j[7], j[8]) = (1.1e7 * y3, 1.1e7 * y[0], -1.1e7 * y[0] - 1.13e3);
            }),
        [1.76e-3, 0, 0],
        1e13,
        [0.1152903278711829e-290, 0.5 * (0.8867655517642120e-22 + 0.8854814626268838e-22), 0]);

    /// <summary>Oregonator, orego.f.</summary>
    public static StiffProblem Orego { get; } = new(
        "OREGO",
        new FormulaSystem(
            3,
            (_, y, f) =>
            {
                f[0] = 77.27 * (y[1] + y[0] * (1 - 8.375e-6 * y[0] - y[1]));
                f[1] = (y[2] - (1 + y[0]) * y[1]) / 77.27;
                f[2] = 0.161 * (y[0] - y[2]);
            },
            (_, y, j) =>
            {
                (j[0], j[1], j[2]) = (77.27 * (1 - 2 * 8.375e-6 * y[0] - y[1]), 77.27 * (1 - y[0]), 0);
                (j[3], j[4], j[5]) = (-y[1] / 77.27, -(1 + y[0]) / 77.27, 1 / 77.27);
                (j[6], j[7], j[8]) = (0.161, 0, -0.161);
            }),
        [1, 2, 3],
        360,
        [0.1000814870318523e1, 0.1228178521549917e4, 0.1320554942846706e3]);
}
