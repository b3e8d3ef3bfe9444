namespace SpikeJit.Tests.RandomNumbers;

public sealed class RandomErrorTests
{
    private static readonly RandomKey s_key = new(0);

    private static void Fails<T>(Action action, params string[] says) where T : Exception
    {
        string message = Assert.ThrowsAny<T>(action).Message;
        foreach (string part in says) Assert.Contains(part, message);
    }

    [Fact]
    public void A_key_that_is_none_is_refused()
    {
        Fails<InvalidOperationException>(() => default(RandomKey).Uniform([2]), "new RandomKey(42)");
        Fails<ShapeException>(() => new RandomKey(Tensor.Zeros([3], DType.U32)).Bits([2]), "u32[3]");
        Fails<ShapeException>(() => new RandomKey(Tensor.Zeros([2], DType.I32)).Split(), "i32[2]");
        Fails<ShapeException>(() => s_key.SplitMany(3).Uniform([2]), "u32[3,2]", "VMap");
    }

    [Fact]
    public void Counts_are_not_negative()
    {
        Fails<ArgumentOutOfRangeException>(() => s_key.Split(-1));
        Fails<ArgumentOutOfRangeException>(() => s_key.SplitMany(-1));
        Fails<ArgumentOutOfRangeException>(() => s_key.Permutation(-1));
        Fails<ArgumentOutOfRangeException>(() => s_key.Choice(-1, [0]));
        Fails<ShapeException>(() => s_key.Uniform([-1]), "[-1]");
        Assert.Empty(s_key.Split(0));
        Assert.Equal(0, s_key.Normal([0]).Size);
    }

    [Fact]
    public void Numbers_to_fold_in_have_32_bits()
    {
        Fails<ArgumentOutOfRangeException>(() => s_key.FoldIn(-1), "4294967295");
        Fails<ArgumentOutOfRangeException>(() => s_key.FoldIn(1L << 32));
        Fails<ShapeException>(() => s_key.FoldIn(Tensor.Scalar(1f)), "f32[]");
        Fails<ShapeException>(() => s_key.FoldIn(Tensor.Arange(2)), "i32[2]");
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Probabilities_lie_between_0_and_1(double p)
    {
        Fails<ArgumentOutOfRangeException>(() => s_key.Bernoulli([2], p), "between 0 and 1");
        Fails<ArgumentOutOfRangeException>(() => s_key.Bernoulli(Tensor.From<float>([0.5f, (float)p])), "between 0 and 1");
        Fails<ArgumentOutOfRangeException>(() => s_key.Choice(Tensor.From<float>([0.5f, (float)p]), [1]));
        Fails<ArgumentOutOfRangeException>(() => s_key.Geometric([2], p));
    }

    [Fact]
    public void Dtypes_must_fit()
    {
        Fails<DTypeException>(() => s_key.Uniform([2], DType.I32), "I32");
        Fails<DTypeException>(() => s_key.Normal([2], DType.Bool));
        Fails<DTypeException>(() => s_key.RandInt([2], 0, 3, DType.F32));
        Fails<DTypeException>(() => s_key.Bernoulli(Tensor.Arange(3)), "i32[3]");
        Fails<DTypeException>(() => s_key.Rademacher([2], DType.U8));
        Fails<DTypeException>(() => s_key.Uniform([2], 0f, Tensor.Scalar(1d)));
        Fails<DTypeException>(() => s_key.RandIntBetween([2], 0f, 1f));
    }

    [Fact]
    public void Intervals_must_be_intervals()
    {
        Fails<ArgumentOutOfRangeException>(() => s_key.Uniform([2], 1, 0), "[1, 0)");
        Fails<ArgumentOutOfRangeException>(() => s_key.Uniform([2], double.NaN, 0));
        Fails<ArgumentOutOfRangeException>(() => s_key.Uniform([2], 0, double.PositiveInfinity));
        Fails<ArgumentOutOfRangeException>(() => s_key.Uniform([2], -3e38, 3e38));
        Fails<ArgumentOutOfRangeException>(() => s_key.TruncatedNormal([2], 1, 1));
        Fails<ShapeException>(() => s_key.Uniform([2], Tensor.Zeros([3]), Tensor.Ones([3])));
    }

    [Fact]
    public void More_cannot_be_drawn_than_there_are()
    {
        Fails<ArgumentOutOfRangeException>(() => s_key.Choice(3, [4], replace: false), "4 of 3");
        Fails<ArgumentOutOfRangeException>(() => s_key.Choice(0, [1]), "nothing");
        Fails<ShapeException>(() => s_key.Choice(Tensor.Full([2, 2], 0.25f), [1]), "vector");
        Assert.Equal(0, s_key.Choice(0, [0]).Size);
    }

    [Fact]
    public void Initial_weights_need_two_axes_and_a_scale()
    {
        Fails<ShapeException>(() => Initializers.GlorotUniform(s_key, [3]), "two axes");
        Fails<ShapeException>(() => Initializers.HeNormal(s_key, [3, 4], 0, -2), "both");
        Fails<ShapeException>(() => Initializers.Orthogonal(s_key, [3]));
        Fails<ArgumentOutOfRangeException>(() => Initializers.VarianceScaling(s_key, [3, 4], 0, FanMode.In, WeightDistribution.Normal));
        Fails<ArgumentOutOfRangeException>(() => s_key.Poisson([2], -1));
    }
}
