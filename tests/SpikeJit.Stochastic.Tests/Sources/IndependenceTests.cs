namespace SpikeJit.Stochastic.Tests;

public sealed class IndependenceTests
{
    [Fact]
    public void One_register_for_two_streams_gives_the_minimum_instead_of_the_product()
    {
        Bitstream half = new Lfsr(16, 0xACE1).Encode(0x8000, 1024);
        Assert.Equal(505, StochasticArithmetic.CountBoth(half, new Lfsr(16, 0xACE1).Encode(0x8000, 1024)));
        Bitstream most = new Lfsr(16, 0xACE1).Encode(0xC000, 1024);
        Assert.Equal(236, StochasticArithmetic.CountBoth(most, new Lfsr(16, 0xACE1).Encode(0x4000, 1024)));
        Assert.Equal(1, Correlation.Scc(most, new Lfsr(16, 0xACE1).Encode(0x4000, 1024)));
        Assert.Equal(1, StochasticArithmetic.Xnor(half, half).Decode(ScEncoding.Bipolar));
    }

    [Theory]
    [InlineData(1, 236)]
    [InlineData(8, 160)]
    public void A_shift_is_no_other_sequence(int shift, int both)
    {
        var register = new Lfsr(16, 0xACE1);
        for (int k = 0; k < shift; k++) register.Advance();
        Assert.Equal(both, StochasticArithmetic.CountBoth(new Lfsr(16, 0xACE1).Encode(0xC000, 1024), register.Encode(0x4000, 1024)));
    }

    // All pairs of 12 weights and 12 inputs of a layer. The bound is in standard deviations of P(both) for independent random bits of that length.
    [Theory]
    [InlineData(BitSource.Sobol, 0.4)]
    [InlineData(BitSource.Halton, 1)]
    [InlineData(BitSource.Lfsr, 3)]
    [InlineData(BitSource.Bernoulli, 4.5)]
    public void No_weight_of_a_layer_is_correlated_with_an_input(BitSource source, double deviations)
    {
        const int Length = 1024;
        BitGenerator generator = BitGenerator.Create(source, Length, 42);
        foreach ((double p, double q) in new[] { (0.5, 0.5), (0.75, 0.25), (0.5, 0.3) })
        {
            double deviation = Math.Sqrt(p * (1 - p) * q * (1 - q) / Length);
            for (int w = 0; w < 12; w++)
            {
                Bitstream weight = generator.Encode(p, new StreamId(1, w), Length);
                for (int i = 0; i < 12; i++)
                {
                    double scc = Correlation.Scc(weight, generator.Encode(q, new StreamId(0, i), Length));
                    (double least, double most) = Correlation.FeasibleBoth(p, q);
                    double excess = scc * (scc > 0 ? most - (p * q) : (p * q) - least);
                    Assert.True(Math.Abs(excess) <= deviations * deviation, $"{source} weight {w}, input {i}, p {p}, q {q}: SCC {scc}");
                }
            }
        }
    }
}
