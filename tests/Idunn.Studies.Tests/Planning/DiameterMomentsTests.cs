using Idunn.Studies.Planning;

namespace Idunn.Studies.Tests.Planning;

public class DiameterMomentsTests
{
    [Theory]
    [InlineData(105, 1.35, 30, 150)]
    [InlineData(80, 1.1, 30, 150)]
    [InlineData(140, 2.0, 30, 150)]
    public void Moments_equal_numerical_quadrature(double median, double geometricSd, double from, double to)
    {
        var moments = DiameterMoments.Of(median, geometricSd, from, to);
        var (mass, mean, square, cube, inverse) = (0.0, 0.0, 0.0, 0.0, 0.0);
        const int n = 200_000;
        for (var i = 0; i < n; i++)
        {
            var d = from + ((to - from) * (i + 0.5) / n);
            var z = Math.Log(d / median) / Math.Log(geometricSd);
            var density = Math.Exp(-z * z / 2) / d;
            mass += density;
            mean += density * d;
            square += density * d * d;
            cube += density * d * d * d;
            inverse += density / d;
        }
        Assert.Equal(mean / mass, moments.Mean, 1e-6 * moments.Mean);
        Assert.Equal(square / mass, moments.MeanSquare, 1e-6 * moments.MeanSquare);
        Assert.Equal(cube / mass, moments.MeanCube, 1e-6 * moments.MeanCube);
        Assert.Equal(inverse / mass, moments.MeanInverse, 1e-6 * moments.MeanInverse);
    }

    [Fact]
    public void Vesicles_of_one_size_have_that_size_s_powers()
    {
        var moments = DiameterMoments.Of(100, 1.0001, 30, 150);
        Assert.Equal(100, moments.Mean, 1e-3);
        Assert.Equal(1e6, moments.MeanCube, 10.0);
        Assert.Equal(0.01, moments.MeanInverse, 1e-6);
    }
}
