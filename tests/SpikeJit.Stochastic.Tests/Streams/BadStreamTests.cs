namespace SpikeJit.Stochastic.Tests;

public sealed class BadStreamTests
{
    [Fact]
    public void A_byte_that_is_no_bit_is_refused_with_its_place()
    {
        Assert.Contains("Bit 9 is 2", Assert.Throws<ArgumentException>(() => Bitstream.FromBits([0, 1, 0, 1, 0, 1, 0, 1, 0, 2])).Message);
        Assert.Contains("Bit 2 is 255", Assert.Throws<ArgumentException>(() => Bitstream.FromBits([0, 1, 255, 1, 0, 1, 0, 1, 0, 1])).Message);
    }

    [Fact]
    public void An_empty_stream_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Bitstream.FromBits([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bitstream.FromWords([], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BitMatrix(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BitMatrix(1, -5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BitMatrix(0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => BitMatrix.FromBits([], 1));
    }

    [Fact]
    public void Words_that_do_not_fit_the_length_are_refused()
    {
        Assert.Contains("fill 2 words", Assert.Throws<ArgumentException>(() => Bitstream.FromWords([1], 65)).Message);
        Assert.Contains("fill 4 words", Assert.Throws<ArgumentException>(() => BitMatrix.FromWords([1, 0, 0], 2, 65)).Message);
        Assert.Contains("into 2 rows", Assert.Throws<ArgumentException>(() => BitMatrix.FromBits([1, 0, 1], 2)).Message);
    }

    [Fact]
    public void A_bit_past_the_length_is_refused()
    {
        Assert.Contains("past the length", Assert.Throws<ArgumentException>(() => Bitstream.FromWords([1UL << 10], 10)).Message);
        Assert.Contains("past the length", Assert.Throws<ArgumentException>(() => BitMatrix.FromWords([1, 1UL << 10], 2, 10)).Message);
    }

    [Fact]
    public void Places_outside_a_stream_are_refused()
    {
        Bitstream s = Bitstream.FromBits([1, 0, 1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => s[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => s[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => s.Slice(1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => s.Slice(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => s.Slice(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BitMatrix(2, 3).Stream(2));
    }

    [Theory]
    [InlineData(ScEncoding.Unipolar, -0.01)]
    [InlineData(ScEncoding.Unipolar, 1.7)]
    [InlineData(ScEncoding.Unipolar, double.NaN)]
    [InlineData(ScEncoding.Bipolar, -1.01)]
    [InlineData(ScEncoding.Bipolar, double.PositiveInfinity)]
    [InlineData(ScEncoding.Bipolar, double.NaN)]
    [InlineData((ScEncoding)7, 0.5)]
    public void A_value_outside_the_encoding_is_refused(ScEncoding encoding, double value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => encoding.ToProbability(value));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(0, double.PositiveInfinity)]
    public void A_range_without_extent_is_refused(double min, double max) => Assert.Throws<ArgumentException>(() => new ValueRange(min, max));

    [Fact]
    public void A_value_outside_a_range_is_refused_unless_clamped()
    {
        var range = new ValueRange(-2, 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => range.ToProbability(3.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => range.ToProbability(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => range.Clamp(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => range.ToValue(1.5));
        Assert.Equal(1, range.ToProbability(range.Clamp(3.5)));
    }
}
