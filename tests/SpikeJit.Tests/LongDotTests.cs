namespace SpikeJit.Tests;

public sealed class LongDotTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_million_tenths_dotted_with_ones_sum_to_within_a_millionth(bool jit)
    {
        Func<Tensor, Tensor, Tensor> dot = (x, y) => x.Dot(y);
        Tensor found = (jit ? dot.Jit() : dot)(Tensor.Full([1_000_000], 0.1f), Tensor.Ones([1_000_000]));
        Assert.InRange(found.ToDouble(), 1e6 * 0.1f * (1 - 1e-6), 1e6 * 0.1f * (1 + 1e-6));
    }

    [Fact]
    public void The_derivative_of_a_long_dot_is_the_other_vector()
    {
        Func<Tensor, Tensor, Tensor> dot = (x, y) => x.Dot(y);
        Tensor x = new RandomKey(1).Normal([5000]), y = new RandomKey(2).Normal([5000]);
        Assert.Equal(y.ToArray<float>(), dot.Grad()(x, y).ToArray<float>());
    }
}
