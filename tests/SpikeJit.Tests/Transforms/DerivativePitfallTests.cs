namespace SpikeJit.Tests.Transforms;

/// <summary>Where derivatives are known to go wrong: branches not taken, ties, subnormals, powers at zero, long sums.</summary>
public sealed class DerivativePitfallTests
{
    private static float GradientAt(float x, Func<Tensor, Tensor> f) => f.Grad()(x).ToSingle();

    [Fact]
    public void A_guarded_branch_gives_the_derivative_of_the_branch_taken()
    {
        Assert.Equal(1f, GradientAt(0, x => Tensor.Select(x < 1, x, Tensor.Select(x < 1, 1f, x).Sqrt())));
        Assert.Equal(0f, GradientAt(0, x => Tensor.Select(x > 0, Tensor.Select(x > 0, x, 1f).Log(), 0f)));
        Func<Tensor, Tensor> guarded = x => Tensor.Select(x < 1, x, Tensor.Select(x < 1, 1f, x).Sqrt());
        Assert.Equal(1f, guarded.Grad().Jit()(0f).ToSingle());
        Assert.Equal([1f, 0.25f], guarded.Grad().VMap()(Tensor.From([0f, 4f])).ToArray<float>());
    }

    [Fact]
    public void An_unguarded_branch_is_right_forward_and_NaN_backward_and_Cond_is_right_in_both()
    {
        Func<Tensor, Tensor> select = x => Tensor.Select(x < 1, x, x.Sqrt()), cond = x => Fn.Cond(x < 1, v => v, v => v.Sqrt(), x);
        Assert.Equal(1f, select.Jvp(0f, 1f).Tangent.ToSingle());
        Assert.Equal(float.NaN, GradientAt(0, select));
        Assert.Equal(1f, GradientAt(0, cond));
        Assert.Equal([1f, 0.25f], cond.Grad().VMap()(Tensor.From([0f, 4f])).ToArray<float>());
    }

    [Fact]
    public void Our_own_functions_have_finite_derivatives_far_out()
    {
        Assert.Equal(1f, GradientAt(100, x => x.Softplus()));
        Assert.Equal(0f, GradientAt(-200, x => x.Softplus()));
        Assert.Equal(0.25f, GradientAt(0, Fn.Grad((Tensor x) => x.Softplus())));
        Assert.Equal(0f, GradientAt(1e30f, x => x.Sigmoid()));
        Assert.Equal(0f, GradientAt(-1e30f, x => x.Tanh()));
    }

    [Theory]
    [InlineData(1e-45f, 1)]
    [InlineData(-1e-45f, 0)]
    [InlineData(1e-40f, 1)]
    [InlineData(0f, 0.5f)]
    public void Subnormals_are_numbers_and_ties_share(float x, float slope)
    {
        Func<Tensor, Tensor> max = v => Tensor.Maximum(v, 0f);
        Assert.Equal(slope, GradientAt(x, max));
        for (int n = 1; n <= 19; n += 6)
            Assert.All(Fn.Jit(Fn.Grad((Tensor v) => max(v).Sum()))(Tensor.Full([n], x)).ToArray<float>(), g => Assert.Equal(slope, g));
    }

    [Fact]
    public void Ties_of_relu_clip_and_reductions()
    {
        Assert.Equal(0f, GradientAt(0, x => x.Relu()));
        Assert.Equal(0.5f, GradientAt(0, x => x.Clip(0, 6)));
        Assert.Equal([0f, 0.5f, 0.5f], Fn.Grad((Tensor x) => x.Max())(Tensor.From([1f, 3f, 3f])).ToArray<float>());
    }

    [Fact]
    public void Powers_at_zero_and_of_negative_numbers()
    {
        Func<Tensor, Tensor, Tensor> pow = (a, b) => a.Pow(b);
        Assert.Equal(0f, GradientAt(0, x => x.Square()));
        Assert.Equal(0f, GradientAt(0, x => x.Pow(0f)));
        Assert.Equal(0f, pow.Grad(Wrt.Second)(0f, 1f).ToSingle());
        Assert.Equal(-8f, pow(-2f, 3f).ToSingle());
        Assert.Equal(12f, pow.Grad()(-2f, 3f).ToSingle());
    }

    [Fact]
    public void Long_sums_keep_their_digits()
    {
        Tensor tenths = Tensor.Full([1_000_000], 0.1f) * Tensor.Ones([1]);
        double exact = 0.1f * 1e6;
        Assert.Equal(exact, tenths.Sum().ToSingle(), 0.1);
        Assert.Equal(exact, Fn.Jit((Tensor x) => x.Sum())(tenths).ToSingle(), 0.1);
        Assert.Equal(1f, Tensor.Ones([20_000_000]).Mean().ToSingle());
    }
}
