namespace SpikeJit.Tests.Operations;

/// <summary>8-bit signed integers: two's complement from -128 to 127, on vectors of whole and of part registers.</summary>
public sealed class SignedByteTests
{
    private static readonly sbyte[] s_all = [.. Enumerable.Range(sbyte.MinValue, 256).Select(i => (sbyte)i)];

    private static void Same<T>(T[] expected, Func<Tensor, Tensor> f) where T : unmanaged
    {
        Assert.Equal(expected, f(Tensor.From(s_all)).ToArray<T>());
        Assert.Equal(expected, f.Jit()(Tensor.From(s_all)).ToArray<T>());
        Assert.Equal(expected[..101], f.Jit()(Tensor.From(s_all[..101])).ToArray<T>());
    }

    private static sbyte[] Each(Func<sbyte, int> f) => [.. s_all.Select(x => unchecked((sbyte)f(x)))];

    [Fact]
    public void Arithmetic_wraps()
    {
        Same(Each(x => x + 100), x => x + 100);
        Same(Each(x => x * x), x => x * x);
        Same(Each(x => -x), x => -x);
        Same(Each(x => Math.Abs((int)x)), x => x.Abs());
        Same(Each(x => ~x), x => ~x);
        Same(Each(x => x / 7), x => Tensor.TruncateDivide(x, Tensor.From<sbyte>([7])));
    }

    [Fact]
    public void Shifts_see_eight_bits()
    {
        Same(Each(x => x << 3), x => x << 3);
        Same(Each(x => x >> 3), x => x >> 3);
        Same(Each(x => (byte)x >> 3), x => x >>> 3);
        Same(Each(x => (byte)x), x => x >>> 0);
        Same(Each(x => x < 0 ? -1 : 0), x => x >> 100);
        Same(Each(_ => 0), x => x << 8);
    }

    [Fact]
    public void Bits_are_counted_in_eight()
    {
        Same(Each(x => System.Numerics.BitOperations.PopCount((byte)x)), x => x.PopCount());
        Same(Each(x => System.Numerics.BitOperations.LeadingZeroCount((uint)(byte)x) - 24), x => x.LeadingZeros());
    }

    [Fact]
    public void Numbers_convert_by_value_and_floats_saturate()
    {
        Same<int>([.. s_all], x => x.As(DType.I32));
        Same<long>([.. s_all], x => x.As(DType.I64));
        Same<float>([.. s_all], x => x.As(DType.F32));
        Same<double>([.. s_all], x => x.As(DType.F64));
        Same<byte>([.. s_all.Select(x => (byte)x)], x => x.As(DType.U8));
        Same<uint>([.. s_all.Select(x => (uint)x)], x => x.As(DType.U32));
        Same(s_all, x => x.As(DType.U8).As(DType.I8));
        Same(s_all, x => x.Bitcast(DType.U8).Bitcast(DType.I8));
        Same([.. s_all.Select(x => x != 0)], x => x.As(DType.Bool));
        foreach (DType wide in new[] { DType.F32, DType.F64 })
        {
            Same(Each(x => Math.Clamp(3 * x, sbyte.MinValue, sbyte.MaxValue)), x => (3 * x.As(wide)).As(DType.I8));
            Same(Each(_ => 0), x => (x.As(wide) * double.NaN).As(DType.I8));
        }
        Same(Each(x => 3 * x), x => (3 * x.As(DType.I64)).As(DType.I8));
    }

    [Fact]
    public void Sums_are_counted_in_32_bits_and_extremes_stay_bytes()
    {
        Tensor x = Tensor.From(s_all);
        Assert.Equal((DType.I32, -128), (x.Sum().DType, x.Sum().Item<int>()));
        Assert.Equal((sbyte.MinValue, sbyte.MaxValue), (x.Min().Item<sbyte>(), x.Max().Item<sbyte>()));
        Assert.Equal(s_all.Select(b => (sbyte)Math.Max(b, (sbyte)-5)).Order(), Tensor.Maximum(x, Tensor.From<sbyte>([-5])).Sort().ToArray<sbyte>());
        Assert.Equal(s_all.Order(), x.Flip(0).Sort().ToArray<sbyte>());
    }

    // JAX has i16 where the first two meet, and no 64-bit types.
    [Theory]
    [InlineData(DType.U8, DType.I32), InlineData(DType.Bool, DType.I8), InlineData(DType.I8, DType.I8), InlineData(DType.I32, DType.I32), InlineData(DType.U32, DType.I32)]
    [InlineData(DType.I64, DType.I64), InlineData(DType.U64, DType.F32), InlineData(DType.F32, DType.F32), InlineData(DType.F64, DType.F64)]
    public void Types_meet_in_one_that_holds_both(DType other, DType meet)
    {
        Assert.Equal(meet, DTypes.Promote(DType.I8, other));
        Assert.Equal(meet, DTypes.Promote(other, DType.I8));
    }

    [Fact]
    public void A_product_wraps()
    {
        Tensor a = Tensor.From<sbyte>([100, 3, -7, 2], [2, 2]);
        Assert.Equal([unchecked((sbyte)(100 * 100 - 21)), unchecked((sbyte)306), unchecked((sbyte)-714), -17], a.Dot(a).ToArray<sbyte>());
    }
}
