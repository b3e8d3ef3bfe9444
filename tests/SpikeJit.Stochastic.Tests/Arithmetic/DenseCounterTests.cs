using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using CsCheck;

namespace SpikeJit.Stochastic.Tests;

public sealed class DenseCounterTests
{
    [Fact]
    public void Counts_are_those_of_the_reference()
    {
        foreach (GoldenCase c in GoldenCase.Of("mac"))
        {
            int[] shape = c.Shape("weights");
            int length = c.Int("length");
            var counts = new int[shape[0]];
            BitMatrix weights = BitMatrix.FromWords(c.Words("weights"), shape[0] * shape[1], length);
            BitMatrix inputs = BitMatrix.FromWords(c.Words("inputs"), shape[1], length);
            DenseCounter.Count(weights, inputs, ScEncoding.Unipolar, counts);
            Assert.Equal(c.Words("out"), counts.Select(n => (ulong)n));
            Assert.Equal(c.Words("popcount"), c.Words("inputs").Select(word => (ulong)BitPacking.PopCount([word])));
        }
    }

    [Fact]
    public void Layer_outputs_of_the_reference_follow_from_the_counts_in_both_encodings()
    {
        foreach (GoldenCase c in GoldenCase.Of("VectorizedSCLayer"))
        {
            int[] shape = c.Shape("packed_weights");
            int length = c.Int("length");
            ScEncoding encoding = c.Encoding("mode");
            var counts = new int[shape[0]];
            DenseCounter.Count(
                BitMatrix.FromWords(c.Words("packed_weights"), shape[0] * shape[1], length),
                BitMatrix.FromWords(c.Words("packed_inputs"), shape[1], length), encoding, counts);
            double[] expected = c.Doubles("out"), bias = c.Doubles("bias");
            for (int n = 0; n < counts.Length; n++)
            {
                double sum = (double)counts[n] / length;
                Assert.Equal(expected[n], (encoding == ScEncoding.Unipolar ? sum : (2 * sum) - shape[1]) + bias[n], 12);
            }
        }
    }

    // 2048 words are one cached part of the inputs; lengths around it, around the adder tree and around whole words.
    [Theory]
    [InlineData(3, 1, 1)]
    [InlineData(2, 5, 100)]
    [InlineData(3, 16, 1024)]
    [InlineData(2, 33, 4096)]
    [InlineData(1, 1, 131072)]
    [InlineData(2, 2, 65600)]
    public void Counts_equal_the_sum_over_single_products(int neurons, int inputs, int length)
    {
        BitGenerator generator = new BernoulliGenerator(3);
        BitMatrix weights = generator.Encode(Enumerable.Range(0, neurons * inputs).Select(i => (i % 10) / 9.0).ToArray(), 1, length);
        BitMatrix x = generator.Encode(Enumerable.Range(0, inputs).Select(i => (i % 7) / 6.0).ToArray(), 0, length);
        foreach (ScEncoding encoding in Enum.GetValues<ScEncoding>())
        {
            var counts = new int[neurons];
            DenseCounter.Count(weights, x, encoding, counts);
            for (int n = 0; n < neurons; n++)
            {
                int sum = Enumerable.Range(0, inputs).Sum(
                    i => StochasticArithmetic.Multiply(weights.Stream((n * inputs) + i), x.Stream(i), encoding).Ones);
                Assert.Equal(sum, counts[n]);
            }
        }
    }

    [Fact]
    public void Every_vector_width_counts_as_the_words_do() =>
        Gen.Int[0, 5000].SelectMany(n => Gen.Select(Gen.ULong.Array[n], Gen.ULong.Array[n])).Sample(
            (a, b) =>
            {
                long and = GateCounter.CountWords<AndGate>(a, b), xor = GateCounter.CountWords<XorGate>(a, b);
                return (!Avx512BW.IsSupported || Counts<Vector512<ulong>, Bits512>(a, b) == (and, xor))
                    && (!Avx2.IsSupported || Counts<Vector256<ulong>, Bits256>(a, b) == (and, xor))
                    && (!AdvSimd.Arm64.IsSupported || Counts<Vector128<ulong>, BitsArm>(a, b) == (and, xor));
            },
            iter: 60);

    [Fact]
    public void All_ones_overflow_no_byte_counter()
    {
        ulong[] ones = [.. Enumerable.Repeat(ulong.MaxValue, 8 * 16 * 70)];
        Assert.Equal(64L * ones.Length, GateCounter.Count<AndGate>(ones, ones));
        if (Avx2.IsSupported) Assert.Equal(64L * ones.Length, GateCounter.Count<Vector256<ulong>, Bits256, AndGate>(ones, ones));
    }

    [Fact]
    public void A_dense_product_is_within_the_sampling_bound_of_the_exact_one()
    {
        const int Inputs = 64, Neurons = 32, Length = 1024;
        var random = new Random(1);
        double[] w = [.. Enumerable.Range(0, Inputs * Neurons).Select(_ => random.NextDouble())];
        double[] x = [.. Enumerable.Range(0, Inputs).Select(_ => random.NextDouble())];
        foreach (BitSource source in Enum.GetValues<BitSource>())
        {
            BitGenerator generator = BitGenerator.Create(source, Length, 5);
            var counts = new int[Neurons];
            DenseCounter.Count(generator.Encode(w, 1, Length), generator.Encode(x, 0, Length), ScEncoding.Unipolar, counts);
            for (int n = 0; n < Neurons; n++)
            {
                double exact = Enumerable.Range(0, Inputs).Sum(i => w[(n * Inputs) + i] * x[i]);
                double variance = Enumerable.Range(0, Inputs).Sum(i => ProductModel.Variance(w[(n * Inputs) + i], x[i], Length, ScEncoding.Unipolar));
                Assert.Equal(exact, (double)counts[n] / Length, 4.5 * Math.Sqrt(variance));
            }
        }
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        BitMatrix w = new(6, 64), x = new(3, 64);
        Assert.Contains(
            "need 9 weight streams",
            Assert.Throws<ArgumentException>(() => DenseCounter.Count(w, x, ScEncoding.Unipolar, new int[3])).Message);
        Assert.Contains(
            "64 and 65 bits",
            Assert.Throws<ArgumentException>(() => DenseCounter.Count(w, new BitMatrix(3, 65), ScEncoding.Unipolar, new int[2])).Message);
        Assert.Throws<ArgumentException>(() => DenseCounter.Count(w.Words, x.Words, 4, 64, ScEncoding.Unipolar, new int[2]));
        Assert.Throws<ArgumentException>(() => DenseCounter.Count(w.Words, x.Words, 3, 64, ScEncoding.Unipolar, new int[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => DenseCounter.Count(w.Words, x.Words, 3, 64, (ScEncoding)2, new int[2]));
        Assert.Throws<ArgumentNullException>(() => DenseCounter.Count(null!, x, ScEncoding.Unipolar, new int[2]));
    }

    private static (long, long) Counts<T, TBits>(ulong[] a, ulong[] b) where TBits : struct, IBitVector<T> =>
        (GateCounter.Count<T, TBits, AndGate>(a, b), GateCounter.Count<T, TBits, XorGate>(a, b));
}
