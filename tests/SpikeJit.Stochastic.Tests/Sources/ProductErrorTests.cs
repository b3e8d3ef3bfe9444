namespace SpikeJit.Stochastic.Tests;

public sealed class ProductErrorTests
{
    // Root mean square error of one product for the source's first two dimensions. The expected errors were measured with other programs on the
    // dyadic operands i / 128, which nets like best; the operands here lie between such points.
    [Theory]
    [InlineData(BitSource.Sobol, 16, 0.045, 0.126)]
    [InlineData(BitSource.Sobol, 64, 0.0101, 0.034)]
    [InlineData(BitSource.Sobol, 256, 0.0021, 0.0083)]
    [InlineData(BitSource.Sobol, 1024, 0.0004, 0.0017)]
    [InlineData(BitSource.Lfsr, 16, 0.128, 0.274)]
    [InlineData(BitSource.Lfsr, 64, 0.057, 0.133)]
    [InlineData(BitSource.Lfsr, 256, 0.0117, 0.045)]
    [InlineData(BitSource.Lfsr, 1024, 0.0055, 0.022)]
    [InlineData(BitSource.Bernoulli, 16, 0.093, 0.236)]
    [InlineData(BitSource.Bernoulli, 64, 0.047, 0.118)]
    [InlineData(BitSource.Bernoulli, 256, 0.0233, 0.059)]
    [InlineData(BitSource.Bernoulli, 1024, 0.0116, 0.0295)]
    public void The_error_of_a_product_falls_with_the_length_as_measured_elsewhere(BitSource source, int length, double and, double xnor)
    {
        (double measuredAnd, double measuredXnor) = Measure(source, length);
        Assert.True(measuredAnd <= 1.5 * and, $"AND {measuredAnd:g3}, expected {and}");
        Assert.True(measuredXnor <= 1.5 * xnor, $"XNOR {measuredXnor:g3}, expected {xnor}");
        if (source == BitSource.Bernoulli) Assert.True(measuredAnd >= 0.75 * and && measuredXnor >= 0.75 * xnor, "better than chance allows");
    }

    [Theory]
    [InlineData(64)]
    [InlineData(1024)]
    public void Bernoulli_errors_have_their_closed_form(int length)
    {
        (double and, double xnor) = Measure(BitSource.Bernoulli, length);
        Assert.Equal(Math.Sqrt(5.0 / 36 / length), and, 0.15 * and);
        Assert.Equal(Math.Sqrt(8.0 / 9 / length), xnor, 0.15 * xnor);
    }

    private static (double And, double Xnor) Measure(BitSource source, int length)
    {
        const int Grid = 32, Seeds = 8;
        double and = 0, xnor = 0;
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            BitGenerator generator = BitGenerator.Create(source, length, seed);
            Bitstream[] weights = [.. Enumerable.Range(0, Grid).Select(j => generator.Encode((j + 0.5) / Grid, new StreamId(1, j), length))];
            for (int i = 0; i < Grid; i++)
            {
                double p = (i + 0.25) / Grid;
                Bitstream input = generator.Encode(p, new StreamId(0, i), length);
                for (int j = 0; j < Grid; j++)
                {
                    double q = (j + 0.5) / Grid;
                    double both = (double)StochasticArithmetic.CountBoth(input, weights[j]) / length;
                    and += Square(both - (p * q));
                    double product = StochasticArithmetic.Xnor(input, weights[j]).Decode(ScEncoding.Bipolar);
                    xnor += Square(product - (((2 * p) - 1) * ((2 * q) - 1)));
                }
            }
        }
        return (Math.Sqrt(and / (Seeds * Grid * Grid)), Math.Sqrt(xnor / (Seeds * Grid * Grid)));
    }

    private static double Square(double x) => x * x;
}
