using CsCheck;

namespace SpikeJit.Stochastic.Tests;

public sealed class BitstreamTests
{
    private static readonly Gen<byte[]> s_bits = Gen.Byte[0, 1].Array[1, 300];

    [Fact]
    public void Packing_is_the_reference_packing()
    {
        foreach (GoldenCase c in GoldenCase.Of("pack"))
        {
            int[] shape = c.Shape("bits");
            BitMatrix packed = BitMatrix.FromBits(c.Bytes("bits"), shape.Length == 1 ? 1 : shape[0]);
            Assert.Equal(c.Words("words"), packed.Words.ToArray());
            Assert.Equal(packed.Words.ToArray(), BitMatrix.FromWords(c.Words("words"), packed.Rows, packed.Length).Words.ToArray());
        }
    }

    [Fact]
    public void Bit_k_is_bit_k_mod_64_of_word_k_div_64()
    {
        var bits = new byte[130];
        bits[0] = bits[65] = bits[129] = 1;
        Assert.Equal([1UL, 2UL, 2UL], Bitstream.FromBits(bits).Words.ToArray());
    }

    [Fact]
    public void Unpacking_undoes_packing() => s_bits.Sample(bits => Bitstream.FromBits(bits).ToBits().SequenceEqual(bits));

    [Fact]
    public void Ones_are_the_sum_of_the_bits() => s_bits.Sample(bits => Bitstream.FromBits(bits).Ones == bits.Sum(b => b));

    [Fact]
    public void Slices_and_concatenations_are_those_of_the_bits() =>
        Gen.Select(s_bits, s_bits, Gen.Int[0, 299], Gen.Int[1, 300]).Sample((a, b, start, length) =>
        {
            start = Math.Min(start, a.Length - 1);
            length = Math.Min(length, a.Length - start);
            return Bitstream.FromBits(a).Slice(start, length).Equals(Bitstream.FromBits(a.AsSpan(start, length)))
                && Bitstream.FromBits(a).Concat(Bitstream.FromBits(b)).Equals(Bitstream.FromBits([.. a, .. b]));
        });

    [Theory]
    [InlineData(ScEncoding.Unipolar, 0.625)]
    [InlineData(ScEncoding.Bipolar, 0.25)]
    public void Five_ones_in_eight_stand_for(ScEncoding encoding, double value) =>
        Assert.Equal(value, Bitstream.FromBits([1, 0, 1, 1, 0, 1, 1, 0]).Decode(encoding));

    [Fact]
    public void Decoding_to_a_range_is_the_reference_decoding()
    {
        foreach (GoldenCase c in GoldenCase.Of("decode"))
        {
            var range = new ValueRange(c.Number("x_min"), c.Number("x_max"));
            Assert.Equal(c.Number("unipolar"), range.ToValue(Bitstream.FromBits(c.Bytes("bits")).Density), 12);
        }
    }

    [Fact]
    public void Ranges_map_as_in_the_reference_once_clamped()
    {
        foreach (GoldenCase c in GoldenCase.Of("unipolar map"))
        {
            var range = new ValueRange(c.Number("x_min"), c.Number("x_max"));
            double p = range.ToProbability(range.Clamp(c.Number("x")));
            Assert.Equal(c.Number("p"), p, 12);
            Assert.Equal(c.Number("back"), range.ToValue(p), 12);
        }
        foreach (GoldenCase c in GoldenCase.Of("bipolar map"))
            Assert.Equal(c.Number("p"), ScEncoding.Bipolar.ToProbability(Math.Clamp(c.Number("x"), -1, 1)), 12);
    }

    [Fact]
    public void Text_shows_the_first_bits_and_the_density() =>
        Assert.Equal("10110 (5 bits, density 0.6)", Bitstream.FromBits([1, 0, 1, 1, 0]).ToString());
}
