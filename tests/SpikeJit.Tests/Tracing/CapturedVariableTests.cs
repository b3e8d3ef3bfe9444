namespace SpikeJit.Tests.Tracing;

/// <summary>What a jitted function captures is part of the call: changed variables are seen.</summary>
public sealed class CapturedVariableTests
{
    private sealed record Settings(float Rate, float[] Scales, Tensor Bias);

    [Fact]
    public void A_changed_number_is_seen()
    {
        float lr = 0.1f;
        Func<Tensor, Tensor> f = Fn.Jit((Tensor x) => x * lr);
        Assert.Equal(0.2f, f(2f).ToSingle());
        lr = 0.5f;
        Assert.Equal(1f, f(2f).ToSingle());
    }

    [Fact]
    public void A_changed_number_traces_again_and_an_old_one_does_not()
    {
        var counter = new Counter();
        Func<Tensor, Tensor> Make(float rate) => x =>
        {
            counter.Count++;
            return x * rate;
        };
        Func<Tensor, Tensor> slow = Make(0.1f).Jit(), fast = Make(0.5f).Jit();
        slow(2f);
        slow(3f);
        fast(2f);
        Assert.Equal(2, counter.Count);
        slow(Tensor.Ones([2]));
        Assert.Equal(3, counter.Count);
    }

    [Fact]
    public void A_changed_tensor_is_an_input_and_does_not_trace_again()
    {
        var counter = new Counter();
        Tensor w = 3f;
        Func<Tensor, Tensor> f = Fn.Jit((Tensor x) =>
        {
            counter.Count++;
            return x * w;
        });
        Assert.Equal(6f, f(2f).ToSingle());
        w = 5f;
        Assert.Equal(10f, f(2f).ToSingle());
        Assert.Equal(1, counter.Count);
    }

    [Fact]
    public void Array_elements_records_and_their_arrays_are_seen()
    {
        float[] rates = [0.1f, 0.2f];
        float[,] table = { { 1, 2 } };
        var settings = new Settings(2f, [1f], 10f);
        Func<Tensor, Tensor> f = Fn.Jit((Tensor x) => x * rates[1] * settings.Rate * settings.Scales[0] * table[0, 1] + settings.Bias);
        Assert.Equal(10.8f, f(1f).ToSingle(), 1e-5);
        rates[1] = 0.5f;
        Assert.Equal(12f, f(1f).ToSingle(), 1e-5);
        settings.Scales[0] = 3f;
        Assert.Equal(16f, f(1f).ToSingle(), 1e-5);
        settings = settings with { Rate = 1f, Bias = 0f };
        Assert.Equal(3f, f(1f).ToSingle(), 1e-5);
        table[0, 1] = 1f;
        Assert.Equal(1.5f, f(1f).ToSingle(), 1e-5);
    }

    [Fact]
    public void Variables_of_closures_inside_closures_are_seen_also_through_jitted_and_transformed_functions()
    {
        float k = 2f;
        Tensor w = 1f;
        Func<Tensor, Tensor> inner = x => x.Square() * k + w * x;
        Func<Tensor, Tensor> jitted = inner.Jit(), gradient = inner.Grad();
        Func<Tensor, Tensor> f = Fn.Jit((Tensor x) => jitted(x) + gradient(x));
        Assert.Equal(2f + 1 + 4 + 1, f(1f).ToSingle());
        k = 3f;
        Assert.Equal(3f + 1 + 6 + 1, f(1f).ToSingle());
        w = 10f;
        Assert.Equal(3f + 10 + 6 + 10, f(1f).ToSingle());
    }

    [Fact]
    public void Closures_that_refer_to_each_other_end()
    {
        Func<Tensor, int, Tensor> even = null!, odd = null!;
        even = (x, n) => n == 0 ? x : odd(2f * x, n - 1);
        odd = (x, n) => n == 0 ? -x : even(3f * x, n - 1);
        Assert.Equal(36f, Fn.Jit((Tensor x) => even(x, 4))(1f).ToSingle());
    }

    [Fact]
    public void Structures_that_are_no_trees_are_compared_by_value()
    {
        var counter = new Counter();
        decimal price = 2m;
        TimeSpan step = TimeSpan.FromMilliseconds(2);
        Func<Tensor, Tensor> f = Fn.Jit((Tensor x) =>
        {
            counter.Count++;
            return x * (double)price * step.TotalMilliseconds;
        });
        f(1f);
        Assert.Equal(4f, f(1f).ToSingle());
        Assert.Equal(1, counter.Count);
        step = TimeSpan.FromMilliseconds(3);
        Assert.Equal(6f, f(1f).ToSingle());
        Assert.Equal(2, counter.Count);
    }

    private sealed class Counter
    {
        public int Count;
    }
}
