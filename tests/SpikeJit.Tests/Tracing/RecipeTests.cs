namespace SpikeJit.Tests.Tracing;

/// <summary>Values made inside a traced function from nothing unknown.</summary>
public sealed class RecipeTests
{
    private static class First
    {
        public static readonly Tensor Weights = new RandomKey(3).Normal([4]) * 2f + Tensor.Ones([4]);
    }

    [Fact]
    public void A_static_field_first_used_inside_a_traced_function_keeps_its_value()
    {
        Func<Tensor, Tensor> f = x => (x * First.Weights).Sum();
        Tensor gradient = f.Jit().Grad()(Tensor.Ones([4]));
        Assert.Equal(First.Weights.ToArray<float>(), gradient.ToArray<float>());
        Assert.Equal((new RandomKey(3).Normal([4]) * 2f + 1f).ToArray<float>(), First.Weights.ToArray<float>());
        Assert.False(First.Weights.IsSymbolic);
    }

    [Fact]
    public void Numbers_made_while_tracing_can_be_read_there()
    {
        Func<Tensor, Tensor> f = x => x * (float)(Tensor.Arange(5) * 2).Sum().ToDouble();
        Assert.Equal(20f, f.Jit()(Tensor.Scalar(1f)).Item<float>());
    }

    [Fact]
    public void A_long_chain_of_known_values_is_computed()
    {
        Tensor? kept = null;
        Func<Tensor, Tensor> f = x =>
        {
            Tensor sum = Tensor.Zeros([2]);
            for (int i = 0; i < 3000; i++) sum += Tensor.Ones([2]);
            kept = sum;
            return x + sum;
        };
        Assert.Equal([3001f, 3001f], f.Jit()(Tensor.Ones([2])).ToArray<float>());
        Assert.Equal([3000f, 3000f], kept!.ToArray<float>());
    }

    [Fact]
    public void What_depends_on_an_argument_still_has_no_value()
    {
        Tensor? kept = null;
        Func<Tensor, Tensor> f = x => kept = Tensor.Ones([2]) * x;
        f.Jit()(Tensor.Ones([2]));
        Assert.Throws<TraceException>(() => kept!.ToArray<float>());
    }
}
