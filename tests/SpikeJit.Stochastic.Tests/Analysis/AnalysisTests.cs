namespace SpikeJit.Stochastic.Tests;

public sealed class AnalysisTests
{
    [Theory]
    [InlineData("11001100", "11001100", 1, 1)]
    [InlineData("11001100", "00110011", -1, -1)]
    [InlineData("11001100", "10101010", 0, 0)]
    [InlineData("11111100", "11110000", 1, 0.5773502691896258)]
    [InlineData("11111111", "10101010", 0, 0)]
    [InlineData("00000000", "00000000", 0, 0)]
    public void Correlations_of_small_streams(string a, string b, double scc, double pearson)
    {
        Assert.Equal(scc, Correlation.Scc(Stream(a), Stream(b)), 14);
        Assert.Equal(pearson, Correlation.Pearson(Stream(a), Stream(b)), 14);
    }

    [Fact]
    public void Densities_and_Pearson_correlations_are_the_reference_statistics()
    {
        foreach (GoldenCase c in GoldenCase.Of("stream statistics"))
        {
            int rows = c.Shape("streams")[0];
            BitMatrix streams = BitMatrix.FromBits(c.Bytes("streams"), rows);
            double[] expected = c.Doubles("correlation"), rate = c.Doubles("rate");
            for (int i = 0; i < rows; i++)
            {
                Assert.Equal(rate[i], streams.Density(i), 7);
                for (int j = 0; j < rows; j++)
                    Assert.Equal(expected[(i * rows) + j], Correlation.Pearson(streams.Stream(i), streams.Stream(j)), 1e-6);
            }
        }
    }

    [Theory]
    [InlineData(0.9, 0.1, 0, 0.1)]
    [InlineData(0.7, 0.6, 0.3, 0.6)]
    [InlineData(0, 1, 0, 0)]
    public void The_overlap_of_two_streams_is_bounded_by_their_densities(double p, double q, double least, double most)
    {
        (double low, double high) = Correlation.FeasibleBoth(p, q);
        Assert.Equal((least, most), (Math.Round(low, 14), Math.Round(high, 14)));
    }

    [Fact]
    public void Lengths_are_the_reference_lengths()
    {
        foreach (GoldenCase c in GoldenCase.Of("adaptive_length"))
        {
            LengthBound bound = Enum.Parse<LengthBound>(c.Text("method"), ignoreCase: true);
            Assert.Equal(c.Int("length"), StreamLength.For(c.Number("p"), c.Number("epsilon"), c.Number("confidence"), bound));
        }
    }

    [Fact]
    public void Variances_of_products_are_those_of_many_random_streams()
    {
        const int Length = 64, Streams = 4000;
        var generator = new BernoulliGenerator(8);
        foreach (ScEncoding encoding in Enum.GetValues<ScEncoding>())
        {
            double sum = 0;
            for (int i = 0; i < Streams; i++)
            {
                Bitstream a = generator.Encode(encoding.ToProbability(0.6), new StreamId(0, i), Length);
                Bitstream b = generator.Encode(encoding.ToProbability(0.7), new StreamId(1, i), Length);
                double error = StochasticArithmetic.Multiply(a, b, encoding).Decode(encoding) - 0.42;
                sum += error * error;
            }
            double variance = ProductModel.Variance(0.6, 0.7, Length, encoding);
            Assert.Equal(variance, sum / Streams, 0.1 * variance);
        }
    }

    [Fact]
    public void Correlated_products_are_the_reference_ones_wherever_two_streams_can_have_them()
    {
        int inside = 0, clipped = 0;
        foreach (GoldenCase c in GoldenCase.Of("relaxed multiply"))
        {
            ScEncoding encoding = c.Encoding("encoding");
            double rho = c.Number("correlation");
            double[] a = c.Doubles("a"), b = c.Doubles("b"), value = c.Doubles("value"), byA = c.Doubles("grad_a"), byB = c.Doubles("grad_b");
            for (int i = 0; i < a.Length; i++)
            {
                CorrelatedProduct product = ProductModel.Correlated(a[i], b[i], rho, encoding);
                double p = encoding.ToProbability(a[i]), q = encoding.ToProbability(b[i]);
                double both = encoding == ScEncoding.Unipolar ? value[i] : (value[i] - 1 + (2 * p) + (2 * q)) / 4;
                (double least, double most) = Correlation.FeasibleBoth(p, q);
                if (both > least && both < most)
                {
                    inside++;
                    Assert.Equal(value[i], product.Value, 1e-6);
                    Assert.Equal(byA[i], product.ByA, 1e-4);
                    Assert.Equal(byB[i], product.ByB, 1e-4);
                }
                else
                {
                    clipped++;
                    double feasible = Math.Clamp(both, least, most);
                    Assert.Equal(encoding == ScEncoding.Unipolar ? feasible : (4 * feasible) - (2 * p) - (2 * q) + 1, product.Value, 1e-6);
                }
            }
        }
        Assert.True(inside > 30 && clipped > 30, $"{inside} inside, {clipped} clipped");
    }

    [Fact]
    public void Full_correlation_of_unequal_densities_gives_the_smaller_not_more()
    {
        Assert.Equal(new CorrelatedProduct(0.1, 0, 1), ProductModel.Correlated(0.9, 0.1, 1, ScEncoding.Unipolar));
        Assert.Equal(0, ProductModel.Correlated(0.3, 0.4, -1, ScEncoding.Unipolar).Value);
    }

    [Theory]
    [InlineData(ScEncoding.Unipolar)]
    [InlineData(ScEncoding.Bipolar)]
    public void Derivatives_of_correlated_products_are_their_difference_quotients(ScEncoding encoding)
    {
        const double H = 1e-6;
        foreach (double rho in new[] { -1, -0.4, 0, 0.3, 1 })
        {
            foreach ((double a, double b) in new[] { (0.2, 0.7), (0.5, 0.45), (0.9, 0.85) })
            {
                CorrelatedProduct product = ProductModel.Correlated(a, b, rho, encoding);
                Assert.Equal(Quotient(x => ProductModel.Correlated(x, b, rho, encoding).Value, a), product.ByA, 1e-6);
                Assert.Equal(Quotient(x => ProductModel.Correlated(a, x, rho, encoding).Value, b), product.ByB, 1e-6);
            }
        }

        static double Quotient(Func<double, double> f, double x) => (f(x + H) - f(x - H)) / (2 * H);
    }

    [Fact]
    public void Arguments_outside_their_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => StreamLength.For(1.7, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => StreamLength.For(double.NaN, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => StreamLength.For(0.5, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => StreamLength.For(0.5, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => StreamLength.For(0.5, 0.1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => StreamLength.For(0.5, 0.1, 0.95, (LengthBound)3));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProductModel.Correlated(0.5, 1.5, 0, ScEncoding.Unipolar));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProductModel.Correlated(0.5, 0.5, 1.01, ScEncoding.Unipolar));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProductModel.Correlated(0.5, 0.5, double.NaN, ScEncoding.Bipolar));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProductModel.Variance(0.5, 0.5, 0, ScEncoding.Bipolar));
        Assert.Throws<ArgumentOutOfRangeException>(() => Correlation.FeasibleBoth(-0.1, 0.5));
    }

    private static Bitstream Stream(string bits) => Bitstream.FromBits([.. bits.Select(c => (byte)(c - '0'))]);
}
