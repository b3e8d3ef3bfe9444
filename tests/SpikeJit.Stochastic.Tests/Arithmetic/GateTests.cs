using CsCheck;

namespace SpikeJit.Stochastic.Tests;

public sealed class GateTests
{
    private static readonly Gen<(byte[], byte[], byte[])> s_three =
        Gen.Int[1, 200].SelectMany(n => Gen.Select(Gen.Byte[0, 1].Array[n], Gen.Byte[0, 1].Array[n], Gen.Byte[0, 1].Array[n]));

    [Fact]
    public void Word_operations_are_the_reference_ones_up_to_the_masked_tail()
    {
        foreach (GoldenCase c in GoldenCase.Of("word ops"))
        {
            int length = c.Int("length");
            Bitstream a = Bitstream.FromWords(c.Words("a"), length), b = Bitstream.FromWords(c.Words("b"), length);
            Assert.Equal(Masked(c.Words("and_"), length), StochasticArithmetic.And(a, b));
            Assert.Equal(Masked(c.Words("xnor"), length), StochasticArithmetic.Xnor(a, b));
            Assert.Equal(Masked(c.Words("not_"), length), StochasticArithmetic.Not(a));
            Bitstream select = Bitstream.FromWords(c.Words("sel"), length);
            Bitstream mux = Masked(c.Words("mux"), length);
            Assert.Equal(mux, StochasticArithmetic.ScaledAdd(a, b, select));
        }
    }

    [Fact]
    public void Gates_are_those_of_the_bits() => s_three.Sample((a, b, s) =>
    {
        Bitstream x = Bitstream.FromBits(a), y = Bitstream.FromBits(b), select = Bitstream.FromBits(s);
        return Is(StochasticArithmetic.And(x, y), k => a[k] & b[k])
            && Is(StochasticArithmetic.Or(x, y), k => a[k] | b[k])
            && Is(StochasticArithmetic.Xor(x, y), k => a[k] ^ b[k])
            && Is(StochasticArithmetic.Xnor(x, y), k => 1 - (a[k] ^ b[k]))
            && Is(StochasticArithmetic.Not(x), k => 1 - a[k])
            && Is(StochasticArithmetic.ScaledAdd(x, y, select), k => s[k] == 1 ? a[k] : b[k]);
    });

    [Fact]
    public void Division_is_the_reference_division()
    {
        foreach (GoldenCase c in GoldenCase.Of("divide"))
        {
            Bitstream quotient = StochasticArithmetic.Divide(Bitstream.FromBits(c.Bytes("numerator")), Bitstream.FromBits(c.Bytes("denominator")));
            Assert.Equal(c.Bytes("out"), quotient.ToBits());
        }
    }

    [Fact]
    public void Division_keeps_the_last_bit_across_words() => s_three.Sample((x, y, _) =>
    {
        int last = 0;
        var expected = new byte[x.Length];
        for (int k = 0; k < x.Length; k++) expected[k] = (byte)(last = x[k] == 1 ? 1 : y[k] == 1 ? 0 : last);
        return StochasticArithmetic.Divide(Bitstream.FromBits(x), Bitstream.FromBits(y)).ToBits().SequenceEqual(expected);
    });

    [Fact]
    public void Correlated_streams_are_divided_to_their_quotient()
    {
        // Random bits: a sequence with structure in time would show through the bit that division holds.
        var generator = new BernoulliGenerator(1);
        Bitstream p = generator.Encode(0.3, new StreamId(0), 16384), q = generator.Encode(0.6, new StreamId(0), 16384);
        Assert.Equal(0.5, StochasticArithmetic.Divide(p, q).Density, 0.03);
    }

    [Fact]
    public void Fully_correlated_streams_give_minimum_maximum_and_difference()
    {
        var generator = new SobolGenerator(1);
        Bitstream p = generator.Encode(0.25, new StreamId(0), 256), q = generator.Encode(0.75, new StreamId(0), 256);
        Assert.Equal((p.Ones, q.Ones, q.Ones - p.Ones),
            (StochasticArithmetic.And(p, q).Ones, StochasticArithmetic.Or(p, q).Ones, StochasticArithmetic.Xor(p, q).Ones));
    }

    [Fact]
    public void Streams_of_different_lengths_are_refused()
    {
        Bitstream a = Bitstream.FromBits([1, 0]), b = Bitstream.FromBits([1]);
        Assert.Contains("2 and 1 bits", Assert.Throws<ArgumentException>(() => StochasticArithmetic.And(a, b)).Message);
        Assert.Throws<ArgumentException>(() => StochasticArithmetic.ScaledAdd(a, a, b));
        Assert.Throws<ArgumentException>(() => StochasticArithmetic.Divide(a, b));
        Assert.Throws<ArgumentException>(() => StochasticArithmetic.CountBoth(a, b));
        Assert.Throws<ArgumentException>(() => Correlation.Scc(a, b));
        Assert.Throws<ArgumentNullException>(() => StochasticArithmetic.And(a, null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => StochasticArithmetic.Multiply(a, a, (ScEncoding)5));
    }

    private static bool Is(Bitstream stream, Func<int, int> bit) => stream.Equals(
        Bitstream.FromBits([.. Enumerable.Range(0, stream.Length).Select(k => (byte)bit(k))]));

    private static Bitstream Masked(ulong[] words, int length)
    {
        words[^1] &= BitPacking.TailMask(length);
        return Bitstream.FromWords(words, length);
    }
}
