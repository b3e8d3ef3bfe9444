using CsCheck;

namespace SpikeJit.Stochastic.Tests;

public sealed class GeneratorTests
{
    public static TheoryData<BitSource> Sources => [.. Enum.GetValues<BitSource>()];

    [Theory, MemberData(nameof(Sources))]
    public void Densities_of_zero_and_one_are_exact(BitSource source)
    {
        BitGenerator generator = BitGenerator.Create(source, 1000, 7);
        Assert.Equal(0, generator.Encode(0, new StreamId(1, 3), 1000).Ones);
        Assert.Equal(1000, generator.Encode(1, new StreamId(1, 3), 1000).Ones);
    }

    [Theory, MemberData(nameof(Sources))]
    public void A_longer_stream_begins_with_the_shorter_one_and_a_larger_density_contains_the_smaller(BitSource source)
    {
        BitGenerator generator = BitGenerator.Create(source, 256, 5);
        Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1], Gen.Int[1, 300], Gen.Int[1, 2500]).Sample(
            (p, q, shorter, longer) =>
            {
                (p, q) = (Math.Min(p, q), Math.Max(p, q));
                (shorter, longer) = (Math.Min(shorter, longer), Math.Max(shorter, longer));
                Bitstream small = generator.Encode(p, new StreamId(0, 2), longer), large = generator.Encode(q, new StreamId(0, 2), longer);
                return small.Slice(0, shorter).Equals(generator.Encode(p, new StreamId(0, 2), shorter))
                    && StochasticArithmetic.And(small, large).Equals(small);
            },
            iter: 100);
    }

    [Theory, MemberData(nameof(Sources))]
    public void Densities_are_those_asked_for(BitSource source)
    {
        BitGenerator generator = BitGenerator.Create(source, 4096, 11);
        foreach (double p in new[] { 0.1, 0.37, 0.5, 0.93 })
        {
            // Five standard deviations of random bits; the others stay far closer.
            double bound = source == BitSource.Bernoulli ? 5 * Math.Sqrt(p * (1 - p) / 4096) : 0.003;
            Assert.Equal(p, generator.Encode(p, new StreamId(1, 9), 4096).Density, bound);
        }
    }

    [Fact]
    public void Rows_of_a_batch_are_the_streams_with_their_index()
    {
        BitGenerator generator = BitGenerator.Create(BitSource.Sobol, 100, 3);
        BitMatrix batch = generator.Encode([0.2, 0.6, 0.9], 1, 100);
        Assert.Equal(generator.Encode(0.6, new StreamId(1, 1), 100), batch.Stream(1));
        Assert.NotEqual(generator.Encode(0.6, new StreamId(1, 0), 100), batch.Stream(1));
    }

    [Fact]
    public void Arguments_outside_their_range_are_refused()
    {
        BitGenerator generator = BitGenerator.Create(BitSource.Sobol, 64, 1);
        foreach (double p in new[] { -0.1, 1.1, double.NaN })
            Assert.Throws<ArgumentOutOfRangeException>(() => generator.Encode(p, new StreamId(0), 64));
        Assert.Throws<ArgumentOutOfRangeException>(() => generator.Encode(0.5, new StreamId(0), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => generator.Encode(0.5, new StreamId(0), -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => generator.Encode(0.5, new StreamId(101), 64));
        Assert.Throws<ArgumentOutOfRangeException>(() => generator.Encode(0.5, new StreamId(-1), 64));
        Assert.Throws<ArgumentOutOfRangeException>(() => generator.Encode(0.5, new StreamId(0, -1), 64));
        Assert.Throws<ArgumentException>(() => generator.Encode(0.5, new StreamId(0), 64, new ulong[2]));
        Assert.Throws<ArgumentException>(() => generator.Encode([0.5, 0.5], 0, new BitMatrix(3, 64)));
        Assert.Throws<ArgumentOutOfRangeException>(() => BitGenerator.Create((BitSource)9, 64, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => BitGenerator.Create(BitSource.Lfsr, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LfsrGenerator(2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LfsrGenerator(3, 1).Polynomial(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => HaltonGenerator.RadicalInverse(3, 1));
    }

    [Fact]
    public void Bernoulli_bits_are_uniforms_below_the_probability()
    {
        // Key and counts of jax.random: uniform(key(5), (1000,)) < 0.3 holds for 294 numbers.
        var numbers = new uint[1000];
        Threefry.Bits(0, 5, 0, numbers);
        Assert.Equal(294, numbers.Count(n => (n >> 9) * (1f / (1 << 23)) < 0.3f));

        (uint k0, uint k1) = Threefry.Block(0, 42, 0, 3);
        (k0, k1) = Threefry.Block(k0, k1, 0, 8);
        Threefry.Bits(k0, k1, 0, numbers);
        foreach (float p in new[] { 0.3f, 0.1f, 1e-7f, 0.99999994f })
        {
            byte[] expected = [.. numbers.Select(n => (byte)((n >> 9) * (1f / (1 << 23)) < p ? 1 : 0))];
            Assert.Equal(expected, new BernoulliGenerator(42).Encode(p, new StreamId(3, 8), 1000).ToBits());
        }
    }

    [Fact]
    public void An_lfsr_stream_holds_the_rounded_number_of_ones_over_a_period()
    {
        foreach (int width in new[] { 5, 8, 12, 16, 17 })
        {
            var generator = new LfsrGenerator(width, 99);
            int period = (1 << width) - 1;
            for (int dimension = 0; dimension < 4; dimension++)
                Assert.Equal((int)Math.Round(0.3 * period), generator.Encode(0.3, new StreamId(dimension, dimension), period).Ones);
        }
    }

    [Fact]
    public void Lfsr_dimensions_have_different_primitive_polynomials()
    {
        var generator = new LfsrGenerator(8, 0);
        ulong[] polynomials = [.. Enumerable.Range(0, generator.Dimensions).Select(generator.Polynomial)];
        Assert.Equal(16, polynomials.Distinct().Count());
        Assert.All(polynomials, p => Assert.True(PrimitivePolynomials.IsPrimitive(p)));
        Assert.Equal(Lfsr.StandardPolynomial(8), polynomials[0]);
    }
}
