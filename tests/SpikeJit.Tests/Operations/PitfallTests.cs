namespace SpikeJit.Tests.Operations;

/// <summary>What went wrong in other libraries, with the right answers.</summary>
public sealed class PitfallTests
{
    private static float Slope(Func<Tensor, Tensor> f, float at) => Fn.Grad(f)(at).Item<float>();

    [Fact]
    public void The_guarded_branch_that_is_not_taken_leaves_the_gradient_alone()
    {
        Assert.Equal(1f, Slope(x => Tensor.Select(x < 1f, x, Tensor.Select(x < 1f, 1f, x).Sqrt()), 0));
        Assert.Equal(0f, Slope(x => Tensor.Select(x > 0f, Tensor.Select(x > 0f, x, 1f).Log(), 0f), 0));
    }

    [Theory]
    [InlineData(100f, 1f)]
    [InlineData(-200f, 0f)]
    [InlineData(0f, 0.5f)]
    public void Softplus_has_the_slope_of_the_sigmoid(float x, float slope) => Assert.Equal(slope, Slope(t => t.Softplus(), x));

    [Fact]
    public void Lengths_and_deviations_of_zero_have_the_slope_zero()
    {
        Assert.Equal([0f, 0f], Fn.Grad((Tensor x) => x.Norm())(Tensor.Zeros([2])).ToArray<float>());
        Assert.Equal([0f, 0f], Fn.Grad((Tensor x) => x.StandardDeviation([0]))(Tensor.Ones([2])).ToArray<float>());
        Assert.Equal(0f, Slope(x => Tensor.Hypot(x, 0f), 0));
        Assert.Equal(0f, Slope(x => x.Sinc(), 0));
    }

    [Theory]
    [InlineData(0f, 0.5f)]
    [InlineData(1e-45f, 1f)]
    [InlineData(-1e-45f, 0f)]
    [InlineData(1e-40f, 1f)]
    [InlineData(-1e-40f, 0f)]
    public void Maximum_shares_only_real_ties(float x, float slope)
    {
        Assert.Equal(slope, Slope(t => Tensor.Maximum(t, 0f), x));
        // The same in every place of a vector.
        for (int n = 1; n <= 20; n++)
            Assert.All(Fn.Grad((Tensor t) => Tensor.Maximum(t, 0f).Sum())(Tensor.Full([n], x)).ToArray<float>(), g => Assert.Equal(slope, g));
    }

    [Fact]
    public void Ties_of_other_functions()
    {
        Assert.Equal(0f, Slope(x => x.Relu(), 0));
        Assert.Equal(1f, Slope(x => x.Relu(), 1e-45f));
        Assert.Equal(0.5f, Slope(x => x.Clip(0, 6), 0));
        Assert.Equal([0f, 0.5f, 0.5f], Fn.Grad((Tensor x) => x.Max())(Tensor.From<float>([1, 3, 3])).ToArray<float>());
        Assert.True(float.IsNaN(((Tensor)float.NaN).Relu().Item<float>()));
    }

    [Fact]
    public void Powers_at_zero_and_of_negative_numbers()
    {
        Assert.Equal(0f, Slope(x => x.Square(), 0));
        Assert.Equal(0f, Slope(x => x.Pow(2f), 0));
        Assert.Equal(0f, Slope(x => x.Pow(0), 0));
        Assert.Equal(0f, Slope(x => x.Pow(0f), 0));
        Assert.Equal(0f, Slope(b => Tensor.Scalar(0f).Pow(b), 1));
        Assert.Equal(-8f, ((Tensor)(-2f)).Pow(3f).Item<float>());
        Assert.Equal(12f, Slope(x => x.Pow(3f), -2));
        Assert.Equal(12f, Slope(x => x.Pow(3), -2));
    }

    [Fact]
    public void Long_sums_keep_their_digits()
    {
        Assert.Equal(100_000f, Tensor.Full([1_000_000], 0.1f).Sum().Item<float>(), 0.1f);
        Assert.Equal(1_048_576f, Tensor.Ones([1 << 20]).Sum().Item<float>());
        Assert.Equal(1f, Tensor.Ones([1 << 20]).Mean().Item<float>());
    }

    [Fact]
    public void Floats_to_bytes_saturate_in_every_place()
    {
        float[] from = [-1, -0.5f, 0.5f, 255.9f, 256, 300, float.NaN, float.PositiveInfinity, float.NegativeInfinity];
        byte[] to = [0, 0, 0, 255, 255, 255, 0, 255, 0];
        for (int n = 1; n <= 70; n++)
        {
            float[] x = [.. Enumerable.Range(0, n).Select(i => from[i % from.Length])];
            Assert.Equal([.. Enumerable.Range(0, n).Select(i => to[i % to.Length])], Tensor.From(x).As(DType.U8).ToArray<byte>());
        }
    }

    [Fact]
    public void Sinc_is_smooth_through_its_series()
    {
        foreach (float x in new[] { 0.0397f, 0.0399f, 1e-5f, 1e-30f })
        {
            double a = Math.PI * x;
            Assert.Equal(x < 1e-8 ? 1 : Math.Sin(a) / a, ((Tensor)x).Sinc().ToDouble(), 1e-7);
            Assert.Equal(-Math.PI * a / 3 * (1 - a * a / 10), Slope(t => t.Sinc(), x), 1e-5 * Math.Max(a, 1e-3));
        }
    }

    [Fact]
    public void Einsum_refuses_what_does_not_fit()
    {
        Tensor a = Tensor.Zeros([2, 3]), b = Tensor.Zeros([4, 5]);
        Assert.Contains("same letter", Assert.Throws<ShapeException>(() => Tensor.Einsum("ij,jk->ik", a, b)).Message);
        Assert.Contains("two arrows", Assert.Throws<ArgumentException>(() => Tensor.Einsum("ij->i->j", a)).Message);
        Assert.Contains("operands", Assert.Throws<ArgumentException>(() => Tensor.Einsum("ij,jk", a)).Message);
        Assert.Contains("letters", Assert.Throws<ArgumentException>(() => Tensor.Einsum("i", a)).Message);
        Assert.Contains("'k'", Assert.Throws<ArgumentException>(() => Tensor.Einsum("ij->k", a)).Message);
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => Tensor.Einsum("ij->ii", a)).Message);
    }

    [Fact]
    public void Convolutions_refuse_what_does_not_fit()
    {
        Tensor x = Tensor.Zeros([1, 4, 5, 5]);
        Assert.Contains("f32[2,3,3,3]", Assert.Throws<ShapeException>(() => x.Convolve(Tensor.Zeros([2, 3, 3, 3]))).Message);
        Assert.Contains("reaches over 6", Assert.Throws<ShapeException>(() => x.Convolve(Tensor.Zeros([2, 4, 6, 3]))).Message);
        Assert.Throws<ShapeException>(() => x.Convolve(Tensor.Zeros([2, 4, 3, 3]), new Windows { Strides = [0, 1] }));
        Assert.Throws<ShapeException>(() => x.Convolve(Tensor.Zeros([2, 4, 3, 3]), new Windows { Strides = [1] }));
        Assert.Throws<ShapeException>(() => x.MaxPool([2]));
    }
}
