namespace SpikeJit.Stochastic.Tests;

public sealed class LowDiscrepancyTests
{
    [Fact]
    public void The_first_Sobol_points_of_three_dimensions_are_the_published_ones()
    {
        // First points in Gray-code order, as in Joe and Kuo's example output for dimensions 1 to 3.
        (double, double, double)[] published =
        [
            (0, 0, 0), (0.5, 0.5, 0.5), (0.75, 0.25, 0.25), (0.25, 0.75, 0.75), (0.375, 0.375, 0.625), (0.875, 0.875, 0.125), (0.625, 0.125, 0.875),
            (0.125, 0.625, 0.375), (0.1875, 0.3125, 0.9375), (0.6875, 0.8125, 0.4375),
        ];
        for (int k = 0; k < published.Length; k++)
            Assert.Equal(published[k], (Point(0, k), Point(1, k), Point(2, k)));
    }

    [Fact]
    public void Every_dyadic_interval_holds_equally_many_of_the_first_points_in_each_dimension()
    {
        for (int dimension = 0; dimension < SobolNumbers.Dimensions; dimension++)
        {
            for (int m = 1; m <= 10; m++)
            {
                var hit = new bool[1 << m];
                for (int k = 0; k < hit.Length; k++) hit[(int)(Points(dimension, 1024)[k] >> (32 - m))] = true;
                Assert.DoesNotContain(false, hit);
            }
        }
    }

    [Fact]
    public void The_first_two_dimensions_form_a_net_in_two_dimensions_at_every_power_of_two()
    {
        uint[] x = Points(0, 1024), y = Points(1, 1024);
        for (int m = 1; m <= 10; m++)
        {
            for (int left = 0; left <= m; left++)
            {
                // Every box of 2^left × 2^(m − left) parts holds one of the first 2^m points.
                var hit = new bool[1 << m];
                for (int k = 0; k < 1 << m; k++) hit[(int)(((ulong)x[k] >> (32 - left) << (m - left)) | ((ulong)y[k] >> (32 - (m - left))))] = true;
                Assert.DoesNotContain(false, hit);
            }
        }
    }

    [Fact]
    public void Initial_numbers_are_odd_and_below_their_power_of_two_and_polynomials_are_the_published_ones()
    {
        // poly column of new-joe-kuo-6: 2^s + 2a + 1.
        ulong[] published = [3, 7, 11, 13, 19, 25, 37, 41, 47, 55, 59, 61, 67, 91, 97, 103, 109, 115, 131, 137];
        Assert.Equal(published, Enumerable.Range(1, published.Length).Select(SobolNumbers.Polynomial));
        Assert.Equal(1019UL, SobolNumbers.Polynomial(SobolNumbers.Dimensions - 1));
        var directions = new uint[SobolNumbers.Bits];
        for (int dimension = 0; dimension < SobolNumbers.Dimensions; dimension++)
        {
            SobolNumbers.Directions(dimension, directions);
            for (int k = 0; k < directions.Length; k++)
                Assert.Equal(31 - k, int.CreateTruncating(uint.TrailingZeroCount(directions[k])));
        }
    }

    [Fact]
    public void Scrambling_keeps_every_density_within_one_bit_of_a_net()
    {
        var generator = new SobolGenerator(seed: 4);
        for (int index = 0; index < 50; index++)
        {
            double p = (index + 0.5) / 50;
            Assert.Equal(p * 256, generator.Encode(p, new StreamId(index % 7, index), 256).Ones, 1.0);
        }
    }

    [Theory]
    [InlineData(1, 2, 0.5)]
    [InlineData(6, 2, 0.375)]
    [InlineData(5, 3, 7.0 / 9)]
    [InlineData(0, 5, 0)]
    public void Radical_inverses_mirror_the_digits(uint index, int numberBase, double value) =>
        Assert.Equal(value, HaltonGenerator.RadicalInverse(index, numberBase), 15);

    [Fact]
    public void The_unscrambled_first_Halton_dimension_is_the_reference_halton_row()
    {
        foreach (GoldenCase c in GoldenCase.Of("estimator halton row"))
        {
            int skipped = c.Int("seed");
            Bitstream stream = new HaltonGenerator().Encode(c.Number("p"), new StreamId(0), 64 + skipped);
            Assert.Equal(c.Bytes("bits"), stream.Slice(skipped, 64).ToBits());
        }
    }

    private static double Point(int dimension, int k) => Points(dimension, 16)[k] / (double)(1UL << 32);

    private static uint[] Points(int dimension, int count)
    {
        var directions = new uint[SobolNumbers.Bits];
        SobolNumbers.Directions(dimension, directions);
        var points = new uint[count];
        for (int k = 0; k < count; k++)
        {
            int gray = k ^ (k >> 1);
            for (int bit = 0; bit < 10; bit++) points[k] ^= ((gray >> bit) & 1) != 0 ? directions[bit] : 0;
        }
        return points;
    }
}
