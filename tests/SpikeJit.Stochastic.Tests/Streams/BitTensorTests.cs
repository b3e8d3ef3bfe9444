using System.Numerics;

namespace SpikeJit.Stochastic.Tests.Streams;

/// <summary>Packed bits as tensors.</summary>
public sealed class BitTensorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(64)]
    [InlineData(100)]
    public void Bits_survive_packing_and_agree_with_a_batch(int length)
    {
        Tensor bits = new RandomKey(length).Bernoulli([3, length], 0.5).As(DType.U8);
        BitTensor packed = BitTensor.FromBits(bits);
        Assert.Equal(new TensorType(DType.U32, [3, (length + 31) / 32]), packed.Words.Type);
        Assert.Equal(bits.ToArray<byte>(), packed.ToBits().ToArray<byte>());
        BitMatrix batch = packed.ToBitMatrix();
        Assert.Equal(bits.ToArray<byte>(), Enumerable.Range(0, 3).SelectMany(r => batch.Stream(r).ToBits()));
        Assert.Equal(packed.Words.ToArray<uint>(), BitTensor.From(batch).Words.ToArray<uint>());
        Assert.Equal([.. Enumerable.Range(0, 3).Select(batch.Density)], packed.Density(DType.F64).ToArray<double>());
    }

    [Fact]
    public void One_stream_has_no_axis_of_streams()
    {
        BitTensor stream = BitTensor.FromBits(Tensor.From([1f, 0f, 1f, 1f]));
        Assert.Equal(0, stream.Streams.Rank);
        Assert.Equal(13u, stream.Words.Item<uint>());
        Assert.Equal(0.75f, stream.Density().Item<float>());
        Assert.Equal(1, stream.ToBitMatrix().Rows);
    }

    [Fact]
    public void Certain_bits_are_certain()
    {
        Tensor p = Tensor.From([0f, 1f, -0.5f, 1.5f, float.NaN, 1e-9f]);
        for (int seed = 0; seed < 20; seed++)
            Assert.Equal([0f, 1f, 0f, 1f, 0f, 0f], BitTensor.Encode(p, 1000, new RandomKey(seed)).Density().ToArray<float>());
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.3)]
    [InlineData(0.999)]
    [InlineData(1e-3)]
    [InlineData(1.0 / (1 << 18))]
    public void The_mean_is_the_probability_and_counts_spread_as_those_of_independent_bits(double p)
    {
        const int Rows = 4096, Length = 1024;
        Tensor density = BitTensor.Encode(Tensor.Full([Rows], p), Length, new RandomKey(11)).Density(DType.F64);
        double variance = p * (1 - p) / Length;
        Assert.InRange((density.Mean().ToDouble() - p) / Math.Sqrt(variance / Rows), -4, 4);
        // The variance of a sample variance: (κ + 2)/n, κ the kurtosis beyond the normal one.
        double kurtosis = (1 - 6 * p * (1 - p)) / (Length * p * (1 - p));
        double ratio = (density - p).Square().Mean().ToDouble() / variance;
        Assert.InRange((ratio - 1) / Math.Sqrt((kurtosis + 2) / Rows), -4, 4);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(7, 0)]
    [InlineData(32, 0)]
    [InlineData(0, 1)]
    [InlineData(3, 1)]
    public void Bits_at_two_places_are_uncorrelated(int places, int rows)
    {
        const double P = 0.3;
        Tensor bits = BitTensor.Encode(Tensor.Full([400, 1], P).Reshape(400), 4096, new RandomKey(4)).ToBits(DType.F64) - P;
        Tensor a = bits[..(400 - rows), ..(4096 - places)], b = bits[rows.., places..];
        double correlation = (a * b).Mean().ToDouble() / (P * (1 - P));
        Assert.InRange(correlation * Math.Sqrt(a.Size), -4, 4);
    }

    /// <summary>The algorithm as its documentation says it, one word at a time.</summary>
    [Fact]
    public void Bits_are_those_of_sfc32_against_the_probabilitys_digits()
    {
        const int Words = 3;
        double[] probabilities = [0.25, 0.7, 0.123456];
        RandomKey[] keys = new RandomKey(5).Split(4);
        uint[][] seeds = [.. keys[..3].Select(k => k.Bits([3, Words]).ToArray<uint>())];
        uint[] lots = keys[3].Bits([3]).ToArray<uint>();
        uint[] words = BitTensor.Encode(Tensor.From(probabilities), Words * 32, new RandomKey(5)).Words.ToArray<uint>();
        for (int i = 0; i < words.Length; i++)
        {
            uint threshold = ((uint)Math.Round(probabilities[i / Words] * (1 << 24)) + (lots[i / Words] >> 24)) >> 8;
            (uint a, uint b, uint c, uint below) = (seeds[0][i], seeds[1][i], seeds[2][i], 0);
            for (int digit = 0; digit < 16; digit++)
            {
                uint random = a + b + (uint)digit + 1;
                (a, b, c) = (b ^ (b >> 9), c + (c << 3), BitOperations.RotateLeft(c, 21) + random);
                below = (threshold >> digit & 1) == 1 ? below | random : below & random;
            }
            Assert.Equal(below, words[i]);
        }
    }

    [Fact]
    public void Encoding_is_traced_batched_and_without_derivative()
    {
        Tensor p = new RandomKey(1).Uniform([2, 3]);
        RandomKey keys = new RandomKey(2).SplitMany(4);
        BitTensor all = Fn.Jit(Fn.VMap((RandomKey key) => BitTensor.Encode(p, 70, key)))(keys);
        Assert.Equal(new TensorType(DType.U32, [4, 2, 3, 3]), all.Words.Type);
        BitTensor one = BitTensor.Encode(p, 70, new RandomKey(keys.Data[2]));
        Assert.Equal(one.Words.ToArray<uint>(), all.Words[2].ToArray<uint>());
        Tensor gradient = Fn.Grad((Tensor q) => BitTensor.Encode(q, 70, new RandomKey(0)).Density().Sum())(p);
        Assert.Equal(0, gradient.Abs().Max().ToDouble());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => BitTensor.Encode(Tensor.Full([2], 0.5f), 0, new RandomKey(0)));
        Assert.Throws<DTypeException>(() => BitTensor.Encode(Tensor.Ones([2], DType.I32), 8, new RandomKey(0)));
        Assert.Throws<ShapeException>(() => BitTensor.FromBits(Tensor.Ones([2, 0])));
        Assert.Contains("u32[…,2]", Assert.Throws<ShapeException>(() => new BitTensor(Tensor.Ones([2, 3], DType.U32), 64).Density()).Message);
        Assert.Throws<ShapeException>(() => new BitTensor(Tensor.Ones([2], DType.I32), 64).ToBits());
        Assert.Throws<InvalidOperationException>(() => default(BitTensor).Density());
    }
}
